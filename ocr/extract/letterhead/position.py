"""The position of who signs, freed of pen strokes and mended where the seal covers letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz, process

from dossier.fields.outcome import Parsed
from dossier.text import is_syllable
from ocr.extract.letterhead.pieces import Piece
from ocr.extract.letterhead.wordings import OFFICE_NAMES

_PREFIX: Final = re.compile(
    r"^\W*(?P<prefix>TM|KT|TL|TUQ|Q)\s?(?P<stop>[.,:]?)(?P<gap>\s?)(?P<rest>.*)$"
)
_ALIKE: Final = 80.0
_MENDED: Final = 0.8
_INCOMPLETE: Final = 0.4

_UPPER_OFFICES: Final = tuple(name.upper() for name in OFFICE_NAMES)


def read_position(lines: Sequence[Piece]) -> Parsed | None:
    """The lines of a position as one text; None when nothing is left of them.

    By Nghị định 30/2020/NĐ-CP (article 13, appendix I) "TM." is followed by the position of who
    signs and "KT." by that of a deputy: without it, lines or letters were lost to the seal.
    """
    texts = [_without_strokes(line.text) for line in lines]
    mended = [_mend(text) for text in texts if text]
    if not mended:
        return None
    certainty = _MENDED if mended != [t for t in texts if t] else 1.0
    if _is_incomplete(mended):
        certainty = _INCOMPLETE
    note = "" if certainty == 1.0 else "chức vụ bị dấu che / position partly under the seal"
    return Parsed(" ".join(mended), certainty, note)


def _is_incomplete(lines: Sequence[str]) -> bool:
    same = any(a.startswith("KT") and a.endswith(b) for a, b in pairwise(lines))
    return same or lines[-1].startswith(("TM", "KT", "TL", "TUQ"))


def _without_strokes(text: str) -> str:
    """Initials and strokes read as a short last word are no part of it."""
    words = text.split()
    while words and (_is_initials(words[-1]) or not words[-1].isupper()):
        words.pop()
    return " ".join(words)


def _is_initials(word: str) -> bool:
    """One or two letters that spell nothing: whoever drafted the paper signs beside the office."""
    letters = word.strip(".,")
    return len(letters) < 2 or (len(letters) == 2 and not is_syllable(letters))


def _mend(text: str) -> str:
    found = _PREFIX.match(text)
    prefix = f"{found['prefix']}.{found['gap'] or ' ' * (not found['stop'])}" if found else ""
    rest = found["rest"] if found else text
    best = process.extractOne(rest, _UPPER_OFFICES, scorer=fuzz.ratio)
    # "PHÓ CHỦ TỊCH" must not become "CHỦ TỊCH": a word less is another position.
    near = best is not None and best[1] >= _ALIKE and abs(len(best[0]) - len(rest)) <= 1
    return prefix + (best[0] if near and best is not None else rest)
