"""Bad files of every kind that a counter has sent, made on the spot; nothing is stored.

Each maker takes a folder and gives the path of the file it wrote.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

Maker = Callable[[Path], Path]


def noise_page(width: int = 400, height: int = 560, seed: int = 1) -> Image.Image:
    """A page that compresses badly, so that cutting a file cuts the picture."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def jpeg_bytes(width: int = 400, height: int = 560) -> bytes:
    return saved(noise_page(width, height), "JPEG")


def pdf_bytes(pages: int = 3) -> bytes:
    """A PDF of pages that are one JPEG scan each, as scanners write them."""
    images = [noise_page(seed=n) for n in range(pages)]
    stream = io.BytesIO()
    images[0].save(stream, "PDF", save_all=True, append_images=images[1:], resolution=72)
    return stream.getvalue()


def long_pdf_bytes(pages: int) -> bytes:
    """Very many small pages of plain colour."""
    images = [Image.new("RGB", (72, 96), (n % 256, 90, 90)) for n in range(pages)]
    stream = io.BytesIO()
    images[0].save(stream, "PDF", save_all=True, append_images=images[1:], resolution=72)
    return stream.getvalue()


def saved(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def writing(name: str, make: Callable[[], bytes]) -> Maker:
    """A maker that writes what `make` gives into a file called `name`."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(make())
        return path

    return write


def share_of(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def zip_bytes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "not a scan")
    return stream.getvalue()


def png_declaring(width: int, height: int) -> bytes:
    """A one-bit PNG that declares a size; its data are empty, for nobody should decode it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def tiff_declaring(width: int, height: int) -> bytes:
    """A one-bit TIFF whose header declares a size and whose only strip is empty."""
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 1),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, height),
        (279, 4, 1, 0),
    ]
    rows = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + rows + struct.pack("<I", 0)


def locked_pdf_bytes() -> bytes:
    """A PDF that asks for a password: the standard security handler with keys nobody knows."""
    plain = pdf_bytes(1)
    locker = (
        b"99 0 obj\n<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>\nendobj\n"
    )
    start = plain.rindex(b"startxref")
    trailer = plain.rindex(b"trailer")
    at = len(plain[: plain.rindex(b"xref", 0, trailer)])
    ident = b"/ID [<" + b"00" * 16 + b"> <" + b"00" * 16 + b">] /Encrypt 99 0 R "
    body = plain[:trailer] + plain[trailer:start].replace(b"<<", b"<< " + ident, 1)
    previous = str(at).encode()
    offset = len(body)
    tail = (
        b"xref\n99 1\n"
        + f"{offset:010d} 00000 n \n".encode()
        + b"trailer\n<< /Size 100 "
        + ident
        + b"/Prev "
        + previous
        + b" "
        + _root_of(plain)
        + b" >>\nstartxref\n"
        + str(offset + len(locker)).encode()
        + b"\n%%EOF\n"
    )
    return body + locker + tail


def _root_of(pdf: bytes) -> bytes:
    start = pdf.rindex(b"/Root")
    return pdf[start : pdf.index(b"R", start + 5) + 1]


def tiff_of(frames: Sequence[Image.Image]) -> bytes:
    stream = io.BytesIO()
    frames[0].save(stream, "TIFF", save_all=True, append_images=list(frames[1:]))
    return stream.getvalue()


HEADERS: Final = {
    "header.pdf": b"%PDF-1.7\n",
    "header.png": b"\x89PNG\r\n\x1a\n",
    "header.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "header.tif": b"II*\x00\x08\x00\x00\x00",
}
