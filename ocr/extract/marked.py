"""Fields that are not a run of text: options ticked or shown in print, digit boxes, tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.forms.definition import FieldSpec, TickSide
from dossier.geometry import PixelBox
from dossier.page import DigitRow, PageReading, Table
from dossier.record import FieldReading, FieldState, Source
from ocr.extract.choices import MARK_REACH, read_choice
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.items import read_items
from ocr.extract.regions import Region
from ocr.extract.search import find_matches
from ocr.extract.stream import Glyph, Stream
from ocr.extract.tables import TableReading, continue_table, read_table
from ocr.extract.values import (
    blank_field,
    label_similarity,
    not_found_field,
    unreadable_field,
)

_AGREED, _DISPUTED = 0.95, 0.1
"""Of a digit in a box: what all its readings together give, and what one that differs leaves of the
number's certainty."""
_SAME_ROW = 0.3
_SHOWN_TOLERANCE = 0.15
_PAGE_NUMBER = 3
"""Characters of a page number, the only text that may stand over a table that goes on."""


def read_choice_field(
    spec: FieldSpec, region: Region, stream: Stream, pages: DocumentPages
) -> RawField:
    page = _label_end(region, stream).page
    ticks = pages.readings[page].tick_boxes
    choice = read_choice(
        _with_first_option(spec, region, stream),
        spec.options,
        ticks,
        spec.tick_side,
        pages.readings[page].struck,
    )
    state = FieldState.UNREADABLE
    if choice.clear:
        state = FieldState.READ if choice.value else FieldState.BLANK
    reading = FieldReading(
        value=choice.value if choice.clear else None,
        raw=region.raw,
        state=state,
        confidence=choice.confidence,
        review=state is FieldState.UNREADABLE,
        source=Source.MARK,
        page=pages.numbers[page],
        box=pages.scan_box(choice.box, page),
    )
    evidence = Evidence(characters=(choice.confidence,), label=label_similarity(region))
    return RawField(reading=reading, evidence=evidence)


def _with_first_option(spec: FieldSpec, region: Region, stream: Stream) -> Region:
    """The region, with the label where options are part of that ("☐ Không kinh doanh …").

    Where all options are, nothing but the label is left: what follows is of another field.
    """
    match, label = region.label.match, region.label.label
    printed = " ".join(label.text)
    shown = [any(word in printed for word in words) for words in spec.options.values()]
    if match is None or not any(shown):
        return region
    start = match.start
    if spec.tick_side is TickSide.BEFORE:
        # A cross that hides its box is read as a letter before the word.
        row = stream.text.rfind("\n", 0, start) + 1
        start = max(row, start - MARK_REACH)
    own = stream.glyphs[start : match.end]
    return Region(own if all(shown) else (*own, *region.glyphs), region.label)


def read_shown_choice(spec: FieldSpec, stream: Stream, pages: DocumentPages) -> RawField:
    """The option whose printed or stamped words stand anywhere on the paper; else `not_shown`."""
    found = [
        (match, value)
        for value, wordings in spec.shown.items()
        for wording in wordings
        for match in find_matches(stream, wording, tolerance=_SHOWN_TOLERANCE, limit=1)
    ]
    if not found:
        absent = FieldReading(
            value=spec.not_shown or None,
            state=FieldState.READ if spec.not_shown else FieldState.BLANK,
            confidence=0.0,
            review=False,
            source=Source.MARK,
        )
        return RawField(reading=absent)
    match, value = min(found, key=lambda f: (f[0].cost / f[0].weight, f[0].start))
    glyphs = stream.glyphs[match.start : match.end]
    page = glyphs[0].page
    reading = FieldReading(
        value=value,
        raw=" ".join("".join(g.char for g in glyphs).split()),
        state=FieldState.READ,
        confidence=0.0,
        review=False,
        source=Source.MARK,
        page=pages.numbers[page],
        box=pages.scan_box(PixelBox.around(stream.boxes(match.start, match.end)), page),
    )
    return RawField(reading=reading, evidence=Evidence(label=match.similarity))


def find_digit_row(region: Region, stream: Stream, pages: DocumentPages) -> DigitRow | None:
    """The row of boxes on the label's own row, right of where the label begins."""
    label = _label_end(region, stream)
    if label.box is None:
        return None
    beside = [
        row
        for row in pages.readings[label.page].digit_rows
        if row.box.vertical_overlap(label.box) > _SAME_ROW and row.box.right > label.box.left
    ]
    edge = label.box.right
    return min(beside, key=lambda r: abs(r.box.left - edge)) if beside else None


def read_digit_row(
    spec: FieldSpec, row: DigitRow, region: Region, stream: Stream, pages: DocumentPages
) -> RawField:
    page = _label_end(region, stream).page
    outcome = KINDS[spec.kind].parse(row.text) if row.text else None
    value = outcome.value if isinstance(outcome, Parsed) else None
    state = FieldState.BLANK
    if row.text:
        state = FieldState.READ if value else FieldState.UNREADABLE
    reading = FieldReading(
        value=value,
        raw=row.text,
        state=state,
        confidence=0.0,
        review=state is FieldState.UNREADABLE,
        page=pages.numbers[page],
        box=pages.scan_box(row.box, page),
    )
    # No digit tells of another: one that the readings disagree on leaves the number in doubt.
    disputed = min(row.char_confidences, default=1.0) < _AGREED
    certainty = outcome.certainty if isinstance(outcome, Parsed) else 1.0
    evidence = Evidence(
        characters=row.char_confidences,
        label=label_similarity(region),
        parsing=_DISPUTED if disputed else certainty,
        differs=float(disputed),
        written=row.written,
        blank=not row.text,
    )
    return RawField(reading=reading, evidence=evidence)


def read_table_field(
    spec: FieldSpec, region: Region, stream: Stream, pages: DocumentPages
) -> RawField:
    """The first table under the label, or on a following page, whose header fits the columns."""
    label = _label_end(region, stream)
    for page in range(label.page, len(pages.readings)):
        below = label.box.top if label.box and page == label.page else 0.0
        tables = [t for t in pages.readings[page].tables if t.box.bottom > below]
        table = read_table(tables, spec.columns)
        if table is not None:
            table = _with_continuations(spec, table, pages.readings[page:])
            reading = FieldReading(
                value=table.rows or None,
                raw=table.raw,
                state=FieldState.READ if table.rows else FieldState.BLANK,
                confidence=0.0,
                review=False,
                page=pages.numbers[page],
                box=pages.scan_box(table.box, page),
            )
            evidence = Evidence(parts=table.cells, blank=not table.rows)
            return RawField(reading=reading, evidence=evidence)
    return _read_listed(spec, region, pages) if spec.items else not_found_field()


def _read_listed(spec: FieldSpec, region: Region, pages: DocumentPages) -> RawField:
    """The rows as numbered items under the label, where no table is ruled."""
    rows = read_items(spec, region)
    if not rows:
        return blank_field(region) if not region.text else unreadable_field(region, pages)
    reading = FieldReading(
        value=rows,
        raw=region.raw,
        state=FieldState.READ,
        confidence=0.0,
        review=False,
        page=None if region.page is None else pages.numbers[region.page],
        box=pages.scan_box(region.box(), region.page),
    )
    evidence = Evidence(
        characters=region.confidences(),
        label=label_similarity(region),
        written=region.written(),
    )
    return RawField(reading=reading, evidence=evidence)


def _with_continuations(
    spec: FieldSpec, table: TableReading, pages: Sequence[PageReading]
) -> TableReading:
    """`table`, the last on the first of `pages`, with the parts that open the pages after it."""
    for before, page in pairwise(pages):
        last = max(before.tables, key=lambda t: t.box.bottom, default=None)
        first = min(page.tables, key=lambda t: t.box.top, default=None)
        ends_page = last is not None and last.columns == table.table.columns
        if not ends_page or first is None or not _opens_page(first, page, table):
            break
        table = continue_table(table, first, spec.columns)
    return table


def _opens_page(table: Table, page: PageReading, whole: TableReading) -> bool:
    """Whether a table of as many columns stands above all text of the page but its number."""
    above = [line for line in page.lines if line.box.bottom < table.box.top]
    return table.columns == whole.table.columns and all(
        len(line.text.strip(" -")) <= _PAGE_NUMBER for line in above
    )


def _label_end(region: Region, stream: Stream) -> Glyph:
    """The last printed glyph of the label. Raises ValueError for a region without a label."""
    match = region.label.match
    if match is None:
        raise ValueError("a region stands beside a label that was found")
    return stream.glyphs[match.end - 1]
