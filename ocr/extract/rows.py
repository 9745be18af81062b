"""Rows of a table that ask the same of several people: a printed label, then a cell for each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dossier.forms.definition import Column, FormDefinition
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell
from ocr.extract.align import PlacedLabel
from ocr.extract.composite import read_id_line
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.regions import Region, split_pieces
from ocr.extract.search import Match, find_matches
from ocr.extract.stream import Glyph, Stream, glyphs_of
from ocr.extract.tables import cell_text, column_key
from ocr.extract.values import not_found_field, read_region

_HEADING_TOLERANCE = 0.25


def read_row(
    form: FormDefinition, region: Region, stream: Stream, pages: DocumentPages
) -> dict[str, RawField]:
    """The fields of one row: the cells beside its label, known by the headings over them.

    Where the rules of the table were not found, the text beside the label is parted between the
    headings instead.
    """
    cells = _ruled_cells(form.columns, region.label, stream, pages)
    cells = cells or _parted_cells(form.columns, region, stream)
    return {
        key: _read_cell(form, key, cells[column], pages) if column in cells else not_found_field()
        for column, key in region.label.label.parts.items()
    }


def _read_cell(form: FormDefinition, key: str, cell: Region, pages: DocumentPages) -> RawField:
    kind = form.field(key).kind
    if kind == "id_number":
        # People write the whole identity paper here: "CCCD số … do … cấp ngày …".
        return read_id_line(form, cell, {"number": key}, pages)[key]
    return read_region(kind, cell, pages)


def _ruled_cells(
    columns: Sequence[Column], label: PlacedLabel, stream: Stream, pages: DocumentPages
) -> dict[str, Region]:
    """The ruled cells of the label's row by column key; empty without such a table."""
    if label.match is None:
        return {}
    place = PixelBox.around(stream.boxes(label.match.start, label.match.end))
    page = stream.glyphs[label.match.start].page
    for table in pages.readings[page].tables:
        own = next((c for c in table.cells if _holds(c.box, place)), None)
        named = _headings(table, columns, own.row) if own else {}
        if own and named:
            row = [c for c in table.cells if c.row <= own.row < c.row + c.row_span]
            return {
                named[c.column]: Region(_glyphs_in(c, page), label)
                for c in row
                if c.column in named and c is not own
            }
    return {}


def _headings(table: Table, columns: Sequence[Column], above: int) -> dict[int, str]:
    """Column key by column of the table, from the cells over row `above`."""
    named: dict[int, str] = {}
    for cell in (c for c in table.cells if c.row < above):
        key = column_key(cell_text(cell), columns)
        if key is not None and key not in named.values():
            named[cell.column] = key
    return named


def _holds(cell: PixelBox, place: PixelBox) -> bool:
    inside_x = cell.left <= place.center_x <= cell.right
    return inside_x and cell.top <= place.center_y <= cell.bottom


def _glyphs_in(cell: TableCell, page: int) -> tuple[Glyph, ...]:
    glyphs: list[Glyph] = []
    for row, line in enumerate(cell.lines):
        if glyphs:
            glyphs.append(Glyph("\n", page, row, None, 1.0))
        glyphs += glyphs_of(line, page, row)
    return tuple(glyphs)


def _parted_cells(columns: Sequence[Column], region: Region, stream: Stream) -> dict[str, Region]:
    """The text of `region` by the heading it stands under; empty where a heading is lost."""
    match = region.label.match
    headings = [_heading_over(column, match, stream) for column in columns] if match else []
    places = [PixelBox.around(stream.boxes(m.start, m.end)) for m in headings if m]
    if len(places) < len(columns):
        return {}
    parted: dict[str, list[Glyph]] = {column.key: [] for column in columns}
    for row in _rows_of(region.glyphs):
        for piece in split_pieces(row):
            middle = PixelBox.around([g.box for g in piece if g.box]).center_x
            distances = [abs(place.center_x - middle) for place in places]
            own = parted[columns[distances.index(min(distances))].key]
            own += [Glyph("\n", piece[0].page, piece[0].row, None, 1.0), *piece]
    return {key: Region(tuple(glyphs[1:]), region.label) for key, glyphs in parted.items()}


def _rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows = groupby(glyphs, key=lambda glyph: (glyph.page, glyph.row))
    return [list(row) for _, row in rows]


def _heading_over(column: Column, label: Match, stream: Stream) -> Match | None:
    """The likeliest place of a column's heading before the row's label on its page."""
    page = stream.glyphs[label.start].page
    found = [
        m
        for wording in column.label
        for m in find_matches(stream, wording, tolerance=_HEADING_TOLERANCE)
        if m.end <= label.start and stream.glyphs[m.start].page == page
    ]
    # Headings may differ by a letter (Bên nữ, Bên nam): the better match first, then the nearer.
    return min(found, key=lambda m: (m.cost, -m.start), default=None)
