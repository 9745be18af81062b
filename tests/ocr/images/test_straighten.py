"""Pages come out upright and level, and what is found on them leads back to the scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr.engines.base import CropReading, OcrEngine, Pixels
from ocr.images.ink import find_ink
from ocr.images.scan import ScanImage
from ocr.images.sheet import find_sheet
from ocr.images.skew import lines_run_down, measure_skew
from ocr.images.straighten import StraightPage, straighten
from tests.ocr.images.printed import lean, print_dense_page, print_page


class IllegibleReader:
    """Reads nothing, whichever way up."""

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        nothing = CropReading(text="", confidence=0.0, char_confidences=(), char_centers=())
        return (nothing,) * len(crops)


class FaintReader:
    """Reads as `reader` does and is never sure of it, as of the fillers of a coded zone."""

    def __init__(self, reader: OcrEngine) -> None:
        self._reader = reader

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return tuple(
            replace(read, char_confidences=tuple(0.62 * c for c in read.char_confidences))
            for read in self._reader.read_crops(crops)
        )


def _scan(pixels: Pixels, dpi: float = 150) -> ScanImage:
    return ScanImage(pixels=np.ascontiguousarray(pixels), dpi=dpi)


def _marked() -> tuple[Pixels, tuple[tuple[float, float], ...]]:
    """A printed page with four red dots, and where they are."""
    page = print_page().pixels
    dots = ((60, 60), (1180, 90), (80, 1650), (1150, 1600))
    for dot in dots:
        cv2.circle(page, dot, 7, (0, 0, 255), -1)
    return page, tuple((float(x), float(y)) for x, y in dots)


def _red_dots(pixels: Pixels) -> list[tuple[float, float]]:
    blue, green, red = (pixels[:, :, i].astype(int) for i in range(3))
    mask = ((red > 150) & (blue < 110) & (green < 110)).astype(np.uint8)
    _, _, stats, centers = cv2.connectedComponentsWithStats(mask)
    return [
        (float(x), float(y))
        for (x, y), area in zip(centers[1:], stats[1:, cv2.CC_STAT_AREA], strict=True)
        if area > 60
    ]


def _assert_dots_lead_back(straight: StraightPage, scan: ScanImage, within_px: float) -> None:
    there = np.array(_red_dots(scan.pixels))
    assert len(there) == 4
    for x, y in _red_dots(straight.image.pixels):
        u, v = straight.image.transform.point(x, y)
        distances = np.hypot(there[:, 0] - u * scan.width_px, there[:, 1] - v * scan.height_px)
        assert distances.min() < within_px


@pytest.mark.parametrize("angle", [-15, -11.3, -7, -3.2, -1, -0.4, 0.25, 0.9, 2.5, 6.6, 12, 15])
def test_leaning_pages_become_level(angle: float) -> None:
    page, _ = _marked()
    scan = _scan(lean(page, angle)[0])
    straight = straighten(scan)
    assert straight.rotation == 0
    assert straight.skew_deg == pytest.approx(angle, abs=0.1)
    assert abs(measure_skew(find_ink(straight.image.pixels))) <= 0.1
    assert len(_red_dots(straight.image.pixels)) == 4
    _assert_dots_lead_back(straight, scan, within_px=3)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [-4.2, 0.0, 9.5])
def test_turned_pages_stand_up(rotation: int, angle: float, paddle: OcrEngine) -> None:
    page, _ = _marked()
    # Turning the scan clockwise by `rotation` must undo this.
    scan = _scan(np.rot90(lean(page, angle)[0], k=rotation // 90))
    straight = straighten(scan, paddle)
    assert straight.rotation == rotation
    assert straight.skew_deg == pytest.approx(angle, abs=0.1)
    _assert_dots_lead_back(straight, scan, within_px=3)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_letters_as_near_to_the_next_line_as_to_each_other(
    rotation: int, paddle: OcrEngine
) -> None:
    """Small print at 100 dots an inch: where the lines run, only reading them tells."""
    page = print_dense_page()
    scan = _scan(np.rot90(page, k=rotation // 90), dpi=100)
    if rotation != 180:
        assert not lines_run_down(find_ink(scan.pixels))
    assert straighten(scan, paddle).rotation == rotation


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_few_words_that_read_clearly_stand_up(rotation: int, paddle: OcrEngine) -> None:
    page = print_page(("TỜ NGĂN HỒ SƠ", "Không lấy tờ này ra khỏi tập giấy")).pixels
    scan = _scan(np.rot90(page, k=rotation // 90))
    assert straighten(scan, paddle).rotation == rotation


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_small_marks_do_not_hide_the_lines(rotation: int, paddle: OcrEngine) -> None:
    page = print_page().pixels[:560]
    modules = np.random.default_rng(5).random((60, 60)) < 0.3
    page[300:540, 700:940] = np.kron(modules, np.ones((4, 4)))[..., None] * -255 + 255
    scan = _scan(np.rot90(page, k=rotation // 90))
    assert straighten(scan, paddle).rotation == rotation


def test_the_readers_boxes_lead_back_to_the_scan(paddle: OcrEngine) -> None:
    page = print_page()
    leaning, way = lean(page.pixels, 5.0)
    scan = _scan(leaning)
    straight = straighten(scan, paddle)
    found = {line.text: line.box for line in paddle.read(straight.image)}
    for text, truth in page.lines[3:6]:
        box = straight.image.transform.to_scan(found[text])
        x, y = way @ [truth.center_x, truth.center_y, 1]
        assert (box.left + box.right) / 2 * scan.width_px == pytest.approx(x, abs=8)
        assert (box.top + box.bottom) / 2 * scan.height_px == pytest.approx(y, abs=8)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_nothing_is_turned_on_weak_evidence(rotation: int) -> None:
    page = print_page().pixels
    scan = _scan(np.rot90(page, k=rotation // 90))
    assert straighten(scan, IllegibleReader()).rotation == 0


@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_lines_that_read_badly_still_tell_left_from_right(rotation: int, paddle: OcrEngine) -> None:
    page = print_page().pixels
    scan = _scan(np.rot90(page, k=rotation // 90))
    assert straighten(scan, FaintReader(paddle)).rotation == rotation


def test_empty_and_nearly_empty_pages_lie_as_they_are(paddle: OcrEngine) -> None:
    empty = np.full((1754, 1240, 3), 250, np.uint8)
    few = print_page(("Trang 2",)).pixels
    dust = empty.copy()
    dust[np.random.default_rng(3).random(dust.shape[:2]) < 0.0005] = 0
    for pixels in (empty, few, dust, np.rot90(few)):
        straight = straighten(_scan(pixels), paddle)
        assert (straight.rotation, straight.skew_deg) == (0, 0.0)


def test_ruled_tables_do_not_mislead(paddle: OcrEngine) -> None:
    page = print_page().pixels
    for x in range(120, 1121, 100):
        cv2.line(page, (x, 900), (x, 1600), (0, 0, 0), 2)
    for y in range(900, 1601, 100):
        cv2.line(page, (120, y), (1120, y), (0, 0, 0), 2)
    straight = straighten(_scan(lean(page, 2.0)[0]), paddle)
    assert straight.rotation == 0
    assert straight.skew_deg == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("angle", [-0.7, 0.5])
def test_rules_level_a_table_whose_columns_are_narrow(angle: float) -> None:
    page = np.full((1240, 1754, 3), 255, np.uint8)
    columns = range(100, 1650, 150)
    for at, left in enumerate(columns):
        words = print_page(("quy định", "cơ quan", "hồ sơ", "cấp xã")[at % 2 :], 280, 440).pixels
        for top in (200, 640):
            place = page[top + 13 * at % 29 : top + 13 * at % 29 + 300, left + 4 : left + 134]
            place[:] = words[140:440, 140:270]
        cv2.line(page, (left, 190), (left, 1050), (0, 0, 0), 2)
    for y in (190, 620, 1050):
        cv2.line(page, (100, y), (1600, y), (0, 0, 0), 2)
    assert measure_skew(find_ink(lean(page, angle)[0])) == pytest.approx(angle, abs=0.06)


def test_a_sheet_on_a_table_is_cut_out_and_flattened() -> None:
    page, _ = _marked()
    corners = np.array([[210, 160], [1380, 240], [1300, 1890], [120, 1790]], np.float32)
    height, width = page.shape[:2]
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(goal, corners)
    photo = cv2.warpPerspective(page, way, (1500, 2000), borderValue=(60, 90, 120))
    scan = _scan(photo)
    found = find_sheet(scan.pixels)
    assert found is not None
    assert np.abs(found.corners - corners).max() < 12
    assert (found.cut, found.lost_corner) == (False, 0.0)
    straight = straighten(scan)
    assert abs(measure_skew(find_ink(straight.image.pixels))) < 0.3
    assert straight.image.dpi == pytest.approx(150, rel=0.1)
    _assert_dots_lead_back(straight, scan, within_px=3)


def test_no_sheet_is_found_where_there_is_none() -> None:
    page = print_page().pixels
    framed = page.copy()
    cv2.rectangle(framed, (80, 80), (1160, 1670), (0, 0, 0), 6)
    for pixels in (page, framed, np.full_like(page, 128)):
        assert find_sheet(pixels) is None


def test_fine_scans_come_down_to_300_dpi() -> None:
    page = print_page().pixels
    fine = cv2.resize(page, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    straight = straighten(_scan(fine, dpi=600))
    assert straight.image.dpi == pytest.approx(300)
    assert straight.image.pixels.shape[0] == pytest.approx(3508, abs=2)
    assert straight.image.transform.point(1240, 1754) == pytest.approx((0.5, 0.5), abs=0.001)
