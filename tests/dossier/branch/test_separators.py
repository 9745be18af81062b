"""Separator sheets: what was asked for is what their QR codes say, printed and scanned."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dossier.branch.papers import draw_separators
from dossier.branch.separator import SeparatorSheet, parse_request, parse_separator
from dossier.codes.dossier_code import find_dossier_code
from dossier.errors import InvalidRequest
from dossier.geometry import PageTransform
from dossier.page import Code, PageReading, Quality, QualityVerdict
from ocr.codes import find_barcodes
from ocr.extract.separators import is_separator
from ocr.images.scan import ScanImage

CODE = "000.00.01.H26-261122-0042"


@given(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True),
    st.text(max_size=40),
    st.integers(min_value=0, max_value=10_000),
)
def test_a_code_reads_back_as_its_sheet(dossier: str, component: str, pages: int) -> None:
    sheet = SeparatorSheet(dossier=dossier, component=component, pages=pages)
    assert parse_separator(sheet.code_text()) == sheet


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "SOHOA-SEP/2 d=H26-1 p=1 c=x",
        "SOHOA-SEP/1 d=../x p=1 c=x",
        "SOHOA-SEP/1 d=H26-1 p=99999 c=x",
        "001092000001||NGUYỄN VĂN A|01011992|Nam|Hà Nội|01012021",
    ],
)
def test_other_codes_are_no_sheets(text: str) -> None:
    assert parse_separator(text) is None


def test_the_dossier_stands_where_receipts_have_it_too() -> None:
    assert find_dossier_code(parse_request("Tờ khai", CODE).code_text()) == CODE


@pytest.mark.parametrize(
    ("asked", "component", "pages"),
    [
        ("Tờ khai đăng ký khai sinh=2", "Tờ khai đăng ký khai sinh", 2),
        ("Giấy chứng sinh", "Giấy chứng sinh", 0),
        ("a=b", "a=b", 0),
        ("", "", 0),
    ],
)
def test_sheets_are_asked_for_in_words(asked: str, component: str, pages: int) -> None:
    sheet = parse_request(asked, CODE)
    assert (sheet.component, sheet.pages) == (component, pages)


def test_what_cannot_be_a_sheet_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        parse_request("x=99999", CODE)
    with pytest.raises(InvalidRequest):
        parse_request("x", "not a code")


def _scanned(page: pypdfium2.PdfPage) -> ScanImage:
    """At 150 dpi, askew, soft and grey, with a staple's shadow over the upper code."""
    drawn = np.asarray(page.render(scale=150 / 72).to_pil().convert("RGB")).copy()
    drawn[150:170, 200:330] = 90
    tilted = Image.fromarray(drawn).rotate(4, fillcolor=(235, 235, 235))
    soft = cv2.GaussianBlur(np.asarray(tilted), (0, 0), 1.0)
    return ScanImage(pixels=cv2.cvtColor(soft, cv2.COLOR_RGB2BGR), dpi=150.0)


def _page_with(codes: tuple[Code, ...]) -> PageReading:
    return PageReading(
        width_px=1240,
        height_px=1754,
        upright_width_px=1240,
        upright_height_px=1754,
        transform=PageTransform(),
        quality=Quality(verdict=QualityVerdict.GOOD),
        codes=codes,
        engine="none",
        fingerprint="none",
    )


def test_printed_sheets_are_read_off_a_poor_scan() -> None:
    sheet = parse_request("Tờ khai đăng ký khai sinh=2", CODE)
    pdf = draw_separators([sheet, sheet])
    assert pdf == draw_separators([sheet, sheet])
    first, second = pypdfium2.PdfDocument(io.BytesIO(pdf))
    codes = find_barcodes(_scanned(first), PageTransform())
    assert {parse_separator(code.text) for code in codes} == {sheet}
    # Piles are parted there, whatever else could be read off the sheet.
    assert is_separator(_page_with(codes))
    assert not is_separator(_page_with(()))
    assert f"{sheet.component}\r\n" in second.get_textpage().get_text_bounded()
