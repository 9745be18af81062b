"""Spaces and commas that the recogniser itself doubts: words cut in two, dots of a leader that came
out as commas, and commas lost before the next unit of an address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from ocr.extract.letterhead.phrases import BOUNDARY, key_of
from ocr.extract.reread.language import UNITS, Wording, log_probability
from ocr.extract.reread.words import ways_of
from ocr.extract.stream import Glyph

_STRAY: Final = ",:;"
_POSSIBLE: Final = 0.05
"""A mark is moved only where the other reading is at least this likely."""


def join_cut_words(glyphs: Sequence[Glyph], wording: Wording) -> tuple[Glyph, ...]:
    """`glyphs` without the doubtful spaces between two pieces that are likelier one word."""
    joined: list[Glyph] = list(glyphs)
    for index in range(len(joined) - 2, 0, -1):
        nothing = _share_of(joined[index], "")
        if joined[index].char != " " or nothing < _POSSIBLE:
            continue
        before, after = _word_before(joined, index), _word_from(joined, index + 1)
        if before and after and _is_one(before, after, joined[index], nothing, wording):
            del joined[index]
    return tuple(joined)


def settle_commas(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """`glyphs` without doubtful commas inside a name, and with lost ones before a unit put back."""
    settled: list[Glyph] = []
    for index, glyph in enumerate(glyphs):
        if glyph.char in _STRAY and _is_inside_name(glyphs, index):
            continue
        if glyph.char == " " and _lost_comma(glyphs, index):
            settled.append(glyph._replace(char=","))
        settled.append(glyph)
    return tuple(settled)


def _is_one(
    before: Sequence[Glyph],
    after: Sequence[Glyph],
    space: Glyph,
    nothing: float,
    wording: Wording,
) -> bool:
    first, second = _key(before), _key(after)
    apart = log_probability(BOUNDARY, first, wording) + log_probability(first, second, wording)
    as_one = max(
        log_probability(BOUNDARY, key_of(way.text), wording) - way.cost
        for way in ways_of([*before, *after])
    )
    return as_one + math.log(nothing) > apart + math.log(max(space.confidence, _POSSIBLE))


def _is_inside_name(glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a comma that may be none parts two words that belong together: "Kim, Mã"."""
    glyph = glyphs[index]
    other = sum(_share_of(glyph, char) for char in (" ", "", "."))
    before, after = _word_before(glyphs, index), _word_from(glyphs, index + 2)
    if other < _POSSIBLE or not before or not after or glyphs[index + 1].char != " ":
        return False
    word, following = _key(before), _key(after)
    together = log_probability(word, following, Wording.ANY) + math.log(other)
    apart = log_probability(BOUNDARY, following, Wording.ANY) + math.log(glyph.confidence)
    return following not in UNITS and together > apart


def _lost_comma(glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a comma may stand before the space at `index`, and a unit's word does after it."""
    before, after = _word_before(glyphs, index), _word_from(glyphs, index + 1)
    if not before or not after or _key(after) not in UNITS:
        return False
    last = glyphs[index - 1]
    return max(_share_of(glyphs[index], ","), _share_of(last, last.char + ",")) >= _POSSIBLE


def _share_of(glyph: Glyph, char: str) -> float:
    return max((share for other, share in glyph.others if other == char), default=0.0)


def _key(word: Sequence[Glyph]) -> str:
    return key_of("".join(glyph.char for glyph in word))


def _word_before(glyphs: Sequence[Glyph], end: int) -> Sequence[Glyph]:
    start = end
    while start > 0 and glyphs[start - 1].char.isalpha():
        start -= 1
    return glyphs[start:end]


def _word_from(glyphs: Sequence[Glyph], start: int) -> Sequence[Glyph]:
    end = start
    while end < len(glyphs) and glyphs[end].char.isalpha():
        end += 1
    return glyphs[start:end]
