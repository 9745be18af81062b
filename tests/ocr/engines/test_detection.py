"""How large a page is looked at, what counts as a line, and small print beside usual print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dossier.geometry import PageTransform
from ocr.engines.base import OcrEngine, Pixels, UprightImage
from ocr.engines.detection import detection_side, find_letters, keep_lines
from ocr.engines.small_print import add_missed, missed_regions
from ocr.engines.strips import Quad
from tests.ocr.images.printed import print_page


def _quad(left: float, top: float, width: float, height: float) -> Quad:
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _with_small_print() -> Pixels:
    """The printed page at 300 dpi with four lines a third as high in its empty lower corner."""
    page = cv2.resize(print_page().pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    for row in range(4):
        cv2.putText(page, "Signed by office 17.01.2025", (1700, 3200 + 24 * row),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)  # fmt: skip
    return np.asarray(page, dtype=np.uint8)


def test_specks_and_margin_columns_are_no_lines_but_single_digits_are() -> None:
    lines = [_quad(100, 100 + 50 * n, 600, 30) for n in range(6)]
    digit, speck, column = _quad(50, 50, 12, 30), _quad(9, 9, 6, 5), _quad(0, 0, 30, 400)
    kept = keep_lines([*lines, digit, speck, column], dpi=200)
    assert len(kept) == 7
    assert any(np.array_equal(quad, digit) for quad in kept)


def test_a_page_is_looked_at_as_its_letters_need() -> None:
    page = print_page().pixels
    empty = np.full((2339, 1654, 3), 255, np.uint8)
    usual = detection_side(page, find_letters(page))
    half = cv2.copyMakeBorder(
        page, 0, page.shape[0], 0, page.shape[1], cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )
    smaller = np.asarray(half, dtype=np.uint8)
    assert usual % 32 == 0
    assert detection_side(smaller, find_letters(smaller)) > usual
    assert detection_side(empty, find_letters(empty)) == 800


def test_the_size_of_letters_does_not_depend_on_the_resolution() -> None:
    page = print_page().pixels
    twice = np.asarray(cv2.resize(page, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    once, doubled = find_letters(page).usual_height, find_letters(twice).usual_height
    assert once is not None
    assert doubled == pytest.approx(2 * once, rel=0.15)


def test_letters_outside_every_line_are_looked_at_again() -> None:
    page = _with_small_print()
    letters = find_letters(page)
    lines = [_quad(b.left * 2, b.top * 2, (b.right - b.left) * 2, (b.bottom - b.top) * 2)
             for _, b in print_page().lines]  # fmt: skip
    (region,) = missed_regions(letters, lines, page)
    assert region.left < 1700 < region.right
    assert region.top < 3190 < 3270 < region.bottom
    assert region.of(page).shape[0] == region.bottom - region.top
    assert missed_regions(letters, [*lines, _quad(1600, 3100, 600, 250)], page) == ()


def test_a_line_found_twice_is_kept_once() -> None:
    line, same, other = _quad(0, 0, 100, 20), _quad(1, 2, 98, 20), _quad(0, 40, 100, 20)
    assert len(add_missed([line], [same, other])) == 2


def test_small_print_is_read_beside_usual_print(paddle: OcrEngine) -> None:
    image = UprightImage(pixels=_with_small_print(), dpi=300, transform=PageTransform())
    texts = [line.text for line in paddle.read(image)]
    assert sum("17.01.2025" in text for text in texts) == 4
