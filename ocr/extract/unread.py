"""Whether ink that nobody read stands in the place of a value: such a blank is none."""

from __future__ import annotations

from dossier.forms.definition import ValueSide
from dossier.geometry import PixelBox
from ocr.extract.found import DocumentPages
from ocr.extract.regions import Region
from ocr.extract.stream import Stream

_ABOVE, _BELOW = 0.9, 0.4
"""In heights of the label: how far writing on its row reaches over it and under it."""


def has_unread(region: Region, stream: Stream, pages: DocumentPages) -> bool:
    """Whether unread ink stands on the label's row, between it and what is printed next to it."""
    match = region.label.match
    if match is None or region.label.label.side is ValueSide.ABOVE:
        return False
    last = next((g for g in reversed(stream.glyphs[match.start : match.end]) if g.box), None)
    if last is None or last.box is None or not pages.readings[last.page].unread:
        return False
    height = last.box.height
    place = PixelBox(
        left=last.box.right,
        top=last.box.top - _ABOVE * height,
        right=_next_print(region, stream, match.end, pages),
        bottom=last.box.bottom + _BELOW * height,
    )
    unread = pages.readings[last.page].unread
    return any(place.contains_point(box.center_x, box.center_y) for box in unread)


def _next_print(region: Region, stream: Stream, end: int, pages: DocumentPages) -> float:
    """Left edge of what stands behind label and value on their row; else of the page's end."""
    label, own = stream.glyphs[end - 1], set(map(id, region.glyphs))
    for glyph in stream.glyphs[end:]:
        if (glyph.page, glyph.row) != (label.page, label.row):
            break
        if glyph.box is not None and glyph.char.isalnum() and id(glyph) not in own:
            return glyph.box.left
    return float(pages.readings[label.page].upright_width_px)
