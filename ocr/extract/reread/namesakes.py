"""The words of a person's name are surnames and given names, and there are few of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final
from unicodedata import normalize

from dossier.text import fold_each
from ocr.extract.letterhead.phrases import key_of
from ocr.extract.reread.language import GIVEN, SURNAME, given_shares, surname_shares
from ocr.extract.reread.words import word_spans
from ocr.extract.stream import Glyph

_RARER: Final = 500
"""So many times rarer than its namesake without marks, a surname is a misread one."""
_USUAL: Final = 0.001
"""Share of people who bear a name that a misread one may be mended to."""
_SHORTEST: Final = 3
"""Letters of a given name that is mended; shorter ones have too many namesakes."""
_DOUBTED: Final = 0.5
"""Confidence of a mark that only the usual names speak for: a person looks at it."""


def settle_name(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """`glyphs` with the marks of the usual name on words that are none: "Nguyên Manh Hung" with
    them is "Nguyễn Mạnh Hùng", where the list has no Manh and no Hung. Only marks are touched,
    never a letter, and the mended ones are doubted."""
    spans = word_spans(glyphs)
    keys = [key_of("".join(glyph.char for glyph in glyphs[a:b])) for a, b in spans]
    if not keys:
        return tuple(glyphs)
    meant = [_usual_surname(keys[0]) or keys[0]]
    # Behind a word that is no surname stand the words of a firm.
    of_person = meant[0] in surname_shares()
    meant += [(_usual_given(key) if of_person else None) or key for key in keys[1:]]
    settled = list(glyphs)
    for (start, end), key, name in zip(spans, keys, meant, strict=True):
        if name != key and len(name) == end - start:
            settled[start:end] = map(_marked, glyphs[start:end], name)
    return tuple(settled)


def _marked(glyph: Glyph, char: str) -> Glyph:
    if glyph.char.lower() == char:
        return glyph
    cased = char.upper() if glyph.char.isupper() else char
    return glyph._replace(char=cased, confidence=min(glyph.confidence, _DOUBTED))


def _usual_surname(key: str) -> str | None:
    """The usual surname of the letters of `key`; None where it is one, or none has them."""
    shares = surname_shares()
    usual = _usual_by_letters(SURNAME).get(_letters(key))
    if usual is None or usual == key or shares.get(key, 0.0) * _RARER > shares[usual]:
        return None
    return usual


def _usual_given(key: str) -> str | None:
    """The usual name that `key` has lost marks of; None where the list knows `key` itself."""
    usual = _usual_by_letters(GIVEN).get(_letters(key))
    if usual is None or len(key) < _SHORTEST or key in given_shares() or key in surname_shares():
        return None
    lost = len(usual) == len(key) and all(map(_has_lost_marks, key, usual))
    return usual if lost else None


def _has_lost_marks(read: str, meant: str) -> bool:
    return set(normalize("NFD", read)) <= set(normalize("NFD", meant))


@cache
def _usual_by_letters(part: str) -> dict[str, str]:
    """Letters -> the most usual surname, or given name, of those letters."""
    shares = surname_shares() if part == SURNAME else given_shares()
    rising = sorted(shares.items(), key=lambda item: item[1])
    return {_letters(name): name for name, share in rising if share >= _USUAL}


def _letters(word: str) -> str:
    """`word` without marks; đ stays a letter of its own."""
    return "".join("đ" if c == "đ" else fold_each(c) for c in word)
