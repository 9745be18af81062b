"""The likeliest words of a value: the recogniser's letters against what such values are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from ocr.extract.letterhead.phrases import BOUNDARY, key_of, twins_of
from ocr.extract.reread.language import Wording, log_probability
from ocr.extract.reread.words import Way, ways_of, word_spans
from ocr.extract.stream import Glyph

_TRUST: Final = 0.6
"""Weight of the language against the letters: neighbouring words tell half of the same."""
_CHANGED_AT_MOST: Final = 0.97
"""Confidence of a letter that was not the recogniser's first."""

_Path = tuple[float, tuple[Way, ...]]


def choose_words(glyphs: Sequence[Glyph], wording: Wording) -> tuple[Glyph, ...]:
    """`glyphs` with every word as it most likely reads; the same where nothing was in doubt."""
    spans = word_spans(glyphs)
    ways = [ways_of(glyphs[a:b]) for a, b in spans]
    if wording is Wording.ANY:
        ways = [_with_twins(found) for found in ways]
    if all(len(choices) == 1 for choices in ways):
        return tuple(glyphs)
    chosen = _likeliest(ways, wording)
    keys = [BOUNDARY, *(key_of(way.text) for way in chosen), BOUNDARY]
    settled = list(glyphs)
    for place, (a, b) in enumerate(spans):
        if len(ways[place]) > 1:
            sure = _share(chosen[place], ways[place], keys[place], keys[place + 2], wording)
            settled[a:b] = _settle(glyphs[a:b], chosen[place], sure)
    return tuple(glyph._replace(char=char) for glyph in settled for char in glyph.char)


def _with_twins(ways: list[Way]) -> list[Way]:
    """`ways` of a word and those under other marks that the recogniser was sure not to see: of a
    faint or hurried mark it is surer than it should be ("toàn bô", "Hiên tại")."""
    known = {way.text for way in ways}
    word = ways[0].text
    if len(word) != len(ways[0].letters):
        return ways
    twins = [Way(tuple(twin), cost) for twin, cost in twins_of(word) if twin not in known]
    return [*ways, *twins]


def _likeliest(ways: Sequence[Sequence[Way]], wording: Wording) -> tuple[Way, ...]:
    """Viterbi over the ways of every word."""
    paths: dict[str, _Path] = {BOUNDARY: (0.0, ())}
    for choices in ways:
        grown: dict[str, _Path] = {}
        for way in choices:
            key = key_of(way.text)
            score, path = max(
                (
                    (score + _TRUST * log_probability(before, key, wording) - way.cost, path)
                    for before, (score, path) in paths.items()
                ),
                key=lambda option: option[0],
            )
            if key not in grown or score > grown[key][0]:
                grown[key] = (score, (*path, way))
        paths = grown
    return max(paths.values(), key=lambda option: option[0])[1]


def _share(chosen: Way, ways: Sequence[Way], before: str, after: str, wording: Wording) -> float:
    """0..1, how much of the likelihood of a word's ways is the chosen one's."""

    def score(way: Way) -> float:
        key = key_of(way.text)
        language = log_probability(before, key, wording) + log_probability(key, after, wording)
        return _TRUST * language - way.cost

    best = score(chosen)
    return 1.0 / sum(math.exp(min(0.0, score(way) - best)) for way in ways)


def _settle(word: Sequence[Glyph], way: Way, sure: float) -> list[Glyph]:
    """The glyphs of `word` as `way` reads them, each doubtful letter as sure as the word."""
    settled = []
    for glyph, char in zip(word, way.letters, strict=True):
        if char == glyph.char:
            confidence = max(glyph.confidence, sure) if glyph.others else glyph.confidence
        else:
            confidence = min(sure, _CHANGED_AT_MOST)
        settled.append(glyph._replace(char=char, confidence=confidence))
    return settled
