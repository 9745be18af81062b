"""Blocks printed beside each other without rules, put into the order in which they are read.

Older certificates set the husband's lines left of the wife's; letters set the office left of the
country's name. Read row by row, a value that wraps would run into its neighbour's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.forms.definition import FormDefinition, SideBySide
from dossier.geometry import PixelBox
from ocr.extract.search import Match, find_matches
from ocr.extract.stream import Glyph, Stream

_TOLERANCE = 0.2
_MARGIN = 0.3
"""How far left of the right block's label its letters may reach, in heights of the label."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """The rows of both blocks: glyphs `[start, end)`, parted at `gutter` (upright pixels)."""

    start: int
    end: int
    gutter: float


def part_columns(form: FormDefinition, stream: Stream) -> Stream:
    """The stream with the left block before the right one, wherever the form has them."""
    for block in form.side_by_side:
        zone = _find_zone(block, stream)
        if zone is not None:
            parted = _parted(stream.glyphs[zone.start : zone.end], zone.gutter)
            glyphs = (*stream.glyphs[: zone.start], *parted, *stream.glyphs[zone.end :])
            stream = Stream(glyphs)
    return stream


def _find_zone(block: SideBySide, stream: Stream) -> _Zone | None:
    """From the row where both blocks begin to what is printed under them, on one page."""
    for right in _matches(block.right, stream):
        start = stream.text.rfind("\n", 0, right.start) + 1
        box = PixelBox.around(stream.boxes(right.start, right.end))
        gutter = box.left - _MARGIN * box.height
        if _begins_left(block, stream, start, right, gutter):
            return _Zone(start, _end_of(block, stream, right), gutter)
    return None


def _begins_left(
    block: SideBySide, stream: Stream, start: int, right: Match, gutter: float
) -> bool:
    """Whether the left block stands on that row: its label, or any text where it has none."""
    if not block.left:
        return any(b.center_x < gutter for b in stream.boxes(start, right.start))
    return any(start <= m.start and m.end <= right.start for m in _matches(block.left, stream))


def _end_of(block: SideBySide, stream: Stream, right: Match) -> int:
    page = stream.glyphs[right.start].page
    ends = [
        stream.text.rfind("\n", 0, m.start) + 1
        for m in _matches(block.until, stream)
        if m.start > right.end
    ]
    turned = (i for i in range(right.end, len(stream.glyphs)) if stream.glyphs[i].page != page)
    return min([*ends, next(turned, len(stream.glyphs))])


def _matches(wordings: Sequence[str], stream: Stream) -> list[Match]:
    """Places of any of the wordings, the likeliest first."""
    found = [m for wording in wordings for m in find_matches(stream, wording, tolerance=_TOLERANCE)]
    return sorted(found, key=lambda m: m.cost / m.weight)


def _parted(glyphs: Sequence[Glyph], gutter: float) -> list[Glyph]:
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    side = 0
    for glyph in glyphs:
        if glyph.char == "\n" and glyph.box is None:
            for block in sides:
                _end_row(block, glyph)
            side = 0
            continue
        if glyph.box is not None:
            side = int(glyph.box.center_x >= gutter)
        sides[side].append(glyph)
    for block in sides:
        _end_row(block, glyphs[-1])
    return [*sides[0], *sides[1]]


def _end_row(block: list[Glyph], at: Glyph) -> None:
    """Break after the block's row; a row without letters on that side leaves none behind."""
    if block and block[-1].char != "\n":
        block.append(Glyph("\n", at.page, at.row, None, 1.0))
