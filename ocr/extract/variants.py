"""Pages that were scanned twice because a note sticks on them: once with it, once without.

Circular 01/2023/TT-VPCP, article 8.2: a page with a note on it gives two images. Both are kept and
counted; the one that shows more of the page is read, and the other is its variant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from dossier.geometry import PixelBox
from dossier.page import Line, PageReading

_LEAST_LINES: Final = 6
"""A page of fewer lines is like many others."""
_SHARED: Final = 0.5
"""Share of the fuller page's lines that the other must show at the same places."""
_AWAY: Final = 0.03
"""Of the page's sides: a sheet that is laid down again lies a little elsewhere."""
_UNLIKE: Final = 0.15
"""Share of letters by which two readings of one line may differ."""
_NOTE_AREA: Final = 0.35
"""Of the page at most: a larger sheet on it is another paper."""
_STRAY: Final = 0.2
"""Share of lines within the note's place that may be seen on both: it is never level."""


def find_variants(pages: Sequence[tuple[int, PageReading]]) -> dict[int, int]:
    """Number of a variant -> number of the page that it is another image of.

    Only of neighbours: whoever scans a page again does it at once. A page that was scanned twice
    all alike is no variant; it may be a second copy, which some procedures ask for.
    """
    variants: dict[int, int] = {}
    for (first, a), (second, b) in pairwise(pages):
        if first in variants or not (a.lines and b.lines):
            continue
        fuller, other = (a, b) if len(_letters(a)) >= len(_letters(b)) else (b, a)
        if _is_under_note(fuller, other):
            page, variant = (first, second) if fuller is a else (second, first)
            variants[variant] = page
    return variants


def _letters(page: PageReading) -> str:
    return "".join(line.text for line in page.lines)


def _is_under_note(fuller: PageReading, other: PageReading) -> bool:
    """Whether `other` is `fuller` but for what one small sheet hides."""
    if len(fuller.lines) < _LEAST_LINES:
        return False
    shared = [line for line in fuller.lines if _shown(line, fuller, other)]
    hidden = [line for line in fuller.lines if line not in shared]
    if not hidden or len(shared) < _SHARED * len(fuller.lines):
        return False
    note = PixelBox.around(line.box for line in hidden)
    area = note.width * note.height / (fuller.upright_width_px * fuller.upright_height_px)
    crossing = [line for line in shared if note.contains_point(*_middle(line.box))]
    return area <= _NOTE_AREA and len(crossing) <= _STRAY * len(hidden)


def _shown(line: Line, page: PageReading, other: PageReading) -> bool:
    """Whether `other` has the line at the same place."""
    x, y = _share(line.box, page)
    for candidate in other.lines:
        x2, y2 = _share(candidate.box, other)
        if abs(x - x2) <= _AWAY and abs(y - y2) <= _AWAY:
            longest = max(len(line.text), len(candidate.text))
            if OSA.distance(line.text, candidate.text) <= _UNLIKE * longest:
                return True
    return False


def _middle(box: PixelBox) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _share(box: PixelBox, page: PageReading) -> tuple[float, float]:
    """The middle of a box as fractions of the upright page."""
    x, y = _middle(box)
    return x / page.upright_width_px, y / page.upright_height_px
