"""The head of a page by Nghị định 30/2020/NĐ-CP: who issues on the left, the nation on the right.

Everything is found from the nation's name and the blocks around it, never at fixed places: scans
are cropped, shifted and carry signatures and stamps of others above the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dossier.page import PageReading
from ocr.extract.letterhead.pieces import Piece, in_rows, join, pieces_of, usual_height
from ocr.extract.letterhead.wordings import MOTTO, NATION

_ALIKE = 76.0
_ROWS_TO_MOTTO = 3
_HEAD_LINES = 9.0
"""From the nation's name down to the date there are at most so many line heights."""
_NUMBER_LABEL = re.compile(r"^\W*[s5][o06ds]?\W*[:.;,]|^\W*so\b")
_SYMBOL = re.compile(r"[/1l|]\s?[A-ZĐ][A-Za-zĐđ]{0,5}\s?-\s?[A-ZĐ]|^\W*\d+\s?/\s?[A-ZĐ]{2,}")
_STAMP = re.compile(r"(?:[\W\d_]+|(?:cong van )?den\b|cv\b)+")
_DATE = re.compile(r"ng[aoe]y.*\d.*|thang.*na[mn]|th[ao]ng.*\d{4}|ngay\W*$")


@dataclass(frozen=True, slots=True)
class Head:
    """The blocks of the head, each None where it was not found."""

    nation: Piece | None
    motto: Piece | None
    similarity: float
    """0..1 of the nation's name and motto, the better of both."""
    agency: tuple[Piece, ...]
    """Lines in capitals over the number, top to bottom."""
    number: Piece | None
    """The row "Số: 358/QĐ-UBND"."""
    date: Piece | None
    """The row "Hà Nội, ngày 05 tháng 01 năm 2026"."""
    gutter: float
    """Pixels; left of it stands the issuing body, right of it the nation."""
    bottom: float
    """Where the head ends, pixels."""
    beside: tuple[Piece, ...]
    """Pieces of the left column within the head's rows."""
    below: tuple[Piece, ...]
    """All pieces under the head, in reading order."""

    @property
    def top(self) -> float:
        anchor = self.nation or self.motto
        return anchor.box.top if anchor else 0.0


def find_head(page: PageReading) -> Head | None:
    """The head of `page`; None when neither the nation's name nor its motto stands there."""
    pieces = pieces_of(page)
    rows = in_rows(pieces)
    nation_at, nation, left_of_nation = _find_wording(rows, NATION)
    motto_at, motto, _ = _find_wording(
        rows if nation is None else rows[nation_at : nation_at + _ROWS_TO_MOTTO + 1], MOTTO
    )
    anchor = nation or motto
    if anchor is None:
        return None
    similarity = max(_similarity(nation, NATION), _similarity(motto, MOTTO))
    gutter = _gutter(nation, motto)
    height = usual_height([p for p in (nation, motto) if p])
    reach = anchor.box.top + _HEAD_LINES * height
    first = nation_at if nation is not None else max(0, motto_at - 1)
    left, right = _columns(rows[first:], gutter, reach, skip=(nation, motto))
    # A body's name and the nation's, detected as one line, are parted by the wording.
    left += [p for p in left_of_nation if not any(p.beside(other) for other in left)]
    number = _find_number(left, anchor.box.top + 0.5 * height)
    date = _find_date(right, anchor.box.top + 0.5 * height)
    agency = _find_agency(left, rows[:first], number, date, anchor, gutter)
    ends = [p.box.bottom for p in (nation, motto, number, date) if p]
    bottom = max([*ends, *(p.box.bottom for p in agency)])
    below = tuple(p for p in pieces if p.box.center_y > bottom - 0.2 * height)
    beside = tuple(p for p in left if p.box.center_y <= bottom - 0.2 * height)
    return Head(nation, motto, similarity, agency, number, date, gutter, bottom, beside, below)


def _find_wording(
    rows: Sequence[Sequence[Piece]], wording: str
) -> tuple[int, Piece | None, list[Piece]]:
    """(row index, the matched stretch, what stands left of it on the row) of the best match."""
    best: tuple[float, int, Piece | None, list[Piece]] = (0.0, 0, None, [])
    for index, row in enumerate(rows):
        whole = join(row)
        if len(whole.text) < 0.6 * len(wording):
            continue
        found = fuzz.partial_ratio_alignment(wording, whole.folded, score_cutoff=_ALIKE)
        if found is None or found.score <= best[0] or found.dest_end - found.dest_start < 10:
            continue
        start = _word_start(whole.text, found.dest_start)
        before = whole.part(0, start)
        match = whole.part(start, len(whole.text))
        best = (found.score, index, match, [before] if before else [])
    return best[1], best[2], best[3]


def _word_start(text: str, index: int) -> int:
    while index > 0 and not text[index - 1].isspace():
        index -= 1
    return index


def _similarity(piece: Piece | None, wording: str) -> float:
    return fuzz.partial_ratio(wording, piece.folded) / 100 if piece else 0.0


def _gutter(nation: Piece | None, motto: Piece | None) -> float:
    if nation is not None:
        return nation.box.left
    assert motto is not None  # find_head gives up without either
    # The nation's name is half as long again as the motto and centred over it.
    return motto.box.left - 0.25 * motto.box.width


def _columns(
    rows: Sequence[Sequence[Piece]], gutter: float, reach: float, skip: Sequence[Piece | None]
) -> tuple[list[Piece], list[Piece]]:
    """Pieces of the head's rows left and right of the gutter; the nation's own rows left out."""
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in (p for row in rows for p in row if p.box.top < reach):
        if any(s is not None and _overlaps(piece, s) for s in skip):
            continue
        before, after = piece.cut_at(gutter)
        left += [before] if before else []
        right += [after] if after else []
    return left, right


def _overlaps(piece: Piece, other: Piece) -> bool:
    return piece.beside(other) and piece.box.right > other.box.left + 0.2 * other.box.width


def _find_number(left: Sequence[Piece], top: float) -> Piece | None:
    """The number's row: its label, or a symbol standing alone, and what follows on the row."""
    under = [p for p in left if p.box.center_y > top]
    labels = [p for p in under if _NUMBER_LABEL.search(p.folded) and not p.is_subject]
    symbols = [p for p in under if _SYMBOL.search(p.text) and not p.is_subject]
    for anchor in (*(p for p in labels if p in symbols), *labels, *symbols):
        # Before the label only stamps stand ("ĐẾN 15/10/2025"); before a bare symbol its number.
        first = anchor.box.left if anchor in labels else 0.0
        beside = (p for p in under if p.beside(anchor) and p.box.left >= first)
        row = sorted(beside, key=lambda p: p.box.left)
        if anchor in symbols or any(_SYMBOL.search(p.text) or "/" in p.text for p in row):
            return join([p for p in row if not p.is_subject])
    return None


def _find_date(right: Sequence[Piece], top: float) -> Piece | None:
    under = [p for p in right if p.box.center_y > top]
    for row in in_rows(under):
        whole = join(row)
        if _DATE.search(whole.folded) and not whole.is_upper:
            return whole
    return None


def _find_agency(
    left: Sequence[Piece],
    above: Sequence[Sequence[Piece]],
    number: Piece | None,
    date: Piece | None,
    anchor: Piece,
    gutter: float,
) -> tuple[Piece, ...]:
    """The lines in capitals over the number, and those that run on above the nation's row."""
    # The number closes the agency's column; the date stands in the other and may stand higher.
    below = number or date
    end = below.box.center_y if below else anchor.box.bottom + 1e9
    limit = anchor.box.bottom + 6 * anchor.box.height
    lines = [
        p
        for p in filter(None, map(_without_stamp, left))
        if p.box.center_y < min(end, limit)
        and p.is_upper
        and sum(c.isalpha() for c in p.text) >= 3
        and p is not number
    ]
    merged = [join(row) for row in in_rows(lines)]
    for row in reversed(above):
        over = (p for p in row if p.box.center_x < gutter and p.is_upper)
        parts = [p for p in map(_without_stamp, over) if p is not None]
        if not merged or not parts or not _runs_on(join(parts), merged[0]):
            break
        merged.insert(0, join(parts))
    return tuple(merged)


def _without_stamp(piece: Piece) -> Piece | None:
    """An arrival stamp ("ĐẾN 4722") may stand in the line or before it: no body begins so."""
    found = _STAMP.match(piece.folded)
    return piece.part(found.end(), len(piece.text)) if found else piece


def _runs_on(upper: Piece, lower: Piece) -> bool:
    """Whether `upper` is the line before `lower` of one block: near, as large, over one another."""
    near = lower.box.top - upper.box.bottom < 0.7 * lower.box.height
    as_large = upper.box.height > 0.75 * lower.box.height
    shared = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
    return near and as_large and shared > 0.5 * min(upper.box.width, lower.box.width)
