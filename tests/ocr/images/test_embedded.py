"""Pages that are one JPEG are taken as stored; whatever shows anything else is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from dossier.errors import DamagedFile
from ocr.images.decode import open_scan
from ocr.images.embedded import embedded_scan

SIZE = (1240, 1754)
"""A4 at 150 dpi."""


def _page() -> Image.Image:
    picture = Image.new("RGB", SIZE, (236, 233, 228))
    draw = ImageDraw.Draw(picture)
    for row in range(12, 90):
        draw.rectangle((100, row * 18, 100 + row * 11, row * 18 + 7), fill=(20, 20, 40))
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _pdf(
    folder: Path,
    jpeg: bytes,
    *,
    matrix: str = "595.4 0 0 841.7 0 0",
    image: str = "",
    after: str = "",
) -> Path:
    """A PDF of one page of A4 that paints `jpeg` through `matrix`, then `after`."""
    content = f"q {matrix} cm /Im Do Q {after}".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.4 841.7]/Contents 4 0 R/Resources"
        b"<</XObject<</Im 5 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode%s/Length %d>>stream\n%s\nendstream"
        % (*SIZE, image.encode(), len(jpeg), jpeg),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, part)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    data += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    path = folder / "scan.pdf"
    path.write_bytes(data)
    return path


def _stored(path: Path) -> bool:
    return embedded_scan(pypdfium2.PdfDocument(path)[0], SIZE) is not None


def test_a_page_that_is_one_jpeg_comes_as_it_is_stored(tmp_path: Path) -> None:
    jpeg = _jpeg(_page())
    pixels = open_scan(_pdf(tmp_path, jpeg), "scan.pdf").render(1).pixels
    assert np.array_equal(pixels, cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR))


def test_invisible_text_of_a_searchable_scan_does_not_matter(tmp_path: Path) -> None:
    assert _stored(_pdf(tmp_path, _jpeg(_page()), after="BT 3 Tr /F 9 Tf 50 50 Td (x) Tj ET"))


@pytest.mark.parametrize(
    ("matrix", "image", "after"),
    [
        ("595.4 0 0 841.7 0 0", "", "0.9 g 100 100 300 200 re f"),
        ("595.4 0 0 841.7 0 0", "", "BT /F 40 Tf 100 400 Td (COPY) Tj ET"),
        ("595.4 0 0 841.7 0 0", "/Decode[1 0 1 0 1 0]", ""),
        ("-595.4 0 0 841.7 595.4 0", "", ""),
        ("400 0 0 565 90 130", "", ""),
    ],
    ids=["painted over", "visible text", "inverted", "mirrored", "smaller than the page"],
)
def test_what_shows_anything_else_is_drawn(
    tmp_path: Path, matrix: str, image: str, after: str
) -> None:
    assert not _stored(_pdf(tmp_path, _jpeg(_page()), matrix=matrix, image=image, after=after))


def test_a_jpeg_larger_than_the_page_says_is_drawn(tmp_path: Path) -> None:
    assert not _stored(_pdf(tmp_path, _jpeg(_page().resize((3000, 4000)))))


@pytest.mark.parametrize("cut", [lambda d: d[: len(d) // 40], lambda d: b"\xff\xd8" + d[900:]])
def test_a_damaged_jpeg_never_comes_as_an_empty_page(
    tmp_path: Path, cut: Callable[[bytes], bytes]
) -> None:
    path = _pdf(tmp_path, cut(_jpeg(_page())))
    with pytest.raises(DamagedFile):
        open_scan(path, "scan.pdf").render(1)
