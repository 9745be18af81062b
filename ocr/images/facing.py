"""Which way up: the recogniser reads a few lines and says for which turn they make sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from dossier.text import is_syllable
from ocr.engines.base import CropReading, Pixels
from ocr.images.ink import Ink, find_ink
from ocr.images.spots import label_spots

USUAL: Final = 0.5
TALL: Final = 0.9
"""For pages on which most blobs are no letters: modules of a QR code, the waves of a card."""
FEW_LINES: Final = 4
MANY_LINES: Final = 12
"""For pages on which those few leave a doubt."""
_FIRST: Final = 2
"""So many of them are enough where they read clearly."""
CLEARLY: Final = 0.93
"""Certainty (see `Reading`) of lines that stand upright; the other way up 0.69 was the most."""
_ENOUGH_LETTERS: Final = 20
"""Fewer count for less: strokes of a frame make an I or two. A dotted line reads as surely as any
word, whichever way up, and has none."""
_NONSENSE: Final = 0.5
"""What letters that make no syllables count for, over those that do: names and numbers do not."""
_LONGEST: Final = 12
"""Crops are cut at so many line heights: enough letters to tell, and quick."""
_MARGIN: Final = 0.25
_WORD: Final = re.compile(r"[^\W\d_]+")
_ONE_LINE: Final = 1.8
"""Height of a line with its marks and tails, over that of its letters."""


class LineReader(Protocol):
    """The part of `OcrEngine` that this needs."""

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]: ...


def sample_lines(
    page: Pixels, ink: Ink | None = None, *, share: float = USUAL, most: int = FEW_LINES
) -> tuple[Pixels, ...]:
    """Up to `most` strips of `page`, each around one text line that runs level; may be empty.

    `ink` is that of `page`, where it is known already; `share` of its blobs are no higher than the
    letters of the lines that are looked for (see `USUAL` and `TALL`).
    """
    ink = ink or find_ink(page)
    if not ink.count:
        return ()
    usual = float(np.quantile(ink.heights, share))
    joined = cv2.morphologyEx(
        ink.mask, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.5 * usual))), np.uint8)
    )
    stats = label_spots(np.asarray(joined, dtype=np.uint8)).stats[1:]
    height, width = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    likely = stats[(height >= 0.8 * usual) & (height <= 2.5 * usual) & (width >= 4 * usual)]
    # Lines of neighbouring columns run together where one stands half a line higher.
    several = likely[:, cv2.CC_STAT_HEIGHT] > _ONE_LINE * usual
    best = likely[np.lexsort((-likely[:, cv2.CC_STAT_WIDTH], several))]
    return tuple(_crop(page, row, ink.scale) for row in best[:most])


def _crop(page: Pixels, row: npt.NDArray[np.int32], scale: float) -> Pixels:
    left, top, width, height = (float(v) / scale for v in row[:4])
    margin = _MARGIN * height
    width = min(width, _LONGEST * height)
    rows = slice(max(0, round(top - margin)), round(top + height + margin))
    return page[rows, max(0, round(left - margin)) : round(left + width + margin)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a few lines read, one way up."""

    certainty: float
    """0..1: mean confidence over the letters and digits, the lowest half of them.

    A recogniser is sure of some shapes whichever way up they stand (o, x, -), so the letters that
    it is least sure of tell more than the average.
    """
    sense: float
    """0..1: share of the letters that are in well-formed syllables. On its head nearly nothing is,
    however sure the recogniser may be: 0.0-0.3 where the same lines upright have 0.4-1.0."""
    letters: int
    """How many letters and digits were read."""

    @property
    def legibility(self) -> float:
        """0..1, all together."""
        enough = min(1.0, self.letters / _ENOUGH_LETTERS)
        return enough * self.certainty * (_NONSENSE + (1 - _NONSENSE) * self.sense)


NOTHING_READ: Final = Reading(certainty=0.0, sense=0.0, letters=0)


def read_lines(crops: Sequence[Pixels], reader: LineReader) -> Reading:
    """How `crops` read. Raises what `reader` raises."""
    readings = reader.read_crops(crops) if crops else ()
    certain = sorted(
        confidence
        for reading in readings
        for char, confidence in zip(reading.text, reading.char_confidences, strict=False)
        if char.isalnum()
    )
    if not certain:
        return NOTHING_READ
    words = [word for reading in readings for word in _WORD.findall(reading.text)]
    sound = sum(len(word) for word in words if len(word) > 1 and is_syllable(word))
    lower = certain[: max(1, len(certain) // 2)]
    return Reading(
        certainty=float(np.mean(lower)),
        sense=sound / max(1, sum(len(word) for word in words)),
        letters=len(certain),
    )


def read_at_once(crops: Sequence[Pixels], reader: LineReader) -> Reading:
    """As `read_lines`, but of the first crops alone where those read clearly."""
    first = read_lines(crops[:_FIRST], reader)
    sure = first.certainty >= CLEARLY and first.letters >= _ENOUGH_LETTERS
    clear = sure or len(crops) <= _FIRST
    return first if clear else read_lines(crops, reader)


def turn_crops(crops: Sequence[Pixels]) -> tuple[Pixels, ...]:
    """The same strips the other way up."""
    return tuple(np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops)
