"""Makes `phrases.txt`: which syllables follow which in the language of agencies.

`python -m ocr.extract.letterhead.count_phrases TEXT... --names FILE...` counts neighbouring
syllables in plain text files, a paragraph a line, and in files of names of places, one a line. The
shipped counts are of public decisions, of the national list of procedures and of the
administrative units before and after 1 July 2025.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from dossier.places.provinces import ID_PROVINCES
from ocr.extract.letterhead.phrases import BOUNDARY, COUNTS, key_of, sentences
from ocr.extract.letterhead.wordings import KINDS_OF_PAPER, OFFICE_NAMES

_SEEN_AT_LEAST = 3
_FIXED_WEIGHT = 100
"""Provinces, positions and kinds of paper stand on every letterhead, whatever the texts are of."""
_NAME_WEIGHT = 5


def count_pairs(paragraphs: Iterable[str], names: Iterable[str]) -> dict[str, dict[str, int]]:
    """first syllable -> following syllable -> how often, for pairs seen three times or more."""
    pairs: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        for words in sentences(paragraph):
            _add(pairs, words, 1)
    for name in names:
        _add(pairs, name.split(), _NAME_WEIGHT)
    for name in (*ID_PROVINCES.values(), *OFFICE_NAMES, *KINDS_OF_PAPER):
        _add(pairs, [w for words in sentences(name) for w in words], _FIXED_WEIGHT)
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (first, second), count in sorted(pairs.items()):
        if count >= _SEEN_AT_LEAST:
            table[first][second] = count
    return table


def _add(pairs: Counter[tuple[str, str]], words: Sequence[str], weight: int) -> None:
    keys = [BOUNDARY, *(key_of(w) for w in words), BOUNDARY]
    for pair in pairwise(keys):
        pairs[pair] += weight


def write_counts(texts: Iterable[Path], names: Iterable[Path], goal: Path = COUNTS) -> None:
    """Count the pairs of all files and write them, one first syllable a line."""
    table = count_pairs(_lines(texts), _lines(names))
    rows = (
        " ".join([first, *(f"{second}:{count}" for second, count in following.items())])
        for first, following in table.items()
    )
    goal.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _lines(paths: Iterable[Path]) -> list[str]:
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--names", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, default=COUNTS)
    chosen = parser.parse_args()
    write_counts(chosen.texts, chosen.names, chosen.out)
