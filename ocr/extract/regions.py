"""From placed labels to the text of each value: what belongs to it, and what is only printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dossier.forms.definition import FormDefinition, Reader, ValueSide
from dossier.geometry import PixelBox
from dossier.text import strip_leaders
from dossier.text.letters import SMALL
from ocr.extract.align import Alignment, PlacedLabel
from ocr.extract.footnotes import footnote_end, footnote_start
from ocr.extract.search import Match, find_matches
from ocr.extract.stream import FOOTNOTE_MARK, Glyph, Stream, written_by_hand

_ROW_GAP_FACTOR = 2.4
"""A gap of this many row pitches ends a value: what follows is another block."""
_COLUMN_GAP_FACTOR = 1.6
_COLUMN_ROWS = 3
_PRINTED_TOLERANCE = 0.25
_BEFORE_COLON = re.compile(
    r"[^\s:]{1,2}:"
    r"|\s?(?:\([^()]{2,90}\)|[/–-]\s?[A-Za-z][A-Za-z' ]{2,48}[A-Za-z]"
    rf"|{SMALL}+(?:\s{SMALL}+){{0,2}})"
    r"\s?(?:\(\d\))?\s?:"
)
"""A letter or two that were misread; a remark, the same in another language or a few words more,
as one edition has them and another has not: "(ghi rõ …):", "/ Full name:", "hiện tại:"."""
_TOLD = re.compile(
    r"\s*\((?:ghi|viết|nếu|xem|theo|điền|chọn|đánh dấu|kê khai|nêu)\s[^()]{2,90}\)\s*:?",
    re.IGNORECASE,
)
"""What to write, told behind the label's colon."""
_ROW_END_DOTS = re.compile(r"(?<![A-ZĐ])(?:\s*[.…_·])+\s*$")
"""What is left of a leader where a value goes on in the next row; "TP." keeps its stop."""
_LEAD_IN = " :;.,…_-–·\n"


@dataclass(frozen=True, slots=True)
class Region:
    """The glyphs of one value, printed matter already out. Empty: the place is blank."""

    glyphs: tuple[Glyph, ...]
    label: PlacedLabel

    @property
    def text(self) -> str:
        return strip_leaders(self.raw)

    @property
    def raw(self) -> str:
        """As it stands on the paper, rows joined by a space."""
        rows = "".join(g.char for g in self.glyphs).split("\n")
        return " ".join(" ".join(_ROW_END_DOTS.sub("", row) for row in rows).split())

    @property
    def page(self) -> int | None:
        """Index of the page the value begins on."""
        return self.glyphs[0].page if self.glyphs else None

    def box(self) -> PixelBox | None:
        """Around the printed characters on the first page of the value, upright pixels."""
        boxes = [
            g.box
            for g in self.glyphs
            if g.box is not None and g.page == self.page and g.char not in _LEAD_IN
        ]
        return PixelBox.around(boxes) if boxes else None

    def confidences(self) -> tuple[float, ...]:
        return tuple(g.confidence for g in self.glyphs if g.char not in _LEAD_IN)

    def written(self) -> float | None:
        """How likely the value was written by hand (`written_by_hand`)."""
        return written_by_hand([g for g in self.glyphs if g.char not in _LEAD_IN])

    def keep(self, wanted: Callable[[Glyph], bool]) -> Region:
        return Region(tuple(g for g in self.glyphs if wanted(g)), self.label)

    def part(self, start: int, end: int) -> Region:
        """The sub-region of characters `[start, end)` of the region's glyphs."""
        return Region(self.glyphs[start:end], self.label)


def join_regions(regions: Sequence[Region], joint: str) -> Region:
    """The values of `regions` as one with `joint` between them, beside the first one's label.

    Regions where nothing stands but leaders are left out.
    """
    filled = [region for region in regions if region.text]
    glyphs: list[Glyph] = []
    for region in filled:
        if glyphs:
            last = glyphs[-1]
            glyphs = _without_end(glyphs)
            glyphs += [Glyph(c, last.page, last.row, None, 1.0) for c in joint]
        glyphs += region.glyphs
    return Region(tuple(glyphs), (filled or regions)[0].label)


def _without_end(glyphs: list[Glyph]) -> list[Glyph]:
    """Up to the last letter, digit or bracket: leaders and commas before a joint go."""
    last = len(glyphs)
    while last and glyphs[last - 1].char in _LEAD_IN:
        last -= 1
    return glyphs[:last]


def cut_notes(form: FormDefinition, stream: Stream) -> Stream:
    """The stream without the printed notes that close the form ("Chú thích: ...")."""
    ends = [
        m.start
        for wording in form.ends_at
        for m in find_matches(stream, wording, tolerance=0.15)
        if stream.starts_row(m.start) and m.start > len(stream.glyphs) * 0.4
    ]
    return stream.up_to(min(ends)) if ends else stream


def mask_printed(form: FormDefinition, stream: Stream) -> frozenset[int]:
    """Glyphs that belong to printed instructions or footnote marks, wherever they stand."""
    masked: set[int] = set()
    for wording in form.printed:
        for match in find_matches(stream, wording, tolerance=_PRINTED_TOLERANCE):
            masked.update(range(match.start, match.end))
    for found in FOOTNOTE_MARK.finditer(stream.text):
        masked.update(range(found.start(), found.end()))
    return frozenset(masked)


def find_regions(alignment: Alignment, stream: Stream, masked: frozenset[int]) -> dict[int, Region]:
    """The value region of every label found that carries a field, by label index."""
    regions: dict[int, Region] = {}
    for index, placed in enumerate(alignment.labels):
        match = placed.match
        if match is None or not placed.label.field_keys:
            continue
        if placed.label.side is ValueSide.ABOVE and placed.label.reader is Reader.PLACE_DATE:
            regions[index] = Region(_row_above(stream, match), placed)
        elif placed.label.side is ValueSide.ABOVE:
            regions[index] = Region(_column_above(stream, match), placed)
        else:
            end = alignment.end_of_value(index, len(stream.glyphs))
            glyphs = _value_glyphs(stream, _value_start(stream, placed, match), end, masked)
            regions[index] = Region(glyphs, placed)
    return regions


def _value_start(stream: Stream, placed: PlacedLabel, match: Match) -> int:
    """Past the label's colon, and past what a print says to the label before or behind it."""
    start = match.end
    has_colon = placed.label.text[0].endswith(":")
    if stream.text[match.end - 1] != ":" and has_colon:
        until_colon = _BEFORE_COLON.match(stream.text, match.end)
        start = until_colon.end() if until_colon else start
    told = _TOLD.match(stream.text, start) if has_colon else None
    return told.end() if told else start


def _value_glyphs(
    stream: Stream, start: int, end: int, masked: frozenset[int]
) -> tuple[Glyph, ...]:
    # A printed block inside the span ends the value: what follows it belongs to the block.
    kept: list[Glyph] = []
    seen_value = False
    for index in range(start, end):
        if index in masked and seen_value and _is_long_mask(index, masked):
            break
        if index in masked:
            continue
        glyph = stream.glyphs[index]
        seen_value = seen_value or glyph.char not in _LEAD_IN
        kept.append(glyph)
    return _trim(_until_gap(kept, stream, start))


def _is_long_mask(index: int, masked: frozenset[int]) -> bool:
    return all(i in masked for i in range(index, index + 6))


def _until_gap(glyphs: Sequence[Glyph], stream: Stream, start: int) -> list[Glyph]:
    """Cut where the page ends or the next row stands far below the row before."""
    anchor = _last_box(stream.glyphs[max(0, start - 3) : start])
    limit = _ROW_GAP_FACTOR * _row_pitch(stream)
    page = stream.glyphs[start - 1].page if start else 0
    kept: list[Glyph] = []
    for glyph in glyphs:
        if glyph.page != page:
            break
        if glyph.box is not None:
            if anchor is not None and glyph.box.center_y - anchor.center_y > limit:
                break
            anchor = glyph.box
        kept.append(glyph)
    return kept


def _last_box(glyphs: Sequence[Glyph]) -> PixelBox | None:
    boxes = [g.box for g in glyphs if g.box is not None]
    return boxes[-1] if boxes else None


def _row_pitch(stream: Stream) -> float:
    """Usual distance between rows, upright pixels."""
    tops: dict[tuple[int, int], float] = {}
    heights: list[float] = []
    for glyph in stream.glyphs:
        if glyph.box is not None and (glyph.page, glyph.row) not in tops:
            tops[glyph.page, glyph.row] = glyph.box.center_y
            heights.append(glyph.box.height)
    ordered = sorted(tops.items())
    gaps = [
        b - a
        for ((page_a, _), a), ((page_b, _), b) in pairwise(ordered)
        if page_a == page_b and b > a
    ]
    if not gaps:
        return 40.0
    return max(median(gaps), 1.2 * median(heights))


def _trim(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    text = "".join(g.char for g in glyphs)
    first, last = footnote_end(text), footnote_start(text)
    while first < last and glyphs[first].char in _LEAD_IN:
        first += 1
    while last > first and glyphs[last - 1].char in " \n":
        last -= 1
    return tuple(glyphs[first:last])


def _column_above(stream: Stream, match: Match) -> tuple[Glyph, ...]:
    """Glyphs over a label, inside its column: rows follow each other up to the first wide gap."""
    label = PixelBox.around(stream.boxes(match.start, match.end))
    page = stream.glyphs[match.start].page
    pitch = _row_pitch(stream)
    rows = _rows_above(stream, page, label.top)
    kept: list[list[Glyph]] = []
    edge = label.top
    for row in rows:
        piece = _piece_over(row, label)
        if not piece:
            continue
        bottom = PixelBox.around([g.box for g in piece if g.box]).center_y
        if edge - bottom > _COLUMN_GAP_FACTOR * pitch or len(kept) == _COLUMN_ROWS:
            break
        kept.append(piece)
        edge = bottom
    return _trim(_with_breaks([g for piece in reversed(kept) for g in piece]))


def _row_above(stream: Stream, match: Match) -> tuple[Glyph, ...]:
    """The whole row over a label: place and date over a signature have it for themselves.

    By the order of rows, not by height: on a tilted page the end of a row stands lower than the
    beginning of the next.
    """
    label = stream.glyphs[match.start]
    own = PixelBox.around(stream.boxes(match.start, match.end))
    page = [g for g in stream.glyphs if g.page == label.page]
    above = max((g.row for g in page if g.box is not None and g.row < label.row), default=None)
    row = [g for g in page if g.row == above]
    if not row:
        return ()
    gap = own.center_y - PixelBox.around([g.box for g in row if g.box]).center_y
    return _trim(row) if gap <= _ROW_GAP_FACTOR * _row_pitch(stream) else ()


def _rows_above(stream: Stream, page: int, top: float) -> list[list[Glyph]]:
    """Rows of printed glyphs above `top`, nearest first."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in stream.glyphs:
        if glyph.page == page and glyph.box is not None and glyph.box.center_y < top:
            rows.setdefault(glyph.row, []).append(glyph)
    return [rows[r] for r in sorted(rows, reverse=True)]


def _piece_over(row: Sequence[Glyph], label: PixelBox) -> list[Glyph]:
    """The piece of a row that stands over `label`."""
    pieces = split_pieces(row)
    shared = [_overlap(PixelBox.around([g.box for g in p if g.box]), label) for p in pieces]
    most = max(shared, default=0.0)
    return pieces[shared.index(most)] if most > 0 else []


def split_pieces(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The printed glyphs of one row, left to right, parted at gaps wider than a letter is tall."""
    pieces: list[list[Glyph]] = []
    printed = (g for g in row if g.box is not None)
    for glyph in sorted(printed, key=lambda g: g.box.center_x if g.box else 0.0):
        last = pieces[-1][-1].box if pieces else None
        if glyph.box and last and glyph.box.left - last.right < glyph.box.height:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    return pieces


def _overlap(one: PixelBox, other: PixelBox) -> float:
    """Shared width, upright pixels; negative when apart."""
    return min(one.right, other.right) - max(one.left, other.left)


def _with_breaks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    joined: list[Glyph] = []
    for glyph in glyphs:
        if joined and glyph.row != joined[-1].row:
            joined.append(Glyph("\n", glyph.page, glyph.row, None, 1.0))
        joined.append(glyph)
    return joined
