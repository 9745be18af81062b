"""One side of what is said in two languages: "họ tên / name" to who reads either."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

_BETWEEN: Final = " / "


class Language(StrEnum):
    """What a reader wants to be told in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


def side(text: str, language: Language) -> str:
    """The half of "Vietnamese / English" in that language; what has not two halves stays whole."""
    halves = text.split(_BETWEEN)
    if len(halves) != 2:
        return text
    return halves[language is Language.ENGLISH]
