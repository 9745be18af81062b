"""Two one-sided scans of the same pile, fronts and backs, as the sides lie on the paper.

Pages are not drawn anew: a page of a PDF becomes a PDF of one page, with its picture's bytes as
they were.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pypdfium2

from cli.branch.measure import hash_file
from dossier.errors import InvalidRequest
from ocr.images.decode import open_scan

_NUMBER: Final = "{:05d}.pdf"


def interleave(
    fronts: Sequence[Path], backs: Sequence[Path], folder: Path, *, reversed_backs: bool
) -> list[Path]:
    """Front, back, front, back: a file for every side.

    `reversed_backs`: the pile was turned over as a whole, so that its last back came first. Pages
    of PDFs are laid into `folder`. Raises InvalidRequest when there are not as many backs as
    fronts, or a file has several pages and is no PDF; and what `open_scan` raises.
    """
    front, back = (
        [page for path in side for page in _single_pages(path, folder)] for side in (fronts, backs)
    )
    if len(front) != len(back):
        raise InvalidRequest(
            f"{len(front)} mặt trước, {len(back)} mặt sau / {len(front)} fronts, {len(back)} backs"
        )
    ordered = reversed(back) if reversed_backs else back
    return [page for sheet in zip(front, ordered, strict=True) for page in sheet]


def _single_pages(path: Path, folder: Path) -> list[Path]:
    count = open_scan(path, path.name).page_count
    if count == 1:
        return [path]
    try:
        source = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as exc:
        raise InvalidRequest(f"{path.name}: PDF, TIFF/JPEG/PNG 1 trang / of one page") from exc
    # Named by the content: made once, so that a run after a cut sends the same bytes.
    pieces = folder / hash_file(path)[:16]
    pieces.mkdir(parents=True, exist_ok=True)
    return [_piece(source, i, pieces / _NUMBER.format(i + 1)) for i in range(count)]


def _piece(source: pypdfium2.PdfDocument, index: int, path: Path) -> Path:
    if not path.exists():
        single = pypdfium2.PdfDocument.new()
        single.import_pages(source, [index])
        unfinished = path.with_suffix(".part")
        single.save(unfinished)
        unfinished.replace(path)
        os.utime(path, (0, 0))
    return path
