"""Opening an original to show it: what the API does with the bytes of strangers, in a child.

Nothing else of the API may open a picture or a PDF (`tests/test_layout.py`).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from dossier.confined.child import Call
from dossier.errors import DamagedFile

LONG_PX: Final = 4200
"""Longest side that a page is kept at: A3 at 254 dpi, enough to crop a line from."""
_SMALL_PX: Final = 3000
"""Longest side that a smaller sheet of a PDF is drawn at: A4 at 254 dpi, and any card."""

_DOTS_A_POINT: Final = 254 / 72


def draw_page(path: Path, file_page: int) -> tuple[dict[str, Any], bytes]:
    """One page as scanned, RGB, its longer side at most `LONG_PX`. Raises DamagedFile."""
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    with _translated():
        page = _open_pdf(path, file_page) if is_pdf else _open_raster(path, file_page)
    return {"size": page.size}, page.tobytes()


def _open_pdf(path: Path, file_page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        sheet = document[file_page - 1]
        long_pt = max(*sheet.get_size(), 1.0)
        long_px = min(max(long_pt * _DOTS_A_POINT, _SMALL_PX), LONG_PX)
        drawn: Image.Image = sheet.render(scale=long_px / long_pt).to_pil()
        return drawn.convert("RGB")
    finally:
        document.close()


def _open_raster(path: Path, file_page: int) -> Image.Image:
    with warnings.catch_warnings():
        # The reader refused what is too large before a page could get here.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)
        with Image.open(path, formats=["TIFF", "JPEG", "PNG"]) as picture:
            picture.seek(file_page - 1)
            picture.draft("RGB", (LONG_PX, LONG_PX))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONG_PX, LONG_PX), Image.Resampling.LANCZOS)
    return upright


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (
        *(pypdfium2.PdfiumError, UnidentifiedImageError, Image.DecompressionBombError),
        *(OSError, SyntaxError, ValueError, EOFError, IndexError),
    ) as exc:
        raise DamagedFile("Trang không vẽ được / the page cannot be drawn") from exc


CALLS: Final[Mapping[str, Call]] = MappingProxyType({"page": draw_page})
