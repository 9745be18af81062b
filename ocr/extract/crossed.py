"""Words that a person crossed out: printed alternatives and slips of the pen are no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dossier.geometry import PixelBox
from dossier.page import PageReading
from dossier.record import Check
from ocr.extract.align import Alignment
from ocr.extract.found import RawField
from ocr.extract.regions import Region, find_regions
from ocr.extract.stream import Stream

# The edge of a table through a word looks the same: the reading is less sure, and it is said why.
_STRUCK: Final = Check(
    rule="struck_out",
    ok=False,
    severity="warning",
    detail="có chữ bị gạch bỏ, không tính vào giá trị / words were crossed out and left out",
)


def regions_left_standing(
    alignment: Alignment,
    stream: Stream,
    printed: frozenset[int],
    pages: Sequence[PageReading],
) -> tuple[dict[int, Region], frozenset[str]]:
    """(`find_regions` without what is struck out, keys of the fields that lost something)."""
    whole = find_regions(alignment, stream, printed)
    struck = _struck_glyphs(stream, pages)
    if not struck:
        return whole, frozenset()
    regions = find_regions(alignment, stream, printed | struck)
    shortened = [r for at, r in regions.items() if len(r.glyphs) < len(whole[at].glyphs)]
    return regions, frozenset(key for r in shortened for key in r.label.label.field_keys)


def mark_struck(fields: Mapping[str, RawField], keys: frozenset[str]) -> dict[str, RawField]:
    """`fields` with the failed check on those of `keys`."""
    return {key: _marked(found) if key in keys else found for key, found in fields.items()}


def _marked(found: RawField) -> RawField:
    checks = [*found.reading.checks, _STRUCK]
    return replace(found, reading=found.reading.model_copy(update={"checks": checks}))


def _struck_glyphs(stream: Stream, pages: Sequence[PageReading]) -> frozenset[int]:
    struck = {at: [found.box for found in page.struck] for at, page in enumerate(pages)}
    return frozenset(
        at
        for at, glyph in enumerate(stream.glyphs)
        if glyph.box is not None and any(_holds(box, glyph.box) for box in struck[glyph.page])
    )


def _holds(box: PixelBox, letter: PixelBox) -> bool:
    return box.contains_point((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2)
