"""Whether a page without a known title carries an administrative document on, or is another paper.

Nghị định 30/2020, phụ lục I, mục II: the paper ends with its receivers and the signature; what
follows is an annex, which says so at its top, and every page after the first is numbered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from dossier.page import PageReading
from dossier.text import fold
from ocr.extract.page_numbers import find_page_number, parse_page_number, rows_of

_TOP_ROWS: Final = 6
_MOTTO: Final = re.compile(r"cong hoa xa hoi chu nghia|doc lap\W{1,4}tu do\W{1,4}hanh phuc")
_ANNEX: Final = re.compile(r"phu luc|kem theo")
_ANNOUNCED: Final = re.compile(
    r"danh (?:sach|muc)|bieu (?:so|mau)|\bmau (?:so|bieu)|bang (?:tong hop|ke)|"
    r"^(?:chuong|phan|muc|dieu|quy che|quy dinh|ke hoach|de an)\b"
)
"""Titles that an annex has and other papers too: the paper itself must speak of what it carries."""
_CARRIES: Final = re.compile(r"kem theo|dinh kem|phu luc")
_RECEIVERS: Final = re.compile(r"\bnoi nhan\s?[:.;]|\bluu\s?:\s?vt\b")
_WITHIN: Final = re.compile(r"^\W*(?:quyet (?:dinh|nghi)\W*$|[ivx]{1,4}[.)\s]|(?:tm|kt|tl|tuq)\W)")
"""Capitals that stand in the middle of such papers: "QUYẾT ĐỊNH:", "II. NHIỆM VỤ", "TM. ỦY BAN"."""
_FEWEST_CAPITALS: Final = 8
_CAPITALS: Final = 0.85
_SENTENCE_END: Final = ".;:!?"


class Tie(IntEnum):
    """How surely a page carries a paper on."""

    NONE = 0
    POSSIBLE = 1
    """Nothing speaks against it where the page follows the paper."""
    SURE = 2
    """The pages themselves say so, wherever they lie."""


def tie(pages: Sequence[PageReading], page: PageReading) -> Tie:
    """How surely `page` carries on the administrative document whose pages so far are `pages`."""
    rows = rows_of(page)
    top = [fold(row) for row in rows[:_TOP_ROWS]]
    number = find_page_number(page)
    ended = next((i for i, read in enumerate(pages) if _has_receivers(read)), None)
    if number is not None and number.number == len(pages) + 1:
        return Tie.SURE if ended is None else Tie.POSSIBLE
    if any(_ANNEX.search(row) for row in top):
        return Tie.POSSIBLE
    if any(_ANNOUNCED.search(row) for row in top) and any(_announces(read) for read in pages):
        return Tie.POSSIBLE
    if rows and parse_page_number(rows[0]) is not None:
        return Tie.POSSIBLE
    if any(_MOTTO.search(row) for row in top):
        return Tie.NONE
    if ended is not None:
        # Only after an annex has begun do pages without a heading run on.
        runs_on = ended < len(pages) - 1 and not _has_title(rows)
        return Tie.POSSIBLE if runs_on else Tie.NONE
    if _has_receivers(page) or breaks_off(pages[-1], rows):
        return Tie.SURE
    return Tie.NONE if _has_title(rows) else Tie.POSSIBLE


def _has_receivers(page: PageReading) -> bool:
    return any(_RECEIVERS.search(fold(line.text)) for line in page.lines)


def _announces(page: PageReading) -> bool:
    return any(_CARRIES.search(fold(line.text)) for line in page.lines)


def breaks_off(page: PageReading, following: Sequence[str]) -> bool:
    """Whether the last sentence of `page` goes on in the rows that follow."""
    written = [row.strip() for row in rows_of(page) if parse_page_number(row) is None]
    if not written or not following:
        return False
    return written[-1][-1:] not in _SENTENCE_END and following[0].strip()[:1].islower()


def _has_title(rows: Sequence[str]) -> bool:
    """Whether the first row is set in capitals, as titles are."""
    if not rows or _WITHIN.match(fold(rows[0])):
        return False
    letters = [char for char in rows[0] if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= _FEWEST_CAPITALS and capitals >= _CAPITALS * len(letters)
