"""Ink that no line holds is told, and what is known for something else is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dossier.geometry import PixelBox
from dossier.page import Line
from ocr.layout.unread import find_unread
from tests.ocr.layout.drawing import Sheet

ROWS = ("Số tầng:", "Chiều cao công trình:", "Diện tích xây dựng:")


def sheet() -> Sheet:
    made = Sheet()
    for row, text in enumerate(ROWS):
        made.text(20, 20 + 12 * row, text)
    return made


def lines_of(made: Sheet) -> list[Line]:
    scale = made.scale
    return [
        Line(
            text=text,
            confidence=0.99,
            box=PixelBox(
                left=19 * scale,
                top=(19 + 12 * row) * scale,
                right=80 * scale,
                bottom=(27 + 12 * row) * scale,
            ),
        )
        for row, text in enumerate(ROWS)
    ]


def test_a_page_that_was_read_has_no_unread_ink() -> None:
    made = sheet()
    assert find_unread(made.image(), lines_of(made)) == ()


def test_a_figure_outside_every_line_is_found() -> None:
    made = sheet()
    lines = lines_of(made)
    made.text(100, 20, "10")
    found = find_unread(made.image(), lines)
    assert len(found) == 2
    assert all(95 * made.scale < box.center_x < 115 * made.scale for box in found)
    known = PixelBox.around(found)
    assert find_unread(made.image(), lines, [known]) == ()


@pytest.mark.parametrize("specks", [400, 4000])
def test_noise_is_no_writing(specks: int) -> None:
    made = sheet()
    lines = lines_of(made)
    image = made.image()
    pixels = image.pixels.copy()
    chance = np.random.default_rng(5)
    for x, y in chance.integers(0, (pixels.shape[1] - 30, pixels.shape[0] - 30), (specks, 2)):
        pixels[y : y + 26, x : x + 12] = 20
    assert find_unread(replace(image, pixels=pixels), lines) == ()
