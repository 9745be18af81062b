"""Leaders go; full stops, tone marks, colons and the dots of i stay."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.base import Pixels
from ocr.images.leaders import _Dots, _under_writing, erase_leaders

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


@pytest.mark.timeout(20)
@pytest.mark.parametrize("spacing", [0.4, 0.7, 1.0, 3.0])
def test_specks_closer_than_a_dot_are_not_followed_for_ever(spacing: float) -> None:
    x = np.array([spacing * i for i in range(40)], dtype=np.float64)
    dots = _Dots(x, np.full(40, 50.0), np.full(40, 1.5), np.arange(1, 41))
    level = np.arange(40)
    for forward in (False, True):
        found, _ = _under_writing(dots, level, list(range(10, 20)), forward=forward)
        assert len(found) <= len(x)


def test_a_page_of_specks_is_gone_through() -> None:
    specks = np.random.default_rng(3).random((300, 1200)) < 0.18
    page = np.where(specks, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)
    assert erase_leaders(page, _DPI).shape == page.shape
