"""Pages of files of strangers: drawn one by one, each in a child, without the rest of the file."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dossier.errors import DamagedFile
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined, OpenHere, ScanOpener
from tests.faults import files


@pytest.fixture(params=[OpenHere, OpenConfined])
def opener(request: pytest.FixtureRequest) -> ScanOpener:
    made: ScanOpener = request.param(ImageLimits())
    return made


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    path = tmp_path / "a.tif"
    path.write_bytes(files.tiff_of([files.noise_page() for _ in range(3)]))
    return path


def test_pages_are_those_of_the_opened_file(opener: ScanOpener, three_pages: Path) -> None:
    scan = open_scan(three_pages, "a.tif")
    assert opener.count_pages(three_pages, "a.tif") == scan.page_count == 3
    for page in (1, 2, 3):
        drawn, expected = opener.render(three_pages, "a.tif", page), scan.render(page)
        assert np.array_equal(drawn.pixels, expected.pixels)
        assert drawn.dpi == expected.dpi


def test_a_page_is_drawn_without_walking_through_those_behind_it(
    opener: ScanOpener, three_pages: Path
) -> None:
    """Counted again for every page, a long file costs the square of its length."""
    content = bytearray(three_pages.read_bytes())
    _point_nowhere(content, after=2)
    three_pages.write_bytes(content)
    with pytest.raises(DamagedFile):
        opener.count_pages(three_pages, "a.tif")
    assert opener.render(three_pages, "a.tif", 1).pixels.shape == (560, 400, 3)
    with pytest.raises(DamagedFile):
        opener.render(three_pages, "a.tif", 3)


def _point_nowhere(tiff: bytearray, *, after: int) -> None:
    """Let the directory of page `after` say that the next one stands behind the file's end."""
    place = 4
    for _ in range(after):
        (directory,) = struct.unpack_from("<I", tiff, place)
        (entries,) = struct.unpack_from("<H", tiff, directory)
        place = directory + 2 + 12 * entries
    struct.pack_into("<I", tiff, place, len(tiff) + 1000)


def test_what_reads_pictures_is_loaded_before_the_children_are_forked() -> None:
    told = (
        "import sys, ocr.images.calls as calls;"
        "print(sorted(name for name in sys.modules if name.endswith('ImagePlugin')))"
    )
    loaded = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True)
    for plugin in (b"PIL.JpegImagePlugin", b"PIL.PngImagePlugin", b"PIL.TiffImagePlugin"):
        assert plugin in loaded.stdout
