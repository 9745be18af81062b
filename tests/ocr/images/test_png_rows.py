"""A PNG that promises more rows than it holds."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from dossier.errors import DamagedFile
from ocr.images.decode import open_scan
from ocr.images.png_rows import has_all_rows
from tests.faults.bad_pictures import png_of

LACED_100_BY_140 = 14_263
"""Bytes of its seven passes, each row with its filter byte: 14 x 18 + 13 x 18 + 26 x 17 + 26 x 35 +
51 x 35 + 51 x 70 + 101 x 70."""


def png(depth: int, colour: int, laced: int, rows: int, *, parts: int = 1) -> bytes:
    head = struct.pack(">IIBBBBB", 100, 140, depth, colour, 0, 0, laced)
    packed = zlib.compress(bytes(rows))
    cut = len(packed) // parts
    pieces = [packed[n * cut : (n + 1) * cut if n < parts - 1 else None] for n in range(parts)]
    data = [(b"IDAT", piece) for piece in pieces]
    return png_of((b"IHDR", head), (b"tEXt", b"a\0b"), *data, (b"IEND", b""))


@pytest.mark.parametrize(
    ("depth", "colour", "laced", "rows"),
    [
        pytest.param(8, 0, 0, 140 * 101, id="grey"),
        pytest.param(1, 0, 0, 140 * 14, id="one bit"),
        pytest.param(8, 2, 0, 140 * 301, id="colour"),
        pytest.param(16, 6, 0, 140 * 801, id="deep and clear"),
        pytest.param(8, 0, 1, LACED_100_BY_140, id="laced"),
    ],
)
def test_the_rows_are_counted_to_the_byte(
    depth: int, colour: int, laced: int, rows: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    for parts in (1, 3):
        path.write_bytes(png(depth, colour, laced, rows, parts=parts))
        assert has_all_rows(path)
        path.write_bytes(png(depth, colour, laced, rows - 1, parts=parts))
        assert not has_all_rows(path)


def test_half_a_page_is_not_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(8, 0, 0, 70 * 101))
    with pytest.raises(DamagedFile):
        open_scan(path, "a.png").render(1)
    path.write_bytes(png(8, 0, 1, LACED_100_BY_140))
    assert open_scan(path, "a.png").render(1).pixels.shape == (140, 100, 3)
