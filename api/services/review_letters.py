"""Which letters of a value the recogniser doubted, found again in the lines that were kept.

A record says how sure a whole value is; the page's reading still knows it letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, TypeVar

from dossier.geometry import PageTransform, PixelBox
from dossier.record import BoxList

_T = TypeVar("_T")

DOUBTED_BELOW: Final = 0.9
"""A letter less sure than this is coloured."""
_TOUCHES: Final = 0.3
"""Share of a line's height that must lie within the field's box."""
_BESIDE: Final = 0.75
_OVER: Final = 0.25
"""Room around a letter in heights of its line: marks over capitals, and a letter on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedLetter:
    """One doubtful letter of a value and where it stands."""

    place: int
    """Index in the value as it is shown."""
    letter: str
    confidence: float
    box: BoxList
    """Around the letter and a little of its neighbours, in fractions of the scan."""


def doubts(reading: Mapping[str, Any], box: BoxList, raw: str, shown: str) -> list[tuple[int, int]]:
    """Runs [start, end) of doubtful letters of `shown`.

    `reading` is a `dossier.page.PageReading` as stored, `box` where `raw` stands, in fractions of
    the scan. Letters that stand on no line (a date written out anew) are not doubted.
    """
    found = _read_letters(reading, box, raw, shown)
    return list(doubtful_runs([None if letter is None else letter.confidence for letter in found]))


def doubted_letters(
    reading: Mapping[str, Any], box: BoxList, raw: str, shown: str
) -> list[DoubtedLetter]:
    """As `doubts`, one by one: the letters and digits whose place on the scan is known."""
    return [
        DoubtedLetter(place=place, letter=shown[place], confidence=read.confidence, box=read.box)
        for place, read in enumerate(_read_letters(reading, box, raw, shown))
        if read is not None
        and read.box is not None
        and read.confidence < DOUBTED_BELOW
        and shown[place].isalnum()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    text: str
    confidence: float
    box: BoxList | None


def _read_letters(
    reading: Mapping[str, Any], box: BoxList, raw: str, shown: str
) -> list[_Letter | None]:
    """For every letter of `shown` the one that was read for it; None where none was."""
    read = list(_letters(reading, box))
    text = "".join(letter.text for letter in read)
    in_raw = carry(raw, text, read)
    return carry(shown, raw, in_raw)


def _letters(reading: Mapping[str, Any], box: BoxList) -> Iterator[_Letter]:
    """Every letter within `box`, lines parted by a sure space."""
    for part in (reading, *reading.get("parts", ())):
        transform = PageTransform.model_validate(part["transform"])
        for line in (*part.get("lines", ()), *part.get("digit_rows", ())):
            sure = line.get("char_confidences", ())
            if len(sure) != len(line["text"]) or not _lies_in(transform, line["box"], box):
                continue
            centers = line.get("char_centers") or (None,) * len(sure)
            for letter, confidence, center in zip(line["text"], sure, centers, strict=True):
                place = None if center is None else _around(transform, line["box"], center)
                yield _Letter(text=letter, confidence=confidence, box=place)
            yield _Letter(text=" ", confidence=1.0, box=None)


def _around(transform: PageTransform, line: Mapping[str, float], center: float) -> BoxList:
    height = line["bottom"] - line["top"]
    around = PixelBox(
        left=center - _BESIDE * height,
        top=line["top"] - _OVER * height,
        right=center + _BESIDE * height,
        bottom=line["bottom"] + _OVER * height,
    )
    return transform.to_scan(around).as_list()


def _lies_in(transform: PageTransform, line: Mapping[str, float], box: BoxList) -> bool:
    place = transform.to_scan(PixelBox.model_validate(line))
    left, top, right, bottom = box
    across = min(place.right, right) - max(place.left, left)
    down = min(place.bottom, bottom) - max(place.top, top)
    height = place.bottom - place.top
    return across > 0 and height > 0 and down >= _TOUCHES * height


def carry(target: str, source: str, letters: Sequence[_T | None]) -> list[_T | None]:
    """`letters` of `source` on the letters of `target` that are the same; None elsewhere."""
    carried: list[_T | None] = [None] * len(target)
    matcher = SequenceMatcher(None, target, source, autojunk=False)
    for block in matcher.get_matching_blocks():
        carried[block.a : block.a + block.size] = letters[block.b : block.b + block.size]
    return carried


def doubtful_runs(confidences: Sequence[float | None]) -> Iterator[tuple[int, int]]:
    """Runs [start, end) of doubtful letters; None: the letter was not read, and is not doubted."""
    sure = (1.0 if confidence is None else confidence for confidence in confidences)
    start: int | None = None
    for place, confidence in enumerate((*sure, 1.0)):
        if confidence < DOUBTED_BELOW and start is None:
            start = place
        elif confidence >= DOUBTED_BELOW and start is not None:
            yield start, place
            start = None
