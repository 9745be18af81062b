"""Which fields of which paper speak of one person: `roles.toml`, read once and proven sound."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

ATTRIBUTES: Final = (
    "name", "dob", "sex", "id_number", "ethnicity", "nationality", "address",
)  # fmt: skip
"""What is known of a person, and the endings of the field keys."""
KIND_OF: Final[Mapping[str, str]] = {"dob": "date"}
"""Field kinds of attributes that are not called like their kind."""


class Role(BaseModel):
    """One person's place on one paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    role: str
    slot: str = ""
    prefix: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    sex: str = ""
    opposite: str = ""
    written: Literal["typed", "handwritten"] = "typed"
    table: str = ""
    card: bool = False
    """An identity card: its codes speak of its holder."""

    @property
    def name(self) -> str:
        """`birth_registration.mother`"""
        return f"{self.form}.{self.role}"

    def key_of(self, attribute: str) -> str:
        """The field that gives `attribute`, whether the form has it or not."""
        return self.fields.get(attribute, self.prefix + attribute)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: tuple[Role, ...] = Field(alias="role")


@cache
def roles() -> Mapping[str, tuple[Role, ...]]:
    """Form key -> the persons on it, in the order printed."""
    text = Path(__file__).with_name("roles.toml").read_text(encoding="utf-8")
    found: dict[str, list[Role]] = {}
    for role in _File.model_validate(tomllib.loads(text)).roles:
        found.setdefault(role.form, []).append(role)
    return {form: tuple(some) for form, some in found.items()}
