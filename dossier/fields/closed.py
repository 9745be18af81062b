"""Finds a text in a closed list as a clerk would: exactly, without marks, with one slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts
from dossier.fields.outcome import Parsed
from dossier.record import Verdict
from dossier.text import canonical_tones, clean, fold

_SHORTEST_FUZZY: Final = 4
"""Letters; below, one slip makes another word of the list (Tày, Thái; Co, Cống)."""


@dataclass(frozen=True)
class ClosedList:
    """Words and the value each stands for; several words may stand for one value."""

    values: Mapping[str, str]

    def find(self, text: str) -> Parsed | None:
        """The value that `text` stands for; less certain the more it was bent; None if none."""
        wanted = key_of(text)
        if wanted in self._exact:
            return Parsed(self._exact[wanted])
        plain = fold(wanted)
        if plain in self._folded:
            return Parsed(self._folded[plain], 0.9, f"“{clean(text)}”: khác dấu / other marks")
        return self._find_near(plain, clean(text))

    def _find_near(self, plain: str, shown: str) -> Parsed | None:
        if len(plain) < _SHORTEST_FUZZY:
            return None
        slips = 1 if len(plain) < 9 else 2
        near = process.extract(
            plain, self._folded.keys(), scorer=OSA.distance, score_cutoff=slips, limit=3
        )
        best = {self._folded[word] for word, distance, _ in near if distance == near[0][1]}
        if len(best) != 1:
            return None
        note = f"“{shown}”: gần giống mục trong danh mục / close to an entry of the list"
        return Parsed(best.pop(), 0.9 - 0.1 * near[0][1], note)

    @property
    def _exact(self) -> Mapping[str, str]:
        return _indexes(tuple(self.values.items()))[0]

    @property
    def _folded(self) -> Mapping[str, str]:
        return _indexes(tuple(self.values.items()))[1]


def compare_in(
    known: Callable[[str], str | None], submitted: str, read: str, same: str
) -> Comparison:
    """Compare two texts of a closed list; `known` gives what a text surely stands for.

    `same` is the detail where both stand for one value. Two values of the list are different
    however alike their letters: Tày and Thái.
    """
    plain = compare_texts(submitted, read)
    first, second = known(submitted), known(read)
    if plain.verdict is Verdict.SAME or first is None or second is None:
        return plain
    if first == second:
        return Comparison(Verdict.EQUIVALENT, same)
    return Comparison(Verdict.DIFFERENT, f"khác mục trong danh mục: {first}, {second} / differ")


@lru_cache(maxsize=64)
def _indexes(items: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    exact = {key_of(word): value for word, value in items}
    folded: dict[str, set[str]] = {}
    for word, value in exact.items():
        folded.setdefault(fold(word), set()).add(value)
    # Words that only marks tell apart are no key: without its marks such a text means nothing.
    return exact, {word: min(values) for word, values in folded.items() if len(values) == 1}


def key_of(text: str) -> str:
    """Exact key: letters with their marks, tone placement and punctuation aside."""
    kept = (ch if ch.isalnum() else " " for ch in canonical_tones(clean(text).casefold()))
    return " ".join("".join(kept).split())
