"""Sheets that are laid between two dossiers: they part what lies on both sides and are no paper.

A code says so to machines (that of the sheets that the product prints, `PATCHT`, the text that
document scanners look for in a barcode, or `SEPARATOR`), a title to people; a sheet that says much
more is a paper that happens to mention it.
"""

from __future__ import annotations

import re
from typing import Final

from dossier.branch.separator import parse_separator
from dossier.page import PageReading
from dossier.text import fold
from ocr.extract.page_numbers import rows_of

_CODE: Final = re.compile(r"^(?:patch[\s_-]?t|(?:sohoa[\s:_-]?)?separator)\b")
_TITLE: Final = re.compile(
    r"^\W*(?:to|trang|phieu|bia) (?:ngan|phan cach)(?: (?:ho so|tai lieu|giay to))?\W*$"
    r"|^\W*separator(?: (?:sheet|page))?\W*$"
)
_MOST_ROWS: Final = 8


def is_separator(page: PageReading) -> bool:
    """Whether `page` is a separator sheet."""
    if any(_CODE.match(fold(code.text)) or parse_separator(code.text) for code in page.codes):
        return True
    rows = rows_of(page)
    return len(rows) <= _MOST_ROWS and any(_TITLE.match(fold(row)) for row in rows)
