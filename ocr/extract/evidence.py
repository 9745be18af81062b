"""What a field's value rests on, and the probability that follows from it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WEIGHTS = Path(__file__).parent / "confidence.toml"


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
    failed_checks: int = 0
    blank: bool = False

    def features(self) -> dict[str, float]:
        doubts = [-math.log(min(max(c, 1e-4), 1.0)) for c in self.characters]
        return {
            "bias": 1.0,
            "doubt_sum": min(sum(doubts), 12.0),
            "doubt_max": max(doubts, default=0.0),
            "label": 1.0 - self.label,
            "parsing": 1.0 - self.parsing,
            "implausible": 1.0 - self.plausible,
            "failed_checks": float(min(self.failed_checks, 2)),
        }


def probability(kind: str, evidence: Evidence) -> float:
    """Probability 0..1 that the whole value is right, by the weights fitted for its kind."""
    weights = _weights_of("blank" if evidence.blank else kind)
    score = sum(weights.get(name, 0.0) * value for name, value in evidence.features().items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def combine(confidences: Sequence[float]) -> float:
    """Probability that all parts are right, taken as independent."""
    return math.prod(confidences) if confidences else 0.0


def _weights_of(kind: str) -> Mapping[str, float]:
    table = _load()
    return table.get(kind, table["default"])


@cache
def _load() -> Mapping[str, Mapping[str, float]]:
    loaded: dict[str, dict[str, float]] = tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return loaded
