"""A contact sheet of made lines: `python -m models.train.preview DATA FACES OUT.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from models.train import corpus, faces
from models.train.alphabet import read_alphabet
from models.train.lines import HEIGHT, LineMaker


def contact_sheet(maker: LineMaker, first: int, rows: int, width: int = 1400) -> np.ndarray:
    """`rows` lines one below the other; lines wider than `width` are cut off."""
    sheet = np.full((rows * (HEIGHT + 4), width, 3), 255, dtype=np.uint8)
    for row in range(rows):
        strip = maker.make(first + row).strip[:, :width]
        top = row * (HEIGHT + 4)
        sheet[top : top + HEIGHT, : strip.shape[1]] = strip
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--rows", type=int, default=24)
    args = parser.parse_args()
    letters = frozenset(read_alphabet())
    maker = LineMaker(
        corpus=corpus.load(args.data, letters, "training"),
        book=faces.collect(args.faces, "training"),
        seed=0,
    )
    cv2.imwrite(str(args.out), contact_sheet(maker, args.first, args.rows))


if __name__ == "__main__":
    main()
