"""Numbers in Vietnamese words: 'năm mươi triệu', 'hai nghìn không trăm hai mươi tư'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dossier.fields.outcome import LONGEST
from dossier.text import fold

UNITS: Final = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
"""Folded words of 0..9."""
TEN: Final = "muoi"
HUNDRED: Final = "tram"
GAPS: Final = frozenset({"linh", "le"})
SCALES: Final = {
    "nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
FILLERS: Final = frozenset(
    {
        "dong",
        "viet",
        "vnd",
        "chan",
        "d",
        "thang",
        "bang",
        "chu",
        "so",
        "va",
        "ban",
        "lan",
        "thu",
        "lao",
        "nguoi",
        "to",
        "phieu",
        "bo",
    }
)
"""Words around a number that are no part of it."""

_NUMBER_WORDS: Final = (*UNITS, TEN, HUNDRED, *GAPS, *SCALES)
_WORD: Final = re.compile(r"[^\W\d_]+")


def number_of(text: str) -> int | None:
    """The number that the whole of `text` spells, fillers (đồng, chẵn, bản) aside; else None."""
    if len(text) > LONGEST:
        return None
    words = [word for word in words_of(text) if word not in FILLERS]
    return value_of(words)


def words_of(text: str, vocabulary: tuple[str, ...] = _NUMBER_WORDS) -> list[str]:
    """Folded words of `text`, one slip mended in long words, runs without spaces taken apart."""
    known = frozenset(vocabulary) | FILLERS
    words: list[str] = []
    for word in _WORD.findall(fold(text)):
        words += [word] if word in known else _mend(word, vocabulary)
    return words


def value_of(words: list[str]) -> int | None:
    """The number spelled by folded `words`, or None where they are not one number."""
    if not words:
        return None
    if len(words) > 1 and all(word in UNITS for word in words):
        return int("".join(str(UNITS[word]) for word in words))
    total, smallest = 0, 10**12
    while words:
        at = next((i for i, word in enumerate(words) if word in SCALES), None)
        group = _below_thousand(words if at is None else words[:at])
        scale = 1 if at is None else SCALES[words[at]]
        if group is None or scale >= smallest:
            return None
        total, smallest = total + group * scale, scale
        words = [] if at is None else words[at + 1 :]
    return total


def _below_thousand(words: list[str]) -> int | None:
    """0..999 in folded words; 'không trăm' and 'linh' may lead."""
    if len(words) >= 2 and words[0] in UNITS and words[1] == HUNDRED:
        rest = words[2:]
        tail = _below_hundred(rest) if rest else 0
        return None if tail is None else UNITS[words[0]] * 100 + tail
    return _below_hundred(words)


def _below_hundred(words: list[str]) -> int | None:
    match words:
        case [unit] if unit in UNITS:
            return UNITS[unit]
        case [gap, unit] if gap in GAPS and unit in UNITS:
            return UNITS[unit]
        case ["muoi"]:
            return 10
        case ["muoi", unit] if UNITS.get(unit, 0) > 0:
            return 10 + UNITS[unit]
        case [tens, "muoi"] if UNITS.get(tens, 0) > 1:
            return UNITS[tens] * 10
        case [tens, "muoi", unit] if UNITS.get(tens, 0) > 1 and UNITS.get(unit, 0) > 0:
            return UNITS[tens] * 10 + UNITS[unit]
        case _:
            return None


@lru_cache(maxsize=4096)
def _mend_cached(word: str, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
    parts = _take_apart(word, vocabulary)
    if parts:
        return parts
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=1, limit=2)
    # One slip only where it leaves one word: 'nghn' is nghìn, 'tam' of 'tan' would be a guess.
    return (near[0][0],) if len(near) == 1 and len(word) >= 4 else (word,)


def _mend(word: str, vocabulary: tuple[str, ...]) -> list[str]:
    return list(_mend_cached(word, vocabulary))


def _take_apart(word: str, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
    """`word` as the only run of vocabulary words that spells it; () when there is none or more."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        for part in vocabulary:
            if word.endswith(part, 0, end):
                ways[end] += [(*way, part) for way in ways[end - len(part)]]
        ways[end] = ways[end][:2]
    return ways[-1][0] if len(ways[-1]) == 1 else ()
