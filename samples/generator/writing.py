"""Writes a dossier to a folder: its pages as one of the usual files, its truth, its submission."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from PIL import Image

from samples.generator.dossier import Dossier

FileKind = Literal["pdf", "tiff", "jpeg", "png"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)

# Pillow would stamp a PDF with the time of day, and a file must not differ from run to run.
_FIXED_TIME: dict[str, Any] = {"creationDate": None, "modDate": None}


def write_dossier(
    dossier: Dossier, folder: Path, *, kind: FileKind = "pdf", quality: int = 80
) -> list[Path]:
    """Write page files, `truth.json` and `submitted.json`; return the page files in order.

    PDF and TIFF hold all pages in one file; JPEG and PNG are a file a page. `quality` is the
    JPEG quality inside PDF, TIFF and JPEG; black and white pages are stored losslessly.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = _write_pages(dossier, folder, kind, quality)
    truth = dossier.truth.to_json()
    truth["files"] = [file.name for file in files]
    _write_json(folder / "truth.json", truth)
    _write_json(folder / "submitted.json", dossier.submitted)
    return files


def _write_pages(dossier: Dossier, folder: Path, kind: FileKind, quality: int) -> list[Path]:
    pages, dpi = dossier.pages, dossier.dpi
    match kind:
        case "pdf":
            return [_write_pdf(pages, folder / "dossier.pdf", dpi, quality)]
        case "tiff":
            return [_write_tiff(pages, folder / "dossier.tif", dpi, quality)]
        case "jpeg" | "png":
            suffix = "jpg" if kind == "jpeg" else "png"
            files = [folder / f"page-{i}.{suffix}" for i in range(1, len(pages) + 1)]
            for page, file in zip(pages, files, strict=True):
                options: dict[str, Any] = {"quality": quality} if kind == "jpeg" else {}
                _smallest_mode(page).save(file, dpi=(dpi, dpi), **options)
            return files


def _write_pdf(pages: Sequence[Image.Image], file: Path, dpi: int, quality: int) -> Path:
    shown = [_smallest_mode(page) for page in pages]
    options: dict[str, Any] = {}
    if not _all_bitonal(shown):
        # One quality serves the whole file, and Pillow refuses it beside fax compression.
        shown = [page.convert("L") if page.mode == "1" else page for page in shown]
        options["quality"] = quality
    first, *rest = shown
    first.save(
        file, "PDF", save_all=True, append_images=rest, resolution=dpi, **options, **_FIXED_TIME
    )
    return file


def _write_tiff(pages: Sequence[Image.Image], file: Path, dpi: int, quality: int) -> Path:
    shown = [_smallest_mode(page) for page in pages]
    options: dict[str, Any] = {"compression": "group4"}
    if not _all_bitonal(shown):
        # Scanners store YCbCr: halved colour makes the file a third as large as RGB would be.
        shown = [page.convert("RGB").convert("YCbCr") for page in shown]
        options = {"compression": "jpeg", "quality": quality}
    first, *rest = shown
    first.save(file, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), **options)
    return file


def _all_bitonal(pages: Sequence[Image.Image]) -> bool:
    return all(page.mode == "1" for page in pages)


def _smallest_mode(page: Image.Image) -> Image.Image:
    """Return a page of only black and white as one bit a pixel."""
    colours = page.getcolors(maxcolors=2)
    if colours and {colour for _, colour in colours} <= {(0, 0, 0), (255, 255, 255)}:
        return page.convert("1")
    return page


def _write_json(file: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
