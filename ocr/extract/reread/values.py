"""A value read again by the rules of its kind: words by what they are made of, numbers and dates by
figures alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ocr.extract.reread.choose import choose_words
from ocr.extract.reread.figures import only_figures
from ocr.extract.reread.language import Wording
from ocr.extract.stream import Glyph

_WORDINGS: Final[Mapping[str, Wording]] = {
    "name": Wording.PERSON,
    "address": Wording.ANY,
    "text": Wording.ANY,
    "relation": Wording.ANY,
    "ethnicity": Wording.ANY,
    "nationality": Wording.ANY,
}
_FIGURES: Final = frozenset({"date", "date_time", "id_number", "number", "phone", "measure"})


@dataclass(frozen=True, slots=True)
class Restricted:
    """The glyphs of a value under the rules of its kind."""

    glyphs: tuple[Glyph, ...]
    changed: bool
    """Whether any of them is not what the recogniser took it for."""


def read_again(kind: str, glyphs: tuple[Glyph, ...]) -> Restricted:
    """`glyphs` as a value of `kind` most likely reads; unchanged for kinds without rules."""
    if kind in _FIGURES:
        settled = only_figures(glyphs)
    elif kind in _WORDINGS:
        settled = choose_words(glyphs, _WORDINGS[kind])
    else:
        settled = glyphs
    return Restricted(settled, _text(settled) != _text(glyphs))


def _text(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.char for glyph in glyphs)
