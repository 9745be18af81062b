"""TIFF (of many pages), JPEG and PNG, opened with Pillow: sizes first, pixels only when asked."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from dossier.errors import DamagedFile, InputRefused, TooManyPages, TooManyPixels
from ocr.images.limits import ImageLimits
from ocr.images.pixels import to_bgr
from ocr.images.png_rows import has_all_rows
from ocr.images.resolution import believable_dpi
from ocr.images.scan import ScanImage, refuse_shape
from ocr.images.sniff import FileKind

_FORMATS: Final = {FileKind.TIFF: "TIFF", FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}

# What Pillow's decoders were seen to raise on cut and corrupt files.
_BROKEN: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    IndexError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterScan:
    """A picture file; every `render` opens it anew, so nothing is held between pages."""

    name: str
    page_count: int
    path: Path
    kind: FileKind
    limits: ImageLimits

    def render(self, page: int) -> ScanImage:
        return render_raster(self.path, self.kind, page, self.limits)


def open_raster(path: Path, name: str, kind: FileKind, limits: ImageLimits) -> RasterScan:
    """Read the header and count the pages. Raises DamagedFile, TooManyPages, TooManyPixels."""
    with _opened(path, kind) as picture:
        page_count = int(getattr(picture, "n_frames", 1)) if kind is FileKind.TIFF else 1
        if page_count == 1:
            refuse_shape(*picture.size, limits)
    if page_count > limits.max_pages:
        raise TooManyPages(
            f"{page_count} trang; tối đa {limits.max_pages} / "
            f"{page_count} pages; the limit is {limits.max_pages}",
            limit=limits.max_pages,
        )
    return RasterScan(name=name, page_count=page_count, path=path, kind=kind, limits=limits)


def render_raster(path: Path, kind: FileKind, page: int, limits: ImageLimits) -> ScanImage:
    """Page `page`, from 1, of a picture file, without counting its pages."""
    with _opened(path, kind) as picture:
        picture.seek(page - 1)
        refuse_shape(*picture.size, limits)
        if kind is FileKind.PNG and not has_all_rows(path):
            raise DamagedFile("Ảnh PNG thiếu phần dưới / The lower part of the PNG is missing")
        declared = _declared_dpi(picture)
        picture.load()
        upright = ImageOps.exif_transpose(picture) or picture
    pixels = to_bgr(upright)
    height, width = pixels.shape[:2]
    return ScanImage(pixels=pixels, dpi=believable_dpi(declared, width, height))


@contextmanager
def _opened(path: Path, kind: FileKind) -> Iterator[Image.Image]:
    """The picture with its header read; what Pillow raises becomes an InputRefused."""
    # Libraries that share this process switch this on for everybody; a half-decoded page with a
    # grey lower part must not pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Our own limit is stricter than Pillow's warning and is checked before decoding.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            # Pillow tells of odd tags (DPI 0/0, corrupt EXIF) that do not harm the page.
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(path, formats=[_FORMATS[kind]]) as picture:
                yield picture
    except InputRefused:
        raise
    except Image.DecompressionBombError as exc:
        raise TooManyPixels("Ảnh quá nhiều điểm / The picture has too many pixels") from exc
    except _BROKEN as exc:
        raise DamagedFile(
            f"Tệp {kind} bị hỏng hoặc bị cắt cụt / The {kind} is damaged or cut short"
        ) from exc


def _declared_dpi(picture: Image.Image) -> float | None:
    match picture.info.get("dpi"):
        case (x, y) if float(x) > 0 and float(y) > 0:
            return max(float(x), float(y))
        case _:
            return None
