from __future__ import annotations

import cv2
import numpy as np
import pytest

from dossier.page import TickState
from ocr.layout.tick_boxes import _Edge, _fitted, _without_walls, find_tick_boxes
from tests.ocr.layout.drawing import BLACK, Sheet


def tick(sheet: Sheet, x: float, y: float, side: float, mark: str) -> None:
    box = sheet.frame(x, y, side, side)
    if mark == "cross":
        sheet.rule(x + 0.1 * side, y + 0.1 * side, x + 0.9 * side, y + 0.9 * side)
        sheet.rule(x + 0.9 * side, y + 0.1 * side, x + 0.1 * side, y + 0.9 * side)
    if mark == "check":
        sheet.rule(x + 0.2 * side, y + 0.5 * side, x + 0.45 * side, y + 0.8 * side)
        sheet.rule(x + 0.45 * side, y + 0.8 * side, x + 1.2 * side, y - 0.3 * side)
    if mark == "filled":
        sheet.fill(x + 0.2 * side, y + 0.2 * side, 0.6 * side, 0.6 * side)
    if mark == "black":
        sheet.fill(x, y, side, side)
    if mark == "ring":
        sheet.ring(x + side / 2, y + side / 2, 0.9 * side, BLACK, 0.3)
    assert box.width > 0


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("side", [3.2, 4.5, 6.0])
@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("", TickState.EMPTY),
        ("cross", TickState.TICKED),
        ("check", TickState.TICKED),
        ("filled", TickState.TICKED),
        ("black", TickState.TICKED),
        ("ring", TickState.TICKED),
    ],
)
def test_states(dpi: int, side: float, mark: str, state: TickState) -> None:
    sheet = Sheet(dpi=dpi)
    sheet.text(20, 20, "Đề nghị cấp bản sao: Có")
    tick(sheet, 74, 20.8, side, mark)
    sheet.text(74 + side + 3.5, 20, ", Không")
    tick(sheet, 108, 20.8, side, "")
    first, second = find_tick_boxes(sheet.image(noise=4))
    assert (first.state, second.state) == (state, TickState.EMPTY)
    assert first.box.center_x / sheet.scale == pytest.approx(74 + side / 2, abs=0.6)
    assert first.confidence > 0.6


def test_the_arc_of_a_ring_beside_a_wall_is_not_the_wall() -> None:
    mask = np.zeros((60, 80), np.uint8)
    cv2.rectangle(mask, (20, 15), (49, 44), 255, 2)
    cv2.line(mask, (55, 17), (55, 43), 255, 2)
    upper, lower = _Edge(20, 57, 14, 16), _Edge(20, 56, 43, 46)
    square = _fitted(mask, 20, 54, upper, lower)
    assert square is not None
    assert square.right <= 51


def test_a_pale_mark_never_passes_for_an_empty_box() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Đề nghị cấp bản sao: Có")
    sheet.frame(74, 20.8, 4.5, 4.5)
    sheet.rule(74.8, 21.6, 77.7, 24.5, (215, 215, 225))
    sheet.rule(74.8, 24.5, 77.7, 21.6, (215, 215, 225))
    (found,) = find_tick_boxes(sheet.image(noise=2))
    assert found.state is not TickState.EMPTY


def test_lines_that_a_fax_broke_are_mended() -> None:
    sheet = Sheet(dpi=150)
    sheet.text(20, 20, "Đề nghị cấp bản sao: Có")
    tick(sheet, 74, 20.8, 4.5, "cross")
    image = sheet.image()
    chance = np.random.default_rng(5)
    specks = chance.random(image.pixels.shape[:2]) < 0.03
    image.pixels[specks] = 255
    (found,) = find_tick_boxes(image)
    assert found.state is TickState.TICKED


def test_mark_that_cannot_be_told() -> None:
    sheet = Sheet()
    sheet.frame(40, 30, 5, 5)
    sheet.fill(42, 32, 0.45, 0.45)
    (found,) = find_tick_boxes(sheet.image())
    assert found.state is TickState.UNCLEAR


@pytest.mark.parametrize(
    "face",
    ["Tinos-Bold", "Arimo-Regular", "Roboto-Bold", "NotoSerif-Regular", "PatrickHand-Regular"],
)
@pytest.mark.parametrize("dpi", [150, 200])
def test_letters_are_no_boxes(face: str, dpi: int) -> None:
    sheet = Sheet(dpi=dpi)
    for place, text in enumerate(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do", "DOQ0 UHN 8B")):
        sheet.text(20, 15 + 25 * place, text, points=14, face=face)
        sheet.text(20, 27 + 25 * place, text, points=20, face=face)
    assert find_tick_boxes(sheet.image(noise=4, blur=0.5)) == ()


def test_holes_and_finder_patterns_are_no_boxes() -> None:
    sheet = Sheet()
    sheet.ring(22, 60, 3, BLACK, 3)  # a punch hole
    for x, y in ((120, 20), (140, 20), (120, 40)):  # corners of a QR code of 29 modules
        sheet.fill(x, y, 6.3, 6.3)
        sheet.fill(x + 0.9, y + 0.9, 4.5, 4.5, (255, 255, 255))
        sheet.fill(x + 1.8, y + 1.8, 2.7, 2.7)
    assert find_tick_boxes(sheet.image()) == ()


def test_excluded_places() -> None:
    sheet = Sheet()
    box = sheet.frame(40, 30, 5, 5)
    assert find_tick_boxes(sheet.image(), exclude=[box]) == ()


@pytest.mark.parametrize("side", [4.1, 4.4])
@pytest.mark.parametrize("middle", [0.7, 0.78])
def test_a_thread_of_paper_between_frame_and_filling(side: float, middle: float) -> None:
    sheet = Sheet(dpi=150)
    sheet.text(20, 20, "Yêu cầu cấp Phiếu: Số 1")
    sheet.frame(74, 20.8, side, side)
    edge = (1 - middle) / 2 * side
    sheet.fill(74 + edge, 20.8 + edge, middle * side, middle * side)
    sheet.text(90, 20, "Số 2")
    (found,) = find_tick_boxes(sheet.image(noise=4, blur=0.7))
    assert found.state is TickState.TICKED


def test_a_wall_that_reaches_into_the_box_is_no_mark() -> None:
    patch = np.zeros((16, 16), np.uint8)
    patch[1:15, 0] = 255
    assert not _without_walls(patch).any()
    assert _without_walls(np.full((16, 16), 255, np.uint8)).all()
    cross = np.maximum(np.eye(16, dtype=np.uint8), np.eye(16, dtype=np.uint8)[::-1])
    assert _without_walls(cross).shape == (16, 16)
