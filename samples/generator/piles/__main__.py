"""`python -m samples.generator.piles --count 40 --out DIR` writes piles, a folder each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from samples.generator.chance import Share, stream
from samples.generator.piles import lay_pile, make_stock, write_pile


def main(arguments: list[str] | None = None) -> int:
    """Write the piles that were asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator.piles", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="how many piles")
    parser.add_argument("--stock", type=int, default=40, help="how many papers they are laid from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", choices=get_args(Share), default="development")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    wanted = parser.parse_args(arguments)
    stock = make_stock(wanted.seed, wanted.stock, wanted.share)
    for number in range(1, wanted.count + 1):
        rng = stream(wanted.seed, wanted.share, f"pile/{number}")
        write_pile(lay_pile(stock, rng), wanted.out / f"pile-{number:03}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
