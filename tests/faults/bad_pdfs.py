"""PDFs as nobody should write them, put together object by object; nothing is stored."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Final

from tests.faults import files

_CATALOG: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES: Final = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE: Final = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 420] %s >>"


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first of which is the catalogue."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (count, trailer)
    return body + table + tail + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page_of(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    """One page with this content stream; `more` are objects from 5 on."""
    page = _PAGE % (b"/Contents 4 0 R /Resources << %s >>" % resources)
    return pdf_of(_CATALOG, _PAGES, page, stream(content), *more)


def page_in(box: bytes, extra: bytes = b"") -> bytes:
    """One empty page with this MediaBox."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s %s >>" % (box, extra)
    return pdf_of(_CATALOG, _PAGES, page)


def picture_page(entries: bytes, data: bytes) -> bytes:
    """A page that is one picture."""
    picture = stream(data, b"/Type /XObject /Subtype /Image " + entries)
    return page_of(b"q 300 0 0 420 0 0 cm /I Do Q", b"/XObject << /I 5 0 R >>", picture)


def many_pages(count: int) -> bytes:
    """Very many pages that are all the same empty one."""
    kids = b" ".join([b"3 0 R"] * count)
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf_of(_CATALOG, pages, _PAGE % b"")


def _cross_reference_at_itself() -> bytes:
    whole = pdf_of(_CATALOG, _PAGES, _PAGE % b"")
    at = whole.rindex(b"xref\n0")
    return whole.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % at)


def _pages_in_a_ring() -> bytes:
    ring = b"<< /Type /Pages /Parent 3 0 R /Kids [3 0 R] /Count 1 >>"
    return pdf_of(_CATALOG, ring, b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>")


def _bomb() -> bytes:
    """Half a gigabyte of nothing, deflated twice into a few kilobytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(1 << 24)) for _ in range(32)) + packer.flush()
    twice = zlib.compress(once, 9)
    content = stream(twice, b"/Filter [/FlateDecode /FlateDecode]")
    return pdf_of(_CATALOG, _PAGES, _PAGE % b"/Contents 4 0 R", content)


def _scan_gone() -> bytes:
    content = files.pdf_bytes(1)
    start = content.index(b"stream", content.index(b"DCTDecode")) + 8
    return content[:start] + bytes(2000) + content[start + 2000 :]


REFUSED: Final[Mapping[str, tuple[Callable[[], bytes], str]]] = {
    "PDF, header and end alone": (lambda: b"%PDF-1.7\n%%EOF\n", "damaged_file"),
    "PDF cut early": (lambda: files.share_of(files.pdf_bytes(), 0.3), "damaged_file"),
    "PDF cut late": (lambda: files.share_of(files.pdf_bytes(), 0.97), "damaged_file"),
    "PDF with a password": (files.locked_pdf_bytes, "password_protected"),
    "PDF without a catalogue": (lambda: pdf_of(b"<< >>"), "damaged_file"),
    "PDF whose catalogue names no pages": (
        lambda: pdf_of(b"<< /Type /Catalog >>"),
        "damaged_file",
    ),
    "PDF of no pages": (
        lambda: pdf_of(_CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"),
        "damaged_file",
    ),
    "PDF whose pages are a ring": (_pages_in_a_ring, "damaged_file"),
    "PDF that counts a million pages and has none": (
        lambda: pdf_of(_CATALOG, b"<< /Type /Pages /Kids [] /Count 1000000 >>"),
        "too_many_pages",
    ),
    "PDF that counts a page which is not there": (
        lambda: pdf_of(_CATALOG, b"<< /Type /Pages /Kids [9 0 R] /Count 1 >>"),
        "damaged_file",
    ),
    "PDF of minus one pages": (
        lambda: pdf_of(_CATALOG, b"<< /Type /Pages /Kids [] /Count -1 >>"),
        "damaged_file",
    ),
    "PDF of 10,000 empty pages": (lambda: many_pages(10_000), "too_many_pages"),
    "PDF page of 1 x 14,400 points": (lambda: page_in(b"[0 0 1 14400]"), "not_a_page"),
    "PDF page of one point": (lambda: page_in(b"[0 0 1 1]"), "not_a_page"),
    "PDF picture declared 35,000 x 35,000, JBIG2": (
        lambda: picture_page(
            b"/Width 35000 /Height 35000 /ColorSpace /DeviceGray /BitsPerComponent 1 "
            b"/Filter /JBIG2Decode",
            bytes(64),
        ),
        "too_many_pixels",
    ),
    "PDF whose scan is gone": (_scan_gone, "damaged_file"),
    "PDF picture of JPEG 2000 that is none": (
        lambda: picture_page(b"/Width 600 /Height 840 /Filter /JPXDecode", b"\xff\x4f" * 30),
        "damaged_file",
    ),
    "PDF content that is no deflate stream": (
        lambda: pdf_of(
            _CATALOG,
            _PAGES,
            _PAGE % b"/Contents 4 0 R",
            stream(b"\x00" * 99, b"/Filter /FlateDecode"),
        ),
        "damaged_file",
    ),
    "PDF page whose content is no drawing": (
        lambda: page_of(b"\x80\xff <<<>>> )( q q q BT ET Do"),
        "damaged_file",
    ),
    "PDF of encrypted parts in an unknown way": (
        lambda: pdf_of(
            _CATALOG,
            _PAGES,
            _PAGE % b"",
            trailer=b"/Encrypt << /Filter /Nobody /V 9 >> /ID [<00> <00>]",
        ),
        "damaged_file",
    ),
}
"""Class -> its content and the code of its problem."""

READ: Final[Mapping[str, Callable[[], bytes]]] = {
    "PDF after 500 other bytes": lambda: b"\x00" * 500 + files.pdf_bytes(1),
    "PDF and ZIP at once": lambda: files.pdf_bytes(1) + files.zip_bytes() + b"\n%%EOF\n",
    "PDF whose cross-reference names itself": _cross_reference_at_itself,
    "PDF without a cross-reference": lambda: files.pdf_bytes(1).replace(b"startxref", b"startxxxx"),
    "PDF page turned by 45 degrees": lambda: page_in(b"[0 0 300 420]", b"/Rotate 45"),
    "PDF page without a size": lambda: pdf_of(_CATALOG, _PAGES, b"<< /Type /Page /Parent 2 0 R >>"),
    "PDF page with its corners swapped": lambda: page_in(b"[300 420 0 0]"),
    "PDF page of no area": lambda: page_in(b"[0 0 0 0]"),
    "PDF page of 200 x 200 inches": lambda: page_in(b"[0 0 14400 14400]"),
    "PDF page with a size that is none": lambda: page_in(b"[0 0 /A (x)]"),
    "PDF page 100,000 states deep": lambda: page_of(b"q " * 100_000),
    "PDF form that draws itself": lambda: page_of(
        b"/F Do",
        b"/XObject << /F 5 0 R >>",
        stream(
            b"/F Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /F 5 0 R >> >>",
        ),
    ),
    "PDF that packs half a gigabyte": _bomb,
    "PDF with a script and a file inside": lambda: pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> "
        b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >> >>",
        _PAGES,
        _PAGE % b"",
        stream(b"x", b"/Type /EmbeddedFile"),
    ),
    "PDF form of XFA alone": lambda: pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA 4 0 R /Fields [] >> >>",
        _PAGES,
        _PAGE % b"",
        stream(b"<xdp/>"),
    ),
}
"""Odd PDFs that have pages nevertheless: they are read, and nothing of them is run."""
