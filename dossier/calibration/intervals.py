"""How sure a share is that was counted in a sample: the exact interval of Clopper and Pearson.

Exact and not Wilson's: errors are few (one in a thousand), and an interval that is a little too
wide promises nothing that does not hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

CONFIDENCE: Final = 0.95
_STEPS: Final = 50
"""Halvings of 0..1."""
_MOST_TERMS: Final = 2000
_STILL: Final = 1e-12
_TINY: Final = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A share counted in a sample, and where the true one lies with `CONFIDENCE`."""

    hits: int
    seen: int
    share: float
    """0 where nothing was seen."""
    low: float
    high: float


def interval(hits: int, seen: int, confidence: float = CONFIDENCE) -> Interval:
    """`hits` of `seen`; from 0 to 1 where nothing was seen. `hits` is between 0 and `seen`."""
    if not 0 <= hits <= seen:
        raise ValueError("hits beyond what was seen")
    tail, misses = (1 - confidence) / 2, seen - hits
    low = 0.0 if hits == 0 else _quantile(tail, hits, misses + 1)
    high = 1.0 if misses == 0 else _quantile(1 - tail, hits + 1, misses)
    return Interval(hits=hits, seen=seen, share=hits / seen if seen else 0.0, low=low, high=high)


def _quantile(share: float, a: float, b: float) -> float:
    """Where the beta distribution of `a` and `b` comes to `share`."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function (DLMF 8.17), by its continued fraction."""
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        # The fraction converges fast below the mean.
        return 1 - _beta(1 - x, b, a)
    whole = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(whole + a * math.log(x) + b * math.log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Its continued fraction, DLMF 8.17.22, by Lentz's method as Thompson and Barnett have it."""
    above, below = 1.0, 1 / _not_nothing(1 - (a + b) * x / (a + 1))
    value = below
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            below = 1 / _not_nothing(1 + term * below)
            above = _not_nothing(1 + term / above)
            value *= below * above
        if abs(below * above - 1) < _STILL:
            break
    return value


def _not_nothing(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
