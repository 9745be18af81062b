"""Fronts and backs of a pile that was fed twice, laid as they are on the paper."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from cli.branch.interleave import interleave
from dossier.errors import InvalidRequest
from tests.cli.branch.conftest import fill_spool, page_image


def scan_pdf(path: Path, first: int, count: int) -> Path:
    """A scanner's PDF: a JPEG on every page."""
    pages = [Image.open(io.BytesIO(page_image(first + n))) for n in range(count)]
    pages[0].save(path, save_all=True, append_images=pages[1:], quality=90)
    return path


def pictures(path: Path) -> list[bytes]:
    """The pictures of a PDF as they are stored, undecoded."""
    return [
        bytes(found.get_data(decode_simple=True))
        for page in pypdfium2.PdfDocument(path)
        for found in page.get_objects()
        if isinstance(found, pypdfium2.PdfImage)
    ]


@pytest.mark.parametrize(("reversed_backs", "order"), [(True, [2, 1, 0]), (False, [0, 1, 2])])
def test_backs_follow_their_fronts_byte_for_byte(
    tmp_path: Path, reversed_backs: bool, order: list[int]
) -> None:
    fronts = scan_pdf(tmp_path / "f.pdf", 1, 3)
    backs = scan_pdf(tmp_path / "b.pdf", 101, 3)
    laid = interleave([fronts], [backs], tmp_path / "sides", reversed_backs=reversed_backs)
    front, back = pictures(fronts), pictures(backs)
    wanted = [side for n in range(3) for side in (front[n], back[order[n]])]
    assert [picture for path in laid for picture in pictures(path)] == wanted
    # After a cut the same bytes are sent again.
    before = [path.read_bytes() for path in laid]
    again = interleave([fronts], [backs], tmp_path / "sides", reversed_backs=reversed_backs)
    assert (again, [path.read_bytes() for path in again]) == (laid, before)


def test_a_side_that_lacks_a_page_is_refused(tmp_path: Path) -> None:
    fronts, backs = fill_spool(tmp_path / "f", 3), fill_spool(tmp_path / "b", 2)
    with pytest.raises(InvalidRequest, match="3 mặt trước, 2 mặt sau"):
        interleave(fronts, backs, tmp_path, reversed_backs=True)


def test_pictures_of_several_pages_are_refused(tmp_path: Path) -> None:
    pages = [Image.new("1", (60, 60), n) for n in range(2)]
    pages[0].save(tmp_path / "f.tif", save_all=True, append_images=pages[1:])
    with pytest.raises(InvalidRequest, match=r"f\.tif"):
        interleave([tmp_path / "f.tif"], [], tmp_path, reversed_backs=True)
