"""Views of a page, counted quantiles and labelled spots: what the finders share."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.images.ink import find_ink
from ocr.images.levels import quantiles
from ocr.images.reduce import reduce
from ocr.images.spots import label_spots
from ocr.images.views import Views
from tests.ocr.images.printed import print_page


def test_a_view_is_made_once_and_shared_by_the_same_picture_only() -> None:
    page = print_page().pixels
    views = Views(page)
    assert views.grey is views.grey
    assert Views.of(views) is views
    assert views.shared_with(page) is views
    assert views.shared_with(page.copy()) is not views


@pytest.mark.parametrize("scale", [0.1, 0.25, 0.4, 0.7, 1.0])
def test_a_reduced_view_is_the_page_made_smaller(scale: float) -> None:
    page = print_page().pixels
    small = Views(page).reduced(scale)
    size = (small.shape[1], small.shape[0])
    assert size == pytest.approx((page.shape[1] * scale, page.shape[0] * scale), abs=1.5)
    mean = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    assert float(np.abs(small.astype(int) - mean).mean()) < 3


@pytest.mark.parametrize("quick", [False, True])
def test_reducing_by_a_fraction_keeps_the_light(quick: bool) -> None:
    grey = Views(print_page().pixels).grey
    small = reduce(grey, 2 / 3, quick=quick)
    assert float(small.mean()) == pytest.approx(float(grey.mean()), abs=0.5)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 255), min_size=1, max_size=60),
    st.floats(0, 1, allow_nan=False),
)
def test_counted_quantiles_are_those_of_sorted_values(values: list[int], share: float) -> None:
    picture = np.array([values], dtype=np.uint8)
    expected = float(np.quantile(picture, share))
    assert quantiles(picture, (share,))[0] == pytest.approx(expected, abs=1e-6)


def _pieces(mask: npt.NDArray[np.uint8]) -> list[list[int]]:
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)[2]
    return sorted(np.asarray(stats).tolist())


@pytest.mark.parametrize("density", [0.01, 0.2, 0.6])
def test_spots_are_those_of_wide_labels(density: float) -> None:
    mask = (np.random.default_rng(5).random((300, 400)) < density).astype(np.uint8)
    assert sorted(label_spots(mask).stats.tolist()) == _pieces(mask)


def test_more_spots_than_narrow_labels_can_number() -> None:
    """300,000 single dots: 16 bits would run over without a word."""
    mask = np.zeros((1100, 1100), dtype=np.uint8)
    mask[::2, ::2] = 1
    spots = label_spots(mask)
    assert len(spots.stats) == 550 * 550 + 1
    assert int(spots.labels.max()) == 550 * 550


def test_ink_goes_with_its_page() -> None:
    page = print_page().pixels
    ink = find_ink(page)
    height, width = page.shape[:2]
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), 1.5, 1.0), [0, 0, 1]])
    turned = cv2.warpAffine(page, matrix[:2], (width, height), borderValue=(255, 255, 255))
    moved, own = ink.moved(matrix, width, height), find_ink(np.asarray(turned, dtype=np.uint8))
    both = np.count_nonzero((moved.mask > 0) & (own.mask > 0))
    assert moved.mask.shape == own.mask.shape
    assert both > 0.7 * np.count_nonzero(own.mask)


def test_a_grey_scan_is_told_from_one_with_a_stamp() -> None:
    page = np.full((400, 400, 3), 235, np.uint8)
    page[50:80, 50:300] = 30
    assert Views(page).colourless
    stamped = page.copy()
    stamped[200:260, 200:260] = (60, 60, 200)
    assert not Views(stamped).colourless
