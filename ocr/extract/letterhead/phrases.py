"""Marks of letters mended by what agencies write: "Vè việc công bó" is "Về việc công bố".

A recogniser takes ề for è and ố for ó, both good syllables; only the neighbours tell. Each word
may become another with the same letters under other marks, where the pair counts of `phrases.txt`
make that far likelier than what was read. Letters are never exchanged, added or lost, and names
of people are not for this.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

from dossier.text import canonical_tones, fold

COUNTS: Final = Path(__file__).parent / "phrases.txt"
BOUNDARY: Final = "|"
"""Stands before the first and after the last word of a sentence."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"[.;:!?\n]+\s|[()\"“”]")
_NEW_PAIR: Final = 0.1
"""Share of the probability that pairs never counted have."""
_UNSEEN: Final = 1e-7
_NEAR_MARKS: Final = 4.5
"""Log odds against a lost circumflex, breve, horn or a hook for a tilde."""
_LOST_TONE: Final = 7.0
"""Log odds against a tone lost or taken for a like one."""
_OTHER_MARKS: Final = 14.0
_DOT_BELOW: Final = "\u0323"
_LOST_DOT: Final = 4.2
_OTHER_BY_HAND: Final = 5.0
"""Log odds against the dot below lost from handwriting, and any other change of its marks."""
_CAPITAL: Final = 1.5
"""More for a capital inside a sentence: a place may be called as no agency writes otherwise."""


def _marks(*pairs: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in pairs)


# Combining grave 0300, acute 0301, circumflex 0302, tilde 0303, breve 0306, hook 0309, horn 031b.
_NEAR: Final = _marks(
    "\u0302", "\u0306", "\u031b", "\u0309", "\u0309\u0303", "\u0301\u0302", "\u0302\u0306",
    "\u0301\u0309", "\u0301\u0303",
)  # fmt: skip
_TONES: Final = _marks(
    "\u0300", "\u0301", "\u0303", "\u0300\u0301", "\u0300\u0303", "\u0300\u0309", "\u0300\u0302"
)


@dataclass(frozen=True, slots=True)
class Mended:
    text: str
    words: int
    """How many were changed."""


def mend_marks(text: str) -> Mended:
    """`text` (NFC) with misread marks put right; every letter stays where it was."""
    spans = [m.span() for m in _WORD.finditer(text)]
    words = [text[a:b] for a, b in spans]
    chosen = _likeliest(words, _starts(text, spans))
    changed = 0
    mended = text
    for (a, b), word, key in zip(spans, words, chosen, strict=True):
        if key != key_of(word):
            mended = mended[:a] + _like(word, key) + mended[b:]
            changed += 1
    return Mended(mended, changed)


def twins_of(word: str) -> list[tuple[str, float]]:
    """(`word` with other marks, log odds against it) for every word that agencies write with the
    same letters; in the case of `word`. For handwriting, whose marks are easily lost."""
    if not word.isalpha():
        return []
    read = key_of(word)
    dearer = _CAPITAL * (word[0].isupper() + word.isupper())
    keys = (key for key, _ in _candidates(word, begins=False)[1:])
    return [(_like(word, key), dearer + _cost_by_hand(read, key)) for key in keys]


def _cost_by_hand(read: str, meant: str) -> float:
    changed = ((_marks_of(a), _marks_of(b)) for a, b in zip(read, meant, strict=True) if a != b)
    return sum(_LOST_DOT if b - a == {_DOT_BELOW} else _OTHER_BY_HAND for a, b in changed)


def key_of(word: str) -> str:
    """The form pairs are counted in: lower case, tone marks in one place."""
    return canonical_tones(word.lower())


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence of `text`."""
    for part in _SENTENCE.split(normalize("NFC", text)):
        words = _WORD.findall(part)
        if words:
            yield words


def _starts(text: str, spans: list[tuple[int, int]]) -> list[bool]:
    """For each word, whether a sentence begins with it."""
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    before = [0, *(b for _, b in spans)]
    return [i == 0 or any(before[i] < end <= a for end in ends) for i, (a, _) in enumerate(spans)]


def _likeliest(words: list[str], starts: list[bool]) -> list[str]:
    """Viterbi over the candidates of every word: pair counts against the cost of each change."""
    paths: dict[str, tuple[float, list[str]]] = {BOUNDARY: (0.0, [])}
    for word, begins in zip(words, starts, strict=True):
        if begins:
            paths = {BOUNDARY: _end(paths)}
        paths = {
            key: max(
                (
                    (score + _log_pair(before, key) - cost, [*path, key])
                    for before, (score, path) in paths.items()
                ),
                key=lambda option: option[0],
            )
            for key, cost in _candidates(word, begins)
        }
    return _end(paths)[1]


def _end(paths: Mapping[str, tuple[float, list[str]]]) -> tuple[float, list[str]]:
    return max(
        ((score + _log_pair(key, BOUNDARY), path) for key, (score, path) in paths.items()),
        key=lambda option: option[0],
    )


def _candidates(word: str, begins: bool) -> list[tuple[str, float]]:
    """(key, log odds against it) of the word as read and of its twins under other marks."""
    key = key_of(word)
    dearer = _CAPITAL if word[0].isupper() and not begins and not word.isupper() else 0.0
    twins = _twins().get(fold(word), ())
    fitting = [t for t in twins if t != key and len(t) == len(key) and _same_d(t, key)]
    return [(key, 0.0), *((t, _cost(key, t) + dearer) for t in fitting)]


def _same_d(a: str, b: str) -> bool:
    return [c == "đ" for c in a] == [c == "đ" for c in b]


def _cost(read: str, meant: str) -> float:
    total = 0.0
    for a, b in zip(read, meant, strict=True):
        if a != b:
            total += _price(_marks_of(a) ^ _marks_of(b))
    return total


def _marks_of(letter: str) -> frozenset[str]:
    return frozenset(normalize("NFD", letter)[1:])


def _price(difference: frozenset[str]) -> float:
    if difference in _NEAR:
        return _NEAR_MARKS
    return _LOST_TONE if difference in _TONES else _OTHER_MARKS


def pair_probability(first: str, second: str) -> float:
    """0..1, how likely `second` follows `first` in what agencies write; both as `key_of` makes."""
    pairs, totals, words, whole = _counts()
    seen = pairs.get(first, {}).get(second, 0)
    alone = words.get(second, 0) / whole
    given = seen / totals[first] if first in totals else 0.0
    return (1 - _NEW_PAIR) * given + _NEW_PAIR * alone


def _log_pair(first: str, second: str) -> float:
    return math.log(pair_probability(first, second) + _UNSEEN)


def _like(word: str, key: str) -> str:
    """`key` in the case of `word`, letter by letter."""
    return "".join(k.upper() if w.isupper() else k for w, k in zip(word, key, strict=True))


_Counts = tuple[Mapping[str, Mapping[str, int]], Mapping[str, int], Mapping[str, int], int]


@cache
def _counts() -> _Counts:
    """(pairs, sums by first word, sums by second word, sum of all)."""
    pairs: dict[str, dict[str, int]] = {}
    words: dict[str, int] = {}
    for row in COUNTS.read_text(encoding="utf-8").splitlines():
        first, *following = row.split(" ")
        pairs[first] = {}
        for item in following:
            second, _, count = item.rpartition(":")
            pairs[first][second] = int(count)
            words[second] = words.get(second, 0) + int(count)
    totals = {first: sum(following.values()) for first, following in pairs.items()}
    return pairs, totals, words, sum(totals.values())


@cache
def _twins() -> Mapping[str, tuple[str, ...]]:
    """Words by their letters without marks."""
    table: dict[str, list[str]] = {}
    for word in _counts()[2]:
        table.setdefault(fold(word), []).append(word)
    return {bare: tuple(words) for bare, words in table.items()}
