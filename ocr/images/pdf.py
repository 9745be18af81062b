"""PDF files: counted and measured before anything is drawn, then rendered one page at a time.

A page that is nothing but a JPEG is decoded as it is stored; all others are drawn by poppler.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import pypdfium2
from pdf2image import convert_from_path
from pdf2image.exceptions import (
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
    PopplerNotInstalledError,
)
from PIL import Image, UnidentifiedImageError

from dossier.errors import (
    DamagedFile,
    EngineTimeout,
    Misconfigured,
    PasswordProtected,
    TooManyPages,
)
from ocr.engines.base import Pixels
from ocr.images.embedded import embedded_scan
from ocr.images.limits import ImageLimits
from ocr.images.pixels import to_bgr
from ocr.images.scan import ScanImage, refuse_shape, refuse_size

_POINTS_PER_INCH: Final = 72.0
_FULL_PAGE: Final = 0.8
"""Share of the page that an image must cover to be taken for the scan of the page."""
_TAIL_BYTES: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfScan:
    """A PDF; every `render` starts poppler for one page, so memory does not grow with pages."""

    name: str
    page_count: int
    path: Path
    limits: ImageLimits

    def render(self, page: int) -> ScanImage:
        with _document(self.path) as document:
            try:
                sheet = document[page - 1]
                width_pt, height_pt, dpi = _measure(sheet, page, self.limits)
            except pypdfium2.PdfiumError as exc:
                raise _damaged(page) from exc
            size = (round(width_pt / 72 * dpi), round(height_pt / 72 * dpi))
            refuse_shape(*size, self.limits)
            pixels = self._stored(sheet, page, size)
        if pixels is None:
            pixels = self._draw(page, size)
        return ScanImage(pixels=pixels, dpi=dpi)

    def _stored(self, sheet: Any, page: int, size: tuple[int, int]) -> Pixels | None:
        try:
            return embedded_scan(sheet, size)
        except UnidentifiedImageError:
            # Poppler may know it; where it does not, it leaves the page white and says nothing.
            return self._render_shown(page, size, strict=False)
        except OSError as exc:
            raise _damaged(page) from exc
        except (pypdfium2.PdfiumError, cv2.error):
            # Drawing tells what is wrong with it, if anything.
            return None

    def _draw(self, page: int, size: tuple[int, int]) -> Pixels:
        """Render strictly; where poppler complains, take the page only if something is on it.

        Poppler draws what it can of a broken page and pdf2image hides the complaints: a page
        whose scan is gone would come back white and pass for a blank one. Careless producers draw
        complaints too, so a complaint alone refuses nothing.
        """
        try:
            return self._render(page, size, strict=True)
        except PDFSyntaxError:
            return self._render_shown(page, size, strict=False)

    def _render_shown(self, page: int, size: tuple[int, int], *, strict: bool) -> Pixels:
        pixels = self._render(page, size, strict=strict)
        if (pixels == pixels[0, 0]).all():
            raise _damaged(page)
        return pixels

    def _render(self, page: int, size: tuple[int, int], *, strict: bool) -> Pixels:
        with _translated(page), warnings.catch_warnings():
            # The size was checked against our own limit.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            pictures = convert_from_path(
                self.path,
                first_page=page,
                last_page=page,
                size=size,
                strict=strict,
                timeout=self.limits.render_timeout_s,
            )
        if not pictures:
            raise _damaged(page)
        pixels = to_bgr(pictures[0])
        if abs(pixels.shape[1] - size[0]) > 1 or abs(pixels.shape[0] - size[1]) > 1:
            raise _damaged(page)
        return pixels


def open_pdf(path: Path, name: str, limits: ImageLimits) -> PdfScan:
    """Count the pages. Raises DamagedFile, PasswordProtected, TooManyPages."""
    with _document(path) as document:
        page_count = len(document)
    _refuse_cut(path)
    if page_count == 0:
        raise DamagedFile("PDF không có trang nào / The PDF has no pages")
    if page_count > limits.max_pages:
        raise TooManyPages(
            f"{page_count} trang; tối đa {limits.max_pages} / "
            f"{page_count} pages; the limit is {limits.max_pages}",
            limit=limits.max_pages,
        )
    return PdfScan(name=name, page_count=page_count, path=path, limits=limits)


@contextmanager
def _document(path: Path) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as exc:
        if exc.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD and _cannot_be_opened(path):
            raise PasswordProtected(
                "PDF có mật khẩu; hãy gửi bản không khóa / "
                "The PDF needs a password; send it unlocked"
            ) from exc
        raise DamagedFile("PDF bị hỏng hoặc bị cắt cụt / The PDF is damaged or cut short") from exc
    try:
        yield document
    finally:
        document.close()


def _cannot_be_opened(path: Path) -> bool:
    """Whether PDFium refuses the file, and not only finds no page in it.

    For a file without pages pypdfium2 tells the reason of the last refusal in this process, which
    may have been that of another file.
    """
    raw = pypdfium2.raw
    document = raw.FPDF_LoadDocument(f"{path}\0".encode(), None)
    if document:
        raw.FPDF_CloseDocument(document)
    return not document


def _measure(sheet: Any, page: int, limits: ImageLimits) -> tuple[float, float, float]:
    """Width and height in points as displayed, and the dpi to render at."""
    width_pt, height_pt = sheet.get_size()
    native = _native_dpi(sheet, width_pt * height_pt, limits)
    if not (width_pt > 0 and height_pt > 0):
        raise _damaged(page)
    dpi = min(max(native, limits.min_dpi), limits.max_dpi) if native else limits.default_dpi
    area_in2 = width_pt * height_pt / _POINTS_PER_INCH**2
    # 0.999: rounding both sides up must not step over the limit.
    return width_pt, height_pt, min(dpi, math.sqrt(0.999 * limits.max_pixels / area_in2))


def _native_dpi(sheet: Any, area_pt2: float, limits: ImageLimits) -> float | None:
    """Resolution of the sharpest image that covers the page; None where none does.

    Raises TooManyPixels for any image beyond the limit: it would be unpacked whole, however small
    it is drawn.
    """
    found: list[float] = []
    for image in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        width_px, height_px = image.get_px_size()
        refuse_size(width_px, height_px, limits)
        left, bottom, right, top = image.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered >= _FULL_PAGE * area_pt2:
            found.append(math.sqrt(width_px * height_px / covered) * _POINTS_PER_INCH)
    return max(found, default=None)


def _refuse_cut(path: Path) -> None:
    """Raise DamagedFile where the end is missing.

    Readers mend such files from what is left, with pages lost or of an earlier revision, and
    nobody would know. PDF 1.7, appendix H, note 18: the end marker stands in the last 1024 bytes.
    """
    with path.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - _TAIL_BYTES))
        if b"%%EOF" not in stream.read():
            raise DamagedFile(
                "PDF bị cắt cụt: thiếu phần cuối tệp / The PDF is cut short: its end is missing"
            )


@contextmanager
def _translated(page: int) -> Iterator[None]:
    try:
        yield
    except PopplerNotInstalledError as exc:
        raise Misconfigured(
            "Thiếu poppler: hãy chạy `apt-get install poppler-utils` / "
            "poppler is missing: run `apt-get install poppler-utils`"
        ) from exc
    except PDFPopplerTimeoutError as exc:
        raise EngineTimeout(f"poppler, page {page}: no picture in time", page=page) from exc
    except (PDFPageCountError, OSError, ValueError) as exc:
        raise _damaged(page) from exc


def _damaged(page: int) -> DamagedFile:
    return DamagedFile(
        f"Trang {page} của PDF bị hỏng hoặc bị cắt cụt / "
        f"Page {page} of the PDF is damaged or cut short",
        file_page=page,
    )
