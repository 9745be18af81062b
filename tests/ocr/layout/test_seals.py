from __future__ import annotations

import numpy as np
import pytest

from ocr.images.quality import is_blank
from ocr.layout.seals import find_seals, has_red_ink, without_seals, without_stamps
from tests.ocr.layout.drawing import RED, Sheet


def stamp(sheet: Sheet, x: float, y: float) -> None:
    sheet.ring(x, y, 18, RED, 1.2)
    sheet.ring(x, y, 16.5, RED, 0.4)
    sheet.ring(x, y, 10, RED, 0.5)
    sheet.text(x - 8, y - 3, "HÀ NỘI", points=14, face="Tinos-Bold", colour=RED)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_round_seal(dpi: int) -> None:
    sheet = Sheet(dpi=dpi)
    stamp(sheet, 120, 60)
    (seal,) = find_seals(sheet.image(noise=5))
    assert seal.box.center_x / sheet.scale == pytest.approx(120, abs=1.5)
    assert seal.box.width / sheet.scale == pytest.approx(36, abs=2.5)
    assert seal.confidence > 0.4


def test_incoming_stamp_is_a_seal() -> None:
    sheet = Sheet()
    sheet.frame(20, 20, 45, 22, RED)
    sheet.text(24, 22, "CÔNG VĂN ĐẾN", points=12, colour=RED)
    sheet.text(24, 30, "Ngày: ..........", points=12, colour=RED)
    assert len(find_seals(sheet.image())) == 1


def test_text_over_a_seal_stays_and_the_seal_goes() -> None:
    sheet, bare = Sheet(), Sheet()
    stamp(sheet, 120, 60)
    for each in (sheet, bare):
        each.text(100, 57, "Nguyễn Văn Minh", face="Tinos-Bold")
    cleaned = without_seals(sheet.image().pixels)
    print_px = bare.image().pixels.max(axis=2) < 60
    assert (cleaned[print_px].max(axis=1) < 110).mean() > 0.97
    elsewhere = bare.image().pixels.min(axis=2) == 255
    assert (cleaned[elsewhere].min(axis=1) > 200).mean() > 0.995


def test_only_stamps_are_taken_off_not_what_a_red_pen_wrote() -> None:
    sheet = Sheet()
    stamp(sheet, 120, 60)
    sheet.text(20, 100, "Đã kiểm tra", colour=RED)
    image = sheet.image()
    (seal,) = find_seals(image)
    cleaned = without_stamps(image, [seal])
    top, bottom = int(seal.box.top), int(seal.box.bottom)
    assert cleaned[top:bottom].min() > 200
    written = slice(bottom + 10, None)
    assert (cleaned[written] == image.pixels[written]).all()
    assert not is_blank(cleaned)
    assert image.pixels[top:bottom].min() < 100


def test_page_without_red_is_handed_back() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Độc lập - Tự do - Hạnh phúc", colour=(30, 40, 150))
    image = sheet.image()
    assert without_seals(image.pixels) is image.pixels
    assert not has_red_ink(image)
    assert find_seals(image) == ()


def test_warm_light_is_not_red_ink() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Độc lập - Tự do - Hạnh phúc")
    image = sheet.image()
    warm = (image.pixels * np.array([0.72, 0.82, 0.98])).astype(np.uint8)
    assert without_seals(warm) is warm


@pytest.mark.parametrize("dpi", [150, 200])
def test_a_title_printed_in_red_is_no_stamp(dpi: int) -> None:
    sheet, stamped = Sheet(dpi=dpi), Sheet(dpi=dpi)
    for each in (sheet, stamped):
        each.text(60, 20, "CĂN CƯỚC CÔNG DÂN", points=11, face="Arimo-Bold", colour=RED)
    stamp(stamped, 120, 60)
    assert (without_seals(sheet.image().pixels) == sheet.image().pixels).all()
    left = np.flatnonzero((without_seals(stamped.image().pixels).min(axis=2) < 160).any(axis=1))
    assert left[-1] / stamped.scale < 30
