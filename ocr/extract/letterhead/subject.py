"""What the document is and what it is about: "QUYẾT ĐỊNH" and the bold lines under it, or "V/v".

The subject ends where the lines stand further apart (the short rule), at the name of the authority
in capitals, or at the first words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from ocr.extract.letterhead.head import Head
from ocr.extract.letterhead.pieces import Piece, in_rows, join
from ocr.extract.letterhead.wordings import AUTHORITIES, FOLDED_KINDS, OPENINGS

_KIND_ALIKE: Final = 86.0
_OFF_AXIS: Final = 0.09
"""Share of the page width a centred line may stand off the title's middle."""
_GAP: Final = 1.55
"""Times the pitch of the subject's own lines."""
_FIRST_GAP: Final = 3.0
"""Line heights from the title to its subject at most."""
_KIND_TAIL: Final = re.compile(r"[\W_]+$")
_ABOUT: Final = re.compile(r"^\W*v\s?[/.il|]?\s?v\b[\s:.]*")
_END: Final = re.compile(r"[\s.,;:/_\-–—*]+$")
_ITEM: Final = re.compile(r"^(?:[ivx]{1,4}|\d{1,2}|[a-e])\s?[.)]\s")


@dataclass(frozen=True, slots=True)
class Title:
    """The kind of paper as the decree names it, and where it stands."""

    name: str
    similarity: float
    """0..1"""
    piece: Piece


def find_title(head: Head, page_width: float) -> Title | None:
    """The kind over the subject: alone on its row, in capitals, near the middle of the page."""
    limit = head.bottom + 12 * _line_height(head)
    for row in in_rows(p for p in head.below if p.box.top < limit):
        for piece in row:
            title = _as_title(piece)
            if title and abs(piece.box.center_x - page_width / 2) < 0.2 * page_width:
                return title
    return None


def _as_title(piece: Piece) -> Title | None:
    if not piece.is_upper:
        return None
    folded = _KIND_TAIL.sub("", piece.folded)
    found = process.extractOne(folded, FOLDED_KINDS.keys(), scorer=fuzz.ratio)
    if found is None or found[1] < _KIND_ALIKE:
        return None
    return Title(FOLDED_KINDS[found[0]], found[1] / 100, piece)


def find_subject(head: Head, title: Title | None, page_width: float) -> tuple[Piece, ...]:
    """The lines of the subject, top to bottom; empty when there is none."""
    if title is not None:
        return _under_title(head, title, page_width)
    return _under_number(head)


def _under_title(head: Head, title: Title, page_width: float) -> tuple[Piece, ...]:
    axis, tolerance = title.piece.box.center_x, _OFF_AXIS * page_width
    lines: list[Piece] = []
    pitch = 0.0
    under = [p for p in head.below if p.box.center_y > title.piece.box.bottom]
    for row in in_rows(under):
        line = _centred(row, axis, tolerance)
        if line is None:
            continue
        before = lines[-1] if lines else title.piece
        step = line.box.center_y - before.box.center_y
        allowed = _GAP * pitch if len(lines) > 0 and pitch else _FIRST_GAP * title.piece.box.height
        if step > allowed or _ends_subject(line, lines):
            break
        lines.append(line)
        pitch = min(pitch, step) if pitch else step
        pitch = max(pitch, title.piece.box.height)
    return tuple(lines)


def _centred(row: Sequence[Piece], axis: float, tolerance: float) -> Piece | None:
    """The row as one piece when it stands over the axis, without what stands in the margin."""
    for first in range(len(row)):
        line = join(row[first:])
        if abs(line.box.center_x - axis) <= tolerance and line.box.left < axis < line.box.right:
            return line
    return None


def _ends_subject(line: Piece, lines: Sequence[Piece]) -> bool:
    text = line.folded.lstrip(" (-*•")
    if any(_starts_with(text, words) for words in OPENINGS) or _ITEM.match(text):
        return True
    if not line.is_upper or (lines and lines[0].is_upper):
        return False
    return bool(lines) or any(_starts_with(text, words) for words in AUTHORITIES)


def _starts_with(text: str, words: str) -> bool:
    start = text[: len(words)]
    follows = text[len(words) : len(words) + 1]
    return not follows.isalnum() and fuzz.ratio(start, words) >= 88


def _under_number(head: Head) -> tuple[Piece, ...]:
    """The "V/v" lines in the left column."""
    anchor = head.number.box.top if head.number else head.top
    everything = [p for p in (*head.below, *head.beside) if p.box.center_y > anchor]
    starts = sorted((p for p in everything if p.is_subject), key=lambda p: p.box.top)
    if not starts:
        return ()
    lines = [starts[0]]
    pitch = 0.0
    for piece in sorted(everything, key=lambda p: p.box.center_y):
        last = lines[-1]
        step = piece.box.center_y - last.box.center_y
        if step <= 0.5 * last.box.height or piece.box.center_x > head.gutter:
            continue
        if step > (_GAP * pitch if pitch else 2.2 * last.box.height) or _ends_subject(piece, lines):
            break
        lines.append(piece)
        pitch = min(pitch, step) if pitch else step
    return tuple(lines)


def tidy_subject(text: str) -> str:
    """`text` without "V/v" before it and stops behind it."""
    plain = " ".join(text.split())
    found = _ABOUT.match(plain.casefold())
    return _END.sub("", plain[found.end() :] if found else plain).strip()


def _line_height(head: Head) -> float:
    anchor = head.nation or head.motto
    return anchor.box.height if anchor else 30.0
