"""Words that the detector passes over."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.engines.base import CropReading, Pixels
from ocr.engines.detection import find_letters
from ocr.engines.lone_words import is_word, lone_words
from ocr.engines.strips import Quad

_ROW_PX = 60
_LEFT = 100


def _sheet() -> Pixels:
    """Ten rows of text, each 30 pixels high and 700 long."""
    page = np.full((900, 1400, 3), 255, dtype=np.uint8)
    for row in range(10):
        _write(page, "nguoi dan nop ho so tai xa", _LEFT, row)
    return page


def _write(page: Pixels, text: str, left: int, row: int) -> None:
    at = (left, 100 + row * _ROW_PX)
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3, cv2.LINE_AA)


def _found(count: int = 10) -> list[Quad]:
    """What a detector finds of the rows that `_sheet` has written."""
    return [_quad(_LEFT - 5, 65 + row * _ROW_PX, 700, 112 + row * _ROW_PX) for row in range(count)]


def _quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def _holds(quad: Quad, x: float, y: float) -> bool:
    return bool(cv2.pointPolygonTest(quad, (x, y), measureDist=False) >= 0)


def test_a_figure_alone_in_its_blank_is_a_line() -> None:
    page = _sheet()
    _write(page, "9", 900, 4)
    (quad,) = lone_words(find_letters(page), _found(), page)
    assert _holds(quad, 912, 85 + 4 * _ROW_PX)
    assert quad[:, 0].max() < 960


def test_a_last_word_at_the_margin_is_a_line() -> None:
    page = _sheet()
    _write(page, "Noi", _LEFT, 10)
    (quad,) = lone_words(find_letters(page), _found(), page)
    assert _holds(quad, _LEFT + 20, 90 + 10 * _ROW_PX)


def test_what_lines_hold_is_not_looked_at_again() -> None:
    page = _sheet()
    assert lone_words(find_letters(page), _found(), page) == ()


@pytest.mark.parametrize("place", [(900, 840), (1200, 30)])
def test_a_letter_in_no_row_is_none(place: tuple[int, int]) -> None:
    page = _sheet()
    cv2.putText(page, "9", place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3, cv2.LINE_AA)
    assert lone_words(find_letters(page), _found(), page) == ()


def test_a_tick_box_is_no_letter() -> None:
    page = _sheet()
    cv2.rectangle(page, (900, 75), (926, 101), (0, 0, 0), 2)
    assert lone_words(find_letters(page), _found(), page) == ()


def test_noise_is_not_taken_for_words() -> None:
    page = _sheet()
    for x in range(760, 1390, 45):
        for row in range(10):
            _write(page, "o", x, row)
    assert lone_words(find_letters(page), _found(), page) == ()


@pytest.mark.parametrize(
    ("text", "confidences", "kept"),
    [
        ("9", (0.97,), True),
        ("tịch:.", (1, 0.94, 0.99, 0.97, 0.5, 0.4), True),
        ("9", (0.6,), False),
        ("-.", (0.99, 0.99), False),
        ("", (), False),
    ],
)
def test_only_what_reads_well_stays(
    text: str, confidences: tuple[float, ...], *, kept: bool
) -> None:
    reading = CropReading(
        text=text,
        confidence=1.0,
        char_confidences=confidences,
        char_centers=tuple(float(i) for i in range(len(text))),
    )
    assert is_word(reading) is kept
