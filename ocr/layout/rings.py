"""A ring drawn around a tick box: some people circle what they choose instead of ticking it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.layout.ink import Mask, inner

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating[Any]]

_RING = 1.05
"""How far from the middle of the box a ring around it may run, over the box's side."""
_RING_SHARE, _RING_SPREAD = 0.95, 0.22
"""Of the directions in which a ring is met, and how much its distance may differ, over the side."""
_TOUCHING = 0.75
"""Of the four sides that a ring may touch in the middle: an O touches the square in it on all."""
_INSIDE = 0.18
"""Left out at both ends of a side, where the others meet it; over the side."""
_RAYS, _RAY_DEG = 7, 25.0
_WAVY, _UNEVEN = 0.05, 0.12
"""How much a side may waver seen from inside, over its length, and on how much of it more."""


def is_ringed(mask: Mask, square: PixelBox) -> bool:
    """Whether a pen's ring runs around the box: ink on all four sides at much the same distance.

    Towards the corners a ring may touch the box, so it is looked for on both sides of the axes.
    """
    slants = np.radians(np.linspace(-_RAY_DEG, _RAY_DEG, _RAYS))
    angles = np.concatenate([slants + turn * np.pi / 2 for turn in range(4)])
    if not _is_square_inside(mask, square):
        return False
    side = 0.5 * square.height / float(np.cos(np.radians(_RAY_DEG)))
    reach = np.arange(side + 2, _RING * square.height)
    inked = _along(mask, square, angles, reach)
    at_box = np.array([0.5 * square.height + 1, 0.5 * square.height + 2])
    beside = _along(mask, square, np.arange(4) * np.pi / 2, at_box)
    hit = inked.any(axis=0)
    if beside.any(axis=0).mean() > _TOUCHING or hit.mean() < _RING_SHARE:
        return False
    low, high = np.percentile(inked.argmax(axis=0)[hit], (10, 90))
    return bool(high - low <= _RING_SPREAD * square.height)


def _is_square_inside(mask: Mask, square: PixelBox) -> bool:
    """Whether the paper in the box, seen from its middle, is bounded by straight lines: a ring
    hides the corners from outside, and in an O it is round."""
    patch = inner(mask, square, 0) > 0
    trim = round(_INSIDE * square.height)
    for turn in range(4):
        side = np.rot90(patch, turn)[: len(patch) // 2, trim:-trim][::-1]
        if not side.size or not side.any(axis=0).all():
            return False
        depth = side.argmax(axis=0)
        even = abs(depth - float(np.median(depth))) <= max(1.0, _WAVY * square.height)
        if even.mean() < 1 - _UNEVEN:
            return False
    return True


def _along(mask: Mask, square: PixelBox, angles: Floats, distances: Floats) -> Flags:
    """Ink at `distances` from the middle of the box (rows) in the directions `angles` (columns)."""
    xs = (square.center_x + np.outer(distances, np.cos(angles))).astype(int)
    ys = (square.center_y + np.outer(distances, np.sin(angles))).astype(int)
    height, width = mask.shape
    return np.asarray(mask[np.clip(ys, 0, height - 1), np.clip(xs, 0, width - 1)] > 0)
