from __future__ import annotations

import numpy as np
import pytest

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels
from ocr.layout.digit_reading import UNREAD, read_digits
from tests.ocr.layout.drawing import ScriptedReader, Sheet

CELLS = tuple(PixelBox(left=40 * i, top=10, right=40 * i + 40, bottom=50) for i in range(1, 7))


def strip(digits: str) -> Pixels:
    sheet = Sheet(40, 10)
    for cell, digit in zip(CELLS, digits, strict=False):
        x, y = (cell.left + 12) / sheet.scale, (cell.top + 2) / sheet.scale
        sheet.text(x, y, digit, face="Arimo-Regular", points=12)
    return sheet.image().pixels


def test_one_reading_is_enough_when_it_is_sure() -> None:
    reader = ScriptedReader("352684")
    reading = read_digits(strip("352684"), CELLS, reader)
    assert reading.text == "352684"
    assert reading.confidences == (0.99,) * 6
    assert len(reader.crops) == 1


@pytest.mark.parametrize(("read", "text"), [("OlS2B9", "015289"), ("3 5 2 6 8 4", "352684")])
def test_letters_that_digits_look_like(read: str, text: str) -> None:
    assert read_digits(strip("352684"), CELLS, ScriptedReader(*[read] * 3)).text == text


def test_other_settings_outvote_a_wrong_reading() -> None:
    reader = ScriptedReader("35268", "352684", "352684", "3526", "2684", "84")
    reading = read_digits(strip("352684"), CELLS, reader)
    assert reading.text == "352684"
    assert len(reader.crops) == 6


def test_disagreement_lowers_confidence() -> None:
    reader = ScriptedReader("352684", "352184", "352184", "3526", "2184", "84", confidence=0.85)
    reading = read_digits(strip("352684"), CELLS, reader)
    assert reading.text == "352184"
    assert reading.confidences[3] < 0.6 < reading.confidences[0]


def test_digit_nobody_can_read() -> None:
    reading = read_digits(strip("3"), CELLS, ScriptedReader())
    assert reading.text == UNREAD
    assert reading.confidences == (0.0,)


def test_blank_strip() -> None:
    white = np.full((80, 300, 3), 255, np.uint8)
    assert read_digits(white, CELLS, ScriptedReader("1")).text == ""
