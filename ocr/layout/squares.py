"""Whether what looks like a small printed square is one: a box to tick, no letter, hole or code.

All boxes are in working pixels; `mask` is ink at the level of the page's printing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.layout.ink import Mask, PageInk, inner
from ocr.layout.rings import is_ringed

Flags = npt.NDArray[np.bool_]

MIDDLE = 0.64
"""Part of the box looked at for a mark."""
SOLID = 0.85
"""Ink of a box that is black all through."""
_CORNER = 0.07
"""Ink must come this near to each corner, over the side."""
_NEAR, _CLEAR, CLEAR_OF_BLACK = 0.12, 0.28, 0.6
"""From where to where around the box there is paper, over the side; farther around a black one,
which may be the middle of a QR code's corner."""
_OUTSIDE, _WAVY = 0.2, 0.05
"""From how far outside a side is looked at and how much its outline may waver, over its length."""
_LINE = 0.55
"""Darkness of a line where it is faintest, over its typical darkness."""
_FALLS_IN, _CROSSED = 0.12, 0.45
"""Shares of a side that may lie further in, or be hidden by marks, commas and rings (on all four
sides together by half as much)."""
_WALL, _THICK_SHARE = 0.15, 0.5
"""Thickest line of a box, over its side, and the share of a side that marks may thicken."""
_FULL, _CROWDED = 0.6, 0.3
"""Ink there: more on one side, or on all together, and it is no box that stands by a word."""


def is_box(mask: Mask, ink: PageInk, square: PixelBox) -> bool:
    """Whether `square` has a box's corners, sides and surroundings."""
    if not (_has_corners(mask, square) and _has_straight_outline(mask, ink, square)):
        return False
    free = stands_free(mask, square) or is_ringed(mask, square)
    return free and not _is_finder_pattern(mask, square)


def has_thin_walls(mask: Mask, square: PixelBox) -> bool:
    """Whether each side is a thin line with paper inside it along most of its length.

    A box that is black all through has no walls to tell.
    """
    middle = inner(mask, square, (1 - MIDDLE) / 2 * square.height) > 0
    if middle.size and middle.mean() >= SOLID:
        return True
    deepest = max(3, round(_WALL * square.height)) + 1
    patch = inner(mask, square, 0) > 0
    for turn in range(4):
        wall = np.rot90(patch, turn)[: deepest + 1, deepest:-deepest]
        if not wall.size or float(wall.all(axis=0).mean()) > _THICK_SHARE:
            return False
    return True


def _has_corners(mask: Mask, square: PixelBox) -> bool:
    """Whether ink reaches into all four corners: round letters, holes and stars leave them out."""
    reach = max(1, round(_CORNER * square.height))
    for x in (int(square.left), int(square.right) - 1):
        for y in (int(square.top), int(square.bottom) - 1):
            around = mask[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
            if not around.any():
                return False
    return True


def _has_straight_outline(mask: Mask, ink: PageInk, square: PixelBox) -> bool:
    """Whether no side of the box, seen from outside, falls in on a good part of its length.

    The top of an H falls in between its serifs, an O curves away on both ends. Ink counts against
    the box's own lines: at the page's level, bold serifs run together.
    """
    outside = max(4, round(_OUTSIDE * square.height))
    patch = inner(ink.contrast, square, -outside)
    sides = [np.rot90(patch, turn) for turn in range(4)]
    if min(patch.shape) <= 2 * outside + 3:
        return False
    lines = [side[outside : outside + 3, outside:-outside].max(axis=0) for side in sides]
    level = _LINE * float(np.median(np.concatenate(lines)))
    shares = [_off_line(side >= level, outside) for side in sides]
    if max(share for share, _ in shares) > _FALLS_IN:
        return False
    crossed = [share for _, share in shares]
    free = max(crossed) <= _CROSSED and sum(crossed) / len(crossed) <= _CROSSED / 2
    return free or is_ringed(mask, square)


def _off_line(patch: Flags, outside: int) -> tuple[float, float]:
    """On how much of its width the upper outline of the box in `patch` lies further in, and on how
    much further out, than `outside` pixels down."""
    columns = patch[:, outside + 1 : -outside - 1]
    depth = np.where(columns.any(axis=0), columns.argmax(axis=0), len(columns))
    tolerance = max(1.0, _WAVY * columns.shape[1])
    return (
        float((depth > outside + 1 + tolerance).mean()),
        float((depth < outside - tolerance).mean()),
    )


def stands_free(mask: Mask, square: PixelBox, *, clear: float = _CLEAR) -> bool:
    """Whether there is paper around the box: letters touch their neighbours or are parts of one.

    A mark may cross on one side, so no side alone decides unless it is full of ink.
    """
    side = square.height
    near, far = max(2.0, _NEAR * side), max(4.0, clear * side)
    top, bottom, left, right = square.top, square.bottom, square.left, square.right
    strips = [
        _strip(mask, left, top - far, right, top - near),
        _strip(mask, left, bottom + near, right, bottom + far),
        _strip(mask, left - far, top, left - near, bottom),
        _strip(mask, right + near, top, right + far, bottom),
    ]
    shares = [float((strip > 0).mean()) for strip in strips if strip.size]
    return bool(shares) and max(shares) <= _FULL and sum(shares) / len(shares) <= _CROWDED


def _is_finder_pattern(mask: Mask, square: PixelBox) -> bool:
    """Whether this is the corner of a QR code: a solid middle within a white ring."""
    side = square.height
    core, ring = inner(mask, square, 0.3 * side) > 0, inner(mask, square, 0.17 * side) > 0
    within = inner(mask, square, 0.27 * side) > 0
    if not core.size or core.mean() < 0.97 or ring.size == within.size:
        return False
    return bool((ring.sum() - within.sum()) / (ring.size - within.size) < 0.3)


def _strip(mask: Mask, left: float, top: float, right: float, bottom: float) -> Mask:
    return mask[
        max(0, round(top)) : max(0, round(bottom)), max(0, round(left)) : max(0, round(right))
    ]
