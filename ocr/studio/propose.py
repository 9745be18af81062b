"""From the pages of a sample to a draft: which label introduces which field of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Final

from dossier.forms.definition import FormDefinition
from dossier.forms.draft import DraftForm
from dossier.forms.meaning import Meaning
from dossier.forms.naming import slug, unused
from dossier.forms.sample import SamplePage
from dossier.forms.vocabulary import Vocabulary
from dossier.geometry import PixelBox
from ocr.studio.builder import LabelBuilder
from ocr.studio.head import MOTTO, begins_notes, find_edition_marks, find_title, is_motto
from ocr.studio.segments import Row, cut_rows
from ocr.studio.tables import ListTable, RowTable, table_of

_NOTES_SHARE: Final = 0.4
"""Notes stand in the lower part of a form; "Ghi chú:" further up is a field."""
_BLANK_SHARE: Final = 0.35
"""A sample with fewer of its labels filled is a blank form: every other row of it is printed."""
_PAGE_NUMBER: Final = re.compile(r"\W*[0-9]{1,3}\W*")
_UNNAMED: Final = "BIỂU MẪU MỚI"

Part = Row | ListTable | RowTable


def propose_form(
    pages: Sequence[SamplePage], forms: Mapping[str, FormDefinition], *, today: date
) -> DraftForm:
    """A draft of the form that `pages` show, blank or filled, with names from `forms`.

    At least one page. Labels come in reading order; boxes are fractions of the pages as scanned.
    `today` is the edition where the print tells no year.
    """
    vocabulary = Vocabulary(forms)
    tables = [_tables(page, i, vocabulary) for i, page in enumerate(pages)]
    rows, ends_at = _without_notes(
        [r for i, page in enumerate(pages) for r in _rows(page, i, tables[i], vocabulary)]
    )
    title = find_title(rows, pages[0].reading.upright_height_px)
    marks = find_edition_marks(rows, today)
    body = [r for r in rows if not _is_head(r, title.rows)]
    builder = LabelBuilder(pages, Meaning(vocabulary), blank=_is_blank(body))
    parts = _in_order(body, tables)
    for part, following in pairwise([*parts, None]):
        if isinstance(part, Row):
            builder.add_row(part, following if isinstance(following, Row) else None)
        elif isinstance(part, RowTable):
            builder.add_row_table(part)
        elif isinstance(part, ListTable):
            builder.add_list(part)
    labels, columns, printed = builder.finish()
    name = title.text or _UNNAMED
    return DraftForm(
        key=unused(slug(name, empty="form"), forms),
        title=name.capitalize(),
        titles=(name,),
        edition=marks.edition,
        circular=marks.circular,
        markers=marks.markers,
        labels=labels,
        columns=columns,
        printed=(*MOTTO, name, *printed),
        ends_at=ends_at,
    )


def _tables(page: SamplePage, index: int, vocabulary: Vocabulary) -> list[ListTable | RowTable]:
    found = (table_of(table, index, vocabulary) for table in page.reading.tables)
    return [table for table in found if table is not None]


def _rows(
    page: SamplePage, index: int, tables: Sequence[Part], vocabulary: Vocabulary
) -> list[Row]:
    """The rows outside tables of one page, without its number."""
    lines = [
        line
        for line in page.reading.lines
        if not any(_inside(line.box, table.box) for table in tables)
        and not _PAGE_NUMBER.fullmatch(line.text)
    ]
    rules = [b for b in page.blanks if not any(_inside(b, t.box) for t in page.reading.tables)]
    return cut_rows(lines, rules, index, frozenset(vocabulary.wordings()))


def _inside(box: PixelBox, frame: PixelBox) -> bool:
    return frame.contains_point(box.center_x, box.center_y)


def _without_notes(rows: Sequence[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """The rows before the notes, and the heading of those."""
    for place, row in enumerate(rows):
        if place >= _NOTES_SHARE * len(rows) and begins_notes(row):
            return list(rows[:place]), (" ".join(row.text.split()),)
    return list(rows), ()


def _is_head(row: Row, title: frozenset[int]) -> bool:
    return is_motto(row.text) or (row.page == 0 and row.index in title)


def _is_blank(rows: Sequence[Row]) -> bool:
    labels = [s for r in rows for s in r.labels]
    return sum(bool(s.value) for s in labels) < _BLANK_SHARE * max(len(labels), 1)


def _in_order(rows: Sequence[Row], tables: Iterable[Sequence[Part]]) -> list[Part]:
    """Rows and tables as they follow each other on paper."""
    return sorted([*rows, *chain(*tables)], key=lambda part: (part.page, part.box.top))
