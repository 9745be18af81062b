"""The scan inside a PDF page: taken as the scanner stored it, where it is all that the page shows.

Drawing a page costs ten times as much as decoding its one JPEG, and blurs it: the drawn picture is
laid on the page's grid anew, half a pixel aside. Whatever is not surely the plain case is drawn.
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from ocr.engines.base import Pixels
from ocr.images.reduce import reduce_to

_JPEG: Final = (["DCTDecode"], ["FlateDecode", "DCTDecode"])
_END: Final = b"\xff\xd9"
_TRAILING_BYTES: Final = 1024
_GREY_OR_COLOUR: Final = frozenset({"L", "RGB"})
_FULL_PT: Final = 1.0
"""How far a side of the picture may lie from the page's, points: producers round sizes."""
_ROUNDED_PX: Final = 2
_LOOK_PX: Final = 160
"""Long side of the view in which the stored picture and the page are held against each other."""
_SAME: Final = 1.0
"""Mean difference of single dots, 0..255, up to which nothing covers or changes the picture."""
_ALIKE: Final = 6.0
"""Mean difference of light, 0..255; two ways of reducing one picture stay below 2."""


def embedded_scan(sheet: Any, size: tuple[int, int]) -> Pixels | None:
    """The one JPEG that is all of `sheet` (a pypdfium2 page), or None where drawing is safer.

    `size`: columns and rows that the page would be drawn in; the JPEG must have about as many.
    None too for a JPEG without its end, in other colours than grey and RGB, or one that is turned,
    masked or otherwise changed in what the page shows. Raises PIL's UnidentifiedImageError for a
    JPEG whose head cannot be read, OSError for one that is cut short.
    """
    image = _only_image(sheet)
    if image is None or not _fills(sheet, image):
        return None
    data = bytes(image.get_data(decode_simple=True))
    if not _is_plain(data, size):
        return None
    # A PDF shows its pictures as they are stored, whatever their EXIF says.
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None:
        return None
    pixels = np.asarray(decoded, dtype=np.uint8)
    return pixels if _is_what_the_page_shows(sheet, pixels) else None


def _only_image(sheet: Any) -> Any | None:
    """The page's picture when nothing else is seen: invisible text, as of text search, may be."""
    raw = pypdfium2.raw
    if sheet.get_rotation() or raw.FPDFPage_GetAnnotCount(sheet):
        return None
    images = []
    for item in sheet.get_objects(max_depth=1):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images.append(item)
        elif item.type != raw.FPDF_PAGEOBJ_TEXT or not _is_invisible(item):
            return None
    if len(images) != 1 or raw.FPDFPageObj_HasTransparency(images[0]):
        return None
    return images[0] if images[0].get_filters() in _JPEG else None


def _is_invisible(text: Any) -> bool:
    mode = pypdfium2.raw.FPDFTextObj_GetTextRenderMode(text)
    return bool(mode == pypdfium2.raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(sheet: Any, image: Any) -> bool:
    """Whether the picture lies on the page upright and from edge to edge."""
    matrix = image.get_matrix()
    if matrix.a <= 0 or matrix.d <= 0 or matrix.b or matrix.c:
        return False
    box = sheet.get_cropbox()
    return bool(max(abs(a - b) for a, b in zip(image.get_bounds(), box, strict=True)) <= _FULL_PT)


def _is_plain(data: bytes, size: tuple[int, int]) -> bool:
    """Whether the file's own head says what the page says; read before anything is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data), formats=["JPEG"])
        except Image.DecompressionBombError:
            return False
    with picture:
        off = max(abs(a - b) for a, b in zip(picture.size, size, strict=True))
        if off > _ROUNDED_PX or picture.mode not in _GREY_OR_COLOUR:
            return False
        if _END not in data[-_TRAILING_BYTES:]:
            # OpenCV and poppler make up what is missing; some scanners only forget the end mark.
            picture.load()
    return True


def _is_what_the_page_shows(sheet: Any, pixels: Pixels) -> bool:
    """Inverted values, masks and layers are not told by the objects, but are seen.

    Single dots are looked at first: reducing the page takes half as long again as decoding it, and
    PDFium draws the very dots of a picture that lies on the page's grid.
    """
    scale = _LOOK_PX / max(sheet.get_size())
    shown = _shown(sheet.render(scale=scale, no_smoothimage=True))
    if cv2.absdiff(_dots(pixels, shown.shape[:2]), shown).mean() <= _SAME:
        return True
    shown = _shown(sheet.render(scale=scale))
    stored = reduce_to(pixels, (shown.shape[1], shown.shape[0]))
    difference = cv2.absdiff(cv2.blur(stored, (3, 3)), cv2.blur(shown, (3, 3)))
    return bool(difference.mean() <= _ALIKE)


def _shown(bitmap: Any) -> Pixels:
    return np.ascontiguousarray(bitmap.to_numpy()[..., :3])


def _dots(pixels: Pixels, size: tuple[int, ...]) -> Pixels:
    """The dots of `pixels` in the middles of `size` (rows, columns) equal parts."""
    rows, columns = (
        ((np.arange(count) + 0.5) * whole / count).astype(np.int64)
        for count, whole in zip(size, pixels.shape, strict=False)
    )
    return np.ascontiguousarray(pixels[np.ix_(rows, columns)])
