"""Takes the form's own ink out of a value: dotted leaders, ruled blanks, footnote marks."""

from __future__ import annotations

import re
from typing import Final

_FOOTNOTE: Final = re.compile(r"[(⁽]\s*[1-9¹²³⁴⁵⁶⁷⁸⁹]\s*[)⁾]")
# Two and more in a row, or one that no writer uses, are leaders wherever they stand.
_RUN: Final = re.compile(
    r"[.․‥…_·•]{2,}|[‥…•]|_(?![0-9])|(?<![0-9])_|(?:(?<=\s)|^)(?:[.·]\s+){2,}[.·]?"
)
_ALONE: Final = re.compile(r"(?<=\s)(?:[.·]|[.,;:·\-–—]{2,})(?=\s|$)")
_BETWEEN_DIGITS: Final = re.compile(r"[0-9]\s$")
_EDGE: Final = " .․‥…_·•,;:-–—|~*`"
_ABBREVIATIONS: Final = frozenset({"tp", "tx", "tt", "q", "p", "h", "x", "đ", "st", "v.v"})
_LAST_WORD: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_EDGE_OF_NEXT: Final = re.compile(
    r"(?<=\w)\s?…\s*(?:[Il|!\[\]]|(?:bản|phiếu|tháng)\s?\([0-9]{1,2})\s*$", re.IGNORECASE
)
"""Behind a value and its leader the stem of the next label's first letter, or the form's unit with
half a mark: "Nữ … I", "09 … bản (7"."""
_SPACES: Final = re.compile(r"\s+")


def strip_leaders(text: str) -> str:
    """`text` (clean) without leaders at its ends or standing inside, and without marks (1)..(9).

    Words keep their hyphens, dates and numbers their points, an abbreviation its point; what
    stands in brackets stays. '' when nothing but the form's own ink was there.
    """
    inked = _RUN.sub(" ", _FOOTNOTE.sub(" ", _EDGE_OF_NEXT.sub("", text)))
    inked = _ALONE.sub(_unless_in_number, inked)
    return _keep_abbreviation(_SPACES.sub(" ", inked))


def _unless_in_number(found: re.Match[str]) -> str:
    text = found.string
    before, after = text[max(0, found.start() - 2) : found.start()], text[found.end() :].lstrip()
    in_number = bool(_BETWEEN_DIGITS.search(before)) and after[:1].isdigit()
    return found.group() if in_number else ""


def _keep_abbreviation(text: str) -> str:
    value = text.strip(_EDGE)
    dotted = text.lstrip(_EDGE).startswith(value + ".")
    last_word = _LAST_WORD.search(value)
    return (
        value + "."
        if value and dotted and last_word and last_word.group().lower() in _ABBREVIATIONS
        else value
    )
