"""Whether a page without a known title carries an administrative document on, or is another paper.

Nghị định 30/2020, phụ lục I, mục II: the paper ends with its receivers and the signature; what
follows is an annex, which says so at its top, and every page after the first is numbered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dossier.page import PageReading
from dossier.text import fold
from ocr.layout.reading_order import group_rows

_TOP_ROWS: Final = 6
_MOTTO: Final = re.compile(r"cong hoa xa hoi chu nghia|doc lap\W{1,4}tu do\W{1,4}hanh phuc")
_ANNEX: Final = re.compile(
    r"phu luc|kem theo|danh (?:sach|muc)|bieu (?:so|mau)|\bmau (?:so|bieu)|bang (?:tong hop|ke)|"
    r"^(?:chuong|phan|muc|dieu|quy che|quy dinh|ke hoach|de an)\b"
)
_NUMBER: Final = re.compile(r"^\W*(?:trang\W*)?\d{1,3}(?:\s?/\s?\d{1,3})?\W*$")
_RECEIVERS: Final = re.compile(r"\bnoi nhan\s?[:.;]")
_FEWEST_CAPITALS: Final = 8
_CAPITALS: Final = 0.85


def carries_on(pages: Sequence[PageReading], page: PageReading) -> bool:
    """Whether `page` belongs to the administrative document of `pages`."""
    rows = _rows(page)
    top = [fold(row) for row in rows[:_TOP_ROWS]]
    if any(_ANNEX.search(row) for row in top) or _is_numbered(rows):
        return True
    if any(_MOTTO.search(row) for row in top):
        return False
    ended = next((i for i, read in enumerate(pages) if _has_receivers(read)), None)
    if ended is None:
        return True
    # Only after an annex has begun do pages without a heading run on.
    return ended < len(pages) - 1 and not _has_title(rows)


def _rows(page: PageReading) -> list[str]:
    return [" ".join(line.text for line in row) for row in group_rows(page.lines)]


def _is_numbered(rows: Sequence[str]) -> bool:
    """Whether the page is numbered over its text, as the decree has it from the second page on."""
    return any(_NUMBER.match(row) for row in rows[:1])


def _has_receivers(page: PageReading) -> bool:
    return any(_RECEIVERS.search(fold(line.text)) for line in page.lines)


def _has_title(rows: Sequence[str]) -> bool:
    """Whether the first row is set in capitals, as titles are."""
    letters = [char for char in (rows[0] if rows else "") if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= _FEWEST_CAPITALS and capitals >= _CAPITALS * len(letters)
