"""Layout of an upright page: tables, rows of digit boxes, tick boxes and seals.

`analyse` is the whole of it; the modules can be used alone.
"""

from __future__ import annotations

from ocr.layout.page import PageLayout, analyse
from ocr.layout.reading_order import group_rows
from ocr.layout.seals import find_seals, has_red_ink, without_seals, without_stamps

__all__ = [
    "PageLayout",
    "analyse",
    "find_seals",
    "group_rows",
    "has_red_ink",
    "without_seals",
    "without_stamps",
]
