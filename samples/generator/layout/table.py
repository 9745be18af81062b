"""Ruled tables: a bold head, rows of wrapped cells, one field around the filled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samples.generator.layout import linework
from samples.generator.layout.canvas import Area
from samples.generator.layout.flow import Line, break_lines
from samples.generator.layout.pieces import Blank, Label, Part, Piece
from samples.generator.layout.sheet import Sheet
from samples.generator.style import BLACK

_PADDING = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`share` of the table's width; `centered` cells."""

    title: str
    share: float
    centered: bool = False


def draw_table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    key: str | None,
    spare: int,
) -> None:
    """Set a table; `rows` are written values, `spare` empty rows follow.

    `key` marks the body; None where the table is nobody's field.
    """
    size = sheet.size
    sheet.size = size * (0.8 if sheet.value_pen().hand else 0.9)
    heads: list[list[Piece]] = [[Label(text=c.title, bold=True, size_factor=0.96)] for c in columns]
    _draw_row(sheet, columns, heads, centered=True)
    for row in rows:
        cells: list[list[Piece]] = [
            [Blank(parts=(Part(text=text, key=key),), width=1)] if text else [] for text in row
        ]
        _draw_row(sheet, columns, cells, centered=False)
    for _ in range(spare):
        height = _draw_row(sheet, columns, [[] for _ in columns], centered=False)
        if key is not None:
            sheet.mark_empty(key, Area(sheet.left, sheet.y - height, sheet.right, sheet.y))
    sheet.size = size


def draw_labelled_row(
    sheet: Sheet, columns: Sequence[Column], row_label: str, cells: Sequence[Blank]
) -> None:
    """Set one row: a printed label, then a field a cell."""
    row: list[Sequence[Piece]] = [[Label(text=row_label)], *([cell] for cell in cells)]
    height = _draw_row(sheet, columns, row, centered=False)
    left = sheet.left + columns[0].share * (sheet.right - sheet.left)
    for column, cell in zip(columns[1:], cells, strict=True):
        right = left + column.share * (sheet.right - sheet.left)
        for key in cell.keys:
            sheet.mark_empty(key, Area(left, sheet.y - height, right, sheet.y))
        left = right


def draw_head(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Set the row of titles."""
    _draw_row(sheet, columns, [[Label(text=c.title, bold=True)] for c in columns], centered=True)


def _draw_row(
    sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[Piece]], *, centered: bool
) -> float:
    """Set one row on one page and return its height in points."""
    edges = [sheet.left]
    for column in columns:
        edges.append(edges[-1] + column.share * (sheet.right - sheet.left))
    measure = sheet.measure()
    broken = [
        break_lines(pieces, measure, left + _PADDING, right - _PADDING, 0)
        for pieces, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    height = max(len(lines) for lines in broken) * sheet.line_height + 2 * _PADDING
    sheet.keep(height)
    for index, lines in enumerate(broken):
        area = Area(edges[index], sheet.y, edges[index + 1], sheet.y + height)
        sheet.canvas.frame(area, 0.7, BLACK)
        _draw_cell(sheet, lines, area, centered=centered or columns[index].centered)
    sheet.y += height
    return height


def _draw_cell(sheet: Sheet, lines: list[Line], area: Area, *, centered: bool) -> None:
    free = area.bottom - area.top - len(lines) * sheet.line_height
    baseline = area.top + free / 2 + sheet.line_height * 0.72
    for line in lines:
        line.leaders.clear()
        if centered:
            linework.shift(line, (area.right - _PADDING - linework.end_of(line)) / 2)
        linework.draw_line(sheet, line, baseline)
        baseline += sheet.line_height
