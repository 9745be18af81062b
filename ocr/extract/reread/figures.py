"""Numbers and dates: a letter among figures is the figure that may stand in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ocr.extract.stream import Glyph

_MARKS: Final = " .,/-"
"""Stand between the figures of one number or date."""


def only_figures(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """`glyphs` with letters beside figures as the likeliest of the figures they may be."""
    return tuple(
        _as_figure(glyph) if glyph.char.isalpha() and _is_beside_figure(glyphs, index) else glyph
        for index, glyph in enumerate(glyphs)
    )


def _as_figure(glyph: Glyph) -> Glyph:
    figures = [(share, char) for char, share in glyph.others if char.isdecimal()]
    if not figures:
        return glyph
    share, char = max(figures)
    return replace(glyph, char=char, confidence=share / (share + glyph.confidence))


def _is_beside_figure(glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a figure stands next to it, or beyond one mark."""
    return any(_figure_towards(glyphs, index, step) for step in (-1, 1))


def _figure_towards(glyphs: Sequence[Glyph], index: int, step: int) -> bool:
    for at in (index + step, index + 2 * step):
        if not 0 <= at < len(glyphs):
            return False
        if glyphs[at].char.isdecimal():
            return True
        if glyphs[at].char not in _MARKS:
            return False
    return False
