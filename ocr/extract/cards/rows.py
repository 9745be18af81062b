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
_REST_OF_LABEL: Final = 3
"""Glyphs beside a label that may be the end of its English part, misread: "Giới tnh / Sec"."""
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
    has one already, both are given back as they are; words beside `first` are the rest of its
    label where figures stand beneath it.
    """
    match = second.label.match
    if match is None or _has_figures(first.glyphs):
        return first, second
    label = PixelBox.around(stream.boxes(match.start, match.end))
    shown = [g for g in second.glyphs if g.box is not None]
    beside = [g for g in shown if g.box is not None and g.box.center_y <= label.bottom]
    if len(beside) == len(shown) or len(beside) > _REST_OF_LABEL:
        return first, second
    below = [g for g in second.glyphs if g not in beside]
    mine = [g for g in below if g.box is not None and g.box.center_x < label.left]
    rest = [g for g in below if g.box is None or g.box.center_x >= label.left]
    if first.glyphs and not _has_figures(mine):
        return first, second
    return Region(_trim(mine), first.label), Region(_trim(rest), second.label)


def _has_figures(glyphs: Sequence[Glyph]) -> bool:
    return any(glyph.char.isdigit() for glyph in glyphs)


def _trim(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    kept = list(glyphs)
    while kept and kept[0].char.isspace():
        kept.pop(0)
    while kept and kept[-1].char.isspace():
        kept.pop()
    return tuple(kept)
