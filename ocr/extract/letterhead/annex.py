"""Number and date told again: "(Ban hành kèm theo Quyết định số 358/QĐ-UBND ngày ...)".

Annexes repeat them under their title. Where both places agree the value is surer; where they
differ the clearer one is given and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.page import PageReading
from ocr.extract.letterhead.pieces import Piece, in_rows, join, pieces_of

_ATTACHED: Final = re.compile(
    r"k.?m\s+th.{1,3}\s+(?:\w+\s+){1,3}?s\w?\s?[.:]?\s?(?=\W?[\w%]{1,6}\s?/)"
)
_NUMBER_END: Final = re.compile(r"\bngay")
_UPPER_SHARE: Final = 0.45
_ONE_PLACE_ONLY: Final = 0.5
_AT_ODDS: Final = 0.3
_AGREED: Final = 0.95
_CLEAR_DIGIT: Final = 0.97
"""Printed and typed digits of 17 scanned decisions were read at 0.98 and more, all but one; of
written ones at least one digit was mostly below."""
_DOUBTED: Final = 0.6

Repeat = tuple[Piece, Piece]
"""Number and date."""


def find_repeat(pages: Sequence[PageReading]) -> Repeat | None:
    """Number and date as an annex among `pages` repeats them; None when none does."""
    for page in pages:
        top = [p for p in pieces_of(page) if p.box.top < _UPPER_SHARE * page.upright_height_px]
        for row in in_rows(top):
            parts = _parts(join(row))
            if parts is not None:
                return parts
    return None


def _parts(row: Piece) -> Repeat | None:
    found = _ATTACHED.search(row.folded)
    if found is None:
        return None
    cut = _NUMBER_END.search(row.folded, found.end())
    if cut is None:
        return None
    number, date = row.part(found.end(), cut.start()), row.part(cut.start(), len(row.text))
    return (number, date) if number and date else None


def weigh(head: Outcome, repeat: Outcome, *, repeat_is_clearer: bool) -> Outcome:
    """What is read in the head, weighed with what an annex repeats."""
    if not isinstance(repeat, Parsed):
        return head
    if isinstance(head, Unreadable):
        note = "chỉ đọc được ở phụ lục / read in the annex only"
        return Parsed(repeat.value, min(_ONE_PLACE_ONLY, repeat.certainty), note)
    if head.value == repeat.value:
        return Parsed(head.value, max(_AGREED, head.certainty, repeat.certainty), head.note)
    note = "phụ lục ghi khác / the annex says otherwise"
    believed = repeat if repeat_is_clearer else head
    return Parsed(believed.value, min(_AT_ODDS, believed.certainty), note)


def doubt(outcome: Outcome, piece: Piece) -> Outcome:
    """`outcome` less sure where a digit of `piece` was: another digit is another document."""
    if not isinstance(outcome, Parsed) or clearness(piece) >= _CLEAR_DIGIT:
        return outcome
    note = "; ".join(filter(None, (outcome.note, "chữ số không rõ / unclear digit")))
    return Parsed(outcome.value, min(_DOUBTED, outcome.certainty), note)


def clearness(piece: Piece) -> float:
    """0..1, the recogniser's confidence in the least sure digit of `piece`."""
    digits = (c for char, c in zip(piece.text, piece.confidences, strict=True) if char.isdigit())
    return min(digits, default=0.0)
