"""An area of a page read again by itself, with the real engine on a drawn page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.geometry import Box, PageTransform
from dossier.page import PageReading, Quality, QualityVerdict
from dossier.spot import Spot
from ocr.engines.base import OcrEngine
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.scan import ScanImage
from ocr.spot import read_spot

FACE = Path(__file__).parents[2] / "dossier" / "procedures" / "fonts" / "Tinos-Regular.ttf"
WIDTH, HEIGHT = 1240, 877
LINES = {
    100: "Họ, chữ đệm, tên: NGUYỄN THỊ MỸ HẠNH",
    200: "Ngày sinh: 05/12/2024",
    300: "Số định danh: 001184012345",
    400: "Nơi cư trú: Số 12 phố Hàng Bạc,",
    446: "phường Hoàn Kiếm, thành phố Hà Nội",
}


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return make_engine("paddle", EngineSettings(threads=1))


@pytest.fixture(scope="module")
def drawn() -> tuple[ScanImage, dict[str, Box]]:
    """A page of type at 150 dpi, and where each of its words stands, as fractions."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(str(FACE), 34)
    places: dict[str, Box] = {}
    for top, text in LINES.items():
        pen.text((80, top), text, font=face, fill=(20, 20, 40))
        at = 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            left, right = 80 + pen.textlength(text[:start], font=face), 0.0
            right = 80 + pen.textlength(text[:at], font=face)
            places[word] = Box(
                left=left / WIDTH,
                top=top / HEIGHT,
                right=right / WIDTH,
                bottom=(top + 42) / HEIGHT,
            )
    pixels = np.ascontiguousarray(np.asarray(page)[:, :, ::-1])
    return ScanImage(pixels=pixels, dpi=150.0), places


def page_of(scan: ScanImage) -> PageReading:
    """As if the page had been read before: upright, and its own way back."""
    width, height = scan.width_px, scan.height_px
    return PageReading(
        width_px=width,
        height_px=height,
        upright_width_px=width,
        upright_height_px=height,
        transform=PageTransform(matrix=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1)),
        quality=Quality(verdict=QualityVerdict.GOOD),
        engine="made",
        fingerprint="sha256:" + "0" * 64,
    )


def span(places: dict[str, Box], first: str, last: str) -> Box:
    return Box(
        left=places[first].left - 0.004,
        top=places[first].top - 0.008,
        right=places[last].right + 0.004,
        bottom=places[last].bottom + 0.008,
    )


@pytest.mark.parametrize(
    ("first", "last", "kind", "text", "value"),
    [
        ("NGUYỄN", "HẠNH", "name", "NGUYỄN THỊ MỸ HẠNH", "NGUYỄN THỊ MỸ HẠNH"),
        ("THỊ", "MỸ", "name", "THỊ MỸ", "THỊ MỸ"),
        ("05/12/2024", "05/12/2024", "date", "05/12/2024", "2024-12-05"),
        ("001184012345", "001184012345", "id_number", "001184012345", "001184012345"),
        ("HẠNH", "HẠNH", "date", "HẠNH", None),
    ],
)
def test_what_is_framed_is_read_and_nothing_beside_it(
    engine: OcrEngine,
    drawn: tuple[ScanImage, dict[str, Box]],
    first: str,
    last: str,
    kind: str,
    text: str,
    value: str | None,
) -> None:
    scan, places = drawn
    spot = Spot(area=span(places, first, last), kind=kind)
    read = read_spot(scan, page_of(scan), spot, engine)
    assert (read.text, read.value) == (text, value)
    assert len(read.confidences) == len(read.text)
    assert read.engine == engine.name


def test_two_rows_are_one_value(engine: OcrEngine, drawn: tuple[ScanImage, dict[str, Box]]) -> None:
    scan, places = drawn
    first, last = places["Số"], places["Nội"]
    area = Box(left=places["Bạc,"].left - 0.12, top=first.top, right=0.95, bottom=last.bottom)
    area = area.model_copy(update={"left": 0.05, "top": 400 / HEIGHT - 0.01})
    read = read_spot(scan, page_of(scan), Spot(area=area, kind="address"), engine)
    assert read.text.endswith("phố Hàng Bạc, phường Hoàn Kiếm, thành phố Hà Nội")


def test_where_nothing_stands_nothing_is_read(
    engine: OcrEngine, drawn: tuple[ScanImage, dict[str, Box]]
) -> None:
    scan, _ = drawn
    for area in (
        Box(left=0.1, top=0.7, right=0.6, bottom=0.78),
        Box(left=0.5, top=0.8, right=0.5, bottom=0.8),
        Box(left=0.0, top=0.9, right=1.0, bottom=1.0),
    ):
        read = read_spot(scan, page_of(scan), Spot(area=area, kind="name"), engine)
        assert (read.text, read.value, read.confidences) == ("", None, ())
