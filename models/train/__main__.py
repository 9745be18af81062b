"""`python -m models.train DATA FACES... --work FOLDER`: train the recogniser, or go on with it."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Final

import torch

from models.train import corpus, faces, measure
from models.train.alphabet import MODEL_DIR, read_alphabet
from models.train.batches import ChunkedLines, normalise
from models.train.lines import LineMaker
from models.train.network import FAST, SMALL
from models.train.readers import onnx_reader
from models.train.shrink import shrink
from models.train.training import Plan, Trainer
from models.train.weights import load_onnx, save_onnx

_SIZES: Final = {"small": SMALL, "fast": FAST}


def main() -> None:
    args = _arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.work.mkdir(parents=True, exist_ok=True)
    alphabet = read_alphabet()
    letters = frozenset(alphabet)
    plan = Plan(
        lines=args.lines,
        minutes=args.minutes,
        frozen_blocks=args.frozen_blocks,
        peak_rate=args.rate,
        bfloat16=args.bfloat16,
        measure_every=args.measure_every,
    )

    def report(now: Trainer) -> None:
        held_out = measure.validation_sets(
            corpus.load(args.data, letters, "validation"),
            faces.collect(args.faces, "validation"),
            args.validation_lines,
        )
        weights = args.work / "mean.onnx"
        save_onnx(now.mean, weights)
        for name, lines in held_out.items():
            result = measure.score(onnx_reader(weights, alphabet, args.threads), lines)
            print(f"{now.lines} lines {name:10s} {result}", flush=True)

    maker = LineMaker(
        corpus=corpus.load(args.data, letters, "training"),
        book=faces.collect(args.faces, "training"),
        seed=args.seed,
    )
    net = load_onnx(args.start).eval()
    if net.size != _SIZES[args.size]:
        batches = ChunkedLines(maker, alphabet, 0, 1)[0]
        net = shrink(net, _SIZES[args.size], [normalise(batch.strips) for batch in batches])
    trainer = Trainer(net, plan, args.work / "checkpoint.pt")
    trainer.run(maker, alphabet, report)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with text/ and lists/")
    parser.add_argument("faces", type=Path, nargs="+", help="folders of type faces")
    parser.add_argument("--work", type=Path, required=True, help="checkpoint and last weights")
    parser.add_argument("--start", type=Path, default=MODEL_DIR / "weights.onnx")
    parser.add_argument("--size", choices=sorted(_SIZES), default="fast")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--frozen-blocks", type=int, help="of 13, with the stem; 0: the stem alone")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--validation-lines", type=int, default=150)
    parser.add_argument("--measure-every", type=int, default=64, help="chunks of 256 lines")
    parser.add_argument("--bfloat16", action="store_true", help="where the processor has it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
