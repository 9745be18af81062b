"""Printed lines of real scans, cut out where a reader of flesh and blood marked and read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdfium2

from models.train.lines import MadeLine, to_height
from ocr.engines.base import Pixels
from ocr.engines.strips import cut

DPI: Final = 200
# The margins of `ocr.engines.paddle`.
_ALONG: Final = 0.10
_ACROSS: Final = 0.05


def load(truth: Path, scans: Path, *, handwriting: bool = False) -> list[MadeLine]:
    """The lines of `truth` as strips; those with handwriting in them only when asked for."""
    entries: list[dict[str, Any]] = json.loads(truth.read_text(encoding="utf-8"))["lines"]
    pages: dict[tuple[str, int], Pixels] = {}
    made: list[MadeLine] = []
    for entry in entries:
        if entry["handwriting"] and not handwriting:
            continue
        key = (entry["file"], entry["page"])
        if key not in pages:
            pages = {key: render(scans / entry["file"], entry["page"])}
        made.append(MadeLine(strip=to_height(_cut(pages[key], entry)), text=entry["text"]))
    return made


def render(file: Path, page: int) -> Pixels:
    """Page `page`, from 1, of a PDF at DPI; BGR."""
    with pypdfium2.PdfDocument(file) as document:
        pixels = document[page - 1].render(scale=DPI / 72).to_numpy()
    return np.ascontiguousarray(pixels[:, :, :3])


def _cut(page: Pixels, entry: dict[str, Any]) -> Pixels:
    height, width = page.shape[:2]
    quad = np.array(entry["quad"], dtype=np.float32) * np.array([width, height], dtype=np.float32)
    return cut(page, quad.astype(np.float32), along=_ALONG, across=_ACROSS).pixels
