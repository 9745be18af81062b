"""What is no scan at all, under its own name or under that of one."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from typing import Final

from tests.faults import files

_UNKNOWN, _DISGUISED = "unknown_format", "disguised_file"
_HEIC: Final = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
_PROGRAM: Final = b"\x7fELF\x02\x01\x01" + bytes(400)
_WORD: Final = files.zip_bytes

REFUSED: Final[Mapping[str, tuple[str, Callable[[], bytes], str]]] = {
    "no bytes": ("a.pdf", lambda: b"", "empty_file"),
    "one byte": ("a.pdf", lambda: b"%", _DISGUISED),
    "zeros alone": ("a.pdf", lambda: bytes(5000), _DISGUISED),
    "empty lines alone": ("a.jpg", lambda: b"\r\n" * 900, _DISGUISED),
    "web page called JPEG": ("a.jpg", lambda: b"<html></html>", _DISGUISED),
    "SVG": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", _UNKNOWN),
    "SVG with a script called PNG": ("a.png", lambda: b"<svg><script/></svg>", _DISGUISED),
    "ZIP": ("a.zip", files.zip_bytes, _UNKNOWN),
    "ZIP called PDF": ("a.pdf", files.zip_bytes, _DISGUISED),
    "Word document": ("a.docx", _WORD, _UNKNOWN),
    "Word document called PDF": ("a.pdf", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), _DISGUISED),
    "gzip of a PDF": ("a.pdf.gz", lambda: gzip.compress(files.pdf_bytes(1)), _UNKNOWN),
    "PostScript called PDF": ("a.pdf", lambda: b"%!PS-Adobe-3.0\n", _DISGUISED),
    "GIF without a name": ("scan", lambda: b"GIF89a" + bytes(20), _UNKNOWN),
    "GIF called PNG": ("a.png", lambda: b"GIF89a" + bytes(20), _DISGUISED),
    "BMP": ("a.bmp", lambda: b"BM" + bytes(60), _UNKNOWN),
    "WebP": ("a.webp", lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30), _UNKNOWN),
    "HEIC": ("a.heic", lambda: _HEIC, _UNKNOWN),
    "HEIC called JPEG": ("a.jpg", lambda: _HEIC, _DISGUISED),
    "JPEG 2000": ("a.jp2", lambda: b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40), _UNKNOWN),
    "Photoshop called TIFF": ("a.tif", lambda: b"8BPS\x00\x01" + bytes(60), _DISGUISED),
    "DjVu": ("a.djvu", lambda: b"AT&TFORM" + bytes(60), _UNKNOWN),
    "program called TIFF": ("a.tif", lambda: _PROGRAM, _DISGUISED),
    "mail": ("a.eml", lambda: b"From: a@b\r\nSubject: x\r\n\r\n%PDF\r\n", _UNKNOWN),
    "text of two-byte letters": ("a.txt", lambda: "Đơn xin".encode("utf-16"), _UNKNOWN),
    **{
        f"nothing but the head of {name}": (name, head.__bytes__, "damaged_file")
        for name, head in files.HEADERS.items()
    },
}
"""Class -> the file's name, its content and the code of its problem."""
