"""Papers that no longer counted on the day of the request: `terms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from dossier.checks.operators import add_months
from dossier.record import (
    DocumentReading,
    DossierFinding,
    FieldState,
    FindingPlace,
    Severity,
)
from dossier.text import fold

_DAYS: Final = ("declared_on", "signed_on")
"""Fields that give the day on which a request was written."""


class Term(BaseModel):
    """How long one kind of paper counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    says: dict[str, str] = Field(default_factory=dict)
    until: str = ""
    """Field of the last day."""
    since: str = Field(default="", alias="from")
    """Field of the first day."""
    months: int = 0
    rule: str
    severity: Severity
    legal_basis: str
    message: str

    def last_day(self, document: DocumentReading) -> tuple[str, date] | None:
        """(field, last day on which the paper counts); None where that cannot be told."""
        if document.form != self.form or not all(
            fold(words) in fold(_value(document, key)) for key, words in self.says.items()
        ):
            return None
        key = self.until or self.since
        day = day_in(document, key)
        if day is None:
            return None
        return key, day if self.until else add_months(day, self.months)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[Term, ...] = Field(alias="term")


@cache
def terms() -> tuple[Term, ...]:
    text = Path(__file__).with_name("terms.toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text)).terms


def day_of_request(documents: Sequence[DocumentReading]) -> date | None:
    """The day that the receipt names, else the latest day on which a request was written.

    Never the day of reading: the same dossier gives the same record next year.
    """
    received = [day_in(d, "received_at") for d in documents if d.form == "dossier_receipt"]
    written = [day_in(d, key) for d in documents for key in _DAYS]
    return max(
        (day for day in received if day is not None),
        default=max((day for day in written if day is not None), default=None),
    )


def find_expired(documents: Sequence[DocumentReading]) -> Iterator[DossierFinding]:
    """A finding for every paper that had run out; the two sides of a card give one."""
    today = day_of_request(documents)
    found: dict[tuple[str, date], list[FindingPlace]] = {}
    used: dict[str, Term] = {}
    for number, document in enumerate(documents, start=1):
        for term in terms():
            last = term.last_day(document)
            if today is None or last is None or last[1] >= today:
                continue
            used[term.rule] = term
            found.setdefault((term.rule, last[1]), []).append(_place(number, document, last[0]))
    for (rule, _), places in found.items():
        term = used[rule]
        yield DossierFinding(
            rule=rule,
            severity=term.severity,
            detail=term.message,
            legal_basis=term.legal_basis,
            places=places,
        )


def day_in(document: DocumentReading, key: str) -> date | None:
    """The day that a field gives; None where it gives none, or not a whole one."""
    try:
        return date.fromisoformat(_value(document, key)[:10])
    except ValueError:
        return None


def _value(document: DocumentReading, key: str) -> str:
    reading = document.fields.get(key)
    read = reading is not None and reading.state is FieldState.READ
    return reading.value if read and reading and isinstance(reading.value, str) else ""


def _place(number: int, document: DocumentReading, key: str) -> FindingPlace:
    reading = document.fields[key]
    return FindingPlace(
        document=number, form=document.form, field=key, page=reading.page, box=reading.box
    )
