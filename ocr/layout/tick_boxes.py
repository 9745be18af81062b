"""Small printed squares that a person may tick (`Có ☐, Không ☐`), and whether they did.

A square has four straight sides of one length: along each, a single row or column of pixels is
inked from corner to corner. Letters round off at least one. Rows of digit boxes are left out by
`exclude`. A mark is ink within (cross, check, filling) or a ring drawn around the box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import TickBox, TickState
from ocr.engines.base import UprightImage
from ocr.layout.ink import Mask, PageInk, inner, measure_ink, outlines
from ocr.layout.rings import is_ringed
from ocr.layout.squares import (
    CLEAR_OF_BLACK,
    MIDDLE,
    SOLID,
    has_thin_walls,
    is_box,
    stands_free,
)

Flags = npt.NDArray[np.bool_]

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
_EMPTY, _MARKED = 0.02, 0.045
"""Share of ink inside: below the first is empty, above the second ticked, between is unclear."""
_OF_WALL, _WALL_REACHES = 0.75, 2
"""Ink of a row of pixels that is still the wall's, and how many of them may be."""
_FAINT_SPECK, _FAINT_MARK = 0.08, 0.15
"""The same for ink of any darkness: office scans of thin pens have 0.2, stained faxes 0.06."""


class _Edge(NamedTuple):
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
    outlined = [s for s in _outlined(mask, ink) if has_thin_walls(mask, s)]
    # Faxes and old copies break thin lines; what is whole already comes first.
    mended = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    broken = [s for s in _outlined(mended, ink) if has_thin_walls(mask, s)]
    for square in (*outlined, *_filled(mask, mended, ink), *broken):
        box = ink.to_page(square.left, square.top, square.right, square.bottom)
        if _is_at_the_edge(mask, square, ink):
            continue
        taken = [*exclude, *(other.box for other in found)]
        if any(area.contains_point(box.center_x, box.center_y) for area in taken):
            continue
        if not is_box(mask, ink, square):
            continue
        state, confidence = _state(mask, square, ink)
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
    lefts, rights, tops, bottoms = np.array(edges, dtype=np.int64).reshape(-1, 4).T
    ends = np.searchsorted(tops, tops + largest, side="right")
    for index, upper in enumerate(edges):
        below = slice(index + 1, int(ends[index]))
        heights = bottoms[below] - upper.top
        left = np.maximum(lefts[below], upper.left)
        right = np.minimum(rights[below], upper.right)
        fits = (heights >= smallest) & (right - left >= (1 - 2 * _SQUARE) * heights)
        for at in np.flatnonzero(fits).tolist():
            lower = edges[index + 1 + at]
            square = _fitted(mask, int(left[at]), int(right[at]), upper, lower)
            if square is not None and smallest <= square.width <= largest:
                yield square


def _edges(mask: Mask, ink: PageInk) -> list[_Edge]:
    """Level runs about as long as a side of a box, from top to bottom."""
    length = ink.px(_EDGE_MM, least=5)
    level = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    boxes = map(cv2.boundingRect, outlines(np.asarray(level, dtype=np.uint8)))
    longest = ink.px(_LARGEST_MM) * 1.5
    edges = [
        _Edge(x, x + width, y, y + height)
        for x, y, width, height in boxes
        if width <= longest and height <= longest
    ]
    return sorted(edges, key=lambda edge: (edge.top, edge.left))


def _fitted(mask: Mask, left: int, right: int, upper: _Edge, lower: _Edge) -> PixelBox | None:
    """The square between two edges, if all four of its sides are straight and whole."""
    top, bottom = upper.top, lower.bottom
    reach = max(2, round(_SIDE_REACH * (bottom - top)) + 1)
    ink = mask[top:bottom] > 0
    starts = _whole_columns(ink, left, reach)
    stops = _whole_columns(ink, right - 1, reach)
    if not starts or not stops:
        return None
    height = bottom - top
    start, stop = starts[0], stops[-1]
    if stop - start + 1 > height + max(2.0, _SQUARE * height):
        # A ring around the box runs beside its walls, and almost as straight.
        start, stop = min(product(starts, stops), key=lambda ends: abs(ends[1] - ends[0] - height))
    if abs(stop - start + 1 - height) > max(2.0, _SQUARE * height):
        return None
    columns = (mask[:, start : stop + 1] > 0).T
    firsts = _whole_columns(columns, top + 1, reach)
    lasts = _whole_columns(columns, bottom - 2, reach)
    if not firsts or not lasts or lasts[-1] - firsts[0] < 0.6 * height:
        return None
    return PixelBox(left=start, top=firsts[0], right=stop + 1, bottom=lasts[-1] + 1)


def _whole_columns(ink: Flags, near: int, reach: int) -> list[int]:
    """The columns around `near` that are inked from end to end, from left to right."""
    low, high = max(0, near - reach), min(ink.shape[1] - 1, near + reach + 1)
    if high <= low:
        return []
    # Two neighbouring columns together, for sides that lean by a pixel.
    shares = (ink[:, low:high] | ink[:, low + 1 : high + 1]).mean(axis=0)
    return [low + int(column) for column in np.flatnonzero(shares >= _SIDE_SHARE)]


def _filled(mask: Mask, mended: Mask, ink: PageInk) -> Iterator[PixelBox]:
    """Squares blackened from side to side.

    Looked for in `mended`: between the frame and the filling stays a thread of paper, whole in
    places and gone in others, that makes neither four lines nor one black square.
    """
    side = ink.px(_SMALLEST_MM)
    solid = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    for outline in outlines(np.asarray(solid, dtype=np.uint8)):
        x, y, width, height = cv2.boundingRect(outline)
        area = cv2.countNonZero(solid[y : y + height, x : x + width])
        square = abs(width - height) <= _SQUARE * height and area >= SOLID * width * height
        box = PixelBox(left=x, top=y, right=x + width, bottom=y + height)
        if (
            square
            and height <= ink.px(_LARGEST_MM)
            and stands_free(mask, box, clear=CLEAR_OF_BLACK)
        ):
            yield box


def _state(mask: Mask, square: PixelBox, ink: PageInk) -> tuple[TickState, float]:
    """What stands in or around the box, and how sure that is (0..1)."""
    inset = (1 - MIDDLE) / 2 * square.height
    share = _share(_without_walls(inner(mask, square, inset)))
    if share >= _MARKED:
        return TickState.TICKED, min(0.99, 0.6 + 0.4 * (share - _MARKED) / _MARKED)
    if is_ringed(mask, square):
        return TickState.TICKED, 0.8
    # A thin or pale pen is lighter than print: what counts is whether it is there at all.
    faint = _share(_without_walls(inner(ink.mask, square, inset)))
    if share > _EMPTY and faint >= _FAINT_MARK:
        return TickState.TICKED, 0.7
    if share <= _EMPTY and faint <= _FAINT_SPECK:
        return TickState.EMPTY, 1.0 - 0.4 * max(share / _EMPTY, faint / _FAINT_SPECK)
    return TickState.UNCLEAR, 0.5


def _without_walls(patch: Mask) -> Mask:
    """`patch` without the outermost rows and columns that a thick or blurred wall reaches into.

    Two at most on a side, so that a box that is black all through stays so.
    """
    for turn in range(4):
        patch = np.rot90(patch, turn)
        for _ in range(_WALL_REACHES):
            if len(patch) > 2 * _WALL_REACHES and _share(patch[:1]) >= _OF_WALL:
                patch = patch[1:]
        patch = np.rot90(patch, -turn)
    return patch


def _share(patch: Mask) -> float:
    return float((patch > 0).mean()) if patch.size else 0.0
