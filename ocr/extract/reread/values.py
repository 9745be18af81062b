"""A value read again by the rules of its kind: words by what they are made of, numbers and dates by
figures alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ocr.extract.reread.choose import choose_words
from ocr.extract.reread.figures import only_figures
from ocr.extract.reread.language import Wording
from ocr.extract.reread.marks import join_cut_words, settle_commas
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
_WITH_COMMAS: Final = frozenset({"address", "text"})
_FIGURES: Final = frozenset({"date", "date_time", "id_number", "number", "phone", "measure"})

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
        if kind in _WITH_COMMAS:
            settled = settle_commas(settled)
    else:
        settled = glyphs
    return Restricted(settled, _text(settled) != _text(glyphs))


def _text(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.char for glyph in glyphs)
