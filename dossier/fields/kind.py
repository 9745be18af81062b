"""The interface of a field kind: one object parses, checks and compares values of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final, Protocol

from dossier.fields.outcome import Outcome
from dossier.record import Check, Verdict


class Level(IntEnum):
    """The rung of the ladder on which two writings of one value meet; the higher, the worse."""

    IDENTICAL = 0
    """The same but for case and spaces."""
    TONE_PLACE = 1
    """hoà, hòa: agreed without a word."""
    SPELLING = 2
    """i or y, hyphens, abbreviations, another way of writing a date: agreed, and noted."""
    MARKS = 3
    """Only marks differ: for names, two people."""
    NEAR = 4
    """A pair that readers confuse, or a word missing: looked at, with a suggestion."""
    OTHER = 5


_LEVEL_OF: Final = MappingProxyType(
    {
        Verdict.SAME: Level.IDENTICAL,
        Verdict.EQUIVALENT: Level.SPELLING,
        Verdict.TONES_ONLY: Level.MARKS,
        Verdict.CLOSE: Level.NEAR,
        Verdict.DIFFERENT: Level.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Comparison:
    verdict: Verdict
    detail: str
    """Vietnamese / English: what differs and why it was judged so."""
    rung: Level | None = None
    """Where it is finer than the verdict."""

    @property
    def level(self) -> Level | None:
        """The rung; None where one side has no value to compare."""
        return self.rung if self.rung is not None else _LEVEL_OF.get(self.verdict)


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
