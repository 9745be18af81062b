"""Names of which the recogniser lost the marks."""

from __future__ import annotations

import pytest

from dossier.geometry import PixelBox
from ocr.extract.reread import read_again
from ocr.extract.stream import Glyph

_BOX = PixelBox(left=0, top=0, right=10, bottom=10)


def _read(text: str) -> tuple[str, list[float]]:
    glyphs = tuple(Glyph(char=char, page=0, row=0, box=_BOX, confidence=0.99) for char in text)
    again = read_again("name", glyphs).glyphs
    return "".join(g.char for g in again), [g.confidence for g in again]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("NGUYÊN HÀ MY", "NGUYỄN HÀ MY"),
        ("Trân Khánh Hoa", "Trần Khánh Hoa"),
        ("PHAM PHƯƠNG THẢO", "PHẠM PHƯƠNG THẢO"),
        ("LẾ BÁ PHONG", "LÊ BÁ PHONG"),
        ("TRƯỜNG MINH LOAN", "TRƯƠNG MINH LOAN"),
        ("ĐĂNG THÙY DƯƠNG", "ĐẶNG THÙY DƯƠNG"),
        ("TRẦN DIÊU YẾN", "TRẦN DIỆU YẾN"),
        ("Đặng Manh Chiến", "Đặng Mạnh Chiến"),
    ],
)
def test_words_that_are_no_names_are_mended_and_doubted(read: str, meant: str) -> None:
    text, confidences = _read(read)
    assert text == meant
    assert min(confidences) <= 0.5


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Lê", "LÊ NGUYÊN", "Ma Văn Kháng", "H'Hen Niê", "Đinh Tiên", "", "A Lềnh",
     "Lý Mỵ Châu", "Lò Văn Pưn", "Quán Manh"],
)  # fmt: skip
def test_other_names_stay_as_they_are_written(name: str) -> None:
    text, confidences = _read(name)
    assert text == name
    assert all(c == 0.99 for c in confidences)
