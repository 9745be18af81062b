"""How well each accented letter is read, on lines where all of them are equally frequent.

    python -m models.train.letters DATA FACES... --weights W.onnx [--lines 1500]

Prints Markdown for the model card: the recall of every letter that is read worse than wanted, and
the pairs that are taken for each other. Text as it is written hides rare letters: of 134, twenty
make up most of it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz.distance import Levenshtein

from models.train import corpus, faces, wear
from models.train.alphabet import read_alphabet
from models.train.faces import FaceBook
from models.train.lines import LineMaker
from models.train.readers import onnx_reader
from models.train.texts import letter_line
from ocr.engines.alphabet import accented_letters

WANTED: Final = 0.98
_SEED: Final = 7_100_000
_PAIRS: Final = 30

Confusions = Counter[tuple[str, str]]
"""How often a letter of the truth (first) was read as another (second) or as none ("")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterScores:
    """How often each letter stood in the truth, and what it was taken for."""

    seen: Counter[str]
    confused: Confusions

    def recall(self, letter: str) -> float:
        """Share of the letter's places that were read as it. Raises KeyError if it never stood."""
        missed = sum(n for (truth, _), n in self.confused.items() if truth == letter)
        if not self.seen[letter]:
            raise KeyError(letter)
        return 1 - missed / self.seen[letter]


def count_letters(texts: Sequence[str], truths: Sequence[str]) -> LetterScores:
    """Hold what was read against the truth, letter by letter."""
    confused: Confusions = Counter()
    for text, truth in zip(texts, truths, strict=True):
        for step in Levenshtein.editops(truth, text):
            if step.tag == "replace":
                confused[truth[step.src_pos], text[step.dest_pos]] += 1
            elif step.tag == "delete":
                confused[truth[step.src_pos], ""] += 1
    return LetterScores(seen=Counter("".join(truths)), confused=confused)


def markdown(scores: LetterScores) -> str:
    """The two tables of the model card."""
    recalls = {c: scores.recall(c) for c in sorted(accented_letters()) if scores.seen[c]}
    weak = sorted((c for c in recalls if recalls[c] < WANTED), key=lambda c: recalls[c])
    mean = sum(recalls.values()) / len(recalls)
    lines = [
        f"{len(recalls)} accented letters seen, mean recall {mean:.2%}, "
        f"{len(recalls) - len(weak)} at {WANTED:.0%} or better.",
        "",
        "| letter | recall | seen |",
        "|---|---|---|",
        *(f"| {c} | {recalls[c]:.1%} | {scores.seen[c]} |" for c in weak),
        "",
        "| written | read as | times | of |",
        "|---|---|---|---|",
    ]
    for (truth, read), times in scores.confused.most_common(_PAIRS):
        lines.append(f"| {_shown(truth)} | {_shown(read)} | {times} | {scores.seen[truth]} |")
    return "\n".join(lines)


def _shown(letter: str) -> str:
    return {"": "nothing", " ": "space", "|": "\\|"}.get(letter, letter)


def main() -> None:
    args = _arguments()
    alphabet = read_alphabet()
    texts = corpus.load(args.data, frozenset(alphabet), "validation")
    made = [
        _maker(texts, faces.collect(args.faces, "test" if i % 2 else "validation")).make(i)
        for i in range(args.lines)
    ]
    read = onnx_reader(args.weights, alphabet, 1)([line.strip for line in made])
    print(markdown(count_letters(read, [line.text for line in made])))


def _maker(texts: corpus.Corpus, book: FaceBook) -> LineMaker:
    printed = FaceBook(families={k: f for k, f in book.families.items() if k != "hand"})
    return LineMaker(corpus=texts, book=printed, seed=_SEED, wear=wear.CLEAN, content=letter_line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=1500)
    return parser.parse_args()


if __name__ == "__main__":
    main()
