"""Rules of a form that stand in a file beside its definition: `rules/<form>.toml`.

Rules come from laws, definitions from prints; a new edition of a form changes one, a new circular
the other. A file holds `[[check]]` entries as definitions do, each with its own `id`, the article
it comes from and the message that a reviewer reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dossier.forms.definition import CheckUse
from dossier.toml_files import read_toml

RULES_FOLDER: Final = Path(__file__).parent / "rules"


class _RuleFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    checks: tuple[CheckUse, ...] = Field(alias="check")

    @model_validator(mode="after")
    def _named_once(self) -> _RuleFile:
        ids = [use.id for use in self.checks]
        if not all(ids) or len(set(ids)) != len(ids):
            raise ValueError("every check needs an id of its own")
        if not all(" / " in use.message for use in self.checks):
            raise ValueError("every check needs a message, Vietnamese / English")
        return self


def load_rules(folder: Path = RULES_FOLDER) -> Mapping[str, tuple[CheckUse, ...]]:
    """Form key -> its rules. Raises Misconfigured with the file, the place and the reason."""
    return {path.stem: _rules_of(path) for path in sorted(folder.glob("*.toml"))}


def _rules_of(path: Path) -> tuple[CheckUse, ...]:
    return read_toml(path, _RuleFile, name=f"rules/{path.name}").checks


@cache
def declared_rules() -> Mapping[str, tuple[CheckUse, ...]]:
    """The rules that ship with the product, read once."""
    return load_rules()
