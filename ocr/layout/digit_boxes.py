"""Rows of printed boxes that take one digit each (form CT01: twelve for the ID number).

Whether drawn as one ruled strip or as separate boxes, such a row has a top and a bottom edge of
one extent, and between them uprights at even distances. A table's columns differ in width, and
cells much wider than high are no digit boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dossier.geometry import PixelBox
from dossier.page import DigitRow
from ocr.engines.base import UprightImage
from ocr.layout.digit_reading import ReadCrops, read_digits
from ocr.layout.ink import Mask, PageInk, measure_ink
from ocr.layout.rules import Rule, Rules, find_rules

LEAST_CELLS = 6

_LOWEST_MM, _HIGHEST_MM = 3.2, 15.0
_NARROWEST, _WIDEST = 0.5, 1.7
"""Width of a box over its height."""
_SAME_EXTENT = 0.6
"""Of the shorter edge that both edges share; either may be broken or run on as a leader."""
_SAME_WIDTH = 0.1
_WIDEST_GAP = 0.9
"""Between separate boxes, over their width."""
_OVERLAP = 0.2
_EDGE_SHARE = 0.7
"""Of a box's top and of its bottom that must be drawn; handwriting hides none of it."""
_DIVIDER_SHARE = 0.85
"""Of the height that an upright fills. A printed 1 fills two thirds."""
_DIVIDER_INK = 0.4
"""Darkness of an upright over that of the edges."""
_FAINTEST = 0.22
"""Darkness of an upright over that of the page's printing; shadows at a sheet's edge are paler."""
_MISSING_FROM = 0.7
"""A gap of this many widths may be a box with a lost divider, if its edges are drawn."""
_EDGE_REACH_MM = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitBoxes:
    """The boxes of one row, left to right, upright pixels, middle of line to middle of line."""

    cells: tuple[PixelBox, ...]

    @property
    def box(self) -> PixelBox:
        return PixelBox.around(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """The strip between two level edges, working pixels."""

    top: Rule
    bottom: Rule

    @property
    def left(self) -> float:
        return min(self.top.start, self.bottom.start)

    @property
    def right(self) -> float:
        return max(self.top.end, self.bottom.end)

    @property
    def height(self) -> float:
        return self.bottom.at - self.top.at

    def cell(self, left: float, right: float) -> PixelBox:
        """The box between two uprights."""
        middle = (left + right) / 2
        top = self.top.at_position(middle)
        bottom = max(top, self.bottom.at_position(middle))
        return PixelBox(left=left, top=top, right=right, bottom=bottom)


def find_digit_rows(image: UprightImage, read_crops: ReadCrops) -> tuple[DigitRow, ...]:
    """Rows of six or more equal boxes with the digits in them, top to bottom.

    Raises what `read_crops` raises.
    """
    ink = measure_ink(image)
    return tuple(
        read_digit_row(image, boxes, read_crops) for boxes in find_boxes(find_rules(ink), ink)
    )


def read_digit_row(image: UprightImage, boxes: DigitBoxes, read_crops: ReadCrops) -> DigitRow:
    """The digits in `boxes`; text '' when every box is empty."""
    reading = read_digits(image.pixels, boxes.cells, read_crops)
    return DigitRow(
        box=boxes.box,
        cells=len(boxes.cells),
        text=reading.text,
        char_confidences=reading.confidences,
        written=reading.written,
    )


def find_boxes(rules: Rules, ink: PageInk) -> tuple[DigitBoxes, ...]:
    """Where the rows of boxes are, top to bottom."""
    found: list[DigitBoxes] = []
    for band in _bands(rules.horizontal, ink):
        edges = rules.horizontal_mask
        run = _longest_run(_cells(band, _dividers(band, ink), edges, ink))
        cells = _completed(run, band, edges, ink)
        if len(cells) >= LEAST_CELLS:
            boxes = tuple(ink.to_page(c.left, c.top, c.right, c.bottom) for c in cells)
            found.append(DigitBoxes(cells=boxes))
    return _apart(found)


def _bands(horizontal: Sequence[Rule], ink: PageInk) -> Iterator[_Band]:
    """Pairs of level edges of one extent, at the height of a box from each other."""
    low, high = ink.px(_LOWEST_MM), ink.px(_HIGHEST_MM)
    long = [r for r in horizontal if r.length >= LEAST_CELLS * _NARROWEST * low]
    for index, top in enumerate(long):
        for bottom in long[index + 1 :]:
            shared = min(top.end, bottom.end) - max(top.start, bottom.start)
            height = bottom.at - top.at
            if height > high:
                break
            if height >= low and shared >= _SAME_EXTENT * min(top.length, bottom.length):
                yield _Band(top=top, bottom=bottom)


def _dividers(band: _Band, ink: PageInk) -> list[float]:
    """Where ink runs all the way from the top edge to the bottom edge."""
    height, width = ink.contrast.shape
    xs = np.arange(max(0, int(band.left) - 3), min(width, int(band.right) + 4))
    along = xs.astype(np.float64)
    tops, bottoms = band.top.at_position(along), band.bottom.at_position(along)
    shares = np.linspace(0.12, 0.88, max(8, int(band.height)))[:, None]
    ys = np.clip(tops + shares * (bottoms - tops), 0, height - 1).astype(int)
    inked = ink.contrast[ys, xs] >= _divider_level(band, ink)
    # An upright that leans by a pixel is spread over two columns.
    inked[:, 1:] |= inked[:, :-1]
    steady = np.r_[False, inked.mean(axis=0) >= _DIVIDER_SHARE, False]
    starts = np.flatnonzero(steady[1:] & ~steady[:-1])
    ends = np.flatnonzero(~steady[1:] & steady[:-1])
    return [float(xs[0] + (a + b - 1) / 2) for a, b in zip(starts, ends, strict=True)]


def _divider_level(band: _Band, ink: PageInk) -> float:
    """Contrast of the band's uprights at least, going by its edges."""
    levels = []
    for edge in (band.top, band.bottom):
        xs = np.arange(int(edge.start), int(edge.end))
        ys = edge.at_position(xs.astype(np.float64)).astype(int)
        ys = np.clip(ys, 1, len(ink.contrast) - 2)
        near = np.max([ink.contrast[ys + offset, xs] for offset in (-1, 0, 1)], axis=0)
        levels.append(float(np.median(near)))
    return max(float(ink.threshold), _FAINTEST * ink.darkness, _DIVIDER_INK * min(levels))


def _cells(band: _Band, dividers: Sequence[float], edges: Mask, ink: PageInk) -> list[PixelBox]:
    """Every pair of uprights at a box's distance with top and bottom drawn."""
    cells = []
    for index, left in enumerate(dividers):
        for right in dividers[index + 1 :]:
            if right - left > _WIDEST * band.height:
                break
            cell = band.cell(left, right)
            if cell.width >= _NARROWEST * band.height and _has_edges(cell, edges, ink):
                cells.append(cell)
    return cells


def _has_edges(cell: PixelBox, edges: Mask, ink: PageInk) -> bool:
    """Whether the top and the bottom of `cell` are drawn in the mask of level rules."""
    left, right = round(cell.left), round(cell.right)
    reach = ink.px(_EDGE_REACH_MM, least=2)
    for y in (round(cell.top), round(cell.bottom)):
        band = edges[max(0, y - reach) : y + reach + 1, left : right + 1]
        if not band.size or float((band > 0).any(axis=0).mean()) < _EDGE_SHARE:
            return False
    return True


def _longest_run(cells: Sequence[PixelBox]) -> list[PixelBox]:
    """The most boxes of one width next to one another."""
    best: list[PixelBox] = []
    for width in sorted({round(cell.width) for cell in cells}):
        tolerance = max(1.6, _SAME_WIDTH * width)
        equal = [cell for cell in cells if abs(cell.width - width) <= tolerance]
        for run in _runs(equal, float(width)):
            if len(run) > len(best):
                best = run
    return best


def _runs(cells: Sequence[PixelBox], width: float) -> list[list[PixelBox]]:
    """Boxes that do not overlap, in order, parted by less than a box or by two that are missing."""
    runs: list[list[PixelBox]] = []
    for cell in sorted(cells, key=lambda c: c.left):
        if runs:
            gap = cell.left - runs[-1][-1].right
            if gap < -_OVERLAP * width:
                continue
            if gap <= (_WIDEST_GAP + 2) * width:
                runs[-1].append(cell)
                continue
        runs.append([cell])
    return runs


def _completed(run: list[PixelBox], band: _Band, edges: Mask, ink: PageInk) -> list[PixelBox]:
    """`run` with the boxes put in that a faint divider lost: edges run on, an upright is missing.

    Where the edges do not run on and the gap is wider than a box, the longer part is kept.
    """
    if not run:
        return run
    width = float(np.median([cell.width for cell in run]))
    parts: list[list[PixelBox]] = [[]]
    for last, cell in pairwise([band.cell(band.left, band.left), *run]):
        between = band.cell(last.right, max(last.right, cell.left))
        parts[-1] += _lost(between, width, edges, ink)
        if parts[-1] and cell.left - parts[-1][-1].right > _WIDEST_GAP * width:
            parts.append([])
        parts[-1].append(cell)
    last = parts[-1][-1]
    parts[-1] += _lost(band.cell(last.right, max(last.right, band.right)), width, edges, ink)
    return max(parts, key=len)


def _lost(between: PixelBox, width: float, edges: Mask, ink: PageInk) -> list[PixelBox]:
    """The boxes of `width` that fill `between`, if its edges are drawn and they fit."""
    count = round(between.width / width)
    fits = count and abs(between.width / count - width) <= 2 * _SAME_WIDTH * width
    if not fits or count > 2 or not _has_edges(between, edges, ink):
        return []
    xs = np.linspace(between.left, between.right, count + 1).tolist()
    return [
        PixelBox(left=a, top=between.top, right=b, bottom=between.bottom) for a, b in pairwise(xs)
    ]


def _apart(found: Sequence[DigitBoxes]) -> tuple[DigitBoxes, ...]:
    """Top to bottom; of rows that lie over each other the one with most boxes."""
    kept: list[DigitBoxes] = []
    for row in sorted(found, key=lambda each: -len(each.cells)):
        if not any(row.box.vertical_overlap(other.box) > 0.3 for other in kept):
            kept.append(row)
    return tuple(sorted(kept, key=lambda each: each.box.top))
