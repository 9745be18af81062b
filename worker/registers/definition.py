"""`registers.toml` in the data folder: which registers there are and how each is reached.

Strict: a key that is not known stops the start. Secrets are not written into it but into files
that it names, as compose, Kubernetes and systemd hand them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dossier.errors import Misconfigured
from dossier.registers.port import FACTS, RegisterKind
from dossier.text import clean
from dossier.text.legacy import decode_legacy


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Common(_Strict):
    name: str = Field(min_length=1, max_length=60)
    """What reviewers call it."""
    kind: RegisterKind
    columns: dict[str, str] = Field(default_factory=dict)
    """Fact -> what the register calls it, where that differs."""
    timeout_s: float = Field(default=3.0, gt=0, le=30)
    """For one question, all of it."""
    failures: int = Field(default=3, ge=1)
    """So many in a row, and it is left alone for `pause_s`."""
    pause_s: float = Field(default=30.0, gt=0)

    def column_of(self) -> Mapping[str, str]:
        """Every fact of the kind -> its column. Raises Misconfigured for a fact there is not."""
        unknown = set(self.columns) - set(FACTS[self.kind])
        if unknown:
            listed = ", ".join(sorted(unknown))
            raise Misconfigured(f"{self.name}: không có dữ kiện / there is no such fact: {listed}")
        return {fact: self.columns.get(fact, fact) for fact in FACTS[self.kind]}


class SqlSource(_Common):
    """A query on a database, with `:key` where the personal number goes. Only ever read."""

    source: Literal["sql"]
    url: str = ""
    """`postgresql://...` or `sqlite:///...`; a URL with a password belongs into `url_file`."""
    url_file: Path | None = None
    query: str


class CsvSource(_Common):
    """A table with a header line; read again when the file has changed."""

    source: Literal["csv"]
    file: Path
    key: str
    """Column of the personal number."""
    delimiter: str = Field(default=",", min_length=1, max_length=1)


class HttpSource(_Common):
    """A service that answers a question with JSON: an object, a list of them, or 404."""

    source: Literal["http"]
    url: str
    """With `{key}` where the personal number goes, unless `body_key` is given."""
    body_key: str = ""
    """Ask by POST with `{body_key: number}`: numbers in URLs stand in the logs of proxies."""
    allowed: str
    """Hosts and networks it may lead to, as in `SOHOA_WEBHOOK_TARGETS`."""
    token_file: Path | None = None
    """Sent as `Authorization: Bearer`."""
    entries: str = ""
    """Where in the answer the entries stand, dotted: `data.items`. Empty: the answer itself."""


Source = Annotated[SqlSource | CsvSource | HttpSource, Field(discriminator="source")]


class RegisterFile(_Strict):
    """The whole file."""

    registers: tuple[Source, ...] = Field(default=(), alias="register")


def read_secret(path: Path) -> str:
    """The one line of a secret's file. Raises Misconfigured, naming the file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as exc:
        raise Misconfigured(f"{path}: không đọc được / cannot be read") from exc


def facts_in(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str]:
    """The facts of one row as clean text; days as ISO, what is not said left out."""
    said = {fact: row.get(column) for fact, column in columns.items()}
    return {
        fact: text
        for fact, value in said.items()
        if value and (text := clean(decode_legacy(str(value))))
    }
