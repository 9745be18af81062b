"""Ruled tables of a sample: lists of people or things, and tables whose rows are labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dossier.forms.definition import Column
from dossier.forms.naming import slug, unused
from dossier.forms.vocabulary import Vocabulary
from dossier.forms.wording import wording_of
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell
from dossier.text import fold

_NUMBERS: Final = frozenset({"tt", "stt", "so tt", "so thu tu"})
"""Headings of the column that only counts the rows."""
_HEADER_LIMIT: Final = 160
"""Letters of a heading; a longer text is a paragraph in a frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """A header row with rows to fill under it."""

    page: int
    """Index of the sample's page, from 0."""
    columns: tuple[Column, ...]
    first_heading: str
    heading_box: PixelBox
    box: PixelBox


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTable:
    """Printed labels down the first column, one column to fill for each heading."""

    page: int
    columns: tuple[Column, ...]
    heading: str
    """The header row as it is read."""
    heading_box: PixelBox
    rows: tuple[tuple[str, PixelBox], ...]
    """Label and its place, top to bottom."""
    box: PixelBox


def table_of(table: Table, page: int, vocabulary: Vocabulary) -> ListTable | RowTable | None:
    """What a ruled table of a form is; None for frames around ordinary lines."""
    header = sorted((c for c in table.cells if c.row == 0), key=lambda c: c.column)
    texts = [_text(cell) for cell in header]
    if table.rows < 2 or table.columns < 2 or len(header) < 2:
        return None
    if any(len(t) > _HEADER_LIMIT or t.rstrip().endswith(":") for t in texts):
        return None
    if sum(bool(t) for t in texts) < len(texts) - 1:
        return None
    firsts = [c for c in table.cells if c.column == 0 and c.row > 0 and c.lines]
    if _are_labels(firsts, table, vocabulary) and fold(texts[0]) not in _NUMBERS:
        return RowTable(
            page=page,
            columns=_columns(header[1:], vocabulary),
            heading=" ".join(t for t in texts if t),
            heading_box=PixelBox.around(c.box for c in header),
            rows=tuple((_text(c), PixelBox.around(x.box for x in c.lines)) for c in firsts),
            box=table.box,
        )
    counted = fold(texts[0]) in _NUMBERS or not texts[0]
    first = next(c for c in header if c.lines)
    return ListTable(
        page=page,
        columns=_columns(header[1:] if counted else header, vocabulary),
        first_heading=_text(first),
        heading_box=first.box,
        box=table.box,
    )


def _are_labels(firsts: Sequence[TableCell], table: Table, vocabulary: Vocabulary) -> bool:
    """Whether the first column is printed: most of its cells say what a label says.

    Filled-in lists have names or numbers there, which no wording knows.
    """
    if len(firsts) < max(2, (table.rows - 1) * 0.7):
        return False
    texts = [_text(cell) for cell in firsts]
    told = [t for t in texts if vocabulary.find(t) or _says_kind(t)]
    return len(told) > len(texts) / 2


def _says_kind(text: str) -> bool:
    wording = wording_of(text)
    return wording.whole or wording.kind != "text"


def _columns(header: Sequence[TableCell], vocabulary: Vocabulary) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for cell in header:
        text = _text(cell)
        if not text:
            continue
        known = vocabulary.find(text)
        wording = wording_of(text)
        field = known.fields[0] if known and len(known.fields) == 1 else None
        name = field.name if field else wording.name if wording.whole else ""
        key = unused(name or slug(text, empty="column"), columns)
        kind = field.kind if field and field.kind not in ("table", "choice") else wording.kind
        columns[key] = Column(key=key, label=(text,), kind=kind)
    return tuple(columns.values())


def _text(cell: TableCell) -> str:
    return " ".join(" ".join(line.text for line in cell.lines).split())
