"""Taking the printed lines of digit boxes away without taking strokes of the pen with them.

The place of every edge is measured again for every box, to the pixel, since sheets bend and lean.
Ink on a line stays where a stroke meets the line from inside the box, and where it has the colour
of the pen: blue writing that covers a black line is still blue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels
from ocr.layout.ink import Mask

Flags = npt.NDArray[np.bool_]

_SEARCH = 0.1
"""How far beside its place an edge is looked for, over the height of the boxes."""
_SOLID, _RAGGED = 0.72, 0.25
"""Share of an edge's length that is inked on the rows it surely, and perhaps, lies on. The bar of
a 7 or the foot of a 2 fills less than the first."""
_MIDDLE = 0.12
"""Left out at both ends of an edge, where the others cross it; over the box's side."""
_BLUE = 22
"""Blue above red from which a pen counts as blue; black and grey are about 0."""
_AS_BLUE = 0.5
"""Over the pen's own blue, what counts as the pen on a line."""


def without_lines(ink: Mask, region: Pixels, cells: Sequence[PixelBox]) -> Mask:
    """`ink` of `region` without the lines of `cells` (pixels of the region)."""
    inked = ink > 0
    edges = [
        _Edge(turn, *place)
        for cell in cells
        # Seen four ways, every edge is the top edge of a box.
        for turn in range(4)
        if (place := _top_edge(np.rot90(inked, turn), _turned(cell, ink.shape, turn)))
    ]
    lines = np.zeros(ink.shape, bool)
    for edge in edges:
        np.rot90(lines, edge.turn)[edge.rows, edge.columns] = True
    strokes = inked & ~lines
    kept = _of_the_pen(region, strokes, cells)
    for edge in edges:
        seen = np.rot90(strokes, edge.turn)
        if edge.rows.stop + 1 < len(seen):
            # Two rows deep: one may still be the line's own blur.
            meeting = seen[edge.rows.stop, edge.columns] & seen[edge.rows.stop + 1, edge.columns]
            np.rot90(kept, edge.turn)[edge.rows, edge.columns] |= meeting
    return np.where(lines & ~kept, 0, ink).astype(np.uint8)


class _Edge(NamedTuple):
    """Where an edge lies in the picture after `turn` quarter turns of `numpy.rot90`."""

    turn: int
    rows: slice
    columns: slice


def _turned(cell: PixelBox, shape: tuple[int, ...], turn: int) -> PixelBox:
    """`cell` in a picture of `shape` after `turn` quarter turns of `numpy.rot90`."""
    height, width = shape
    for _ in range(turn):
        cell = PixelBox(
            left=cell.top, top=width - cell.right, right=cell.bottom, bottom=width - cell.left
        )
        height, width = width, height
    return cell


def _top_edge(inked: Flags, cell: PixelBox) -> tuple[slice, slice] | None:
    """Rows and columns that the top edge of `cell` takes up, corners included."""
    reach = max(3, round(_SEARCH * cell.height))
    low, high = max(0, round(cell.top) - reach), min(len(inked), round(cell.top) + reach + 1)
    left, right = max(0, round(cell.left)), min(inked.shape[1], round(cell.right) + 1)
    trim = round(_MIDDLE * (right - left))
    rows = _line_rows(inked[low:high, left + trim : right - trim].mean(axis=1))
    if rows is None:
        return None
    return slice(low + rows[0], low + rows[1]), slice(max(0, left - reach), right + reach)


def _line_rows(shares: npt.NDArray[np.float64]) -> tuple[int, int] | None:
    """First row of the line and the row after its last, among rows inked by `shares`."""
    if not len(shares) or shares.max() < _SOLID:
        return None
    start = end = int(shares.argmax())
    while start > 0 and shares[start - 1] >= _RAGGED:
        start -= 1
    while end + 1 < len(shares) and shares[end + 1] >= _RAGGED:
        end += 1
    return start, end + 1


def _of_the_pen(region: Pixels, strokes: Flags, cells: Sequence[PixelBox]) -> Flags:
    """Pixels of the colour that the writing in the boxes has, if it is blue; else none."""
    blue = cv2.subtract(region[..., 0], region[..., 2])
    inside = np.zeros(strokes.shape, bool)
    for cell in cells:
        inside[round(cell.top) : round(cell.bottom), round(cell.left) : round(cell.right)] = True
    writing = blue[strokes & inside]
    typical = float(np.median(writing)) if len(writing) else 0.0
    if typical < _BLUE:
        return np.zeros(strokes.shape, bool)
    return np.asarray(blue >= _AS_BLUE * typical)
