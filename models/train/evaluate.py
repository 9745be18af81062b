"""Compare stored weights on the fixed validation sets, made anew from the same seeds.

python -m models.train.evaluate DATA FACES... --weights OLD.onnx NEW.onnx [--scans FOLDER]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from models.train import corpus, faces, measure, real_lines
from models.train.alphabet import read_alphabet
from models.train.lines import MadeLine
from models.train.readers import onnx_reader


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
    for weights in args.weights:
        read = onnx_reader(weights, alphabet, args.threads)
        confused: Counter[tuple[str, str]] = Counter()
        seen: Counter[str] = Counter()
        for name, lines in sets.items():
            texts_read = read([line.strip for line in lines])
            truths = [line.text for line in lines]
            print(
                f"{weights.name:28s} {name:22s} {measure.score_texts(texts_read, truths)}",
                flush=True,
            )
            if not name.endswith("hand"):
                confused += confusions(texts_read, truths)
                seen += Counter("".join(truths))
        print("most confused:", *(f"{a}>{b}:{n}" for (a, b), n in confused.most_common(30)))
        print("recall under 98 %:", *_weak_letters(confused, seen))


def confusions(texts: Sequence[str], truths: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often a letter of the truth (first) was read as another (second) or as none ("")."""
    found: Counter[tuple[str, str]] = Counter()
    for text, truth in zip(texts, truths, strict=True):
        for step in Levenshtein.editops(truth, text):
            match step.tag:
                case "replace":
                    found[truth[step.src_pos], text[step.dest_pos]] += 1
                case "delete":
                    found[truth[step.src_pos], ""] += 1
    return found


def _weak_letters(confused: Counter[tuple[str, str]], seen: Counter[str]) -> list[str]:
    missed: Counter[str] = Counter()
    for (letter, _), times in confused.items():
        missed[letter] += times
    weak = {c: missed[c] / n for c, n in seen.items() if n >= 20 and missed[c] > 0.02 * n}
    ordered = sorted(weak, key=lambda c: -weak[c])
    return [f"{c}:{100 - 100 * weak[c]:.1f}({seen[c]})" for c in ordered]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--lines", type=int, default=200, help="lines a set")
    parser.add_argument("--scans", type=Path, help="folder with the scans of --truth")
    parser.add_argument("--truth", type=Path, default=Path("tests/accuracy/truth/real_lines.json"))
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
