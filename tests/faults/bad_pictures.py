"""Pictures with every kind of fault, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from PIL import Image

from tests.faults import files

Entry = tuple[int, int, int, int]
"""Tag, type, count, value or offset."""


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_head(width: int, height: int, depth: int = 8, colour: int = 0) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def tiff_of(entries: list[Entry], data: bytes = b"", following: int = 0) -> bytes:
    """One directory right after the head, then `data` (at offset 14 + 12 for each entry)."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    count = struct.pack("<IH", 8, len(entries))
    return b"II*\x00" + count + rows + struct.pack("<I", following) + data


def tiff_page(
    compression: int = 1, *, data: bytes | None = None, offset: int | None = None, **over: int
) -> bytes:
    """An 8-bit grey page of 100 x 140 whose only strip is `data`."""
    tags: dict[str, int] = {
        "width": 256,
        "height": 257,
        "bits": 258,
        "compression": 259,
        "meaning": 262,
        "strips": 273,
        "samples": 277,
        "rows": 278,
        "bytes": 279,
    }
    content = bytes(100 * 140) if data is None else data
    start = 14 + 12 * len(tags)
    values = {
        "width": 100,
        "height": 140,
        "bits": 8,
        "compression": compression,
        "meaning": 1,
        "strips": start if offset is None else offset,
        "samples": 1,
        "rows": 140,
        "bytes": len(content),
    } | over
    return tiff_of([(tags[name], 4, 1, values[name]) for name in tags], content)


def jpeg_with(marker: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A sound JPEG with the segment of `marker` (two bytes) replaced."""
    whole = files.jpeg_bytes()
    start = whole.index(marker)
    end = start + 2 + int.from_bytes(whole[start + 2 : start + 4], "big")
    return whole[:start] + change(whole[start:end]) + whole[end:]


def _frame_of(height: int, width: int, precision: int = 8) -> bytes:
    size = struct.pack(">BHH", precision, height, width)
    return jpeg_with(b"\xff\xc0", lambda frame: frame[:4] + size + frame[9:])


def _ring_of_directories() -> bytes:
    whole = tiff_page()
    return whole[: 10 + 12 * 9] + struct.pack("<I", 8) + whole[14 + 12 * 9 :]


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def _text_bomb() -> bytes:
    """A text of 80 megabytes in a PNG of 100 x 140."""
    packed = zlib.compress(bytes(80_000_000), 9)
    rows = zlib.compress(bytes(101 * 140))
    return png_of(
        png_head(100, 140), (b"zTXt", b"a\x00\x00" + packed), (b"IDAT", rows), (b"IEND", b"")
    )


def _many_frames() -> bytes:
    frames = [Image.new("1", (50, 50), 1)] * 1001
    return files.tiff_of(frames)


def _grey(width: int = 100, height: int = 140) -> Image.Image:
    pixels = np.random.default_rng(3).integers(0, 255, (height, width), dtype=np.uint8)
    return Image.fromarray(pixels)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


_PNG = (b"IDAT", zlib.compress(bytes(101 * 140)))
_END = (b"IEND", b"")

REFUSED: Final[Mapping[str, tuple[str, Callable[[], bytes], str]]] = {
    "JPEG, start and end alone": ("a.jpg", lambda: b"\xff\xd8\xff\xd9", "damaged_file"),
    "JPEG cut in the middle": (
        "a.jpg",
        lambda: files.share_of(files.jpeg_bytes(), 0.6),
        "damaged_file",
    ),
    "JPEG without its last bytes": (
        "a.jpg",
        lambda: files.share_of(files.jpeg_bytes(), 0.97),
        "damaged_file",
    ),
    "JPEG without a frame": (
        "a.jpg",
        lambda: jpeg_with(b"\xff\xc0", lambda _: b""),
        "damaged_file",
    ),
    "JPEG of no height": ("a.jpg", lambda: _frame_of(0, 400), "damaged_file"),
    "JPEG declared 65,500 x 65,500": ("a.jpg", lambda: _frame_of(65500, 65500), "too_many_pixels"),
    "JPEG of 3 x 60,000": ("a.jpg", lambda: _frame_of(60000, 3), "not_a_page"),
    "JPEG of 12 bits": ("a.jpg", lambda: _frame_of(560, 400, 12), "damaged_file"),
    "JPEG of the lossless kind": (
        "a.jpg",
        lambda: jpeg_with(b"\xff\xc0", lambda frame: b"\xff\xc3" + frame[2:]),
        "damaged_file",
    ),
    "PNG cut": (
        "a.png",
        lambda: files.share_of(files.saved(files.noise_page(), "PNG"), 0.7),
        "damaged_file",
    ),
    "PNG whose head has a wrong sum": (
        "a.png",
        lambda: _flipped(_saved(_grey(), "PNG"), 30),
        "damaged_file",
    ),
    "PNG whose rows have a wrong sum": (
        "a.png",
        lambda: _flipped(_saved(_grey(), "PNG"), 2000),
        "damaged_file",
    ),
    "PNG without rows": ("a.png", lambda: png_of(png_head(100, 140), _END), "damaged_file"),
    "PNG with too few rows": (
        "a.png",
        lambda: png_of(png_head(100, 140), (b"IDAT", zlib.compress(bytes(101))), _END),
        "damaged_file",
    ),
    "PNG of no width": ("a.png", lambda: png_of(png_head(0, 140), _PNG, _END), "damaged_file"),
    "PNG of 35,000 x 35,000": (
        "a.png",
        lambda: files.png_declaring(35_000, 35_000),
        "too_many_pixels",
    ),
    "PNG of 1 x 200,000": ("a.png", lambda: files.png_declaring(1, 200_000), "not_a_page"),
    "PNG of one dot": ("a.png", lambda: files.png_declaring(1, 1), "not_a_page"),
    "PNG of 3 bits": (
        "a.png",
        lambda: png_of(png_head(100, 140, depth=3), _PNG, _END),
        "damaged_file",
    ),
    "PNG with a text of 80 megabytes": ("a.png", _text_bomb, "damaged_file"),
    "TIFF of 35,000 x 35,000": (
        "a.tif",
        lambda: files.tiff_declaring(35_000, 35_000),
        "too_many_pixels",
    ),
    "TIFF without a directory": (
        "a.tif",
        lambda: b"II*\x00" + struct.pack("<I", 4_000_000_000),
        "damaged_file",
    ),
    "TIFF whose directory has no entries": ("a.tif", lambda: tiff_of([]), "damaged_file"),
    "TIFF whose directory has 65,535 entries": (
        "a.tif",
        lambda: b"II*\x00" + struct.pack("<IH", 8, 65535) + bytes(64),
        "damaged_file",
    ),
    "TIFF whose rows lie beyond its end": (
        "a.tif",
        lambda: tiff_page(offset=4_000_000_000),
        "damaged_file",
    ),
    "TIFF with too few rows": ("a.tif", lambda: tiff_page(data=bytes(99)), "damaged_file"),
    "TIFF of an unknown compression": ("a.tif", lambda: tiff_page(60_000), "damaged_file"),
    "TIFF of LZW that is none": (
        "a.tif",
        lambda: tiff_page(5, data=b"\xff" * 300),
        "damaged_file",
    ),
    "TIFF of deflate that is none": (
        "a.tif",
        lambda: tiff_page(8, data=b"\x55" * 300),
        "damaged_file",
    ),
    "TIFF of JPEG that is none": (
        "a.tif",
        lambda: tiff_page(7, data=b"\xff\xd8" + b"\x11" * 300),
        "damaged_file",
    ),
    "TIFF of 1,000 samples a dot": ("a.tif", lambda: tiff_page(samples=1000), "damaged_file"),
    "TIFF of 64 bits a dot": ("a.tif", lambda: tiff_page(bits=64), "damaged_file"),
    "TIFF of no width": ("a.tif", lambda: tiff_page(width=0), "damaged_file"),
    "TIFF of 1,001 pages": ("a.tif", _many_frames, "too_many_pages"),
    "BigTIFF that ends in its head": ("a.tif", lambda: b"II+\x00\x08\x00", "damaged_file"),
}
"""Class -> the file's name, its content and the code of its problem."""

READ: Final[Mapping[str, tuple[str, Callable[[], bytes]]]] = {
    # Cameras that stream JPEGs leave the standard's own tables out.
    "JPEG without Huffman tables": (
        "a.jpg",
        lambda: jpeg_with(b"\xff\xc4", lambda _: b"").replace(b"\xff\xc4", b"\xff\xfe"),
    ),
    "JPEG in four inks": ("a.jpg", lambda: _saved(_grey().convert("CMYK"), "JPEG")),
    "JPEG of 0 dots an inch": ("a.jpg", lambda: _saved(_grey(), "JPEG", dpi=(0, 0))),
    "JPEG of 60,000 dots an inch": ("a.jpg", lambda: _saved(_grey(), "JPEG", dpi=(60000, 60000))),
    "JPEG whose EXIF is none": (
        "a.jpg",
        lambda: _saved(_grey(), "JPEG", exif=b"Exif\x00\x00" + b"\xff" * 60),
    ),
    "JPEG with a web page behind it": ("a.jpg", lambda: _saved(_grey(), "JPEG") + b"<html>" * 99),
    "PNG of a palette with a clear colour": (
        "a.png",
        lambda: _saved(_grey().convert("P"), "PNG", transparency=0),
    ),
    "PNG of 16 bits": (
        "a.png",
        lambda: _saved(Image.fromarray(np.asarray(_grey(), np.uint16) * 257), "PNG"),
    ),
    "PNG of one bit": ("a.png", lambda: _saved(_grey().convert("1"), "PNG")),
    "TIFF of CCITT G4": (
        "a.tif",
        lambda: _saved(_grey().convert("1"), "TIFF", compression="group4"),
    ),
    "TIFF of JPEG": ("a.tif", lambda: _saved(_grey(), "TIFF", compression="jpeg")),
    "TIFF in four inks": ("a.tif", lambda: _saved(_grey().convert("CMYK"), "TIFF")),
    "TIFF of floats": ("a.tif", lambda: _saved(_grey().convert("F"), "TIFF")),
    "TIFF whose directories are a ring": ("a.tif", _ring_of_directories),
    "JPEG called PDF": ("a.pdf", files.jpeg_bytes),
}
"""Odd pictures that are pages nevertheless."""
