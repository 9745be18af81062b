"""The door: a file comes in by path and is opened as a `Scan` or refused with the reason."""

from __future__ import annotations

from pathlib import Path

from dossier.errors import TooLarge
from dossier.filenames import safe_name
from ocr.images.limits import ImageLimits
from ocr.images.pdf import open_pdf
from ocr.images.raster import open_raster, render_raster
from ocr.images.scan import Scan, ScanImage
from ocr.images.sniff import HEAD_BYTES, FileKind, sniff


def open_scan(path: Path, name: str, limits: ImageLimits | None = None) -> Scan:
    """Open the file at `path`, which its sender called `name`, and count its pages.

    Decides by content (see `sniff`). Raises InputRefused (EmptyFile, UnknownFormat,
    DisguisedFile, DamagedFile, PasswordProtected, TooManyPixels, TooManyPages, TooLarge,
    NotAPage) for the whole file; a fault of a single page is raised by `Scan.render`.
    """
    limits = limits or ImageLimits()
    safe = safe_name(name)
    kind = _kind_of(path, safe, limits)
    if kind is FileKind.PDF:
        return open_pdf(path, safe, limits)
    return open_raster(path, safe, kind, limits)


def render_page(path: Path, name: str, page: int, limits: ImageLimits) -> ScanImage:
    """Page `page`, from 1, of a file whose pages were counted before. Raises InputRefused.

    Counting a TIFF walks through all of it: of a file of 1,000 pages each page took 119 ms for
    that, instead of 16 without.
    """
    safe = safe_name(name)
    kind = _kind_of(path, safe, limits)
    if kind is FileKind.PDF:
        return open_pdf(path, safe, limits).render(page)
    return render_raster(path, kind, page, limits)


def _kind_of(path: Path, safe: str, limits: ImageLimits) -> FileKind:
    with path.open("rb") as stream:
        kind = sniff(stream.read(HEAD_BYTES), safe)
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise TooLarge(
            f"{size:,} byte; tối đa {limits.max_bytes:,} / "
            f"{size:,} bytes; the limit is {limits.max_bytes:,}",
            limit=limits.max_bytes,
        )
    return kind
