"""Compare stored weights on the fixed validation sets, made anew from the same seeds.

python -m models.train.evaluate DATA FACES... --weights OLD.onnx NEW.onnx [--scans FOLDER]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from models.train import corpus, faces, measure, real_lines
from models.train.alphabet import read_alphabet
from models.train.corrected import read_corrections
from models.train.letters import WANTED, LetterScores, count_letters
from models.train.lines import MadeLine
from models.train.readers import onnx_reader

_OFTEN: Final = 20
"""Letters that stood less often say nothing of their recall."""


def main() -> None:
    args = _arguments()
    alphabet = read_alphabet()
    texts = corpus.load(args.data, frozenset(alphabet), "validation")
    sets: dict[str, list[MadeLine]] = {}
    for share in ("validation", "test"):
        book = faces.collect(args.faces, share)
        made = measure.validation_sets(texts, book, args.lines)
        sets |= {f"{share} {name}": lines for name, lines in made.items()}
    if args.scans:
        truth = real_lines.read_truth(args.truth)
        for part in real_lines.PARTS:
            of_part = [line for line in truth if line.part == part]
            sets[f"real printed, {part}"] = real_lines.as_made(of_part, args.scans)
    if args.corrections:
        sets["reviewed"] = read_corrections(args.corrections)
    for weights in args.weights:
        read = onnx_reader(weights, alphabet, args.threads)
        read_of_print: list[str] = []
        printed: list[str] = []
        for name, lines in sets.items():
            texts_read = read([line.strip for line in lines])
            truths = [line.text for line in lines]
            print(
                f"{weights.name:28s} {name:22s} {measure.score_texts(texts_read, truths)}",
                flush=True,
            )
            if not name.endswith("hand"):
                read_of_print += texts_read
                printed += truths
        scores = count_letters(read_of_print, printed)
        print("most confused:", *(f"{a}>{b}:{n}" for (a, b), n in scores.confused.most_common(30)))
        print("recall under 98 %:", *_weak_letters(scores))


def _weak_letters(scores: LetterScores) -> list[str]:
    recalls = {c: scores.recall(c) for c, n in scores.seen.items() if n >= _OFTEN}
    weak = sorted((c for c in recalls if recalls[c] < WANTED), key=lambda c: recalls[c])
    return [f"{c}:{100 * recalls[c]:.1f}({scores.seen[c]})" for c in weak]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--lines", type=int, default=200, help="lines a set")
    parser.add_argument("--scans", type=Path, help="folder with the scans of --truth")
    parser.add_argument("--truth", type=Path, default=Path("tests/accuracy/truth/real_lines.json"))
    parser.add_argument("--corrections", type=Path, help="of `sohoa admin export-corrections`")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
