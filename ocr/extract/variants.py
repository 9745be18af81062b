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
_SAME_ROW, _SAME_LEFT = 0.006, 0.012
"""Of the page: how near the lines of two forms filled alike are, and those of a note are not."""
_SAME_HEIGHT: Final = 0.8
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
    note = PixelBox.around(_hidden_part(line, fuller, other) for line in hidden)
    area = note.width * note.height / (fuller.upright_width_px * fuller.upright_height_px)
    crossing = [line for line in shared if note.contains_point(*_middle(line.box))]
    if area > _NOTE_AREA or len(crossing) > _STRAY * len(hidden):
        return False
    # Two requests of one person differ in a line or two as well. To take one for an image of the
    # other would lose a paper; so nothing may say something else at the same place.
    added = [
        line
        for line in other.lines
        if not _shown(line, other, fuller)
        and not any(_same_start(line, h, fuller, other) and _begins(h, line) for h in hidden)
    ]
    return all(_lies_on(line, other, note, fuller) for line in added) and not any(
        _same_start(line, h, fuller, other) for h in hidden for line in added
    )


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


def _lies_on(line: Line, page: PageReading, note: PixelBox, under: PageReading) -> bool:
    x, y = _share(line.box, page)
    across, down = under.upright_width_px, under.upright_height_px
    return (
        note.left / across - _AWAY <= x <= note.right / across + _AWAY
        and note.top / down - _AWAY <= y <= note.bottom / down + _AWAY
    )


def _hidden_part(line: Line, page: PageReading, other: PageReading) -> PixelBox:
    """The line's box, without its beginning where the other page shows that."""
    for candidate in other.lines:
        if _same_start(candidate, line, page, other) and _begins(line, candidate):
            seen = candidate.box.width / other.upright_width_px * page.upright_width_px
            left = min(line.box.left + seen, line.box.right)
            return line.box.model_copy(update={"left": left})
    return line.box


def _same_start(candidate: Line, line: Line, page: PageReading, other: PageReading) -> bool:
    heights = sorted((candidate.box.height, line.box.height))
    apart = abs(_share(candidate.box, other)[1] - _share(line.box, page)[1])
    left = candidate.box.left / other.upright_width_px - line.box.left / page.upright_width_px
    level = apart <= _SAME_ROW and abs(left) <= _SAME_LEFT
    return level and heights[0] >= _SAME_HEIGHT * heights[1]


def _begins(line: Line, candidate: Line) -> bool:
    seen = line.text[: len(candidate.text)]
    return OSA.distance(seen, candidate.text) <= _UNLIKE * len(candidate.text)


def _middle(box: PixelBox) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _share(box: PixelBox, page: PageReading) -> tuple[float, float]:
    """The middle of a box as fractions of the upright page."""
    x, y = _middle(box)
    return x / page.upright_width_px, y / page.upright_height_px
