"""Whether a paper is an original or which kind of copy: by its words and its seals.

A certified copy counts like the original, a bare photocopy does not (Decree 23/2015/NĐ-CP, article
3), and neither is digitised again (Circular 01/2023/TT-VPCP): so every paper says which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dossier.page import PageReading
from dossier.record import CopyType
from dossier.text import fold

_CERTIFIED: Final = ("chung thuc ban sao dung voi ban chinh", "sao y ban chinh")
_COMPARED: Final = ("da doi chieu voi ban chinh", "da doi chieu ban chinh")
_FROM_REGISTER: Final = ("(ban sao)", "trich luc")
_HEAD_LINES: Final = 16
"""Where the title and what stands under it are."""
_SEALED: Final = frozenset({"administrative_document", "birth_certificate", "marriage_certificate"})
"""Forms of papers that an office issues under its red seal (Decree 99/2016/NĐ-CP)."""


def copy_type_of(form: str, pages: Sequence[PageReading]) -> CopyType | None:
    """What the pages of one document show; None for papers that citizens write themselves.

    A copy of a copy says of itself what the copy said: words count before seals.
    """
    lines = [fold(line.text) for page in pages for line in page.lines]
    said = " ".join(lines)
    if any(words in said for words in _CERTIFIED):
        return CopyType.CERTIFIED
    if any(words in said for words in _COMPARED):
        return CopyType.COMPARED
    if form not in _SEALED:
        return None
    if any(words in line for line in lines[:_HEAD_LINES] for words in _FROM_REGISTER):
        return CopyType.FROM_REGISTER
    return CopyType.ORIGINAL if has_seal(pages) else CopyType.PHOTOCOPY


def has_seal(pages: Sequence[PageReading]) -> bool:
    """Whether a coloured seal was seen; never on what was scanned without colour."""
    return any(page.seals for page in pages)
