"""Fitting a calibration to what people have said of fields.

A scale of two numbers a group (Platt 1999), held near to "as it was stated" where little was seen;
then the floors for the tolerated error. Pure Python: a fit takes a second for 100,000 fields.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from dossier.calibration.curves import Measured, measure
from dossier.calibration.model import Calibration, Scale, Tolerance, log_odds
from dossier.calibration.sample import Sample
from dossier.record import Floors

_PULL: Final = 4.0
"""Strength of the pull towards slope 1 and shift 0, in pseudo-observations."""
_LEAST_WRONG: Final = 5
"""A group with fewer errors keeps its scale: they say too little of its shape."""
_ROUNDS: Final = 50
_STILL: Final = 1e-9
_FLATTEST: Final = 0.05


def fit(
    samples: Sequence[Sample],
    *,
    version: int,
    before: Calibration,
    tolerance: Tolerance | None = None,
) -> Calibration:
    """A calibration for `samples`; groups of which too little was seen keep what was `before`."""
    tolerance = tolerance or before.tolerance
    scales = dict(before.scales)
    floors = before.floors
    for group, some in sorted(by_group(samples).items()):
        if min(sum(s.right for s in some), sum(not s.right for s in some)) >= _LEAST_WRONG:
            scales[group] = fit_scale(some)
        found = measure(some, scales.get(group))
        floors = with_floors(floors, group, found, tolerance)
    return before.model_copy(
        update={
            "version": version,
            "tolerance": tolerance,
            "floors": floors,
            "scales": scales,
        }
    )


def by_group(samples: Sequence[Sample]) -> Mapping[str, list[Sample]]:
    """`samples` parted by their group."""
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.group].append(sample)
    return groups


def with_floors(floors: Floors, group: str, found: Measured, tolerance: Tolerance) -> Floors:
    """`floors` with those that `found` asks of `group`; as they were where it shows too little."""
    own, own_critical = dict(floors.own), dict(floors.own_critical)
    for table, critical in ((own, False), (own_critical, True)):
        if found.shows(tolerance.of(critical)):
            table[group] = round_up(found.floor_for(tolerance.of(critical)))
    return floors.model_copy(update={"own": own, "own_critical": own_critical})


def round_up(floor: float) -> float:
    """To four places, so that nothing passes that did not."""
    return math.ceil(floor * 10_000 - 1e-9) / 10_000


def fit_scale(samples: Sequence[Sample]) -> Scale:
    """Slope and shift of least weighted log loss, by Newton's steps; the slope stays positive."""
    points = [(log_odds(s.stated), float(s.right), s.weight) for s in samples]
    # Weights say how many fields a sample stands for, not how much is known: the pull must not
    # vanish because ten fields stand for a thousand.
    mean = sum(w for _, _, w in points) / len(points)
    slope, shift = 1.0, 0.0
    for _ in range(_ROUNDS):
        by_slope, by_shift = _PULL * (slope - 1), _PULL * shift
        aa, ab, bb = _PULL, 0.0, _PULL
        for x, right, weight in points:
            said = 1 / (1 + math.exp(-(slope * x + shift)))
            off, bend = weight / mean * (said - right), weight / mean * said * (1 - said)
            by_slope, by_shift = by_slope + off * x, by_shift + off
            aa, ab, bb = aa + bend * x * x, ab + bend * x, bb + bend
        turned = aa * bb - ab * ab
        step = (bb * by_slope - ab * by_shift) / turned, (aa * by_shift - ab * by_slope) / turned
        slope, shift = max(slope - step[0], _FLATTEST), shift - step[1]
        if abs(step[0]) + abs(step[1]) < _STILL:
            break
    return Scale(slope=slope, shift=shift)
