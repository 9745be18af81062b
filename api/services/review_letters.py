"""Which letters of a value the recogniser doubted, found again in the lines that were kept.

A record says how sure a whole value is; the page's reading still knows it letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from dossier.geometry import PageTransform, PixelBox
from dossier.record import BoxList

DOUBTED_BELOW: Final = 0.9
"""A letter less sure than this is coloured."""
_TOUCHES: Final = 0.3
"""Share of a line's height that must lie within the field's box."""


def doubts(reading: Mapping[str, Any], box: BoxList, raw: str, shown: str) -> list[tuple[int, int]]:
    """Runs [start, end) of doubtful letters of `shown`.

    `reading` is a `dossier.page.PageReading` as stored, `box` where `raw` stands, in fractions of
    the scan. Letters that stand on no line (a date written out anew) are not doubted.
    """
    letters = list(_letters(reading, box))
    text = "".join(letter for letter, _ in letters)
    sure = [confidence for _, confidence in letters]
    return list(_runs(_carry(shown, raw, _carry(raw, text, sure))))


def _letters(reading: Mapping[str, Any], box: BoxList) -> Iterator[tuple[str, float]]:
    """Every letter within `box` with its confidence, lines parted by a sure space."""
    for part in (reading, *reading.get("parts", ())):
        transform = PageTransform.model_validate(part["transform"])
        for line in (*part.get("lines", ()), *part.get("digit_rows", ())):
            sure = line.get("char_confidences", ())
            if len(sure) != len(line["text"]) or not _lies_in(transform, line["box"], box):
                continue
            yield from zip(line["text"], sure, strict=True)
            yield " ", 1.0


def _lies_in(transform: PageTransform, line: Mapping[str, float], box: BoxList) -> bool:
    place = transform.to_scan(PixelBox.model_validate(line))
    left, top, right, bottom = box
    across = min(place.right, right) - max(place.left, left)
    down = min(place.bottom, bottom) - max(place.top, top)
    height = place.bottom - place.top
    return across > 0 and height > 0 and down >= _TOUCHES * height


def _carry(target: str, source: str, sure: Sequence[float]) -> list[float]:
    """The confidences of `source` on the letters of `target` that are the same; others are sure."""
    carried = [1.0] * len(target)
    matcher = SequenceMatcher(None, target, source, autojunk=False)
    for block in matcher.get_matching_blocks():
        carried[block.a : block.a + block.size] = sure[block.b : block.b + block.size]
    return carried


def _runs(sure: Sequence[float]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, confidence in enumerate((*sure, 1.0)):
        if confidence < DOUBTED_BELOW and start is None:
            start = place
        elif confidence >= DOUBTED_BELOW and start is not None:
            yield start, place
            start = None
