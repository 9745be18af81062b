"""Machine-readable zones among the lines of a page, given out only where their check digits hold.

Letters are mended where a digit must stand and digits where a letter must; nothing else is bent,
and nothing is tried out until a check digit happens to pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dossier.codes.mrz import FILLER, LINE_LENGTH, parse_mrz
from dossier.geometry import PixelBox
from dossier.page import Code, Line
from dossier.text import fold

KIND: Final = "mrz"

_TO_DIGIT: Final = str.maketrans("OQDILZSGB", "000112568")
_TO_LETTER: Final = str.maketrans("012568", "OIZSGB")
_FILLERS: Final = str.maketrans(dict.fromkeys("‹〈く(«[{", FILLER))
_FIRST_HEAD: Final = re.compile(r"^[I1L|]?[D0O]V[NM]{1,2}(?=[0-9A-Z])")
_FIRST_DIGITS: Final = 22
_SECOND_HEAD: Final = 15
"""Characters of the second line before the country: birth, sex and expiry with check digits."""
_SEX_AT: Final = 7
_ROWS_BELOW: Final = 3.4
_SAME_EDGE: Final = 1.6


def find_zones(lines: Sequence[Line]) -> tuple[Code, ...]:
    """Every zone of three lines whose check digits hold, as one code of three lines of text."""
    zones: list[Code] = []
    for first_line, first in _first_lines(lines):
        below = _lines_below(first_line, lines)
        for second_line, second in _second_lines(below):
            third_line = next((x for x in below if x.box.top > second_line.box.center_y), None)
            third = _mend_third(third_line.text) if third_line else ""
            if parse_mrz(first, second, third) is not None:
                used = [x for x in (first_line, second_line, third_line) if x is not None]
                box = PixelBox.around(x.box for x in used)
                zones.append(Code(kind=KIND, text="\n".join((first, second, third)), box=box))
                break
    return tuple(zones)


def _first_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        mended = _mend_first(line.text)
        if mended is not None:
            yield line, mended


def _second_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        mended = _mend_second(line.text)
        if mended is not None:
            yield line, mended


def _lines_below(first: Line, lines: Sequence[Line]) -> list[Line]:
    """Lines that begin under `first`, top to bottom."""
    height = first.box.height
    return sorted(
        (
            line
            for line in lines
            if 0.4 * height < line.box.center_y - first.box.center_y <= _ROWS_BELOW * height
            and abs(line.box.left - first.box.left) <= _SAME_EDGE * height
        ),
        key=lambda line: line.box.center_y,
    )


def _mend_first(text: str) -> str | None:
    """`IDVNM`, 22 digits, two fillers, a digit; None where the line cannot be that."""
    compact = _compact(text)
    head = _FIRST_HEAD.match(compact)
    rest = compact[head.end() :] if head else ""
    if not _FIRST_DIGITS < len(rest) <= _FIRST_DIGITS + 5:
        return None
    digits, check = _digits(rest[:_FIRST_DIGITS]), _digits(rest[-1])
    if digits is None or check is None:
        return None
    return f"IDVNM{digits}{FILLER * 2}{check}"


def _mend_second(text: str) -> str | None:
    """Birth, sex, expiry, `VNM`, fillers, a digit; None where the line cannot be that."""
    compact = _compact(text)
    if len(compact) < _SECOND_HEAD + 4:
        return None
    born, sex = _digits(compact[:_SEX_AT]), compact[_SEX_AT]
    expires = _digits(compact[_SEX_AT + 1 : _SECOND_HEAD])
    check = _digits(compact[-1])
    if born is None or expires is None or check is None or sex not in "MF<":
        return None
    return f"{born}{sex}{expires}VNM{FILLER * 11}{check}"


def _mend_third(text: str) -> str:
    """Letters and fillers; what follows two fillers after the given names is filler too."""
    letters = _compact(text).translate(_TO_LETTER)
    return letters[:LINE_LENGTH] if len(letters) >= LINE_LENGTH else _fill(letters)


def _fill(letters: str) -> str:
    """Fillers lost at the end are put back: nothing else can stand there."""
    return letters.ljust(LINE_LENGTH, FILLER) if letters.endswith(FILLER) else letters


def _compact(text: str) -> str:
    plain = fold(text.translate(_FILLERS)).upper()
    return "".join(c for c in plain if c.isalnum() or c == FILLER)


def _digits(text: str) -> str | None:
    mended = text.translate(_TO_DIGIT)
    return mended if mended.isascii() and mended.isdecimal() else None
