"""Whether a PNG holds as many bytes of rows as its head promises.

Pillow leaves the rows that are missing black and says nothing: half a page would pass for a whole.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import IO, Final

_SIGNATURE_BYTES: Final = 8
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""PNG colour type -> values a dot (ISO/IEC 15948, 11.2.1)."""
_PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
"""Adam7: first column, first row, column step, row step."""
_PIECE: Final = 1 << 20


def has_all_rows(path: Path) -> bool:
    """Unpacks the rows piece by piece and keeps none; the head must have been found sound.

    Raises zlib.error for rows that cannot be unpacked, struct.error for a file that ends in a
    head, KeyError for a colour type that there is not.
    """
    with path.open("rb") as stream:
        stream.seek(_SIGNATURE_BYTES)
        chunks = _chunks(stream)
        _kind, head = next(chunks)
        wanted = _bytes_of_rows(head)
        rows, found = zlib.decompressobj(), 0
        for kind, data in chunks:
            if kind != b"IDAT":
                continue
            found += _unpacked(rows, data, wanted - found)
            if found >= wanted:
                return True
    return False


def _chunks(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    while head := stream.read(8):
        length, kind = struct.unpack(">I4s", head)
        if kind in (b"IHDR", b"IDAT"):
            yield kind, stream.read(length)
            stream.seek(4, 1)
        else:
            stream.seek(length + 4, 1)


def _bytes_of_rows(head: bytes) -> int:
    width, height, depth, colour, _, _, laced = struct.unpack(">IIBBBBB", head[:13])
    bits = depth * _SAMPLES[colour]
    if not laced:
        return _bytes_of(width, height, bits)
    return sum(
        _bytes_of(ceil((width - left) / across), ceil((height - top) / down), bits)
        for left, top, across, down in _PASSES
    )


def _bytes_of(width: int, height: int, bits: int) -> int:
    """Each row has one byte that tells its filter; a pass without dots has no rows."""
    return height * (1 + ceil(width * bits / 8)) if width > 0 and height > 0 else 0


def _unpacked(rows: zlib._Decompress, data: bytes, most: int) -> int:
    """How many bytes come out of `data`, counted up to about `most`."""
    found = 0
    while data and found < most and not rows.eof:
        found += len(rows.decompress(data, _PIECE))
        data = rows.unconsumed_tail
    return found
