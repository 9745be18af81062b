"""A second reading of figures, by the recogniser that has seen the most of them.

Numbers and dates of official papers are written by hand into printed lines ("Số: 209/QĐ-UBND").
The Vietnamese recogniser learned its figures from drawn lines and takes a flagged 1 for a 4 and a
crossed 7 for a T; the stock recogniser of its family cannot write Vietnamese but has read figures
of all hands. Only figures are taken over from it, only where the line says that figures stand, and
where the two disagree the result is doubted: on 17 real letterheads it put 7 of 7 misread numbers
and 4 of 4 misread days right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from dossier.page import Others
from dossier.text import fold_each
from ocr.engines.base import CropReading

_NUMBER_LINE: Final = re.compile(r"^\W*s.{0,3}\s*[:.;]")
_LONGEST_NUMBER_LINE: Final = 40
_DATE_LINE: Final = re.compile(r"ng.y.{0,8}th.ng.{0,8}n.m")
_BEFORE_FIGURES: Final = re.compile(r"(?:ng.y|th.ng|n.m|[:;])\s*$")
_DOUBTFUL: Final = 0.85
"""A figure less sure than this is read again wherever it stands."""
_BY_HAND: Final = 0.3
"""A figure likelier than this to be written by hand is read again however sure it is."""
_DISAGREED: Final = 0.55
"""Confidence of a figure that the two readers read differently."""
_LONGEST_SWAP: Final = 3
_SEPARATORS: Final = ".,/-"
_CONTEXT: Final = 8
"""Letters shown beside a figure: the two readings are laid upon each other by what both read."""


def figures_part(reading: CropReading) -> slice | None:
    """Which letters of the line should be read again, whole words; None where none should."""
    spans = _spans(reading)
    if not spans:
        return None
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    after = reading.text.find(" ", last)
    return slice(reading.text.rfind(" ", 0, first) + 1, len(reading.text) if after < 0 else after)


def merge_figures(first: CropReading, second: str, part: slice | None = None) -> CropReading:
    """`first` with the figures of `second` where the two differ in figures only.

    `second` is `part` of the same strip (None: the whole) as the other reader read it.
    """
    start, end, _ = (part or slice(None)).indices(len(first.text))
    ours, theirs = fold_each(first.text[start:end]), fold_each(second)
    trusted = bool(_forms_of_figures(first.text))
    merged = first
    for tag, i1, i2, j1, j2 in reversed(
        SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    ):
        figures = second[j1:j2].replace(" ", "")
        place = slice(start + i1, start + i2)
        if tag == "replace" and _may_swap(first, place, figures, trusted=trusted):
            merged = _swap(merged, place, figures)
        elif tag == "replace" and _may_doubt(first, place, figures):
            merged = _doubt(merged, place, figures)
        elif tag != "equal":
            merged = _doubt_beside(merged, place, figures)
    return merged


def _spans(reading: CropReading) -> list[tuple[int, int]]:
    written = reading.char_written or (0.0,) * len(reading.text)
    signs = zip(reading.text, reading.char_confidences, written, strict=True)
    doubtful = [
        (max(0, i - _CONTEXT), i + 1 + _CONTEXT)
        for i, (char, sure, pen) in enumerate(signs)
        if char.isdigit() and (sure < _DOUBTFUL or pen > _BY_HAND)
    ]
    return _forms_of_figures(reading.text) + doubtful


def _forms_of_figures(text: str) -> list[tuple[int, int]]:
    """Where a number ("Số: 12/QĐ") or dates stand: what fills their places can only be figures."""
    folded = fold_each(text)
    spans = [(m.start(), m.end() + _CONTEXT) for m in _DATE_LINE.finditer(folded)]
    if len(text) <= _LONGEST_NUMBER_LINE and _NUMBER_LINE.search(folded):
        slash = text.rfind("/")
        spans.append((0, len(text) if slash < 0 else slash + 1))
    return spans


def _may_swap(reading: CropReading, place: slice, figures: str, *, trusted: bool) -> bool:
    start, end = place.start, place.stop
    part = reading.text[start:end].strip()
    if not figures.isdecimal() or not part or len(part) > min(_LONGEST_SWAP, len(figures) + 1):
        return False
    beside = reading.text[max(0, start - 1) : start] + reading.text[end : end + 1]
    among_figures = any(c.isdigit() for c in part + beside)
    among_figures |= trusted and bool(_BEFORE_FIGURES.search(fold_each(reading.text[:start])))
    doubtful = min(reading.char_confidences[start:end]) < _DOUBTFUL
    return among_figures and (trusted or doubtful)


def _may_doubt(reading: CropReading, place: slice, figures: str) -> bool:
    ours = reading.text[place]
    return figures.isdecimal() and ours.isdecimal() and len(ours) == len(figures)


def _doubt(reading: CropReading, place: slice, figures: str) -> CropReading:
    """`reading` as sure of the figures in `place` as two readers are who differ."""
    start, end = place.start, place.stop
    sure = list(reading.char_confidences)
    sure[start:end] = [min(one, _DISAGREED) for one in sure[start:end]]
    others = list(reading.char_others or [()] * len(reading.text))
    for at, char in zip(range(start, end), figures, strict=True):
        others[at] = (*others[at], (char, 1 - _DISAGREED))
    return replace(reading, char_confidences=tuple(sure), char_others=tuple(others))


def _doubt_beside(reading: CropReading, place: slice, figures: str) -> CropReading:
    """`reading` in doubt of handwritten figures between which one of the two saw more than the
    other: "13" for "113", "1.8" for "18"."""
    start, end = place.start, place.stop
    more = (reading.text[start:end] + figures).replace(" ", "")
    around = range(max(0, start - 1), min(len(reading.text), end + 1))
    written = reading.char_written or (0.0,) * len(reading.text)
    by_hand = [at for at in around if reading.text[at].isdigit() and written[at] > _BY_HAND]
    of_figures = all(char.isdigit() or char in _SEPARATORS for char in more)
    if not by_hand or not more or not of_figures:
        return reading
    sure = list(reading.char_confidences)
    for at in by_hand:
        sure[at] = min(sure[at], _DISAGREED)
    return replace(reading, char_confidences=tuple(sure))


def _others_of(reading: CropReading, place: slice, figures: str) -> tuple[Others, ...]:
    """The other readings of every character once `figures` stand in `place`: there, the first
    reader's where it wrote as many."""
    if not reading.char_others:
        return ()
    start, end = place.start, place.stop
    swapped: list[Others] = [()] * len(figures)
    if end - start == len(figures):
        swapped = [((char, _DISAGREED),) for char in reading.text[start:end]]
    return (*reading.char_others[:start], *swapped, *reading.char_others[end:])


def _written_of(reading: CropReading, place: slice, count: int) -> tuple[float, ...]:
    """How likely every character is written once `count` figures stand in `place`: those as what
    stood there."""
    written = reading.char_written
    swapped = written[place]
    mean = sum(swapped) / len(swapped) if swapped else 0.0
    return (*written[: place.start], *(mean,) * count, *written[place.stop :]) if written else ()


def _swap(reading: CropReading, place: slice, figures: str) -> CropReading:
    start, end = place.start, place.stop
    centers = reading.char_centers
    first, last = centers[start], centers[end - 1]
    step = (last - first) / max(len(figures) - 1, 1)
    return CropReading(
        text=reading.text[:start] + figures + reading.text[end:],
        confidence=reading.confidence,
        char_confidences=(
            *reading.char_confidences[:start],
            *(_DISAGREED,) * len(figures),
            *reading.char_confidences[end:],
        ),
        char_centers=(
            *centers[:start],
            *(first + step * n for n in range(len(figures))),
            *centers[end:],
        ),
        char_others=_others_of(reading, place, figures),
        char_written=_written_of(reading, place, len(figures)),
    )
