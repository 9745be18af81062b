"""Small printed squares that a person may tick (`Có ☐, Không ☐`), and whether they did.

A square has four straight sides of one length: along each, a single row or column of pixels is
inked from corner to corner. Letters round off at least one. Rows of digit boxes are left out by
`exclude`. A mark is ink within (cross, check, filling) or a ring drawn around the box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import TickBox, TickState
from ocr.engines.base import UprightImage
from ocr.layout.ink import Mask, PageInk, measure_ink

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating[Any]]

_SMALLEST_MM, _LARGEST_MM = 2.7, 7.5
_BARE_EDGE_MM = 4.0
_EDGE_MM = 1.9
"""Runs this long make up edges; most of the smallest square's side."""
_STROKE = 0.38
"""Darkness of a stroke over that of the page's printing. Lower, and letters run together."""
_SQUARE = 0.16
"""How much the sides may differ, over their length."""
_SIDE_SHARE = 0.9
"""Of a side that must be inked in one straight line."""
_SIDE_REACH = 0.12
"""How far from the edges' ends an upright side is looked for, over the side's length."""
_INNER = 0.64
"""Middle part of the box looked at for a mark."""
_EMPTY, _MARKED = 0.02, 0.045
"""Share of ink inside: below the first is empty, above the second ticked, between is unclear."""
_SOLID = 0.85
_CORNER = 0.07
"""Ink must come this near to each corner, over the side."""
_NEAR, _CLEAR, _CLEAR_OF_BLACK = 0.12, 0.28, 0.6
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
_RING = 1.05
"""How far from the middle of the box a ring around it may run, over the box's side."""
_RING_SHARE, _RING_SPREAD = 0.95, 0.22
"""Of the directions in which a ring is met, and how much its distance may differ, over the side."""
_TOUCHING = 0.75
"""Of the four sides that a ring may touch in the middle: an O touches the square in it on all."""
_INSIDE = 0.18
_RAYS, _RAY_DEG = 7, 25.0


@dataclass(frozen=True, slots=True)
class _Edge:
    """A level run of ink, working pixels."""

    left: int
    right: int
    top: int
    bottom: int


def find_tick_boxes(
    image: UprightImage, *, exclude: Sequence[PixelBox] = (), ink: PageInk | None = None
) -> tuple[TickBox, ...]:
    """Tick boxes, top to bottom and left to right; none whose centre lies in `exclude`.

    Boxes are in upright pixels; `ink` spares measuring the page again.
    """
    ink = ink or measure_ink(image)
    level = max(float(ink.threshold), _STROKE * ink.darkness)
    mask = np.asarray(cv2.threshold(ink.contrast, level, 255, cv2.THRESH_BINARY)[1])
    found: list[TickBox] = []
    outlined = [s for s in _outlined(mask, ink) if _has_thin_walls(mask, s)]
    for square in (*outlined, *_filled(mask, ink)):
        box = ink.to_page(square.left, square.top, square.right, square.bottom)
        if _is_at_the_edge(mask, square, ink):
            continue
        taken = [*exclude, *(other.box for other in found)]
        if any(area.contains_point(box.center_x, box.center_y) for area in taken):
            continue
        if not (_has_corners(mask, square) and _has_straight_outline(mask, ink, square)):
            continue
        free = _stands_free(mask, square) or _is_ringed(mask, square)
        if not free or _is_finder_pattern(mask, square):
            continue
        state, confidence = _state(mask, square)
        found.append(TickBox(box=box, state=state, confidence=round(confidence, 3)))
    return _in_rows(found)


def _in_rows(found: Sequence[TickBox]) -> tuple[TickBox, ...]:
    """Top to bottom, and left to right where boxes stand side by side."""
    rows: list[list[TickBox]] = []
    for tick in sorted(found, key=lambda each: each.box.center_y):
        if rows and rows[-1][0].box.vertical_overlap(tick.box) > 0.5:
            rows[-1].append(tick)
        else:
            rows.append([tick])
    return tuple(tick for row in rows for tick in sorted(row, key=lambda each: each.box.left))


def _is_at_the_edge(mask: Mask, square: PixelBox, ink: PageInk) -> bool:
    """Whether this lies where forms print nothing and photos show what the sheet lay on."""
    height, width = mask.shape
    nearest = min(square.left, square.top, width - square.right, height - square.bottom)
    return bool(nearest < ink.px(_BARE_EDGE_MM))


def _outlined(mask: Mask, ink: PageInk) -> Iterator[PixelBox]:
    """Squares drawn as four lines."""
    edges = _edges(mask, ink)
    smallest, largest = ink.px(_SMALLEST_MM), ink.px(_LARGEST_MM)
    tops = np.array([edge.top for edge in edges])
    for index, upper in enumerate(edges):
        end = int(np.searchsorted(tops, upper.top + largest, side="right"))
        for lower in edges[index + 1 : end]:
            height = lower.bottom - upper.top
            left, right = max(upper.left, lower.left), min(upper.right, lower.right)
            if height < smallest or right - left < (1 - 2 * _SQUARE) * height:
                continue
            square = _fitted(mask, left, right, upper, lower)
            if square is not None and smallest <= square.width <= largest:
                yield square


def _edges(mask: Mask, ink: PageInk) -> list[_Edge]:
    """Level runs about as long as a side of a box, from top to bottom."""
    length = ink.px(_EDGE_MM, least=5)
    level = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    longest = ink.px(_LARGEST_MM) * 1.5
    edges = [
        _Edge(x, x + width, y, y + height)
        for x, y, width, height, _ in stats[1:].tolist()
        if width <= longest and height <= longest
    ]
    return sorted(edges, key=lambda edge: edge.top)


def _fitted(mask: Mask, left: int, right: int, upper: _Edge, lower: _Edge) -> PixelBox | None:
    """The square between two edges, if all four of its sides are straight and whole."""
    top, bottom = upper.top, lower.bottom
    reach = max(2, round(_SIDE_REACH * (bottom - top)) + 1)
    ink = mask[top:bottom] > 0
    start = _outer_column(ink, left, reach, first=True)
    stop = _outer_column(ink, right - 1, reach, first=False)
    if start is None or stop is None:
        return None
    width, height = stop - start + 1, bottom - top
    if abs(width - height) > max(2.0, _SQUARE * height):
        return None
    columns = (mask[:, start : stop + 1] > 0).T
    first = _outer_column(columns, top + 1, reach, first=True)
    last = _outer_column(columns, bottom - 2, reach, first=False)
    if first is None or last is None or last - first < 0.6 * height:
        return None
    return PixelBox(left=start, top=first, right=stop + 1, bottom=last + 1)


def _outer_column(ink: Flags, near: int, reach: int, *, first: bool) -> int | None:
    """The outermost column around `near` that is inked from end to end, if there is one."""
    low, high = max(0, near - reach), min(ink.shape[1] - 1, near + reach + 1)
    if high <= low:
        return None
    # Two neighbouring columns together, for sides that lean by a pixel.
    shares = (ink[:, low:high] | ink[:, low + 1 : high + 1]).mean(axis=0)
    whole = np.flatnonzero(shares >= _SIDE_SHARE)
    if not len(whole):
        return None
    return low + int(whole[0] if first else whole[-1])


def _filled(mask: Mask, ink: PageInk) -> Iterator[PixelBox]:
    """Squares blackened from side to side."""
    side = ink.px(_SMALLEST_MM)
    solid = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    for x, y, width, height, area in stats[1:].tolist():
        square = abs(width - height) <= _SQUARE * height and area >= _SOLID * width * height
        box = PixelBox(left=x, top=y, right=x + width, bottom=y + height)
        if (
            square
            and height <= ink.px(_LARGEST_MM)
            and _stands_free(mask, box, clear=_CLEAR_OF_BLACK)
        ):
            yield box


def _has_corners(mask: Mask, square: PixelBox) -> bool:
    """Whether ink reaches into all four corners: round letters, holes and stars leave them out."""
    reach = max(1, round(_CORNER * square.height))
    for x in (int(square.left), int(square.right) - 1):
        for y in (int(square.top), int(square.bottom) - 1):
            around = mask[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
            if not around.any():
                return False
    return True


def _has_thin_walls(mask: Mask, square: PixelBox) -> bool:
    """Whether each side is a thin line with paper inside it along most of its length.

    A box that is black all through has no walls to tell.
    """
    inner = _cut(mask, square, (1 - _INNER) / 2 * square.height) > 0
    if inner.size and inner.mean() >= _SOLID:
        return True
    deepest = max(3, round(_WALL * square.height)) + 1
    patch = _cut(mask, square, 0) > 0
    for turn in range(4):
        wall = np.rot90(patch, turn)[: deepest + 1, deepest:-deepest]
        if not wall.size or float(wall.all(axis=0).mean()) > _THICK_SHARE:
            return False
    return True


def _has_straight_outline(mask: Mask, ink: PageInk, square: PixelBox) -> bool:
    """Whether no side of the box, seen from outside, falls in on a good part of its length.

    The top of an H falls in between its serifs, an O curves away on both ends. Ink counts against
    the box's own lines: at the page's level, bold serifs run together.
    """
    outside = max(4, round(_OUTSIDE * square.height))
    patch = _cut(ink.contrast, square, -outside)
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
    return free or _is_ringed(mask, square)


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


def _stands_free(mask: Mask, square: PixelBox, *, clear: float = _CLEAR) -> bool:
    """Whether there is paper around the box: letters touch their neighbours or are parts of one.

    A mark may cross on one side, so no side alone decides unless it is full of ink.
    """
    side = square.height
    near, far = max(2.0, _NEAR * side), max(4.0, clear * side)
    top, bottom, left, right = square.top, square.bottom, square.left, square.right
    strips = [
        _window(mask, left, top - far, right, top - near),
        _window(mask, left, bottom + near, right, bottom + far),
        _window(mask, left - far, top, left - near, bottom),
        _window(mask, right + near, top, right + far, bottom),
    ]
    shares = [float((strip > 0).mean()) for strip in strips if strip.size]
    return bool(shares) and max(shares) <= _FULL and sum(shares) / len(shares) <= _CROWDED


def _is_finder_pattern(mask: Mask, square: PixelBox) -> bool:
    """Whether this is the corner of a QR code: a solid middle within a white ring."""
    side = square.height
    core, ring = _cut(mask, square, 0.3 * side) > 0, _cut(mask, square, 0.17 * side) > 0
    within = _cut(mask, square, 0.27 * side) > 0
    if not core.size or core.mean() < 0.97 or ring.size == within.size:
        return False
    return bool((ring.sum() - within.sum()) / (ring.size - within.size) < 0.3)


def _state(mask: Mask, square: PixelBox) -> tuple[TickState, float]:
    """What stands in or around the box, and how sure that is (0..1)."""
    inner = _cut(mask, square, (1 - _INNER) / 2 * square.height)
    share = float((inner > 0).mean()) if inner.size else 0.0
    if share >= _MARKED:
        return TickState.TICKED, min(0.99, 0.6 + 0.4 * (share - _MARKED) / _MARKED)
    if _is_ringed(mask, square):
        return TickState.TICKED, 0.8
    if share <= _EMPTY:
        return TickState.EMPTY, 1.0 - 0.4 * share / _EMPTY
    return TickState.UNCLEAR, 0.5


def _is_ringed(mask: Mask, square: PixelBox) -> bool:
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
    patch = _cut(mask, square, 0) > 0
    trim = round(_INSIDE * square.height)
    for turn in range(4):
        side = np.rot90(patch, turn)[: len(patch) // 2, trim:-trim][::-1]
        if not side.size or not side.any(axis=0).all():
            return False
        depth = side.argmax(axis=0)
        even = abs(depth - float(np.median(depth))) <= max(1.0, _WAVY * square.height)
        if even.mean() < 1 - _FALLS_IN:
            return False
    return True


def _along(mask: Mask, square: PixelBox, angles: Floats, distances: Floats) -> Flags:
    """Ink at `distances` from the middle of the box (rows) in the directions `angles` (columns)."""
    xs = (square.center_x + np.outer(distances, np.cos(angles))).astype(int)
    ys = (square.center_y + np.outer(distances, np.sin(angles))).astype(int)
    height, width = mask.shape
    return np.asarray(mask[np.clip(ys, 0, height - 1), np.clip(xs, 0, width - 1)] > 0)


def _cut(mask: Mask, square: PixelBox, inset: float) -> Mask:
    """The part of `mask` inside `square`, `inset` pixels in from its sides."""
    return _window(
        mask,
        square.left + inset,
        square.top + inset,
        square.right - inset,
        square.bottom - inset,
    )


def _window(mask: Mask, left: float, top: float, right: float, bottom: float) -> Mask:
    return mask[
        max(0, round(top)) : max(0, round(bottom)), max(0, round(left)) : max(0, round(right))
    ]
