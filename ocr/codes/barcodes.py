"""QR codes and barcodes anywhere on a page and at any angle, by zxing-cpp.

First the page as it is; then every place whose texture is that of a code, enlarged and binarised
in several ways until one of them decodes. Photocopies at 150 and 200 dpi leave two or three dots a
module, and enlarging those is what makes them readable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import zxingcpp

from dossier.geometry import PageTransform
from dossier.page import Code
from ocr.codes.places import Point, box_around, from_fractions
from ocr.codes.regions import Grey, code_like_regions
from ocr.images.scan import ScanImage
from ocr.images.views import Views

_KINDS: Final[dict[str, str]] = {
    "QRCode": "qr",
    "MicroQRCode": "qr",
    "DataMatrix": "datamatrix",
    "Aztec": "aztec",
    "PDF417": "pdf417",
    "Code128": "code128",
    "Code39": "code39",
    "EAN13": "ean13",
}
_FORMAT: Final = zxingcpp.BarcodeFormat
# Data Matrix and PDF417 take ten times as long to look for on a whole page as the others.
_ON_PAGE: Final = zxingcpp.BarcodeFormats(
    [_FORMAT.QRCode, _FORMAT.Code128, _FORMAT.Code39, _FORMAT.EAN13]
)
_IN_REGION: Final = zxingcpp.BarcodeFormats(
    [_FORMAT.QRCode, _FORMAT.DataMatrix, _FORMAT.Aztec, _FORMAT.PDF417]
)
_SHORTEST_CODE_39: Final = 6
"""Characters. Code 39 has no check digit: rules and letters make short ones by chance."""
_LARGEST_SIDE_PX: Final = 1600
"""A region is not enlarged beyond this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    kind: str
    text: str
    corners: tuple[Point, ...]
    """Pixels of the scan."""


def find_barcodes(
    scan: ScanImage, transform: PageTransform, views: Views | None = None
) -> tuple[Code, ...]:
    """All codes of `scan`, top to bottom; `transform` leads from the upright page to the scan.

    `views`: those of `scan`, where it has some already; of another picture they do no harm.
    """
    grey = (views or Views(scan.pixels)).shared_with(scan.pixels).grey
    found = list(_decode(grey, _ON_PAGE))
    for region in code_like_regions(grey, scan.dpi):
        if not any(region.holds(x, y) for code in found for x, y in code.corners):
            found += _decode_region(region.cut(grey), (region.left, region.top))
    move = from_fractions(transform)
    codes = [
        Code(
            kind=code.kind,
            text=code.text,
            box=box_around(
                [move((x / scan.width_px, y / scan.height_px)) for x, y in code.corners]
            ),
        )
        for code in found
    ]
    return tuple(sorted(codes, key=lambda code: (code.box.top, code.box.left)))


def _decode_region(grey: Grey, corner: tuple[int, int]) -> list[_Decoded]:
    for scale, picture in _variants(grey):
        found = _decode(picture, _IN_REGION, invert=True)
        if found:
            return [
                _Decoded(
                    kind=code.kind,
                    text=code.text,
                    corners=tuple((x / scale + corner[0], y / scale + corner[1])
                                  for x, y in code.corners),
                )
                for code in found
            ]  # fmt: skip
    return []


def _variants(grey: Grey) -> Iterator[tuple[float, Grey]]:
    """The region as it is, enlarged, smoothed, sharpened and binarised, the cheapest first."""
    yield 1.0, grey
    for factor in (2.0, 3.0, 4.0, 1.5):
        if max(grey.shape) * factor > _LARGEST_SIDE_PX:
            continue
        larger = _enlarge(grey, factor)
        yield factor, larger
        for change in (_sharpen, _binarise, _smooth):
            yield factor, change(larger)


def _enlarge(grey: Grey, factor: float) -> Grey:
    larger = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger, np.uint8)


def _sharpen(grey: Grey) -> Grey:
    soft = cv2.GaussianBlur(grey, (0, 0), 3)
    return np.asarray(cv2.addWeighted(grey, 2.2, soft, -1.2, 0), np.uint8)


def _binarise(grey: Grey) -> Grey:
    return np.asarray(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1], np.uint8)


def _smooth(grey: Grey) -> Grey:
    return np.asarray(cv2.medianBlur(grey, 5), np.uint8)


def _decode(
    grey: Grey, formats: zxingcpp.BarcodeFormats, *, invert: bool = False
) -> tuple[_Decoded, ...]:
    results = zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=formats,
        try_invert=invert,
        text_mode=zxingcpp.TextMode.Plain,
    )
    decoded: dict[tuple[str, str], _Decoded] = {}
    for result in results:
        kind, text = _KINDS.get(result.format.name, ""), _text_of(result)
        if not kind or not text or (kind == "code39" and len(text) < _SHORTEST_CODE_39):
            continue
        at = result.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        decoded.setdefault(
            (kind, text),
            _Decoded(
                kind=kind, text=text, corners=tuple((float(c.x), float(c.y)) for c in corners)
            ),
        )
    return tuple(decoded.values())


def _text_of(result: zxingcpp.Barcode) -> str:
    """UTF-8 where the bytes are that: cards carry no mark of their encoding, and guesses fail."""
    try:
        text = bytes(result.bytes).decode("utf-8")
    except UnicodeDecodeError:
        text = str(result.text)
    return unicodedata.normalize("NFC", text).strip()
