"""Names of lunar years: "Ất Ty" can only be Ất Tỵ, "Giáp Ty" only Giáp Tý.

The ten stems and the twelve branches go round together, so an odd stem never meets an even branch;
of the two branches that differ by their tone alone, each stem has one.
"""

from __future__ import annotations

import re
from typing import Final

_WITH_RAT: Final = ("Giáp", "Bính", "Mậu", "Canh", "Nhâm")
_WITH_SNAKE: Final = ("Ất", "Đinh", "Kỷ", "Tân", "Quý")
_YEAR: Final = re.compile(
    rf"\b(?P<stem>{'|'.join((*_WITH_RAT, *_WITH_SNAKE))})\s(?P<branch>[Tt][yýỳỷỹỵ])\b"
)
_ABOUT_A_YEAR: Final = re.compile(r"\b(?:năm|tết|xuân|nguyên đán)\b", re.IGNORECASE)


def mend_year_names(text: str) -> str:
    """`text` (NFC) with the branch that its stem has, where it speaks of a year."""
    return _YEAR.sub(_with_branch, text) if _ABOUT_A_YEAR.search(text) else text


def _with_branch(found: re.Match[str]) -> str:
    branch = "ý" if found["stem"] in _WITH_RAT else "ỵ"
    return f"{found['stem']} {found['branch'][0]}{branch}"
