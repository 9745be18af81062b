"""Labels of a draft, made row by row from what stands on the sample."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dossier.forms.definition import Column, Reader, ValueSide
from dossier.forms.draft import DraftField, DraftLabel
from dossier.forms.meaning import Meaning
from dossier.forms.naming import is_numbered
from dossier.forms.sample import SamplePage
from dossier.geometry import PixelBox
from dossier.record import BoxList
from dossier.text import fold
from ocr.studio.head import is_instruction
from ocr.studio.marks import digit_row_of, options_behind
from ocr.studio.segments import Row, Segment
from ocr.studio.tables import ListTable, RowTable

_INTRODUCES: Final = re.compile(r"(?:duoi day|sau day|nhu sau|gom|noi dung sau|sau)\W*$")
"""How a sentence ends whose colon introduces other labels, not a value."""
_TO_WHOM: Final = re.compile(r"\W*(?:noi nhan|luu)\b")
"""The list of recipients under a letter."""
_SIGNER: Final = re.compile(
    r"\W*(?:nguoi|dai dien|chu\b|ben\b|thay mat|tm\b|kt\b|kinh don|giam doc|thu truong|ong\b|ba\b)"
)
"""How words over a signature begin, where they are not in capitals."""
_PRINTED: Final = re.compile(
    r"\W*(?:toi|chung toi|(?:kinh )?de nghi|can cu|thong tin|i{1,3}\.|iv\.|v\.|noi nhan|phan)\b"
)
"""How rows begin that are printed, on a sample where others may be wrapped values."""
_DATE: Final = re.compile(
    r"(?P<before>.*?)\bngày\b.{0,30}?\btháng\b.{0,30}?\bnăm\b(?P<after>.*)", re.IGNORECASE
)
_EDGE: Final = " ,;.…_·-–"
_LONGEST_CAPTION: Final = 45
_MOST_DIGITS: Final = 4
"""Digits of a printed label: its number, a year; more belong to a value."""
_LEADERS: Final = 5
"""Blanks on a page that show where its form wants something written."""
_UNDER: Final = 4.0
"""How far under its label a table may begin, in heights of the label."""


class LabelBuilder:
    """Takes the parts of a sample in reading order."""

    def __init__(self, pages: Sequence[SamplePage], meaning: Meaning, *, blank: bool) -> None:
        self._pages = pages
        self._meaning = meaning
        self._blank = blank
        self._labels: list[DraftLabel] = []
        self._columns: tuple[Column, ...] = ()
        self._printed: list[str] = []
        self._waiting: list[Row] = []
        self._captions: set[tuple[int, int]] = set()

    def add_row(self, row: Row, following: Row | None) -> None:
        """A row of text; `following` is the one under it."""
        if (row.page, row.index) in self._captions:
            return
        signed = None if following is None else _signature_date(row, following)
        if signed is not None:
            self._add_signature_date(*signed)
        elif row.labels:
            self._add_labels(self._with_its_beginning(row), following)
        elif is_instruction(row.text):
            self._printed.append(" ".join(row.text.split()))
        elif self._labels:
            self._waiting.append(row)

    def add_row_table(self, table: RowTable) -> None:
        """A table whose rows are labels. A form's second such table is told as printed text."""
        self._flush()
        page = table.page
        self._append(table.heading, page, table.heading_box)
        if self._columns:
            return
        self._columns = table.columns
        for text, box in table.rows:
            fields = self._meaning.row_fields(text, table.columns)
            self._append(text, page, box, reader=Reader.ROW, fields=fields)

    def add_list(self, table: ListTable) -> None:
        """A table to fill with rows, under the label that introduces it."""
        introduced = self._introduced_by(table)
        self._flush()
        page = table.page
        value_box = self._scan_box(page, table.box)
        if introduced is not None:
            label = self._labels[introduced]
            self._meaning.forget(label.fields)
            field = self._meaning.table_field(label.text, table.columns)
            self._labels[introduced] = label.model_copy(
                update={"fields": (field,), "reader": Reader.PLAIN, "value_box": value_box}
            )
            return
        field = self._meaning.table_field(table.first_heading, table.columns)
        self._append(
            table.first_heading, page, table.heading_box, fields=(field,), value_box=value_box
        )

    def finish(self) -> tuple[tuple[DraftLabel, ...], tuple[Column, ...], tuple[str, ...]]:
        """Labels in reading order, columns of the table of labels, printed instructions."""
        self._flush()
        return tuple(self._labels), self._columns, tuple(dict.fromkeys(self._printed))

    def _add_labels(self, row: Row, following: Row | None) -> None:
        labels = [s for s in row.segments if self._is_label(s)]
        if not labels:
            self._waiting.append(row)
            return
        self._flush()
        for segment in row.segments:
            if segment in labels:
                if self._add_label(segment, row, following):
                    return
            elif is_instruction(segment.text):
                self._printed.append(segment.text)

    def _is_label(self, segment: Segment) -> bool:
        """On a filled sample leaders also stand behind values, and colons within them."""
        if not segment.is_label or sum(c.isdigit() for c in segment.text) > _MOST_DIGITS:
            return False
        return segment.colon or self._blank or self._meaning.is_label(segment.text)

    def _add_label(self, segment: Segment, row: Row, following: Row | None) -> bool:
        """Returns whether the label took the rest of its row: a choice, an identity line."""
        text = segment.text
        reading = self._pages[row.page].reading
        options = options_behind(segment, row, reading.tick_boxes)
        if options is None and not segment.value and following is not None and not following.labels:
            options = options_behind(segment, following, reading.tick_boxes)
            if options is not None:
                self._captions.add((following.page, following.index))
        digits = digit_row_of(segment, reading.digit_rows)
        value = segment.value_box or segment.blank
        if options is not None:
            field = self._meaning.choice_field(text, options.options, options.side)
            self._append_for(segment, (field,), options.box)
            return True
        if digits is not None and not segment.value:
            field = self._meaning.boxed_field(text, digits.cells)
            self._append_for(segment, (field,), digits.box)
            return False
        if self._is_section(segment, following):
            self._append(text, segment.page, segment.box)
            return False
        if _has_place_and_date(segment, row):
            fields = self._meaning.parts_of(Reader.PLACE_DATE)
            self._append_for(segment, fields, value, Reader.PLACE_DATE)
            return True
        if not segment.colon and (dated := _DATE.match(text)):
            # "Cấp ngày … tháng … năm …": what stands between is inside the value.
            segment = replace(segment, text=f"{dated['before'].strip(_EDGE)} ngày".strip())
        reader, fields = self._meaning.fields_of(segment.text, segment.value)
        self._append_for(segment, fields, value, reader)
        # "Giấy tờ tùy thân: CCCD số: 0…, cấp ngày …, nơi cấp: …": all of it is its value.
        return reader is Reader.ID_LINE and not self._blank

    def _is_section(self, segment: Segment, following: Row | None) -> bool:
        """Whether the label introduces other labels, and no value of its own."""
        if self._meaning.is_section(segment.text) or _TO_WHOM.match(fold(segment.text)):
            return True
        if segment.blank is not None or segment.value:
            return False
        if _INTRODUCES.search(fold(segment.text)):
            return True
        if self._blank or self._meaning.says_kind(segment.text):
            return False
        has_leaders = len(self._pages[segment.page].blanks) >= _LEADERS
        wraps = following is not None and not following.labels
        return has_leaders and segment.first and not wraps

    def _with_its_beginning(self, row: Row) -> Row:
        """The row with the printed rows above that its first label begins on.

        "16. Thông tin về án tích … thành lập, quản lý | doanh nghiệp, hợp tác xã (nếu có):"
        """
        first = row.segments[0]
        if not first.is_label or not self._waiting or not first.text[:1].islower():
            return row
        last = self._waiting[-1]
        close = last.page == row.page and row.box.top - last.box.bottom < row.box.height
        if not close or len(last.segments) != 1:
            return row
        self._waiting.pop()
        joined = replace(
            first,
            text=f"{last.segments[0].text} {first.text}",
            box=PixelBox.around((last.segments[0].box, first.box)),
        )
        return replace(row, segments=(joined, *row.segments[1:]))

    def _add_signature_date(self, dated: Segment, caption: Segment) -> None:
        self._flush()
        self._captions.add((caption.page, caption.row))
        field = DraftField(key="declared_on", kind="date", title="Ngày làm giấy")
        fields = (self._meaning.claimed(field),)
        self._append_for(caption, fields, dated.box, side=ValueSide.ABOVE)

    def _introduced_by(self, table: ListTable) -> int | None:
        """The label right above a list; a numbered row that waits there becomes one."""
        page = table.page
        if self._waiting:
            row = self._waiting[-1]
            near = table.box.top - row.box.bottom < _UNDER * row.box.height
            if row.page == page and near and is_numbered(row.text):
                self._waiting.pop()
                self._flush()
                self._append(row.segments[0].text, page, row.segments[0].box)
                return len(self._labels) - 1
            return None
        last = self._labels[-1] if self._labels else None
        if last is None or last.page != page + 1 or len(last.fields) > 1:
            return None
        above = self._scan_box(page, table.box)[1] - last.box[3]
        height = last.box[3] - last.box[1]
        return len(self._labels) - 1 if above < _UNDER * height else None

    def _flush(self) -> None:
        """Rows that wait are printed text that ends the value before them, or part of it."""
        for page, text, box in _paragraphs(self._waiting):
            opens = _PRINTED.match(fold(text)) is not None
            if not (self._blank or opens or self._meaning.is_section(text)):
                continue
            if len(text) < _LONGEST_CAPTION and not opens:
                self._printed.append(text)
            else:
                self._append(text, page, box)
        self._waiting = []

    def _append_for(
        self,
        segment: Segment,
        fields: tuple[DraftField, ...],
        value: PixelBox | None,
        reader: Reader = Reader.PLAIN,
        side: ValueSide = ValueSide.AFTER,
    ) -> None:
        self._append(
            segment.text,
            segment.page,
            segment.box,
            fields=fields,
            reader=reader,
            side=side,
            value_box=None if value is None else self._scan_box(segment.page, value),
        )

    def _append(
        self,
        text: str,
        page: int,
        box: PixelBox,
        *,
        fields: tuple[DraftField, ...] = (),
        reader: Reader = Reader.PLAIN,
        side: ValueSide = ValueSide.AFTER,
        value_box: BoxList | None = None,
    ) -> None:
        self._labels.append(
            DraftLabel(
                text=text,
                page=page + 1,
                box=self._scan_box(page, box),
                value_box=value_box,
                reader=reader,
                side=side,
                required=bool(fields),
                fields=fields,
            )
        )

    def _scan_box(self, page: int, box: PixelBox) -> BoxList:
        return self._pages[page].reading.transform.to_scan(box).as_list()


def _signature_date(row: Row, following: Row) -> tuple[Segment, Segment] | None:
    """A date on a row of its own, and the words under it that a signature stands under."""
    dates = [s for s in row.segments if _DATE.fullmatch(s.text)]
    if not dates or any(s.colon for s in row.segments):
        return None
    caption = _caption_under(dates[-1], following)
    return None if caption is None else (dates[-1], caption)


def _caption_under(dated: Segment, following: Row) -> Segment | None:
    """The short words without a colon that stand right under a date."""
    for segment in following.segments:
        over = dated.box.left - dated.box.height <= segment.box.center_x <= dated.box.right
        short = len(segment.text) <= _LONGEST_CAPTION and not segment.is_label
        signer = segment.text.isupper() or _SIGNER.match(fold(segment.text))
        if over and short and signer:
            return segment
    return None


def _has_place_and_date(segment: Segment, row: Row) -> bool:
    """Whether a place and then a date stand behind the label: "Làm tại: …, ngày … năm …"."""
    if not segment.colon:
        return False
    if segment.value:
        dated = _DATE.search(segment.value)
        before = dated["before"].strip(_EDGE) if dated else ""
        return bool(before) and not any(c.isdigit() for c in before)
    behind = [s for s in row.segments if s.box.left > segment.box.right]
    dated = _DATE.fullmatch(behind[0].text) if len(behind) == 1 else None
    return dated is not None and not dated["before"].strip(_EDGE)


def _paragraphs(rows: Sequence[Row]) -> list[tuple[int, str, PixelBox]]:
    """Page, text and place of each paragraph: rows that go on in small letters are one."""
    found: list[tuple[int, str, PixelBox]] = []
    for row in rows:
        text = " ".join(s.text for s in row.segments)
        if not text:
            continue
        if found and found[-1][0] == row.page and text[0].islower():
            page, begun, box = found[-1]
            found[-1] = (page, f"{begun} {text}", PixelBox.around((box, row.box)))
        else:
            found.append((row.page, text, row.box))
    return found
