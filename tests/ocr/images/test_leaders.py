"""Leaders go; full stops, tone marks, colons and the dots of i stay."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.base import Pixels
from ocr.images.leaders import erase_leaders

_FACE = Path(__file__).parents[3] / "samples" / "fonts"
_DPI = 200.0


def draw(*texts: tuple[int, int, str]) -> Pixels:
    """Black text of 12 pt on white at (x, y), 1200 x 300 pixels."""
    face = next(_FACE.rglob("Tinos-Regular.ttf"))
    page = Image.new("RGB", (1200, 300), "white")
    pen = ImageDraw.Draw(page)
    for x, y, text in texts:
        pen.text((x, y), text, fill="black", font=ImageFont.truetype(str(face), 34))
    return np.asarray(page)[:, :, ::-1].copy()


def ink_share(pixels: Pixels, left: int, right: int) -> float:
    return float((pixels[:, left:right] < 128).mean())


def test_a_leader_goes_and_its_label_stays() -> None:
    page = draw((40, 100, "Họ tên:"), (200, 100, "." * 60))
    erased = erase_leaders(page, _DPI)
    assert ink_share(erased, 215, 1100) < 0.0005
    assert ink_share(erased, 40, 150) == pytest.approx(ink_share(page, 40, 150), rel=0.02)


@pytest.mark.parametrize(
    "text",
    [
        "Trần Thị Mỹ Hạnh, sinh năm 1990. Ở tại TP. Hà Nội...",
        "ị ị ị ị ị ị ị ị ị ị ị ị",
        "10.000.000.000 đồng; i i i i i i i i i",
        "a: b: c: d: e: f: g: h:",
    ],
)
def test_writing_without_a_leader_is_untouched(text: str) -> None:
    page = draw((40, 100, text))
    assert erase_leaders(page, _DPI) is page


def test_dots_between_letters_written_over_a_leader_go() -> None:
    page = draw((40, 100, "." * 100))
    over = draw((300, 92, "Lê Hoàng"))
    both = np.minimum(page, over)
    erased = erase_leaders(both, _DPI)
    changed = cv2.absdiff(erased, over).max(axis=2) > 128
    assert changed.mean() < 0.25 * (cv2.absdiff(both, over).max(axis=2) > 128).mean()


def test_a_blank_page_is_given_back() -> None:
    page = np.full((300, 300, 3), 255, dtype=np.uint8)
    assert erase_leaders(page, _DPI) is page
