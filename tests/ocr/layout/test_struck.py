"""Crossed-out words are found; underlined ones and those beside a border are not."""

from __future__ import annotations

from ocr.layout.ink import measure_ink
from ocr.layout.rules import find_rules
from ocr.layout.struck import find_struck
from tests.ocr.layout.drawing import Sheet


def _struck(sheet: Sheet) -> list[str]:
    ink = measure_ink(sheet.image(noise=3))
    return [found.text for found in find_struck(ink, find_rules(ink), sheet.lines)]


def test_one_of_two_words() -> None:
    sheet = Sheet()
    line = sheet.text(20, 30, "Nam / Nữ, đề nghị: Có / Không", points=14)
    k = sheet.scale
    start = line.char_centers[line.text.index("Không")] / k - 2
    middle = (line.box.top + line.box.bottom) / 2 / k + 0.4
    sheet.rule(start, middle, line.box.right / k + 1, middle)
    assert _struck(sheet) == ["Không"]


def test_underlined_is_not_struck() -> None:
    sheet = Sheet()
    line = sheet.text(20, 30, "Độc lập - Tự do - Hạnh phúc", points=14)
    sheet.rule(20, line.box.bottom / sheet.scale + 0.6, 80, line.box.bottom / sheet.scale + 0.6)
    assert _struck(sheet) == []


def test_a_border_beside_words_is_no_stroke() -> None:
    sheet = Sheet()
    sheet.text(20, 30, "Họ và tên", points=14)
    sheet.grid([60, 100, 140], [33, 45, 57])
    assert _struck(sheet) == []
