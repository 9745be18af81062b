"""Printed lines of real scans, cut out where a reader of flesh and blood marked and read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np
import pypdfium2

from models.train.lines import MadeLine, to_height
from ocr.engines.base import Pixels
from ocr.engines.strips import Quad, cut

DPI: Final = 200
# The margins of `ocr.engines.paddle`.
_ALONG: Final = 0.10
_ACROSS: Final = 0.05

Part = Literal["first", "second"]
"""The draw that a line came from: what was learnt from one is told on the other."""
PARTS: Final[tuple[Part, ...]] = get_args(Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLine:
    """One line of the truth; what each entry means is told in the truth's README."""

    number: int
    """Place in the file, from 1."""
    file: str
    page: int
    """From 1."""
    quad: Quad
    """Shares of the page's width and height."""
    text: str
    handwriting: bool
    part: Part


def read_truth(truth: Path, *, handwriting: bool = False) -> tuple[RealLine, ...]:
    """The lines of `truth`; those with handwriting in them only when asked for."""
    entries = json.loads(truth.read_text(encoding="utf-8"))["lines"]
    lines = (
        RealLine(
            number=number,
            file=entry["file"],
            page=entry["page"],
            quad=np.array(entry["quad"], dtype=np.float32),
            text=entry["text"],
            handwriting=entry["handwriting"],
            part=entry["set"],
        )
        for number, entry in enumerate(entries, start=1)
    )
    return tuple(line for line in lines if handwriting or not line.handwriting)


def cut_lines(lines: Iterable[RealLine], scans: Path) -> list[Pixels]:
    """The crop of each line at DPI, with the margins that the engine gives it."""
    page: tuple[str, int] | None = None
    pixels = np.empty((0, 0, 3), dtype=np.uint8)
    crops: list[Pixels] = []
    for line in lines:
        if (line.file, line.page) != page:
            page = line.file, line.page
            pixels = render(scans / line.file, line.page)
        size = np.array(pixels.shape[1::-1], dtype=np.float32)
        quad = np.asarray(line.quad * size, dtype=np.float32)
        crops.append(cut(pixels, quad, along=_ALONG, across=_ACROSS).pixels)
    return crops


def as_made(lines: Sequence[RealLine], scans: Path) -> list[MadeLine]:
    """`lines` in the shape that made lines have."""
    crops = cut_lines(lines, scans)
    return [
        MadeLine(strip=to_height(crop), text=line.text)
        for crop, line in zip(crops, lines, strict=True)
    ]


def render(file: Path, page: int) -> Pixels:
    """Page `page`, from 1, of a PDF at DPI; BGR."""
    with pypdfium2.PdfDocument(file) as document:
        pixels = document[page - 1].render(scale=DPI / 72).to_numpy()
    return np.ascontiguousarray(pixels[:, :, :3])
