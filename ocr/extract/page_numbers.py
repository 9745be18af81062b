"""The number printed on a page over its text or under it: "2", "- 2 -", "Trang 2/3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dossier.page import PageReading
from dossier.text import fold
from ocr.layout.reading_order import group_rows

_NUMBER: Final = re.compile(r"^\W*(?:trang\W*)?([0-9]{1,3})(?:\W*/\W*([0-9]{1,3}))?\W*$")


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Which page of its paper a page says it is."""

    number: int
    """From 1."""
    of: int | None = None
    """How many pages the paper says it has."""


def rows_of(page: PageReading) -> list[str]:
    """The text of `page` row by row."""
    return [" ".join(line.text for line in row) for row in group_rows(page.lines)]


def find_page_number(page: PageReading) -> PageNumber | None:
    """The number printed on `page`; None without one."""
    return number_in(rows_of(page))


def number_in(rows: Sequence[str]) -> PageNumber | None:
    """The number that stands alone in the first of a page's `rows` or in the last."""
    for row in (*rows[:1], *rows[-1:]):
        found = parse_page_number(row)
        if found is not None:
            return found
    return None


def parse_page_number(row: str) -> PageNumber | None:
    """What a row says that holds a page number and nothing else."""
    found = _NUMBER.match(fold(row))
    if found is None:
        return None
    number, of = int(found[1]), int(found[2]) if found[2] else None
    if number < 1 or (of is not None and number > of):
        return None
    return PageNumber(number, of)
