"""The rows of a sample cut into printed labels and what stands behind them.

A label is what ends in a colon, or what a blank to write in follows. On a filled sample one label's
value and the next label share a row ("Dân tộc: Kinh Quốc tịch: Việt Nam"); the cut between them is
where a known wording begins, else the widest gap, else the last word with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dossier.forms.naming import bare_label
from dossier.geometry import PixelBox
from dossier.page import Line
from dossier.text import fold
from dossier.text.letters import CAPITAL
from ocr.extract.stream import FOOTNOTE_MARK
from ocr.layout.reading_order import group_rows

_COLON: Final = re.compile(r"(?<![0-9])[:：]|[:：](?![0-9])")
_DOTS: Final = re.compile(r"(?:[.…_·]\s?){3,}|…")
_NUMBER: Final = re.compile(rf"(?<![\w,])[0-9]{{1,2}}[.)]\s?(?={CAPITAL})")
_ITEM: Final = re.compile(r"(?<!\S)[0-9]{1,2}[.)]?\s*$")
_HEAD_NUMBER: Final = re.compile(r"^\W*[0-9]{1,2}[.)]?\s")
_EDGE: Final = " ,;.…_·-–"
_WIDE_GAP: Final = 1.3
"""In heights of the line: a gap between words this wide parts a value from the next label."""
_NEAR: Final = 2.5
"""How far behind a label its blank may begin, in heights of the line."""
_LEAST_LETTERS: Final = 2
"""Letters of a label; fewer are what is left of a footnote mark."""
_HIDDEN: Final = 3
"""Characters that the engine may have made of a blank between two words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of printed text that may be a label."""

    text: str
    """With its colon, without footnote marks and leaders."""
    box: PixelBox
    page: int
    """Index of the sample's page, from 0."""
    row: int
    first: bool
    """Whether it begins its row."""
    colon: bool
    blank: PixelBox | None
    """The leader or rule behind it."""
    value: str
    """What is written behind it, up to the next label; '' where nothing is."""
    value_box: PixelBox | None

    @property
    def is_label(self) -> bool:
        return self.colon or self.blank is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of text and its segments, left to right."""

    page: int
    index: int
    text: str
    box: PixelBox
    segments: tuple[Segment, ...]

    @property
    def labels(self) -> tuple[Segment, ...]:
        return tuple(s for s in self.segments if s.is_label)


def cut_rows(
    lines: Sequence[Line], blanks: Sequence[PixelBox], page: int, known: frozenset[str]
) -> list[Row]:
    """The rows of one page; `known` are the folded wordings of labels of other forms."""
    rows: list[Row] = []
    for index, row in enumerate(group_rows(lines)):
        box = PixelBox.around(line.box for line in row)
        parted = [part for line in row for part in _parted_at_blanks(line, blanks)]
        pieces = [piece for line in _dates_joined(parted) for piece in _cut(line, known)]
        pieces = [piece for piece in pieces if piece.text.strip(_EDGE)]
        segments = [
            _segment(piece, following, blanks, page, index, first=not position)
            for position, (piece, following) in enumerate(pairwise([*pieces, None]))
            if piece is not None
        ]
        text = " ".join(line.text for line in row)
        rows.append(
            Row(page=page, index=index, text=text, box=box, segments=tuple(_filled(segments)))
        )
    return rows


def _parted_at_blanks(line: Line, blanks: Sequence[PixelBox]) -> list[Line]:
    """A line cut where a blank stands within it, which the engine read across."""
    centers = line.char_centers
    if not centers:
        return [line]
    cuts = [0]
    for blank in blanks:
        level = line.box.top + line.box.height / 3 <= blank.center_y <= line.box.bottom
        within = centers[0] < blank.left and blank.right < centers[-1]
        hidden = sum(blank.left < x < blank.right for x in centers)
        if level and within and hidden <= _HIDDEN:
            cuts.append(next(i for i, x in enumerate(centers) if x > blank.center_x))
    return [_part(line, a, b) for a, b in pairwise([*sorted(set(cuts)), len(line.text)])]


def _part(line: Line, start: int, end: int) -> Line:
    return Line(
        text=line.text[start:end],
        confidence=line.confidence,
        box=_box_of(line, start, end),
        char_centers=line.char_centers[start:end],
    )


def _dates_joined(row: Sequence[Line]) -> list[Line]:
    """Pieces of one printed date put together: "ngày | tháng | năm" between their leaders."""
    joined: list[Line] = []
    for line in row:
        last = joined[-1] if joined else None
        begun = last is not None and re.search(
            r"\bngày\b(?!.*\bnăm\b)", fold_marks(last.text), re.IGNORECASE
        )
        if last is not None and begun and re.match(r"\s*(?:tháng|năm)\b", line.text, re.IGNORECASE):
            centers = (*last.char_centers, last.box.right, *line.char_centers)
            whole = bool(last.char_centers) and bool(line.char_centers)
            joined[-1] = Line(
                text=f"{last.text} {line.text}",
                confidence=min(last.confidence, line.confidence),
                box=PixelBox.around((last.box, line.box)),
                char_centers=centers if whole else (),
            )
        else:
            joined.append(line)
    return joined


def fold_marks(text: str) -> str:
    """`text` with footnote marks and leaders blanked out, as long as before."""
    for pattern in (FOOTNOTE_MARK, _DOTS):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    box: PixelBox
    colon: bool


def _cut(line: Line, known: frozenset[str]) -> list[_Piece]:
    """A line as labels (each up to its colon) and what stands between them."""
    text = fold_marks(line.text)
    pieces: list[_Piece] = []
    start = 0
    for colon in _COLON.finditer(text):
        if text.count("(", start, colon.start()) > text.count(")", start, colon.start()):
            continue  # inside an instruction in brackets
        begin = _label_start(line, text, start, colon.start(), known, first=start == 0)
        if text[start:begin].strip(_EDGE):
            pieces.append(_piece(line, text, start, begin))
        pieces.append(_piece(line, text, begin, colon.end(), colon=True))
        start = colon.end()
    pieces.extend(_parted_at_leaders(line, text, start))
    return pieces


def _parted_at_leaders(line: Line, text: str, start: int) -> Iterable[_Piece]:
    """What stands behind the last colon, cut where the engine read a leader's dots."""
    edges = [start]
    for dots in _DOTS.finditer(line.text, start):
        edges += [dots.start(), dots.end()]
    edges.append(len(text))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if text[begin:end].strip(_EDGE):
            yield _piece(line, text, begin, end)


def _label_start(
    line: Line, text: str, start: int, colon: int, known: frozenset[str], *, first: bool
) -> int:
    """Where the label that ends at `colon` begins, behind the value before it."""
    span = text[start:colon]
    words = [start + w.start() for w in re.finditer(r"\S+", span)]
    for word in words:
        begin = _with_number(text, start, word)
        # At the head of a line a known wording may be the end of a longer label.
        before = _HEAD_NUMBER.sub("", text[start:begin])
        if first and not any(c.isdigit() for c in before):
            continue
        if fold(bare_label(text[word:colon])) in known:
            return begin
    if first:
        return start
    if not words:
        return start
    numbers = [start + n.start() for n in _NUMBER.finditer(span)]
    if numbers:
        return numbers[-1]
    gap = _widest_gap(line, words)
    if gap is not None:
        return gap
    capitals = [w for w in words if text[w].isupper()]
    return capitals[-1] if capitals else words[0]


def _with_number(text: str, start: int, word: int) -> int:
    """Where the number printed before a label begins: "4. Ngày sinh"; `word` when it has none."""
    number = _ITEM.search(text, start, word)
    return number.start() if number else word


def _widest_gap(line: Line, words: Sequence[int]) -> int | None:
    """The word behind the widest gap, when it is wider than spaces are."""
    if not line.char_centers:
        return None
    gaps = [(line.char_centers[w] - line.char_centers[max(w - 2, 0)], w) for w in words if w >= 2]
    widest, word = max(gaps, default=(0.0, 0))
    return word if widest > _WIDE_GAP * line.box.height else None


def _piece(line: Line, text: str, start: int, end: int, *, colon: bool = False) -> _Piece:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    words = " ".join(text[start:end].split())
    return _Piece(words, _box_of(line, start, end), colon)


def _box_of(line: Line, start: int, end: int) -> PixelBox:
    box, length = line.box, max(len(line.text), 1)
    if end <= start:
        return box
    if start == 0 and end == length:
        return box
    if line.char_centers:
        half = box.width / length / 2
        left, right = line.char_centers[start] - half, line.char_centers[end - 1] + half
    else:
        left = box.left + box.width * start / length
        right = box.left + box.width * end / length
    return PixelBox(
        left=max(left, box.left),
        top=box.top,
        right=max(min(right, box.right), left),
        bottom=box.bottom,
    )


def _segment(
    piece: _Piece,
    following: _Piece | None,
    blanks: Sequence[PixelBox],
    page: int,
    row: int,
    *,
    first: bool,
) -> Segment:
    return Segment(
        text=piece.text,
        box=piece.box,
        page=page,
        row=row,
        first=first,
        colon=piece.colon,
        blank=_blank_behind(piece.box, following.box if following else None, blanks),
        value="",
        value_box=None,
    )


def _blank_behind(
    box: PixelBox, following: PixelBox | None, blanks: Sequence[PixelBox]
) -> PixelBox | None:
    """The leader that begins right behind `box` on its base line, before the next piece does."""
    height = box.height
    for blank in blanks:
        level = box.top + 0.35 * height <= blank.center_y <= box.bottom + 0.35 * height
        # The engine's box of a short word may hold the first dots of its leader.
        behind = box.left + 0.2 * box.width <= blank.left <= box.right + _NEAR * height
        free = following is None or blank.center_x < following.left + height
        if level and behind and free and blank.right > box.right + 0.5 * height:
            return blank
    return None


def _filled(segments: Sequence[Segment]) -> list[Segment]:
    """Labels with the text behind them as their value; that text is no segment of its own."""
    kept: list[Segment] = []
    for segment in segments:
        last = kept[-1] if kept else None
        waits = last is not None and last.colon and not last.value and last.blank is None
        if last is not None and waits and not segment.colon:
            kept[-1] = replace(last, value=segment.text, value_box=segment.box)
        elif sum(c.isalpha() for c in segment.text) >= _LEAST_LETTERS:
            kept.append(segment)
    return kept
