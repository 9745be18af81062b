"""Small printed squares that a person may tick (`Có ☐, Không ☐`), and whether they did.

A square has four straight sides of one length: along each, a single row or column of pixels is
inked from corner to corner. Letters round off at least one. Rows of digit boxes are left out by
`exclude`. A mark is ink within (cross, check, filling) or a ring drawn around the box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import TickBox, TickState
from ocr.engines.base import UprightImage
from ocr.layout.ink import Mask, PageInk, measure_ink

Flags = npt.NDArray[np.bool_]

_SMALLEST_MM, _LARGEST_MM = 2.3, 7.5
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
_EMPTY, _MARKED = 0.03, 0.07
"""Share of ink inside: below the first is empty, above the second ticked, between is unclear."""
_SOLID = 0.85
_CROWDED = 0.4
"""Ink around a box, as share: a printed form leaves white there, a QR code or a seal does not."""
_RING = (0.62, 1.5)
"""Where a ring around the box may run: distance from its middle over its side."""
_RING_SHARE = 0.85
_RAYS = 32


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
    for square in (*_outlined(mask, ink), *_filled(mask, ink)):
        box = ink.to_page(square.left, square.top, square.right, square.bottom)
        taken = [*exclude, *(other.box for other in found)]
        if any(area.contains_point(box.center_x, box.center_y) for area in taken):
            continue
        if _is_crowded(mask, square) or _is_finder_pattern(mask, square):
            continue
        state, confidence = _state(mask, square)
        found.append(TickBox(box=box, state=state, confidence=round(confidence, 3)))
    return tuple(sorted(found, key=lambda tick: (tick.box.center_y, tick.box.left)))


def _outlined(mask: Mask, ink: PageInk) -> Iterator[PixelBox]:
    """Squares drawn as four lines."""
    edges = _edges(mask, ink)
    smallest, largest = ink.px(_SMALLEST_MM), ink.px(_LARGEST_MM)
    tops = [edge.top for edge in edges]
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
    start = _best_column(ink, left, reach)
    stop = _best_column(ink, right - 1, reach)
    if start is None or stop is None:
        return None
    width, height = stop - start + 1, bottom - top
    if abs(width - height) > max(2.0, _SQUARE * height):
        return None
    columns = (mask[:, start : stop + 1] > 0).T
    first = _best_column(columns, top + 1, reach)
    last = _best_column(columns, bottom - 2, reach)
    if first is None or last is None or last - first < 0.6 * height:
        return None
    return PixelBox(left=start, top=first, right=stop + 1, bottom=last + 1)


def _best_column(ink: Flags, near: int, reach: int) -> int | None:
    """The column around `near` that is inked most, if it is inked from end to end."""
    low, high = max(0, near - reach), min(ink.shape[1] - 1, near + reach + 1)
    if high <= low:
        return None
    # Two neighbouring columns together, for sides that lean by a pixel.
    shares = (ink[:, low:high] | ink[:, low + 1 : high + 1]).mean(axis=0)
    best = int(shares.argmax())
    return low + best if shares[best] >= _SIDE_SHARE else None


def _filled(mask: Mask, ink: PageInk) -> Iterator[PixelBox]:
    """Squares blackened from side to side."""
    side = ink.px(_SMALLEST_MM)
    solid = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    for x, y, width, height, area in stats[1:].tolist():
        square = abs(width - height) <= _SQUARE * height and area >= _SOLID * width * height
        if square and height <= ink.px(_LARGEST_MM):
            yield PixelBox(left=x, top=y, right=x + width, bottom=y + height)


def _is_crowded(mask: Mask, square: PixelBox) -> bool:
    """Whether the surroundings of `square`, half its side deep, are full of ink."""
    around = _cut(mask, square, -0.5 * square.height)
    own = _cut(mask, square, -0.12 * square.height)
    area = around.size - own.size
    ink = float((around > 0).sum()) - float((own > 0).sum())
    return area > 0 and ink / area > _CROWDED


def _is_finder_pattern(mask: Mask, square: PixelBox) -> bool:
    """Whether this is the corner of a QR code: a solid middle within a white ring."""
    side = square.height
    middle = _cut(mask, square, 0.36 * side) > 0
    core, ring = _cut(mask, square, 0.3 * side) > 0, _cut(mask, square, 0.18 * side) > 0
    if not middle.size or middle.mean() < 0.95 or ring.size == core.size:
        return False
    return bool((ring.sum() - core.sum()) / (ring.size - core.size) < 0.45)


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
    """Whether ink stands outside the box in nearly every direction, as a pen's ring leaves it."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    steps = np.arange(_RING[0] * square.height, _RING[1] * square.height)
    dx, dy = np.outer(steps, np.cos(angles)), np.outer(steps, np.sin(angles))
    margin = 0.1 * square.height
    outside = np.maximum(abs(dx), abs(dy)) > square.height / 2 + margin
    xs = np.clip(square.center_x + dx, 0, mask.shape[1] - 1).astype(int)
    ys = np.clip(square.center_y + dy, 0, mask.shape[0] - 1).astype(int)
    hit = ((mask[ys, xs] > 0) & outside).any(axis=0)
    return float(hit.mean()) >= _RING_SHARE


def _cut(mask: Mask, square: PixelBox, inset: float) -> Mask:
    """The part of `mask` inside `square`, `inset` pixels in from its sides (negative: out)."""
    top, bottom = max(0, round(square.top + inset)), max(0, round(square.bottom - inset))
    left, right = max(0, round(square.left + inset)), max(0, round(square.right - inset))
    return mask[top:bottom, left:right]
