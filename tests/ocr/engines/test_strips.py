"""Lines are cut straight, keep their place, and come in reading order."""

from __future__ import annotations

import numpy as np
import pytest

from dossier.geometry import PixelBox
from ocr.engines.strips import Quad, cut, in_reading_order, quad_size, widen


def _quad(left: float, top: float, width: float, height: float) -> Quad:
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def test_a_strip_maps_its_columns_back_to_the_page() -> None:
    page = np.zeros((200, 400, 3), np.uint8)
    page[60:80, 250] = 255
    strip = cut(page, _quad(100, 50, 200, 40), along=0.1, across=0.05)
    assert strip.pixels.shape == (44, 208, 3)
    bright = int(strip.pixels[20, :, 0].argmax())
    assert strip.page_x(bright) == pytest.approx(250, abs=1)
    assert strip.box == PixelBox(left=100, top=50, right=300, bottom=90)


def test_margins_follow_a_leaning_line() -> None:
    quad = _quad(0, 0, 100, 20) @ np.array([[0, 1], [-1, 0]], np.float32)
    width, height = quad_size(widen(quad, along=0.5, across=0.25))
    assert (width, height) == pytest.approx((120, 30))


def test_reading_order_is_by_rows_then_left_to_right() -> None:
    boxes = [
        PixelBox(left=300, top=12, right=400, bottom=32),
        PixelBox(left=10, top=10, right=200, bottom=30),
        PixelBox(left=10, top=50, right=200, bottom=70),
        PixelBox(left=220, top=47, right=290, bottom=66),
    ]
    assert in_reading_order(boxes) == [1, 0, 2, 3]
