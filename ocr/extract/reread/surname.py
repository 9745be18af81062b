"""The first word of a person's name is a surname, and there are few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from dossier.text import fold_each
from ocr.extract.letterhead.phrases import key_of
from ocr.extract.reread.language import surname_shares
from ocr.extract.reread.words import word_spans
from ocr.extract.stream import Glyph

_RARER: Final = 500
"""So many times rarer than its namesake without marks, a surname is a misread one."""
_USUAL: Final = 0.001
"""Share of people who bear a surname that a misread one may be mended to."""
_DOUBTED: Final = 0.5
"""Confidence of a mark that only the usual surnames speak for: a person looks at it."""


def settle_surname(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """`glyphs` with the marks of the usual surname on a first word that is none: "Nguyên" is
    "Nguyễn", "Pham" is "Phạm". Only marks are touched, never a letter, and the mended ones are
    doubted."""
    spans = word_spans(glyphs)
    if not spans:
        return tuple(glyphs)
    start, end = spans[0]
    written = "".join(glyph.char for glyph in glyphs[start:end])
    meant = _usual(key_of(written))
    if meant is None or len(meant) != len(written):
        return tuple(glyphs)
    settled = list(glyphs)
    for at, char in zip(range(start, end), meant, strict=True):
        glyph = glyphs[at]
        if glyph.char.lower() != char:
            cased = char.upper() if glyph.char.isupper() else char
            settled[at] = replace(glyph, char=cased, confidence=min(glyph.confidence, _DOUBTED))
    return tuple(settled)


def _usual(key: str) -> str | None:
    """The usual surname of the letters of `key`; None where it is one, or none has them."""
    usual, shares = _by_letters().get(_letters(key)), surname_shares()
    if usual is None or usual == key or shares.get(key, 0.0) * _RARER > shares[usual]:
        return None
    return usual


@cache
def _by_letters() -> dict[str, str]:
    """Letters -> the most usual surname of those letters."""
    rising = sorted(surname_shares().items(), key=lambda item: item[1])
    return {_letters(surname): surname for surname, share in rising if share >= _USUAL}


def _letters(word: str) -> str:
    """`word` without marks; đ stays a letter of its own."""
    return "".join("đ" if c == "đ" else fold_each(c) for c in word)
