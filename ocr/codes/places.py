"""Boxes of codes from one coordinate space into another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dossier.geometry import PageTransform, PixelBox
from dossier.page import Code

Point = tuple[float, float]


def from_fractions(transform: PageTransform) -> Callable[[Point], Point]:
    """Fractions of the scan to the upright pixels that `transform` leads back from."""
    matrix = np.linalg.inv(np.array(transform.matrix, dtype=np.float64).reshape(3, 3))

    def move(point: Point) -> Point:
        x, y, w = matrix @ np.array([*point, 1.0])
        return float(x / w), float(y / w)

    return move


def box_around(points: Sequence[Point]) -> PixelBox:
    """The smallest box that holds all `points`."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return PixelBox(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def carry_codes(
    codes: Sequence[Code], source: PageTransform, goal: PageTransform
) -> tuple[Code, ...]:
    """`codes` of one upright image in the pixels of another upright image of the same scan."""
    move = from_fractions(goal)
    carried = []
    for code in codes:
        box = source.to_scan(code.box)
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        carried.append(code.model_copy(update={"box": box_around([move(c) for c in corners])}))
    return tuple(carried)
