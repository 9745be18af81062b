"""The interface of a field kind: one object parses, checks and compares values of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dossier.fields.outcome import Outcome
from dossier.record import Check, Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    verdict: Verdict
    detail: str
    """Vietnamese / English: what differs and why it was judged so."""


class FieldKind(Protocol):
    """A kind of value on a form (name, date, id_number ...)."""

    @property
    def name(self) -> str:
        """The contract's name of the kind."""
        ...

    def parse(self, text: str) -> Outcome:
        """Make a value of `text` (NFC, leaders and footnote marks already stripped, not empty)."""
        ...

    def check(self, value: str) -> tuple[Check, ...]:
        """Hold the kind's own rules against a normalised `value`."""
        ...

    def compare(self, submitted: str, read: str) -> Comparison:
        """Compare as a clerk would; `submitted` may be in any usual writing, `read` is normal."""
        ...
