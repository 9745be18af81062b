"""Makes `phrases.txt`: which syllables follow which in the language of agencies.

`python -m ocr.extract.letterhead.count_phrases TEXT...` counts pairs of neighbouring syllables in
plain text files, one paragraph a line, and writes those seen often enough. The shipped counts are
of public decisions and of the national list of administrative procedures.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from ocr.extract.letterhead.phrases import BOUNDARY, COUNTS, key_of, sentences

_SEEN_AT_LEAST = 3


def count_pairs(paragraphs: Iterable[str]) -> dict[str, dict[str, int]]:
    """first syllable -> following syllable -> how often, for pairs seen three times or more."""
    pairs: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        for words in sentences(paragraph):
            keys = [BOUNDARY, *map(key_of, words), BOUNDARY]
            pairs.update(zip(keys, keys[1:], strict=False))
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (first, second), count in sorted(pairs.items()):
        if count >= _SEEN_AT_LEAST:
            table[first][second] = count
    return table


def write_counts(paths: Iterable[Path], goal: Path = COUNTS) -> None:
    """Count the pairs of all `paths` and write them, one first syllable a line."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    table = count_pairs(lines)
    rows = (
        " ".join([first, *(f"{second}:{count}" for second, count in following.items())])
        for first, following in table.items()
    )
    goal.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_counts([Path(argument) for argument in sys.argv[1:]])
