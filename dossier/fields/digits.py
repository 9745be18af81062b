"""Digits that a recogniser took for letters, mended only where a digit must stand."""

from __future__ import annotations

import re
from typing import Final

TWINS: Final = {
    **dict.fromkeys("OoQD", "0"),
    **dict.fromkeys("lI|!ïíì", "1"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Zz", "2"),
    "B": "8",
    "G": "6",
}
"""A letter and the digit it stands for in a number."""

_TABLE: Final = str.maketrans(TWINS)

DIGIT_LIKE: Final = "0-9" + "".join(sorted(TWINS)).replace("|", r"\|")
"""For a regular expression's character class."""


def mend_digits(text: str) -> tuple[str, int]:
    """`text` with letters that look like digits replaced, and how many were. Same length."""
    mended = text.translate(_TABLE)
    return mended, sum(a != b for a, b in zip(text, mended, strict=True))


def certainty_of(mends: int) -> float:
    """How sure a number is after `mends` letters were taken for digits."""
    return max(0.5, (19 - mends) / 20) if mends else 1.0


def note_of(mends: int) -> str:
    return f"{mends} chữ cái đọc thành chữ số / {mends} letters read as digits" if mends else ""


_LONG_RUN: Final = re.compile(
    rf"(?<![^\W_])(?=(?:[^0-9]*[0-9]){{5}})[{DIGIT_LIKE}](?:[\s.\-]?[{DIGIT_LIKE}]){{7,}}(?![^\W_])"
)


def mend_runs(text: str) -> list[tuple[str, float, str]]:
    """`text` with the letters inside long runs of digits mended: [(text, certainty, note)].

    Empty when there is nothing to mend.
    """
    mends, mended = 0, text
    for run in _LONG_RUN.finditer(text):
        digits, count = mend_digits(run.group())
        mended, mends = mended[: run.start()] + digits + mended[run.end() :], mends + count
    return [(mended, certainty_of(mends), note_of(mends))] if mends else []
