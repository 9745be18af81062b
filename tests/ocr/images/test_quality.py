"""The verdict names what is wrong with a page, and only that."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dossier.advice import ADVICE
from dossier.page import Quality, QualityVerdict
from ocr.engines.base import Pixels
from ocr.images.decode import open_scan
from ocr.images.quality import assess, is_blank
from ocr.images.scan import ScanImage
from ocr.images.straighten import straighten
from tests.conftest import MeasuringData
from tests.ocr.images.defects import DEFECTS
from tests.ocr.images.printed import TEXT, print_page

A4_INCHES = 297 / 25.4


def _assess(pixels: Pixels, dpi: float = 150) -> Quality:
    scan = ScanImage(pixels=pixels, dpi=dpi)
    return assess(scan, straighten(scan))


@pytest.mark.parametrize("strength", [0, 1, 2])
@pytest.mark.parametrize("fault", sorted(DEFECTS))
def test_spoilt_pages(fault: str, strength: int) -> None:
    reason, spoil = DEFECTS[fault]
    spoilt = spoil(print_page((TEXT * 3)[:26]).pixels, strength)
    quality = _assess(spoilt, dpi=spoilt.shape[0] / A4_INCHES)
    assert reason in quality.reasons
    expected = {0: {"doubtful"}, 1: {"doubtful", "bad"}, 2: {"bad"}}
    assert quality.verdict in expected[strength]


@pytest.mark.long
@pytest.mark.shared_data
def test_no_false_alarms_on_real_scans(measuring_data: MeasuringData) -> None:
    scans = sorted(measuring_data("scans").glob("*.pdf"))
    assert len(scans) >= 10
    for path in scans:
        scan = open_scan(path, path.name).render(1)
        assert assess(scan, straighten(scan)) == Quality(), path.name


def test_every_reason_has_its_advice() -> None:
    assert {reason for reason, _ in DEFECTS.values()} == set(ADVICE)


@pytest.mark.parametrize(("share", "dpi", "verdict"), [(0.8, 120, "doubtful"), (0.5, 75, "bad")])
def test_coarse_scans(share: float, dpi: float, verdict: str) -> None:
    small = cv2.resize(print_page().pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    quality = _assess(small, dpi)
    assert "low_dpi" in quality.reasons
    assert quality.verdict == verdict


def test_a_clean_page_is_good() -> None:
    quality = _assess(print_page().pixels)
    assert quality.verdict is QualityVerdict.GOOD
    assert quality.reasons == ()


def test_grain_in_a_shadow_along_the_edge_is_no_cut_text() -> None:
    page = print_page().pixels.copy()
    # What is left of a binding's shadow: slivers of all lengths on the last few dots.
    for top in range(60, 1680, 30):
        page[top : top + 12 + top % 7, -3:] = 60
    assert "cut_edge" not in _assess(page).reasons


def test_blank_is_nothing_at_all() -> None:
    empty = np.full((1754, 1240, 3), 245, np.uint8)
    noisy = (empty - np.random.default_rng(1).integers(0, 25, empty.shape)).astype(np.uint8)
    edged = empty.copy()
    edged[:, :12] = 0
    assert all(is_blank(page) for page in (empty, noisy, edged))


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "Sao y bản chính"])
def test_one_line_is_not_blank(text: str) -> None:
    assert not is_blank(print_page((text,)).pixels)
