"""Makes `names.txt`: which syllables names of people are made of, and how often.

`python -m ocr.extract.reread.count_names --surnames TSV --given FILE...` counts a table of
surnames with their frequencies and lists of given names, one name a line. The shipped counts are
of public lists under the MIT licence; they hold syllables, no person's name.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from dossier.fields.names import SURNAMES
from dossier.text import canonical_tones, clean, is_syllable
from ocr.extract.reread.language import GIVEN, NAMES, SURNAME

_MIDDLE = {"thị": 900, "văn": 500}
"""The usual middle names, in no list of given names: about as common among middles as that."""


def count_names(surnames: Iterable[str], given: Iterable[str]) -> dict[str, Counter[str]]:
    """Kind of syllable (surname or given) -> syllable -> how often."""
    counts: dict[str, Counter[str]] = {
        SURNAME: Counter(dict.fromkeys(SURNAMES, 1)),
        GIVEN: Counter(_MIDDLE),
    }
    for row in surnames:
        name, _, count = row.partition("\t")
        if is_syllable(_key(name)):
            counts[SURNAME][_key(name)] += int(count)
    for name in given:
        counts[GIVEN].update(filter(is_syllable, map(_key, name.split())))
    return counts


def _key(syllable: str) -> str:
    return canonical_tones(clean(syllable).lower())


def _lines(paths: Iterable[Path]) -> list[str]:
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surnames", type=Path, required=True)
    parser.add_argument("--given", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=NAMES)
    chosen = parser.parse_args(arguments)
    counts = count_names(_lines([chosen.surnames]), _lines(chosen.given))
    rows = [
        f"{kind} " + " ".join(f"{word}:{n}" for word, n in sorted(counted.items()))
        for kind, counted in counts.items()
    ]
    chosen.out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
