"""The ink of digits in printed boxes: box lines taken away, one glyph a box, set as one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels
from ocr.layout.box_lines import without_lines
from ocr.layout.ink import Gray, Mask, crop, estimate_paper

_MARGIN = 0.25
"""Looked at beyond the boxes, in box heights: pens overshoot."""
_LEAST_CONTRAST = 30
_INK_SHARE = 0.4
"""Of the darkest ink in the row: what counts as stroke."""
_LEAST_HEIGHT = 0.28
"""A digit's height over its box; dots and rests of lines are lower."""
_LEAST_AREA = 0.012
"""A digit's ink over its box."""
_SPECK_AREA = 0.003
_WITHIN = 0.6
"""Of a stroke's height that lies in the row; writing of the lines above and below stays out."""
_SMALL_PART, _ASIDE_PART = 0.1, 0.35
"""Over a digit's largest stroke: smaller parts are dirt, the second for parts at the lines."""
_ASIDE = 0.36
"""From here to 0.5 a part lies at the lines: distance from the middle of the box over its side."""
_FRAME = 0.18
"""White around the number, in digit heights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """What is written in one box: `ink` is H x W, 0 paper to 255 darkest, cut to its strokes."""

    cell: int
    top: int
    """Rows below the top of the row of boxes, so that digits keep their line when set anew."""
    ink: Gray


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Digits set side by side, dark on white, and where each of them stands."""

    pixels: Pixels
    glyphs: tuple[int, ...]
    """Which glyphs, by their place in the row's sequence of glyphs."""
    centers: tuple[float, ...]
    """Horizontal middle of each, pixels of the strip."""


def cut_glyphs(pixels: Pixels, cells: Sequence[PixelBox]) -> tuple[Glyph, ...]:
    """The digits of the filled `cells` (upright pixels), left to right."""
    row = PixelBox.around(cells)
    height = float(np.median([cell.height for cell in cells]))
    margin = _MARGIN * height
    region = crop(pixels, row, margin_px=margin)
    left, top = max(0, round(row.left - margin)), max(0, round(row.top - margin))
    local = [_moved(cell, -left, -top) for cell in cells]
    contrast = _contrast(region)
    strokes = _strokes(contrast, region, local)
    owners = _owners(strokes, local, height)
    glyphs = []
    for index, cell in enumerate(local):
        own = owners == index
        glyph = _glyph(index, own, contrast, cell)
        if glyph is not None:
            glyphs.append(glyph)
    return tuple(glyphs)


def set_strip(glyphs: Sequence[Glyph], which: Sequence[int], *, gap: float) -> Strip:
    """Glyphs number `which` as one number, `gap` digit heights apart."""
    chosen = [glyphs[index] for index in which]
    tall = max(1, round(float(np.median([glyph.ink.shape[0] for glyph in chosen]))))
    top = min(glyph.top for glyph in chosen)
    bottom = max(glyph.top + glyph.ink.shape[0] for glyph in chosen)
    frame, space = max(2, round(_FRAME * tall)), max(1, round(gap * tall))
    width = sum(glyph.ink.shape[1] for glyph in chosen) + space * (len(chosen) - 1)
    ink = np.zeros((bottom - top + 2 * frame, width + 4 * frame), np.uint8)
    x, centers = 2 * frame, []
    for glyph in chosen:
        h, w = glyph.ink.shape
        y = frame + glyph.top - top
        ink[y : y + h, x : x + w] = glyph.ink
        centers.append(x + w / 2)
        x += w + space
    return Strip(
        pixels=np.asarray(cv2.cvtColor(255 - ink, cv2.COLOR_GRAY2BGR)),
        glyphs=tuple(which),
        centers=tuple(centers),
    )


def _moved(cell: PixelBox, dx: float, dy: float) -> PixelBox:
    return PixelBox(
        left=cell.left + dx, top=cell.top + dy, right=cell.right + dx, bottom=cell.bottom + dy
    )


def _contrast(region: Pixels) -> Gray:
    """Darkness against the paper. Of the three colours the darkest: blue ink is pale in grey."""
    darkest = region.min(axis=2)
    return np.asarray(cv2.subtract(estimate_paper(darkest), darkest))


def _strokes(contrast: Gray, region: Pixels, cells: Sequence[PixelBox]) -> Mask:
    """Ink in and around the boxes without the boxes' lines."""
    darkest = float(np.percentile(contrast, 99))
    threshold = max(_LEAST_CONTRAST, _INK_SHARE * darkest)
    ink = np.asarray(cv2.threshold(contrast, threshold, 255, cv2.THRESH_BINARY)[1])
    return without_lines(ink, region, cells)


def _owners(strokes: Mask, cells: Sequence[PixelBox], height: float) -> npt.NDArray[np.int32]:
    """The cell that each stroke pixel belongs to, -1 for none.

    A connected stroke goes as a whole to the cell that holds its middle, so a digit may reach
    over a line; one that fills two cells is cut at the line.
    """
    count, labels, stats, middles = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    edges = np.array([cell.left for cell in cells] + [cells[-1].right])
    columns = np.searchsorted(edges, np.arange(strokes.shape[1])) - 1
    columns[columns >= len(cells)] = -1
    cell_width = float(np.median([cell.width for cell in cells]))
    owner_of = np.full(count, -1, np.int32)
    wide = []
    for index in range(1, count):
        _, y, width, tall, area = stats[index].tolist()
        place = int(columns[int(middles[index][0])])
        if place < 0 or area < _SPECK_AREA * height * cell_width:
            continue
        within = min(y + tall, cells[place].bottom) - max(y, cells[place].top)
        if within < _WITHIN * tall:
            continue
        if width > 1.25 * cell_width:
            wide.append(index)
        else:
            owner_of[index] = place
    owners: npt.NDArray[np.int32] = owner_of[labels]
    for index in wide:
        held = labels == index
        owners[held] = np.broadcast_to(columns.astype(np.int32), strokes.shape)[held]
    return owners


def _glyph(index: int, own: npt.NDArray[np.bool_], contrast: Gray, cell: PixelBox) -> Glyph | None:
    if not own.any():
        return None
    own = _without_dirt(own, cell)
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    area = float(own.sum()) / max(cell.width * cell.height, 1.0)
    if bottom - top < _LEAST_HEIGHT * cell.height or area < _LEAST_AREA:
        return None
    window = (slice(top, bottom), slice(int(columns[0]), int(columns[-1]) + 1))
    near = cv2.dilate(own[window].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    values = np.where(near, contrast[window], 0).astype(np.float32)
    darkest = max(float(np.percentile(values[own[window]], 90)), 1.0)
    ink = np.clip(values * (255.0 / darkest), 0, 255).astype(np.uint8)
    return Glyph(cell=index, top=top, ink=ink)


def _without_dirt(own: npt.NDArray[np.bool_], cell: PixelBox) -> npt.NDArray[np.bool_]:
    """The strokes of one box without specks, and without what the lines left in its corners."""
    _, labels, stats, middles = cv2.connectedComponentsWithStats(own.astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    aside = np.maximum(
        abs(middles[:, 0] - cell.center_x) / cell.width,
        abs(middles[:, 1] - cell.center_y) / cell.height,
    )
    least = np.where(aside > _ASIDE, _ASIDE_PART, _SMALL_PART) * areas.max()
    kept: npt.NDArray[np.bool_] = (areas >= least)[labels] & own
    return kept
