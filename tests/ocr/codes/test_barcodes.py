from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from PIL import Image

from dossier.geometry import PageTransform
from ocr.codes import find_barcodes
from ocr.engines.base import Pixels
from ocr.images.scan import ScanImage

TEXT = "001199000001||Trần Thị Mẫu|15011999|Nữ|Số 1 Phố Mẫu, Láng Thượng, Hà Nội|20112021"
WIDTH, HEIGHT = 1240, 1754
DPI = 150.0
AT = (700, 300)


def qr_image(side: int, text: str = TEXT) -> Pixels:
    drawn = io.BytesIO()
    segno.make_qr(text, error="l").save(drawn, kind="png", border=0, scale=8)
    code = Image.open(drawn).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    return np.asarray(code, np.uint8)


def page(code: Pixels, *, degrees: float = 0.0) -> ScanImage:
    """An A4 page at 150 dpi with `code` at `AT`, turned clockwise about its middle."""
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    height, width = code.shape[:2]
    pixels[AT[1] : AT[1] + height, AT[0] : AT[0] + width] = code
    middle = (AT[0] + width / 2, AT[1] + height / 2)
    turn = cv2.getRotationMatrix2D(middle, -degrees, 1.0)
    turned = cv2.warpAffine(pixels, turn, (WIDTH, HEIGHT), borderValue=(255, 255, 255))
    return ScanImage(pixels=np.asarray(turned, np.uint8), dpi=DPI)


def plain(scan: ScanImage) -> PageTransform:
    return PageTransform(matrix=(1 / scan.width_px, 0, 0, 0, 1 / scan.height_px, 0, 0, 0, 1))


@pytest.mark.parametrize("degrees", [0, 7, 33, 90, 135, 180, 270])
def test_a_code_is_read_at_any_angle(degrees: float) -> None:
    scan = page(qr_image(200), degrees=degrees)
    (code,) = find_barcodes(scan, plain(scan))
    assert (code.kind, code.text) == ("qr", TEXT)
    assert (code.box.center_x, code.box.center_y) == pytest.approx((800, 400), abs=6)


def test_its_box_is_in_the_pixels_of_the_upright_page() -> None:
    scan = page(qr_image(200))
    half = PageTransform(matrix=(2 / WIDTH, 0, 0, 0, 2 / HEIGHT, 0, 0, 0, 1))
    (code,) = find_barcodes(scan, half)
    assert (code.box.center_x, code.box.center_y) == pytest.approx((400, 200), abs=3)
    shown = half.to_scan(code.box)
    assert (shown.left, shown.top) == pytest.approx((700 / WIDTH, 300 / HEIGHT), abs=0.01)


def test_a_small_blurred_code_is_enlarged_until_it_reads() -> None:
    small = qr_image(80)
    scan = page(np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8))
    assert not zxingcpp.read_barcodes(cv2.cvtColor(scan.pixels, cv2.COLOR_BGR2GRAY))
    assert [code.text for code in find_barcodes(scan, plain(scan))] == [TEXT]


def test_a_torn_code_gives_nothing() -> None:
    code = qr_image(200).copy()
    code[:, :90] = 255
    scan = page(code)
    assert find_barcodes(scan, plain(scan)) == ()


@pytest.mark.parametrize(
    ("name", "kind", "text", "dots"),
    [
        ("Code128", "code128", "H26.12-260930-42", 2),
        ("DataMatrix", "datamatrix", "000.00.01.H26-261122-0042", 6),
        ("PDF417", "pdf417", "000.00.01.H26-261122-0042", 3),
        ("EAN13", "ean13", "8935049501503", 3),
    ],
)
def test_other_kinds(name: str, kind: str, text: str, dots: int) -> None:
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(name))
    grey = np.asarray(zxingcpp.write_barcode_to_image(made, scale=dots), np.uint8)
    scan = page(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8))
    assert [(code.kind, code.text) for code in find_barcodes(scan, plain(scan))] == [(kind, text)]


def test_two_codes_stand_in_order() -> None:
    both = np.full((520, 200, 3), 255, np.uint8)
    both[:200], both[320:] = qr_image(200, "dưới trước"), qr_image(200, "sau")
    scan = page(both)
    assert [code.text for code in find_barcodes(scan, plain(scan))] == ["dưới trước", "sau"]


def test_text_is_no_code() -> None:
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for row in range(60, HEIGHT - 60, 34):
        cv2.putText(pixels, "Toi cam doan nhung noi dung khai tren day la dung su that", (70, row),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)  # fmt: skip
    scan = ScanImage(pixels=pixels, dpi=DPI)
    assert find_barcodes(scan, plain(scan)) == ()
