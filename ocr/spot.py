"""One area of a page, read again by itself: for a value that the page's reading got wrong.

The area is cut out of the scan itself, enlarged, and read without the form around it. The kind of
the field decides which letters may stand there, as it does when a form is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.geometry import Box, PixelBox
from dossier.page import Line, PageReading
from dossier.spot import Spot, SpotReading
from dossier.text import strip_leaders
from ocr.engines.base import OcrEngine, UprightImage
from ocr.extract.reread import read_again
from ocr.extract.stream import Glyph, build_stream
from ocr.images.leaders import erase_leaders
from ocr.images.light import even_light
from ocr.images.pieces import Piece, cut_piece
from ocr.images.scan import ScanImage
from ocr.layout import analyse, without_seals

_ROOM_PX: Final = 24.0
"""Paper around the area, upright pixels: the detector finds no line that touches an edge."""
_SMALLEST_PX: Final = 8.0
_ONE_LINE: Final = 3.0
"""An area at least so many times as wide as high is read as a line where none was found in it."""


def read_spot(scan: ScanImage, page: PageReading, spot: Spot, engine: OcrEngine) -> SpotReading:
    """Read `spot` of `scan`, which was read as `page` before.

    Raises EngineFailed or EngineTimeout.
    """
    wanted = _upright(page, spot.area)
    around = PixelBox(
        left=wanted.left - _ROOM_PX,
        top=wanted.top - _ROOM_PX,
        right=wanted.right + _ROOM_PX,
        bottom=wanted.bottom + _ROOM_PX,
    )
    piece = cut_piece(scan, page.transform, around)
    lines = _read(piece, spot.kind, engine)
    scale = piece.image.width_px / around.width
    inside = PixelBox(
        left=_ROOM_PX * scale,
        top=_ROOM_PX * scale,
        right=(wanted.width + _ROOM_PX) * scale,
        bottom=(wanted.height + _ROOM_PX) * scale,
    )
    glyphs = _within(page, lines, inside)
    if not _text(glyphs) and inside.width > _ONE_LINE * inside.height:
        glyphs = _as_one_line(piece, inside, engine)
    return _settled(spot.kind, glyphs, engine)


def _upright(page: PageReading, area: Box) -> PixelBox:
    """`area` of the scan in pixels of the upright page, never smaller than a letter."""
    way = np.linalg.inv(np.array(page.transform.matrix, dtype=np.float64).reshape(3, 3))
    corners = [(x, y) for x in (area.left, area.right) for y in (area.top, area.bottom)]
    mapped = [way @ (x, y, 1.0) for x, y in corners]
    xs, ys = [float(p[0] / p[2]) for p in mapped], [float(p[1] / p[2]) for p in mapped]
    return PixelBox(
        left=min(xs),
        top=min(ys),
        right=max(max(xs), min(xs) + _SMALLEST_PX),
        bottom=max(max(ys), min(ys) + _SMALLEST_PX),
    )


def _read(piece: Piece, kind: str, engine: OcrEngine) -> tuple[Line, ...]:
    """The lines of the piece; of an ID number in boxes the digits, box by box."""
    image = piece.image
    upright = UprightImage(pixels=image.pixels, dpi=image.dpi, transform=piece.transform)
    pixels = erase_leaders(without_seals(even_light(upright.pixels)), upright.dpi)
    lines = engine.read(replace(upright, pixels=pixels))
    if kind not in ("id_number", "digits"):
        return lines
    rows = analyse(upright, lines, engine.read_crops).digit_rows
    boxed = [row for row in rows if row.text]
    if not boxed:
        return lines
    return tuple(
        Line(
            text=row.text,
            confidence=min(row.char_confidences, default=0.0),
            box=row.box,
            char_confidences=row.char_confidences,
        )
        for row in boxed
    )


def _within(page: PageReading, lines: Sequence[Line], inside: PixelBox) -> list[Glyph]:
    """What stands in the area, row by row: neighbours that the room around it shows are left out.

    A letter counts by its middle, so an area that cuts a line through gives half of its words.
    """
    stream = build_stream([page.model_copy(update={"lines": tuple(lines)})])
    kept: list[Glyph] = []
    for glyph in stream.glyphs:
        box = glyph.box
        if box is None:
            if kept and kept[-1].box is not None:
                kept.append(glyph)
        elif inside.contains_point(box.center_x, box.center_y):
            kept.append(glyph)
    return kept


def _as_one_line(piece: Piece, inside: PixelBox, engine: OcrEngine) -> list[Glyph]:
    """The area given to the recogniser as it is: faint writing that the detector does not see."""
    left, top, right, bottom = (
        round(v) for v in (inside.left, inside.top, inside.right, inside.bottom)
    )
    crop = np.ascontiguousarray(piece.image.pixels[top:bottom, left:right])
    read = engine.read_crops([crop])[0]
    others = read.char_others or ((),) * len(read.text)
    sure = read.char_confidences or (read.confidence,) * len(read.text)
    return [
        Glyph(char, 0, 0, inside, confidence, other)
        for char, confidence, other in zip(read.text, sure, others, strict=True)
    ]


def _settled(kind: str, glyphs: Sequence[Glyph], engine: OcrEngine) -> SpotReading:
    again = read_again(kind, tuple(glyphs)).glyphs
    parsed = KINDS[kind].parse(strip_leaders(_text(again)))
    if not isinstance(parsed, Parsed):
        # The kind's letters made it no better: what stands there is shown as it was read.
        again = tuple(glyphs)
        parsed = KINDS[kind].parse(strip_leaders(_text(again)))
    text = strip_leaders(_text(again))
    return SpotReading(
        text=text,
        value=parsed.value if text and isinstance(parsed, Parsed) else None,
        confidences=_confidences(text, again),
        engine=engine.name,
        fingerprint=engine.fingerprint(),
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    return " ".join("".join(glyph.char for glyph in glyphs).split())


def _confidences(text: str, glyphs: Sequence[Glyph]) -> tuple[float, ...]:
    """Of each letter of `text` that of its glyph; what was put between rows is sure."""
    found: list[float] = []
    rest = list(glyphs)
    for letter in text:
        place = next((n for n, glyph in enumerate(rest) if glyph.char == letter), None)
        found.append(1.0 if place is None else round(rest[place].confidence, 4))
        rest = rest if place is None else rest[place + 1 :]
    return tuple(found)
