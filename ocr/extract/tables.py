"""Table fields: the ruled table under a label, its columns named by their header cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.forms.definition import Column
from dossier.geometry import PixelBox
from dossier.page import Line, Table, TableCell
from dossier.text import fold, fold_each, plausibility, strip_leaders
from ocr.extract.evidence import Evidence, combine, probability

_HEADER_ROWS = 3
_SIMILAR_ENOUGH = 72.0
_COLUMNS_NEEDED = 0.6
_WORD_KINDS = frozenset({"name", "text", "address", "relation"})


@dataclass(frozen=True, slots=True)
class TableReading:
    rows: list[dict[str, str]]
    raw: str
    confidence: float
    box: PixelBox
    table: Table
    """As ruled, on the page where it begins."""
    named: Mapping[int, str]
    """Field key by column of the table."""


def read_table(tables: Sequence[Table], columns: Sequence[Column]) -> TableReading | None:
    """Read the first of `tables` whose header names most of `columns`; None when none does."""
    for table in tables:
        header, named = _name_columns(table, columns)
        if len(set(named.values())) >= _COLUMNS_NEEDED * len(columns):
            return _read_rows(table, header, named, {c.key: c for c in columns})
    return None


def continue_table(reading: TableReading, table: Table, columns: Sequence[Column]) -> TableReading:
    """`reading` with the rows of `table`, its continuation on the next page without a header."""
    more = _read_rows(table, -1, reading.named, {c.key: c for c in columns})
    return TableReading(
        rows=[*reading.rows, *more.rows],
        raw=" | ".join(filter(None, (reading.raw, more.raw))),
        confidence=reading.confidence * (more.confidence if more.rows else 1.0),
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
    confidences: list[float] = []
    for index in range(header + 1, table.rows):
        cells = {c.column: c for c in table.cells if c.row == index}
        row, certainty = _read_row(cells, named, columns)
        if any(row.values()):
            rows.append(row)
            confidences.append(certainty)
    raw = " | ".join(cell_text(c) for c in table.cells if c.row > header and c.lines)
    return TableReading(
        rows=rows,
        raw=raw,
        confidence=combine(confidences) if rows else 0.97,
        box=table.box,
        table=table,
        named=named,
    )


def _read_row(
    cells: Mapping[int, TableCell], named: Mapping[int, str], columns: Mapping[str, Column]
) -> tuple[dict[str, str], float]:
    row: dict[str, str] = {}
    confidences: list[float] = []
    for column, name in named.items():
        text = cell_text(cells[column]) if column in cells else ""
        for key, part in _parts_of(text, columns[name]).items():
            value, confidence = _read_cell(part, columns[key].kind, cells.get(column))
            row[key] = value
            if part:
                confidences.append(confidence)
    return row, combine(confidences)


def _parts_of(text: str, column: Column) -> dict[str, str]:
    """The text of a cell by column key: one, or those that the column's cells are parted into.

    A cell that does not fit the pattern goes to the first of them as it is.
    """
    if not column.cells:
        return {column.key: text}
    pattern = re.compile(column.cells)
    found = pattern.fullmatch(fold_each(text))
    if found is None:
        return {key: text if place == 1 else "" for key, place in pattern.groupindex.items()}
    spans = {key: found.span(key) for key in pattern.groupindex}
    return {key: text[slice(*span)] if span[0] >= 0 else "" for key, span in spans.items()}


def _read_cell(text: str, kind: str, cell: TableCell | None) -> tuple[str, float]:
    if not text or cell is None:
        return "", 1.0
    outcome = KINDS[kind].parse(text)
    if not isinstance(outcome, Parsed):
        return text, 0.2
    evidence = Evidence(
        characters=tuple(c for line in cell.lines for c in _char_confidences(line)),
        parsing=outcome.certainty,
        plausible=plausibility(text) if kind in _WORD_KINDS else 1.0,
        failed_checks=sum(not c.ok for c in KINDS[kind].check(outcome.value)),
    )
    return outcome.value, probability(kind, evidence)


def _char_confidences(line: Line) -> tuple[float, ...]:
    return line.char_confidences or (line.confidence,) * len(line.text)


def cell_text(cell: TableCell) -> str:
    """What stands in a cell, its lines joined, without leaders."""
    return strip_leaders(" ".join(line.text for line in cell.lines))
