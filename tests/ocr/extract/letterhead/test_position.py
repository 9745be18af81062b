"""Positions under seals and pen strokes."""

from __future__ import annotations

import pytest

from ocr.extract.letterhead.pieces import pieces_of
from ocr.extract.letterhead.position import read_position
from tests.ocr.extract.letterhead.sheets import line, sheet


@pytest.mark.parametrize(
    ("lines", "value", "sure"),
    [
        (["CHỦ TỊCH"], "CHỦ TỊCH", True),
        (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], "KT. BỘ TRƯỞNG THỨ TRƯỞNG", True),
        (["KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH Th"], "KT.CHỦ TỊCH PHÓ CHỦ TỊCH", True),
        (["KT. BỘ TRƯỞNG", "HỨ TRƯỞNG"], "KT. BỘ TRƯỞNG THỨ TRƯỞNG", False),
        (["TM ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", False),
        (["KT. CHỦ TỊCH", "CHỦ TỊCH"], "KT. CHỦ TỊCH CHỦ TỊCH", False),
        (["TM. ỦY BAN NHÂN DÂN"], "TM. ỦY BAN NHÂN DÂN", False),
    ],
)
def test_position(lines: list[str], value: str, sure: bool) -> None:
    pieces = pieces_of(sheet([line(text, 1200, 100 + 40 * i) for i, text in enumerate(lines)]))
    position = read_position(pieces)
    assert position is not None
    assert (position.value, position.certainty == 1.0) == (value, sure)


def test_nothing_is_no_position() -> None:
    assert read_position(()) is None
