"""Strips that tell which way a page stands hold one line each."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.base import Pixels
from ocr.images.facing import sample_lines
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
