"""Documents laid out by Nghị định 30/2020/NĐ-CP, read without a template."""

from __future__ import annotations

from ocr.extract.letterhead.fields import read_letterhead
from ocr.extract.letterhead.score import find_letterhead

__all__ = ["find_letterhead", "read_letterhead"]
