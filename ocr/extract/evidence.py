"""What a field's value rests on, and the probability that follows from it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

DEFAULT: Final = "default"
FIGURES: Final = "figures"
_OF_FIGURES: Final = frozenset(
    {"date", "date_time", "id_number", "measure", "number", "party_number", "phone", "until"}
)
"""Kinds without words that would show a misreading: a 1 for a 4 is as good a number."""
BLANK: Final = "blank"
_UNSURE: Final = 0.95
"""Below every floor: a person looks at it."""
_FIGURE_DISPUTED: Final = 0.3
"""-ln(confidence): two readings of a figure differ, or one of them is not sure."""
_SIGN_DISPUTED: Final = 0.02
"""The same of a sign of an e-mail address, where l and 1 are both as good."""
_PAGE_BY_HAND: Final = 0.1
"""Share of handwritten lines from which on a mark in a blank may be a hurried figure."""
_OF_PAGE: Final = 4
"""So many characters say as much of who wrote a value as the rest of its page does."""
FAILED_WHOLE: Final = 0.1
"""What a failed check leaves of the probability of a value made of parts."""
_WEIGHTS = Path(__file__).parent / "confidence.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What the page of a value, and its document, tell of how well anything there was read."""

    doubt: float = 0.0
    """Mean of -ln(confidence) over the characters of the page."""
    written: float = 0.0
    """Share of the page's lines that are mostly handwriting."""
    covered: float = 1.0
    """Share of the form's labels that were found, by their weight; 1 where a form has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Measurable signs that a value was read right; all shares are 0..1."""

    characters: tuple[float, ...] = ()
    """The recogniser's confidence in each character of the value."""
    label: float = 1.0
    """How well the printed label was recognised."""
    parsing: float = 1.0
    """Certainty of the kind's parser (1: nothing had to be bent)."""
    plausible: float = 1.0
    """Share of well-formed syllables, where the kind is made of words."""
    odd_words: int = 0
    """Words that are no Vietnamese syllables, where the kind is made of words."""
    surprise: float = 0.0
    """-ln of the probability of its least likely word (`reread.surprise`)."""
    written: float | None = None
    """How likely the value was written by hand, mean over its characters; None: not told."""
    differs: float = 0.0
    """How far a second engine's reading of the place differs; 0 where none was asked."""
    changed: bool = False
    """Whether the rules of its kind took another letter than the recogniser's first."""
    page: PageSigns = PageSigns()
    parts: tuple[tuple[str, Evidence], ...] = ()
    """Kind and evidence of each part of a value made of parts, as a table is of cells."""
    failed_checks: int = 0
    blank: bool = False

    def _written_here(self) -> float:
        """`written`, of few characters nearer to what the page is."""
        if self.written is None:
            return self.page.written
        letters = len(self.characters)
        return (self.written * letters + self.page.written * _OF_PAGE) / (letters + _OF_PAGE)

    def parts_on_page(self) -> list[tuple[str, Evidence]]:
        """`parts`, each with the signs of the page of the whole."""
        return [(kind, replace(part, page=self.page)) for kind, part in self.parts]

    def features(self) -> dict[str, float]:
        doubts = [-math.log(min(max(c, 1e-4), 1.0)) for c in self.characters]
        return {
            "bias": 1.0,
            "doubt_sum": min(sum(doubts), 12.0),
            "doubt_max": max(doubts, default=0.0),
            "label": 1.0 - self.label,
            "parsing": 1.0 - self.parsing,
            "implausible": 1.0 - self.plausible,
            "odd_words": float(min(self.odd_words, 3)),
            "surprise": min(self.surprise, 20.0) / 10,
            "written": self._written_here(),
            "differs": self.differs,
            "changed": float(self.changed),
            "length": math.log1p(len(self.characters)),
            "page_doubt": self.page.doubt,
            "page_written": self.page.written,
            "uncovered": 1.0 - self.page.covered,
            "failed_checks": float(min(self.failed_checks, 2)),
        }


def probability(kind: str, evidence: Evidence) -> float:
    """Probability 0..1 that the whole value is right, by the weights fitted for its kind.

    A value made of parts is right when all of them are, taken as independent.
    """
    if evidence.parts:
        failed = FAILED_WHOLE ** min(evidence.failed_checks, 2)
        return failed * combine([probability(k, p) for k, p in evidence.parts_on_page()])
    group, features = BLANK if evidence.blank else kind, evidence.features()
    weights = _weights_of(group)
    score = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return min(most_stated(group, features), 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score)))))


def most_stated(group: str, features: Mapping[str, float]) -> float:
    """The most that may be said of a value of `group` (its kind, or `BLANK`) with these signs.

    What nothing else would show to be wrong, and was wrong more often than its letters say: of
    6,189 fields in faces that the recogniser had never seen, 2 to 6 in a hundred of each of these.
    """
    if group in _OF_FIGURES:
        unsure = features["doubt_max"] > _FIGURE_DISPUTED
    elif group == "email":
        unsure = features["doubt_max"] > _SIGN_DISPUTED
    else:
        unsure = group == BLANK and features["page_written"] > _PAGE_BY_HAND
    # A point between figures is the first thing that a dotted line swallows.
    unsure |= group == "measure" and features["page_written"] > _PAGE_BY_HAND / 2
    return _UNSURE if unsure else 1.0


def combine(confidences: Sequence[float]) -> float:
    """Probability that all parts are right, taken as independent."""
    return math.prod(confidences) if confidences else 0.0


def _weights_of(kind: str) -> Mapping[str, float]:
    table = _load()
    return next(table[name] for name in wider(kind) if name in table)


def wider(kind: str) -> tuple[str, ...]:
    """Groups that speak of `kind`, the narrowest first: itself, what it is made of, all."""
    return (kind, FIGURES, DEFAULT) if kind in _OF_FIGURES else (kind, DEFAULT)


@cache
def _load() -> Mapping[str, Mapping[str, float]]:
    loaded: dict[str, dict[str, float]] = tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return loaded
