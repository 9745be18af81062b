"""The text of a card in the order of its labels: what stands under the portrait comes last."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from dossier.geometry import PixelBox
from dossier.page import Code, Line, PageReading
from ocr.codes.zone import KIND as ZONE
from ocr.extract.regions import Region
from ocr.extract.search import find_matches
from ocr.extract.stream import Glyph, Stream, build_stream
from ocr.layout.splitting import split_line

_TEXT_COLUMN: Final = (
    "Họ và tên / Full name",
    "Họ, chữ đệm và tên khai sinh / Full name",
    "Quê quán / Place of origin",
    "Nơi thường trú / Place of residence",
    "Ngày sinh / Date of birth",
    "Giới tính",
    "Quê quán",
    "Họ và tên",
)
"""Labels that begin the rows beside the portrait."""
_SLACK: Final = 1.5
"""Heights of a row by which a line may begin left of that column and still be in it."""


def part_columns(page: PageReading) -> tuple[PageReading, ...]:
    """The text beside the portrait, then the text under the portrait, without the coded zone."""
    lines = [line for line in page.lines if not _in_zone(line, page.codes)]
    edge = _text_edge(page)
    if edge is None:
        return (page.model_copy(update={"lines": tuple(lines)}),)
    beside: list[Line] = []
    under: list[Line] = []
    for line in lines:
        reach = _SLACK * line.box.height
        if line.box.left >= edge - reach:
            beside.append(line)
        elif line.box.right <= edge + reach:
            under.append(line)
        else:
            for piece in split_line(line, (edge - 0.3 * line.box.height,)):
                (under if piece.index == 0 else beside).append(piece.line)
    return tuple(page.model_copy(update={"lines": tuple(part)}) for part in (beside, under) if part)


def _in_zone(line: Line, codes: Sequence[Code]) -> bool:
    return any(
        code.kind == ZONE and code.box.contains_point(line.box.center_x, line.box.center_y)
        for code in codes
    )


def _text_edge(page: PageReading) -> float | None:
    """Left edge, upright pixels, of the text beside the portrait; None where it is not found."""
    stream = build_stream([page])
    edges = [
        box.left
        for wording in _TEXT_COLUMN
        for match in find_matches(stream, wording, tolerance=0.25, limit=1)
        if stream.starts_row(match.start) and (box := stream.glyphs[match.start].box) is not None
    ]
    return median(edges) if len(edges) >= 2 else None


def share_row_below(first: Region, second: Region, stream: Stream) -> tuple[Region, Region]:
    """Part what stands under two labels of one row: each has its value beneath it.

    `second` holds the glyphs of both. Where its value does not begin under the labels, or `first`
    has one already, both are given back as they are.
    """
    match = second.label.match
    below = next((g.box for g in second.glyphs if g.box is not None), None)
    if first.glyphs or match is None or below is None:
        return first, second
    label = PixelBox.around(stream.boxes(match.start, match.end))
    if below.center_y <= label.bottom:
        return first, second
    mine = [g for g in second.glyphs if g.box is not None and g.box.center_x < label.left]
    rest = [g for g in second.glyphs if g.box is None or g.box.center_x >= label.left]
    return Region(_trim(mine), first.label), Region(_trim(rest), second.label)


def _trim(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    kept = list(glyphs)
    while kept and kept[0].char.isspace():
        kept.pop(0)
    while kept and kept[-1].char.isspace():
        kept.pop()
    return tuple(kept)
