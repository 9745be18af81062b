"""Every bad file is refused by name of its fault, and a bad page leaves the others alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from dossier.errors import (
    DamagedFile,
    DisguisedFile,
    EmptyFile,
    InputRefused,
    NotAPage,
    PasswordProtected,
    TooLarge,
    TooManyPages,
    TooManyPixels,
    UnknownFormat,
)
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from tests.faults import files
from tests.faults.files import HEADERS, Maker, writing

BAD: dict[str, tuple[Maker, type[InputRefused]]] = {
    "zero bytes": (writing("a.pdf", lambda: b""), EmptyFile),
    **{
        f"header only, {name}": (writing(name, head.__bytes__), DamagedFile)
        for name, head in HEADERS.items()
    },
    "truncated JPEG": (
        writing("a.jpg", lambda: files.share_of(files.jpeg_bytes(), 0.6)),
        DamagedFile,
    ),
    "JPEG without its last bytes": (
        writing("a.jpg", lambda: files.share_of(files.jpeg_bytes(), 0.97)),
        DamagedFile,
    ),
    "truncated PNG": (
        writing("a.png", lambda: files.share_of(files.saved(files.noise_page(), "PNG"), 0.7)),
        DamagedFile,
    ),
    "PDF cut early": (
        writing("a.pdf", lambda: files.share_of(files.pdf_bytes(), 0.3)),
        DamagedFile,
    ),
    "PDF cut late": (
        writing("a.pdf", lambda: files.share_of(files.pdf_bytes(), 0.97)),
        DamagedFile,
    ),
    "PDF with a password": (writing("a.pdf", files.locked_pdf_bytes), PasswordProtected),
    "zip named .pdf": (writing("a.pdf", files.zip_bytes), DisguisedFile),
    "web page named .jpg": (writing("a.jpg", lambda: b"<html></html>"), DisguisedFile),
    "zip": (writing("a.zip", files.zip_bytes), UnknownFormat),
    "GIF without a name": (writing("scan", lambda: b"GIF89a" + bytes(20)), UnknownFormat),
    "PNG of 35,000 x 35,000": (
        writing("a.png", lambda: files.png_declaring(35_000, 35_000)),
        TooManyPixels,
    ),
    "TIFF of 35,000 x 35,000": (
        writing("a.tif", lambda: files.tiff_declaring(35_000, 35_000)),
        TooManyPixels,
    ),
    "strip of 1 x 200,000": (
        writing("a.png", lambda: files.png_declaring(1, 200_000)),
        NotAPage,
    ),
    "single dot": (writing("a.png", lambda: files.png_declaring(1, 1)), NotAPage),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_cause(case: str, tmp_path: Path) -> None:
    make, error = BAD[case]
    path = make(tmp_path)
    with pytest.raises(InputRefused) as refusal:
        open_scan(path, path.name).render(1)
    assert type(refusal.value) is error
    assert " / " in refusal.value.detail


def test_limits_can_be_set(tmp_path: Path) -> None:
    pdf = writing("a.pdf", lambda: files.pdf_bytes(3))(tmp_path)
    with pytest.raises(TooManyPages):
        open_scan(pdf, "a.pdf", ImageLimits(max_pages=2))
    with pytest.raises(TooLarge):
        open_scan(pdf, "a.pdf", ImageLimits(max_bytes=1000))
    jpeg = writing("a.jpg", files.jpeg_bytes)(tmp_path)
    with pytest.raises(TooManyPixels):
        open_scan(jpeg, "a.jpg", ImageLimits(max_pixels=10_000))


def test_one_bad_page_of_a_tiff_leaves_the_others(tmp_path: Path) -> None:
    frames = [files.noise_page(), Image.new("1", (1, 3000)), files.noise_page()]
    path = writing("a.tif", lambda: files.tiff_of(frames))(tmp_path)
    scan = open_scan(path, "a.tif")
    assert scan.page_count == 3
    assert scan.render(1).pixels.shape == (560, 400, 3)
    with pytest.raises(NotAPage):
        scan.render(2)
    assert scan.render(3).pixels.shape == (560, 400, 3)


def test_a_pdf_page_whose_scan_is_gone_is_not_a_blank_page(tmp_path: Path) -> None:
    content = files.pdf_bytes(2)
    start = content.index(b"stream", content.index(b"DCTDecode")) + 8
    broken = content[:start] + bytes(2000) + content[start + 2000 :]
    path = writing("a.pdf", lambda: broken)(tmp_path)
    scan = open_scan(path, "a.pdf")
    with pytest.raises(DamagedFile):
        scan.render(1)
    assert scan.render(2).pixels.std() > 10


def test_content_counts_and_not_the_name(tmp_path: Path) -> None:
    path = writing("really-a.pdf", files.jpeg_bytes)(tmp_path)
    assert open_scan(path, path.name).render(1).pixels.shape == (560, 400, 3)


def test_a_pdf_of_500_pages_is_read_page_by_page(tmp_path: Path) -> None:
    path = writing("a.pdf", lambda: files.long_pdf_bytes(500))(tmp_path)
    scan = open_scan(path, "a.pdf")
    assert scan.page_count == 500
    for page in (1, 250, 500):
        assert scan.render(page).pixels.shape == (200, 150, 3)
