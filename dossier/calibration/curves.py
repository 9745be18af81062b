"""How well stated probabilities hold, and what is bought by looking at the doubtful ones.

Reliability: of fields stated at 0.9, nine in ten are right. Risk and coverage: taking the surest
share of all fields as they are, how many of these are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from dossier.calibration.intervals import Interval, interval
from dossier.calibration.model import NEVER, Scale
from dossier.calibration.sample import Sample

EDGES: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
"""Of the bins of the reliability diagram: narrow where decisions are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Fields that were stated alike."""

    low: float
    high: float
    stated: float
    """Their mean."""
    right: Interval
    """Counted, not weighted."""
    weight: float
    share_right: float
    """Weighted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One choice of floor."""

    floor: float
    coverage: float
    """Share of fields at or above it, weighted."""
    risk: float
    """Share of these that are wrong, weighted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One group of fields."""

    fields: int
    wrong: int
    error: float
    """Expected calibration error: the mean distance of stated and true share, over the bins."""
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]
    """By falling floor: coverage rises."""

    def floor_for(self, tolerated: float) -> float:
        """The lowest floor at which no more than `tolerated` of what is accepted is wrong.

        `NEVER` where there is none.
        """
        return min((p.floor for p in self.curve if p.risk <= tolerated), default=NEVER)

    def shows(self, tolerated: float) -> bool:
        """Whether so many fields were seen that one error in so many would have shown: fifty
        fields say nothing about one in a thousand."""
        return self.fields * tolerated >= 1

    def at(self, floor: float) -> Point:
        """What a floor gives."""
        fitting = [point for point in self.curve if point.floor >= floor]
        return fitting[-1] if fitting else Point(floor=floor, coverage=0.0, risk=0.0)


def measure(samples: Sequence[Sample], scale: Scale | None = None) -> Measured:
    """`samples` of one group, scaled by `scale`."""
    pairs = [(scale(s.stated) if scale else s.stated, s) for s in samples]
    bins = tuple(_bins(pairs))
    total = sum(b.weight for b in bins)
    error = sum(b.weight * abs(b.stated - b.share_right) for b in bins)
    return Measured(
        fields=len(samples),
        wrong=sum(not s.right for s in samples),
        error=error / total if total else 0.0,
        bins=bins,
        curve=tuple(_curve(pairs)),
    )


_Pairs = Iterable[tuple[float, Sample]]
"""(probability, sample)"""


def _bins(pairs: _Pairs) -> Iterator[Bin]:
    def bin_of(pair: tuple[float, Sample]) -> int:
        return next(at for at, high in enumerate(EDGES[1:]) if pair[0] < high or high == EDGES[-1])

    for at, members in groupby(sorted(pairs, key=bin_of), key=bin_of):
        some = list(members)
        weight = sum(s.weight for _, s in some)
        right = sum(s.right for _, s in some)
        yield Bin(
            low=EDGES[at],
            high=EDGES[at + 1],
            stated=sum(p * s.weight for p, s in some) / weight,
            right=interval(right, len(some)),
            weight=weight,
            share_right=sum(s.weight for _, s in some if s.right) / weight,
        )


def _curve(pairs: _Pairs) -> Iterator[Point]:
    """A point for every probability that was stated: fields alike are accepted together."""
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    total = sum(s.weight for _, s in ordered)
    taken = wrong = 0.0
    for stated, members in groupby(ordered, key=lambda pair: pair[0]):
        for _, sample in members:
            taken += sample.weight
            wrong += 0.0 if sample.right else sample.weight
        yield Point(floor=stated, coverage=taken / total, risk=wrong / taken)
