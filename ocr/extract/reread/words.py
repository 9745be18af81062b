"""The words that may stand in a value: each letter as read or as one of its other readings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ocr.extract.stream import Glyph

_MOST: Final = 64
"""Ways to write one word that are looked at, the likeliest first."""
_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a word: what stands in the place of each of its glyphs, and what it costs."""

    letters: tuple[str, ...]
    cost: float
    """Log odds of the word as read against this way, by the recogniser alone; 0 as read."""

    @property
    def text(self) -> str:
        return "".join(self.letters)


def word_spans(glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """`[start, end)` of every run of letters."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for index, glyph in enumerate(glyphs):
        if glyph.char.isalpha():
            start = index if start is None else start
        elif start is not None:
            spans.append((start, index))
            start = None
    return spans if start is None else [*spans, (start, len(glyphs))]


def ways_of(word: Sequence[Glyph]) -> list[Way]:
    """How `word` may be read, as read first; every way is made of letters alone."""
    ways = [Way((), 0.0)]
    for glyph in word:
        choices = [(glyph.char, 0.0), *_others(glyph)]
        grown = [
            Way((*way.letters, char), way.cost + cost) for way in ways for char, cost in choices
        ]
        ways = sorted(grown, key=lambda way: way.cost)[:_MOST]
    return [way for way in ways if way.text]


def _others(glyph: Glyph) -> list[tuple[str, float]]:
    sure = max(glyph.confidence, _LEAST)
    return [
        (char, max(0.0, math.log(sure / max(share, _LEAST))))
        for char, share in glyph.others
        if char == "" or (char.isalpha() and char != glyph.char)
    ]
