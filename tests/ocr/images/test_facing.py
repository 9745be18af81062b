"""Strips that tell which way a page stands hold one line each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.base import CropReading, Pixels
from ocr.images.facing import read_lines, sample_lines
from tests.ocr.images.printed import FONT, TEXT

_SIZE = 25
_ROW = 80
_WORDS = "Phục vụ hành chính công tỉnh"


def _columns() -> Pixels:
    """Four rows of two columns whose right one stands half a line lower, then four lone lines."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), _SIZE)
    for row in range(8):
        top = 150 + _ROW * row
        if row >= 4:
            draw.text((140, top), TEXT[5][:28], fill="black", font=font)
            continue
        end = draw.textbbox((140, top), _WORDS[:7], font=font)[2]
        draw.text((140, top), _WORDS[:7], fill="black", font=font)
        draw.text((end + 12, top + _SIZE // 2), _WORDS, fill="black", font=font)
    return np.asarray(sheet)[:, :, ::-1].copy()


def test_lines_of_two_columns_that_run_together_come_after_whole_ones() -> None:
    crops = sample_lines(_columns())
    assert len(crops) == 4
    for crop in crops:
        dark = np.flatnonzero((crop.min(axis=2) < 128).any(axis=1))
        assert dark[-1] - dark[0] < 1.4 * _SIZE


class SayingReader:
    """Says the same of every strip, always as sure."""

    def __init__(self, text: str, confidence: float) -> None:
        self._reading = CropReading(
            text=text,
            confidence=confidence,
            char_confidences=(confidence,) * len(text),
            char_centers=tuple(map(float, range(len(text)))),
        )

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return (self._reading,) * len(crops)


def _legibility(text: str, confidence: float) -> float:
    strips = (np.zeros((48, 200, 3), np.uint8),) * 4
    return read_lines(strips, SayingReader(text, confidence)).legibility


def test_dotted_lines_tell_nothing_however_surely_they_read() -> None:
    assert _legibility("… …", 0.99) == 0.0
    assert _legibility("… I", 0.99) < 0.15


def test_words_tell_more_than_letters_that_make_none() -> None:
    upright = _legibility("Ngày, tháng, năm sinh", 0.6)
    on_its_head = _legibility("quịs Uưẹu Suẹp Á@SN", 0.8)
    assert upright > 1.25 * on_its_head


def test_more_lines_are_found_where_more_are_asked() -> None:
    assert len(sample_lines(_columns(), most=8)) == 8
