"""The verdict names what is wrong with a page, and only that."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from dossier.page import QualityVerdict
from ocr.engines.base import Pixels
from ocr.images.quality import assess, is_blank
from ocr.images.scan import ScanImage
from tests.ocr.images.printed import print_page


def _blurred(page: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 3.0), dtype=np.uint8)


def _darkened(page: Pixels) -> Pixels:
    return (page * 0.28).astype(np.uint8)


def _cut(page: Pixels) -> Pixels:
    return np.ascontiguousarray(page[:, 195:])


def _burnt(page: Pixels) -> Pixels:
    photo = (page * 0.7).astype(np.uint8)
    cv2.circle(photo, (600, 1300), 260, (255, 255, 255), -1)
    return photo


@pytest.mark.parametrize(
    ("spoil", "reason", "verdict"),
    [
        (_blurred, "blur", QualityVerdict.BAD),
        (_darkened, "dark", QualityVerdict.BAD),
        (_cut, "cut_edge", QualityVerdict.DOUBTFUL),
        (_burnt, "glare", QualityVerdict.DOUBTFUL),
    ],
)
def test_spoilt_pages(
    spoil: Callable[[Pixels], Pixels], reason: str, verdict: QualityVerdict
) -> None:
    quality = assess(ScanImage(pixels=spoil(print_page().pixels), dpi=150))
    assert quality.reasons == (reason,)
    assert quality.verdict is verdict


@pytest.mark.parametrize(("share", "dpi", "verdict"), [(0.8, 120, "doubtful"), (0.5, 75, "bad")])
def test_coarse_scans(share: float, dpi: float, verdict: str) -> None:
    small = cv2.resize(print_page().pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    quality = assess(ScanImage(pixels=small, dpi=dpi))
    assert "low_dpi" in quality.reasons
    assert quality.verdict == verdict


def test_a_clean_page_is_good() -> None:
    quality = assess(ScanImage(pixels=print_page().pixels, dpi=150))
    assert quality.verdict is QualityVerdict.GOOD
    assert quality.reasons == ()


def test_blank_is_nothing_at_all() -> None:
    empty = np.full((1754, 1240, 3), 245, np.uint8)
    noisy = (empty - np.random.default_rng(1).integers(0, 25, empty.shape)).astype(np.uint8)
    edged = empty.copy()
    edged[:, :12] = 0
    assert all(is_blank(ScanImage(pixels=page, dpi=150)) for page in (empty, noisy, edged))


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "Sao y bản chính"])
def test_one_line_is_not_blank(text: str) -> None:
    assert not is_blank(ScanImage(pixels=print_page((text,)).pixels, dpi=150))
