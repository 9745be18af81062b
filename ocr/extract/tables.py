"""Table fields: the ruled table under a label, its columns named by their header cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.forms.definition import Column
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell
from dossier.text import count_odd, fold, fold_each, plausibility, strip_leaders
from ocr.extract.evidence import Evidence
from ocr.extract.reread import read_again, surprise
from ocr.extract.stream import Glyph, glyphs_of, written_by_hand
from ocr.layout.splitting import split_line

_HEADER_ROWS = 3
_SIMILAR_ENOUGH = 72.0
_COLUMNS_NEEDED = 0.6
_PARTED = 2
_NO_VALUE = 2
"""What a cell that is no value of its column's kind counts as: so many failed checks."""
_WORD_KINDS = frozenset({"name", "text", "address", "relation"})
_ALIKE = frozenset("cosuvwxz")
"""Small letters of the shape of their capitals."""


@dataclass(frozen=True, slots=True)
class TableReading:
    rows: list[dict[str, str]]
    raw: str
    cells: tuple[tuple[str, Evidence], ...]
    """Kind and evidence of every cell in which something stands."""
    box: PixelBox
    table: Table
    """As ruled, on the page where it begins."""
    named: Mapping[int, str]
    """Field key by column of the table."""


def read_table(tables: Sequence[Table], columns: Sequence[Column]) -> TableReading | None:
    """Read the first of `tables` whose header names most of `columns`; None when none does."""
    for ruled in tables:
        table = _split_merged(ruled, columns)
        header, named = _name_columns(table, columns)
        if len(set(named.values())) >= _COLUMNS_NEEDED * len(columns):
            return _read_rows(table, header, named, {c.key: c for c in columns})
    return None


def _split_merged(table: Table, columns: Sequence[Column]) -> Table:
    """`table` with the columns parted whose rule was lost: their header cell names two of them.

    A fold of the paper beside a rule takes it away.
    """
    for cell in table.cells:
        places = _headings_in(cell, columns) if cell.row < _HEADER_ROWS else []
        if len(places) == _PARTED and cell.column_span == 1:
            left, right = places
            return _part_column(table, cell.column, (left.right + right.left) / 2)
    return table


def _headings_in(cell: TableCell, columns: Sequence[Column]) -> list[PixelBox]:
    """The places of the headings that stand beside each other in one cell, left to right."""
    keys = {column_key(line.text, columns): line.box for line in cell.lines}
    places = sorted((box for key, box in keys.items() if key), key=lambda box: box.left)
    apart = all(first.right < second.left for first, second in pairwise(places))
    return places if apart else []


def _part_column(table: Table, column: int, at: float) -> Table:
    """`table` with every cell of `column` cut at x position `at`, what is right of it moved on."""
    cells: list[TableCell] = []
    for cell in table.cells:
        if cell.column > column:
            cells.append(cell.model_copy(update={"column": cell.column + 1}))
        elif cell.column + cell.column_span <= column:
            cells.append(cell)
        elif cell.column_span > 1:
            cells.append(cell.model_copy(update={"column_span": cell.column_span + 1}))
        else:
            cells += _halves(cell, at)
    return table.model_copy(update={"cells": tuple(cells), "columns": table.columns + 1})


def _halves(cell: TableCell, at: float) -> list[TableCell]:
    parts = [(part.index, part.line) for line in cell.lines for part in split_line(line, (at,))]
    return [
        cell.model_copy(
            update={
                "column": cell.column + side,
                "box": cell.box.model_copy(update={edge: at}),
                "lines": tuple(line for index, line in parts if index == side),
            }
        )
        for side, edge in enumerate(("right", "left"))
    ]


def continue_table(reading: TableReading, table: Table, columns: Sequence[Column]) -> TableReading:
    """`reading` with the rows of `table`, its continuation on the next page without a header."""
    more = _read_rows(table, -1, reading.named, {c.key: c for c in columns})
    return TableReading(
        rows=[*reading.rows, *more.rows],
        raw=" | ".join(filter(None, (reading.raw, more.raw))),
        cells=(*reading.cells, *more.cells),
        box=reading.box,
        table=reading.table,
        named=reading.named,
    )


def _name_columns(table: Table, columns: Sequence[Column]) -> tuple[int, dict[int, str]]:
    """The last header row and the field key of each table column recognised in it."""
    best: tuple[int, dict[int, str]] = (0, {})
    for row in range(min(_HEADER_ROWS, table.rows)):
        named: dict[int, str] = {}
        for cell in (c for c in table.cells if c.row == row):
            key = column_key(cell_text(cell), columns)
            if key is not None and key not in named.values():
                named[cell.column] = key
        if len(named) > len(best[1]):
            best = (row, named)
    return best


def column_key(text: str, columns: Sequence[Column]) -> str | None:
    """The key of the column that a header cell of that text announces; None for another's."""
    folded = fold(text)
    scored = [
        (fuzz.ratio(folded, fold(wording)), column.key)
        for column in columns
        for wording in column.label
    ]
    score, key = max(scored, default=(0.0, None))
    return key if score >= _SIMILAR_ENOUGH else None


def _read_rows(
    table: Table, header: int, named: Mapping[int, str], columns: Mapping[str, Column]
) -> TableReading:
    rows: list[dict[str, str]] = []
    seen: list[tuple[str, Evidence]] = []
    for index in range(header + 1, table.rows):
        cells = {c.column: c for c in table.cells if c.row == index}
        row, evidence = _read_row(cells, named, columns)
        if any(row.values()):
            rows.append(row)
            seen += evidence
    raw = " | ".join(cell_text(c) for c in table.cells if c.row > header and c.lines)
    return TableReading(
        rows=_begun_alike(rows, columns),
        raw=raw,
        cells=tuple(seen),
        box=table.box,
        table=table,
        named=named,
    )


def _begun_alike(
    rows: Sequence[dict[str, str]], columns: Mapping[str, Column]
) -> list[dict[str, str]]:
    """`rows` whose relations all begin with a capital where most surely do: "Con", "vợ".

    Only letters whose capital has their shape: their height alone tells them apart.
    """
    keys = [key for key, column in columns.items() if column.kind == "relation"]
    begun = [row[key][0] for row in rows for key in keys if row.get(key)]
    sure = [letter for letter in begun if letter not in _ALIKE]
    if not sure or not all(map(str.isupper, sure)):
        return list(rows)
    return [
        row | {key: row[key][0].upper() + row[key][1:] for key in keys
               if row.get(key) and row[key][0] in _ALIKE}
        for row in rows
    ]  # fmt: skip


def _read_row(
    cells: Mapping[int, TableCell], named: Mapping[int, str], columns: Mapping[str, Column]
) -> tuple[dict[str, str], list[tuple[str, Evidence]]]:
    row: dict[str, str] = {}
    seen: list[tuple[str, Evidence]] = []
    for column, name in named.items():
        glyphs = _glyphs_of(cells[column]) if column in cells else ()
        for key, part in _parts_of(glyphs, columns[name]).items():
            row[key], evidence = _read_cell(part, columns[key].kind)
            if row[key]:
                seen.append((columns[key].kind, evidence))
    return row, seen


def _parts_of(glyphs: Sequence[Glyph], column: Column) -> dict[str, Sequence[Glyph]]:
    """The letters of a cell by column key: one, or those that the column's cells are parted into.

    A cell that does not fit the pattern goes to the first of them as it is.
    """
    if not column.cells:
        return {column.key: glyphs}
    pattern = re.compile(column.cells)
    found = pattern.fullmatch(fold_each("".join(glyph.char for glyph in glyphs)))
    if found is None:
        return {key: glyphs if place == 1 else () for key, place in pattern.groupindex.items()}
    spans = {key: found.span(key) for key in pattern.groupindex}
    return {key: glyphs[slice(*span)] if span[0] >= 0 else () for key, span in spans.items()}


def _read_cell(glyphs: Sequence[Glyph], kind: str) -> tuple[str, Evidence]:
    text = strip_leaders("".join(glyph.char for glyph in glyphs))
    if not text:
        return "", Evidence()
    again = read_again(kind, tuple(glyphs))
    settled = again.glyphs
    outcome = KINDS[kind].parse(strip_leaders("".join(glyph.char for glyph in settled)))
    confidences = tuple(glyph.confidence for glyph in settled)
    if not isinstance(outcome, Parsed):
        return text, Evidence(characters=confidences, failed_checks=_NO_VALUE)
    words = kind in _WORD_KINDS
    evidence = Evidence(
        characters=confidences,
        parsing=outcome.certainty,
        plausible=plausibility(text) if words else 1.0,
        odd_words=count_odd(text) if words else 0,
        surprise=surprise(kind, text),
        written=written_by_hand(settled),
        changed=again.changed,
        failed_checks=sum(not c.ok for c in KINDS[kind].check(outcome.value)),
    )
    return outcome.value, evidence


def _glyphs_of(cell: TableCell) -> tuple[Glyph, ...]:
    """The letters of a cell, a space between its lines."""
    glyphs: list[Glyph] = []
    for row, line in enumerate(cell.lines):
        if glyphs:
            glyphs.append(Glyph(" ", 0, row, None, 1.0))
        glyphs += glyphs_of(line, 0, row)
    return tuple(glyphs)


def cell_text(cell: TableCell) -> str:
    """What stands in a cell, its lines joined, without leaders."""
    return strip_leaders(" ".join(line.text for line in cell.lines))
