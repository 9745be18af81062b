"""Ruled tables with the text of their cells.

`find_tables` gives every grid of two cells or more; a single framed box is no table. Text lines of
the engine are cut at the borders they cross and each part goes to its cell. Where the engine saw
nothing although a cell has ink, or cut a word at a border, the cell is read again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import Line, Table, TableCell
from ocr.engines.base import CropReading, Pixels, UprightImage
from ocr.layout import blocks
from ocr.layout.grid import Grid, GridCell, find_grids
from ocr.layout.ink import Mask, PageInk, crop, measure_ink
from ocr.layout.reading_order import reading_order
from ocr.layout.rules import Rules, find_rules
from ocr.layout.splitting import LinePart, split_line

ReadCrops = Callable[[Sequence[Pixels]], Sequence[CropReading]]
"""`OcrEngine.read_crops`."""

_INSET_MM = 0.6
"""Kept clear of the borders when the inside of a cell is looked at."""
_LEAST_BAND_MM = 1.4
_LEAST_BAND_GAP_MM = 0.3
_BAND_MARGIN_MM = 0.4
_BELIEVED = 0.5
"""Confidence a second reading needs before it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesReading:
    """Tables of a page, and the lines or parts of lines that stand in none of them."""

    tables: tuple[Table, ...]
    lines: tuple[Line, ...]


def find_tables(
    image: UprightImage, lines: Sequence[Line], read_crops: ReadCrops | None = None
) -> tuple[Table, ...]:
    """All ruled tables, top to bottom; boxes in upright pixels.

    Without `read_crops` nothing is read again. Raises what `read_crops` raises.
    """
    ink = measure_ink(image)
    return read_tables(image, lines, read_crops, ink=ink, rules=find_rules(ink)).tables


def read_tables(
    image: UprightImage,
    lines: Sequence[Line],
    read_crops: ReadCrops | None,
    *,
    ink: PageInk,
    rules: Rules,
) -> TablesReading:
    """As `find_tables`, from what was measured before, and with the text left over."""
    tables: list[Table] = []
    rest = tuple(lines)
    for grid in find_grids(rules, ink):
        filling = _Filling(grid, ink)
        rest = filling.take(rest)
        if read_crops is not None:
            filling.read_again(image, read_crops)
        tables.append(filling.table())
    return TablesReading(tables=tuple(tables), lines=rest)


class _Filling:
    """One table while its cells are being filled."""

    def __init__(self, grid: Grid, ink: PageInk) -> None:
        self._grid = grid
        self._ink = ink
        self._parts: dict[GridCell, list[LinePart]] = {cell: [] for cell in grid.cells}
        self._box = PixelBox.around(cell_box(grid, cell, ink) for cell in grid.cells)

    def take(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Put `lines` into the cells; what stands outside comes back."""
        within = set(blocks.inside(blocks.line_layout(lines), self._box))
        outside: list[Line] = []
        for index, line in enumerate(lines):
            row = self._row_at(line.box) if index in within else []
            if not row:
                outside.append(line)
                continue
            borders = [x for cell in row for x in self._sides(cell, line.box.center_y)]
            for part in split_line(line, borders):
                # Borders come in pairs, so odd parts lie in a cell, even ones between two.
                if part.index % 2:
                    self._parts[row[part.index // 2]].append(part)
                else:
                    outside.append(part.line)
        return tuple(outside)

    def read_again(self, image: UprightImage, read_crops: ReadCrops) -> None:
        """Read by themselves the cells that have ink but no text, and parts cut within a word."""
        mask = self._ink.mask
        places: list[_Place] = []
        for cell, parts in self._parts.items():
            inner = cell_box(self._grid, cell, self._ink, inset_mm=_INSET_MM)
            if not parts:
                places += [_Place(cell, band) for band in _bands(mask, inner, self._ink)]
            places += [_Place(cell, _within(p.line.box, inner), p) for p in parts if not p.sure]
        crops = [crop(image.pixels, place.box) for place in places]
        for place, reading in zip(places, read_crops(crops) if crops else (), strict=True):
            if reading.text and reading.confidence >= _BELIEVED:
                self._replace(place, line_of(reading, place.box))

    def table(self) -> Table:
        return Table(
            box=self._box,
            rows=len(self._grid.ys) - 1,
            columns=len(self._grid.xs) - 1,
            cells=tuple(
                TableCell(
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    box=cell_box(self._grid, cell, self._ink),
                    lines=reading_order([part.line for part in parts]),
                )
                for cell, parts in self._parts.items()
            ),
        )

    def _row_at(self, box: PixelBox) -> list[GridCell]:
        """Cells at the height of `box`, left to right."""
        k = self._ink.scale
        _, y = self._grid.slant.from_page(box.center_x * k, box.center_y * k)
        ys = self._grid.ys
        held = [c for c in self._grid.cells if ys[c.row] <= y < ys[c.row + c.row_span]]
        return sorted(held, key=lambda cell: cell.column)

    def _sides(self, cell: GridCell, y: float) -> tuple[float, float]:
        """Where the left and right border of `cell` pass height `y`, upright pixels."""
        k, slant = self._ink.scale, self._grid.slant
        left, right = self._grid.xs[cell.column], self._grid.xs[cell.column + cell.column_span]
        return (left + slant.down * y * k) / k, (right + slant.down * y * k) / k

    def _replace(self, place: _Place, line: Line) -> None:
        kept = [part for part in self._parts[place.cell] if part is not place.instead_of]
        self._parts[place.cell] = [*kept, LinePart(index=1, line=line, sure=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Something to read again, upright pixels, and the part that it would replace."""

    cell: GridCell
    box: PixelBox
    instead_of: LinePart | None = None


def cell_box(grid: Grid, cell: GridCell, ink: PageInk, *, inset_mm: float = 0.0) -> PixelBox:
    """The rectangle of a cell on the page between the middles of its borders, upright pixels."""
    inset = inset_mm * ink.px_per_mm
    x0, x1 = grid.xs[cell.column], grid.xs[cell.column + cell.column_span]
    y0, y1 = grid.ys[cell.row], grid.ys[cell.row + cell.row_span]
    left, top = grid.slant.to_page(x0, (y0 + y1) / 2)[0], grid.slant.to_page((x0 + x1) / 2, y0)[1]
    right, bottom = (
        grid.slant.to_page(x1, (y0 + y1) / 2)[0],
        grid.slant.to_page((x0 + x1) / 2, y1)[1],
    )
    # A long row leans by more than its border is thick: stay clear of that too.
    lean_x = inset and abs(grid.slant.down) * (y1 - y0) / 2
    lean_y = inset and abs(grid.slant.across) * (x1 - x0) / 2
    return ink.to_page(
        left + inset + lean_x, top + inset + lean_y, right - inset - lean_x, bottom - inset - lean_y
    )


def line_of(reading: CropReading, box: PixelBox) -> Line:
    """What was read in the crop `box`, as a line of the page."""
    return Line(
        text=reading.text,
        confidence=reading.confidence,
        box=box,
        char_confidences=reading.char_confidences,
        char_centers=tuple(box.left + center for center in reading.char_centers),
        char_others=reading.char_others,
        char_written=reading.char_written,
    )


def _bands(mask: Mask, box: PixelBox, ink: PageInk) -> list[PixelBox]:
    """Lines of writing in the inside of a cell, by its rows of ink; upright pixels."""
    k = ink.scale
    left, top, right, bottom = (round(v * k) for v in (box.left, box.top, box.right, box.bottom))
    inside = mask[max(top, 0) : bottom, max(left, 0) : right] > 0
    if not inside.size:
        return []
    inked = np.r_[False, inside.sum(axis=1) >= 2, False]
    starts = np.flatnonzero(inked[1:] & ~inked[:-1])
    ends = np.flatnonzero(~inked[1:] & inked[:-1])
    bands = []
    for start, end in _close(starts, ends, ink.px(_LEAST_BAND_GAP_MM)):
        columns = np.flatnonzero(inside[start:end].any(axis=0))
        if end - start < ink.px(_LEAST_BAND_MM):
            continue
        margin = ink.px(_BAND_MARGIN_MM)
        band = ink.to_page(
            left + int(columns[0]) - margin,
            top + start - margin,
            left + int(columns[-1]) + 1 + margin,
            top + end + margin,
        )
        bands.append(_within(band, box))
    return bands


def _close(
    starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp], gap: int
) -> list[tuple[int, int]]:
    """Runs of rows; those parted by up to `gap` rows (a tone mark over its letter) are one."""
    runs: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _within(box: PixelBox, area: PixelBox) -> PixelBox:
    left, top = max(box.left, area.left), max(box.top, area.top)
    return PixelBox(
        left=left,
        top=top,
        right=max(left, min(box.right, area.right)),
        bottom=max(top, min(box.bottom, area.bottom)),
    )
