"""Reading digits that stand in printed boxes.

Recognisers take the box lines for ones, so the lines are taken away first and the digits are set
side by side as one number. Which boxes are filled is known from the ink, so the reading must give
one digit a box; where it does not, or is unsure, the digits are set in other ways and read again,
and every box is decided by what was read in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from dossier.geometry import PixelBox
from ocr.engines.base import CropReading, Pixels
from ocr.layout.digit_ink import Strip, cut_glyphs, set_strip

ReadCrops = Callable[[Sequence[Pixels]], Sequence[CropReading]]
"""`OcrEngine.read_crops`."""

UNREAD = "?"
"""Stands for a digit that is written in its box and that nothing could read."""

_LOOKS_LIKE = {
    "0": "OoQDUCcØđĐa",
    "1": "IiLl|!/\\[](){}",
    "2": "Zz",
    "3": "Ee",
    "4": "AYyHhu",
    "5": "Ss",
    "6": "Gb",
    "7": "TtFf?",
    "8": "B&",
    "9": "gqP",
}
_DIGIT_OF = {char: digit for digit, chars in _LOOKS_LIKE.items() for char in chars}
_MAPPED_TRUST = 0.6
"""Confidence kept by a digit that was read as the letter it looks like."""
_SURE = 0.9
_GAP = 0.22
"""Space between digits, in digit heights."""
_OTHER_GAPS = (0.5, 0.1)
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitReading:
    """`text` has one character a filled box, `confidences` one entry (0..1) a character."""

    text: str
    confidences: tuple[float, ...]
    written: float | None = None
    """How likely the digits were written by hand, 0..1; None where the engine cannot tell."""


@dataclass(frozen=True, slots=True)
class _Vote:
    digit: str
    confidence: float


def read_digits(pixels: Pixels, cells: Sequence[PixelBox], read_crops: ReadCrops) -> DigitReading:
    """The digits in `cells` (upright pixels, left to right); empty cells are skipped.

    Raises what `read_crops` raises.
    """
    glyphs = cut_glyphs(pixels, cells)
    count = len(glyphs)
    if not count:
        return DigitReading(text="", confidences=())
    every = range(count)
    whole = set_strip(glyphs, every, gap=_GAP)
    reading = read_crops([whole.pixels])[0]
    first = _votes(reading, whole)
    ballots = [first]
    if any(vote is None or vote.confidence < _SURE for vote in first.values()):
        strips = [set_strip(glyphs, every, gap=gap) for gap in _OTHER_GAPS]
        strips += [set_strip(glyphs, part, gap=_GAP) for part in _groups(count)]
        readings = read_crops([strip.pixels for strip in strips])
        ballots += [_votes(r, s) for r, s in zip(readings, strips, strict=True)]
    decided = [_decide([b[index] for b in ballots if index in b]) for index in every]
    return DigitReading(
        text="".join(vote.digit for vote in decided),
        confidences=tuple(vote.confidence for vote in decided),
        written=fmean(reading.char_written) if reading.char_written else None,
    )


def _groups(count: int) -> list[range]:
    """Every digit in a short group twice, with other neighbours the second time."""
    if count <= _GROUP:
        return []
    starts = range(0, count, _GROUP // 2)
    return [range(start, min(start + _GROUP, count)) for start in starts if start + 1 < count]


def _votes(reading: CropReading, strip: Strip) -> dict[int, _Vote | None]:
    """What `reading` says of each digit of `strip`, None where it says nothing."""
    votes: dict[int, _Vote | None] = dict.fromkeys(strip.glyphs)
    said = [
        (_as_digit(char, confidence), center)
        for char, confidence, center in zip(
            reading.text, reading.char_confidences, reading.char_centers, strict=True
        )
        if char != " "
    ]
    in_order = len(said) == len(strip.glyphs)
    for place, (vote, center) in enumerate(said):
        index = strip.glyphs[place if in_order else _nearest(strip.centers, center)]
        held = votes[index]
        if vote is not None and (held is None or held.confidence < vote.confidence):
            votes[index] = vote
    return votes


def _nearest(centers: Sequence[float], center: float) -> int:
    return min(range(len(centers)), key=lambda index: abs(centers[index] - center))


def _as_digit(char: str, confidence: float) -> _Vote | None:
    if char.isascii() and char.isdigit():
        return _Vote(char, confidence)
    # Dirt over or under a digit is read as the mark of a vowel: `Ọ`, `í`.
    digit = _DIGIT_OF.get(unicodedata.normalize("NFD", char)[0])
    return _Vote(digit, confidence * _MAPPED_TRUST) if digit else None


def _decide(votes: Sequence[_Vote | None]) -> _Vote:
    """The digit with most confidence behind it; who disagrees or is silent lowers it."""
    weight: dict[str, float] = {}
    for vote in votes:
        if vote is not None:
            weight[vote.digit] = weight.get(vote.digit, 0.0) + vote.confidence
    if not weight:
        return _Vote(UNREAD, 0.0)
    best = max(weight, key=lambda digit: weight[digit])
    return _Vote(best, weight[best] / len(votes))
