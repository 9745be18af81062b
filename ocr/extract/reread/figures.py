"""Numbers and dates: a letter among figures is the figure that may stand in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dossier.fields.digits import TWINS
from ocr.extract.reread.words import word_spans
from ocr.extract.stream import Glyph

_MARKS: Final = " .,/-"
"""Stand between the figures of one number or date."""
_RUN_MARKS: Final = " .-"


def only_figures(glyphs: Sequence[Glyph], *, runs: bool = False) -> tuple[Glyph, ...]:
    """`glyphs` with letters beside figures as the likeliest of the figures they may be.

    `runs`: the value is one run of figures, so a slash or a comma in it is none either.
    """
    marks = _RUN_MARKS if runs else _MARKS
    if not any(glyph.char.isdecimal() for glyph in glyphs):
        glyphs = _twins_as_figures(glyphs)
    return tuple(
        _as_figure(glyph)
        if _is_strange(glyph, marks) and _is_beside_figure(glyphs, index, marks)
        else glyph
        for index, glyph in enumerate(glyphs)
    )


def _twins_as_figures(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """`glyphs` with words as numbers that are made of nothing but look-alikes: "IO" is 10.

    The recogniser must have seen a figure in one of them at least.
    """
    settled = list(glyphs)
    for start, end in word_spans(glyphs):
        word = glyphs[start:end]
        seen = any(char.isdecimal() for glyph in word for char, _ in glyph.others)
        if seen and all(glyph.char in TWINS for glyph in word):
            settled[start:end] = [glyph._replace(char=TWINS[glyph.char]) for glyph in word]
    return settled


def _is_strange(glyph: Glyph, marks: str) -> bool:
    return glyph.char.isalpha() or (glyph.char in _MARKS and glyph.char not in marks)


def _as_figure(glyph: Glyph) -> Glyph:
    figures = [(share, char) for char, share in glyph.others if char.isdecimal()]
    if not figures:
        return glyph
    share, char = max(figures)
    return glyph._replace(char=char, confidence=share / (share + glyph.confidence))


def _is_beside_figure(glyphs: Sequence[Glyph], index: int, marks: str) -> bool:
    """Whether a figure stands next to it, or beyond one mark."""
    return any(_figure_towards(glyphs, index, step, marks) for step in (-1, 1))


def _figure_towards(glyphs: Sequence[Glyph], index: int, step: int, marks: str) -> bool:
    for at in (index + step, index + 2 * step):
        if not 0 <= at < len(glyphs):
            return False
        if glyphs[at].char.isdecimal():
            return True
        if glyphs[at].char not in marks:
            return False
    return False
