"""A value read again by the rules of its kind: words by what they are made of, numbers and dates by
figures alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ocr.extract.letterhead.phrases import BOUNDARY, key_of
from ocr.extract.reread.choose import choose_words
from ocr.extract.reread.figures import only_figures
from ocr.extract.reread.language import Wording, log_probability
from ocr.extract.reread.marks import join_cut_words, settle_commas
from ocr.extract.reread.namesakes import settle_name
from ocr.extract.stream import Glyph

_WORDINGS: Final[Mapping[str, Wording]] = {
    "name": Wording.PERSON,
    "address": Wording.ANY,
    "text": Wording.ANY,
    "relation": Wording.ANY,
    "ethnicity": Wording.ANY,
    "nationality": Wording.ANY,
    "date_words": Wording.ANY,
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_WITH_COMMAS: Final = frozenset({"address", "text"})
_FIGURES: Final = frozenset({"date", "date_time", "id_number", "number", "phone", "measure"})

_TWO_STROKES: Final = re.compile(r"(?:[^\W\d_]+ )?[XV]*II")
"""A rank that ends in two thin strokes: of three the recogniser counts one too few now and then,
and is sure of it."""
_STROKE: Final = 0.5

_RUNS: Final = frozenset({"id_number", "phone"})
"""Kinds that are one run of figures, with nothing between them but spaces and points."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """The glyphs of a value under the rules of its kind."""

    glyphs: tuple[Glyph, ...]
    changed: bool
    """Whether any of them is not what the recogniser took it for."""


def read_again(kind: str, glyphs: tuple[Glyph, ...]) -> Restricted:
    """`glyphs` as a value of `kind` most likely reads; unchanged for kinds without rules."""
    if kind in _FIGURES:
        settled = only_figures(glyphs, runs=kind in _RUNS)
    elif kind in _WORDINGS:
        settled = choose_words(join_cut_words(glyphs, _WORDINGS[kind]), _WORDINGS[kind])
        if kind == "name":
            settled = settle_name(settled)
        if kind in _WITH_COMMAS:
            settled = settle_commas(settled)
    else:
        settled = glyphs
    if _TWO_STROKES.fullmatch(_text(settled).strip(" .…")):
        settled = tuple(_doubt_stroke(glyph) for glyph in settled)
    return Restricted(settled, _text(settled) != _text(glyphs))


def surprise(kind: str, value: str) -> float:
    """How unlikely the least likely word of a value of `kind` is after the word before it, -ln of
    its probability; 0 for kinds that are not made of words.

    The tables know every syllable of names and of agencies' language: a mark read wrongly makes of
    a common word a rare one, "Mạnh" to "Manh", "lao động" to "lao đông".
    """
    wording = _WORDINGS.get(kind)
    if wording is None:
        return 0.0
    # A name begins with a surname; other values begin in the middle of what agencies write.
    start = [BOUNDARY] if wording is Wording.PERSON else []
    keys = [*start, *(key_of(word) for word in _WORD.findall(value))]
    return max((-log_probability(a, b, wording) for a, b in pairwise(keys)), default=0.0)


def _doubt_stroke(glyph: Glyph) -> Glyph:
    return glyph._replace(confidence=min(glyph.confidence, _STROKE)) if glyph.char == "I" else glyph


def _text(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.char for glyph in glyphs)
