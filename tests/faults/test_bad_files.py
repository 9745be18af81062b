"""Every bad file is refused by name of its fault, and a bad page leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from dossier.errors import (
    DamagedFile,
    EmptyFile,
    InputRefused,
    NotAPage,
    PasswordProtected,
    TooLarge,
    TooManyPages,
    TooManyPixels,
)
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from tests.faults import bad_formats, bad_pdfs, bad_pictures, files
from tests.faults.files import writing

Named = tuple[str, Callable[[], bytes], str]
DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "faults.md"
BAD: Final[dict[str, Named]] = {
    **bad_formats.REFUSED,
    **bad_pictures.REFUSED,
    **{kind: ("a.pdf", *made) for kind, made in bad_pdfs.REFUSED.items()},
}
ODD: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    **bad_pictures.READ,
    **{kind: ("a.pdf", make) for kind, make in bad_pdfs.READ.items()},
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_its_cause(kind: str, tmp_path: Path) -> None:
    name, make, code = BAD[kind]
    path = writing(name, make)(tmp_path)
    with pytest.raises(InputRefused) as refusal:
        open_scan(path, path.name).render(1)
    assert refusal.value.code == code
    assert " / " in refusal.value.detail


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_file_is_read(kind: str, tmp_path: Path) -> None:
    name, make = ODD[kind]
    path = writing(name, make)(tmp_path)
    assert min(open_scan(path, path.name).render(1).pixels.shape[:2]) >= 48


def test_the_classes_are_as_many_as_the_document_says() -> None:
    assert len(BAD) >= 60
    rows = {line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if "|" in line}
    told = {f"| {kind} | `{code}` |" for kind, (_, _, code) in BAD.items()}
    assert told <= rows, told - rows
    assert {f"| {kind} | read |" for kind in ODD} <= rows


def test_a_locked_file_gives_its_name_to_no_other(tmp_path: Path) -> None:
    locked = writing("a.pdf", files.locked_pdf_bytes)(tmp_path)
    with pytest.raises(PasswordProtected):
        open_scan(locked, "a.pdf")
    empty = writing("b.pdf", BAD["PDF of no pages"][1])(tmp_path)
    with pytest.raises(DamagedFile):
        open_scan(empty, "b.pdf")


def test_limits_can_be_set(tmp_path: Path) -> None:
    pdf = writing("a.pdf", lambda: files.pdf_bytes(3))(tmp_path)
    with pytest.raises(TooManyPages):
        open_scan(pdf, "a.pdf", ImageLimits(max_pages=2))
    with pytest.raises(TooLarge):
        open_scan(pdf, "a.pdf", ImageLimits(max_bytes=1000))
    jpeg = writing("a.jpg", files.jpeg_bytes)(tmp_path)
    with pytest.raises(TooManyPixels):
        open_scan(jpeg, "a.jpg", ImageLimits(max_pixels=10_000))


def test_an_empty_file_has_one_reason_wherever_it_is_met(tmp_path: Path) -> None:
    """By who receives it and by who opens it: the reason stands in the record."""
    with pytest.raises(EmptyFile) as refusal:
        open_scan(writing("a.pdf", bytes)(tmp_path), "a.pdf")
    assert refusal.value.problem() == EmptyFile().problem()


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
