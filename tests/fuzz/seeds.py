"""What the parsers are first given: sound things, the bad classes of the fault suite, and traps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import zxingcpp
from PIL import Image

from dossier.forms.catalog import DEFINITIONS
from tests.faults import bad_formats, bad_pdfs, bad_pictures, files
from tests.faults.bad_pdfs import picture_page

REGRESSIONS: Final = Path(__file__).parent / "regressions"
DEMO: Final = Path(__file__).parents[2] / "samples" / "demo"
_LARGEST: Final = 60_000
_DEEP: Final = 20_000
_NOT_FOR_SPEED: Final = frozenset(
    {
        "TIFF of 1,001 pages",
        "PNG with a text of 80 megabytes",
        "PDF of 10,000 empty pages",
        "PDF that packs half a gigabyte",
    }
)


def regressions(target: str) -> list[bytes]:
    """What was once found."""
    return [path.read_bytes() for path in sorted((REGRESSIONS / target).glob("*"))]


def pdf_around(jpeg: bytes) -> bytes:
    """A page of 100 x 140 points that is this JPEG."""
    entries = (
        b"/Width 100 /Height 140 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    )
    page = picture_page(entries, jpeg)
    return page.replace(b"[0 0 300 420]", b"[0 0 100 140]").replace(b"300 0 0 420", b"100 0 0 140")


@cache
def pictures() -> Sequence[bytes]:
    made = [make() for kind, (_, make, _) in bad_pictures.REFUSED.items() if _is_quick(kind)]
    made += [make() for _, make in bad_pictures.READ.values()]
    made += [make() for _, make, _ in bad_formats.REFUSED.values()]
    return _small(made)


@cache
def pdfs() -> Sequence[bytes]:
    made = [make() for kind, (make, _) in bad_pdfs.REFUSED.items() if _is_quick(kind)]
    made += [make() for kind, make in bad_pdfs.READ.items() if _is_quick(kind)]
    return _small([*made, pdf_around(jpegs()[0])])


@cache
def jpegs() -> Sequence[bytes]:
    grey = files.noise_page(100, 140).convert("L")
    colour = files.noise_page(100, 140)
    return [files.saved(grey, "JPEG"), files.saved(colour, "JPEG"), files.saved(grey, "PNG")]


@cache
def dots() -> Sequence[bytes]:
    """Squares of dots: noise, white, and a QR code."""
    text = "001199000014||TRẦN THỊ MẪU|15011999|Nữ|Hà Nội|01012022"
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=4))
    square = Image.fromarray(drawn).convert("L").resize((200, 200))
    return [files.noise_page(96, 96).convert("L").tobytes(), b"\xff" * 2500, square.tobytes()]


def codes() -> Sequence[bytes]:
    told = [
        "001199000014|012345678|TRẦN THỊ MẪU|15011999|Nữ|Hà Nội|01012022|x|y",
        "IDVNM1990000014001199000001<<5\n9901155F3901153VNM<<<<<<<<<<<8\nTRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
        "SOHOA-SEP/1 d=H26-1 p=3 c=Tờ khai",
        "000.00.01.H26-261122-0042",
        "|" * 300,
    ]
    return [text.encode() for text in told]


def values() -> Sequence[bytes]:
    told = [
        "ngày 05 tháng 12 năm 2024",
        "29/02/2023",
        "001199000014",
        "Một tỷ hai trăm triệu đồng chẵn",
        "1.234.567,89 m²",
        "Số 5 phố Hàng Bạc, phường Hoàn Kiếm, thành phố Hà Nội",
        "Nguyễn Thị Hồng Nhung (sinh năm 1991)",
        "+84 912 345 678",
        "a@b.vn",
        "٣٣/٠٢/٢٠٢٣ Ⅻ ²³ ½",
        "9" * 400,
        "mười " * 200,
    ]
    return [text.encode() for text in told]


def headers() -> Sequence[bytes]:
    return [
        b"filename YS5wZGY=,dossier SDI2LTE=\nsha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        b"filename \xff,,\n123\n999999999999999999999\n\xb2",
        "..\\../‮fdp.exe\x00\nTờ khai.PDF".encode(),
    ]


def forms() -> Sequence[bytes]:
    part = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1\r\n'
    )
    return [
        b"multipart/form-data; boundary=x\n" + part + b"--x--\r\n",
        b"multipart/form-data; boundary=x\n" + part * 9 + b"--x--",
        b'multipart/form-data; boundary=""\n--',
        b"multipart/form-data; boundary=x; boundary*=utf-8''y\n" + part.replace(b"a.pdf", b"\xff"),
    ]


@cache
def bodies() -> Sequence[bytes]:
    truth = [path.read_bytes() for path in sorted(DEMO.glob("*/truth.json"))]
    made: object = {"submitted": {"birth_registration": {"child_name": "A", "x": [1, None, {}]}}}
    return [*_small(truth)[:2], json.dumps(made).encode(), *_traps()]


@cache
def submissions() -> Sequence[bytes]:
    told = [path.read_bytes() for path in sorted(DEMO.glob("*/submitted.json"))]
    return [*_small(told)[:3], *_traps()]


@cache
def definitions() -> Sequence[bytes]:
    shipped = sorted(DEFINITIONS.glob("*.toml"), key=lambda path: path.stat().st_size)
    traps = [b"a = " + b"[" * _DEEP, b"a." * _DEEP + b"b = 1", b"\xff", b"key = 1979-13-99"]
    return [path.read_bytes() for path in shipped[:3]] + traps


def _traps() -> list[bytes]:
    return [
        b"[" * _DEEP,
        b'{"a":' * _DEEP,
        b'{"birth_registration": {"child_name": ' + b"9" * 5000 + b"}}",
        b'{"a": {"b": 1e999}}',
        b'{"a": {"b": NaN}}',
        b'{"a": {"b": "\\ud800"}}',
        b"\xef\xbb\xbf{}",
        b"\x00",
    ]


def _is_quick(kind: str) -> bool:
    return kind not in _NOT_FOR_SPEED


def _small(made: Sequence[bytes]) -> list[bytes]:
    return [content for content in made if len(content) <= _LARGEST]


def answers() -> list[bytes]:
    """Of confined children: a head and bytes."""
    return [
        b'{"values": {"pages": 3}, "bytes": 0}\n',
        b'{"values": {"shape": [1, 1, 3], "dpi": 200.0}, "bytes": 3}\n\x00\x01\x02',
        b'{"error": "damaged_file", "detail": "h", "context": {"page": 3}, "bytes": 0}\n',
        b'{"crash": "MemoryError", "bytes": 0}\n',
    ]
