"""Made lines in batches of like width, drawn as they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from models.train.lines import HEIGHT, LineMaker, MadeLine, Strip

CHUNK: Final = 128
"""Lines that are drawn and sorted by width at a time."""
# Batches have one of few shapes: oneDNN compiles its kernels for each anew, which took most of
# the time when every batch had its own width.
_WIDTHS: Final = (96, 160, 224, 288, 352, 416, 480, 576, 672, 800, 960, 1152, 1408, 1680)
_COLUMNS: Final = 5800
"""Columns of a batch, all lines together."""
_MOST_LINES: Final = 24
_CLOSE: Final = 1.12
"""Strips that are nearly as wide as the batch are stretched, narrower ones are filled up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    strips: Tensor
    """N x 3 x 48 x W, uint8, BGR."""
    classes: Tensor
    """The classes of all lines, one after the other."""
    lengths: Tensor


class ChunkedLines(Dataset[list[Batch]]):
    """Item `i` holds the lines i * CHUNK to (i + 1) * CHUNK of the maker, as batches."""

    def __init__(self, maker: LineMaker, alphabet: tuple[str, ...], first: int, count: int) -> None:
        self._maker, self._first, self._count = maker, first, count
        self._class_of = {char: i + 1 for i, char in enumerate(alphabet)}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> list[Batch]:
        # OpenCV's threads and the trainer's would fight over the same cores.
        cv2.setNumThreads(1)
        start = (self._first + index) * CHUNK
        made = [self._maker.make(i) for i in range(start, start + CHUNK)]
        batches = [self._collate(width, lines) for width, lines in _grouped(made)]
        order = np.random.default_rng(self._first + index).permutation(len(batches))
        return [batches[i] for i in order]

    def _collate(self, width: int, lines: list[MadeLine]) -> Batch:
        stacked = np.stack([_to_width(line.strip, width) for line in lines])
        classes = [self._class_of[char] for line in lines for char in line.text]
        return Batch(
            strips=torch.from_numpy(np.ascontiguousarray(stacked.transpose(0, 3, 1, 2))),
            classes=torch.tensor(classes, dtype=torch.long),
            lengths=torch.tensor([len(line.text) for line in lines], dtype=torch.long),
        )


def normalise(strips: Tensor) -> Tensor:
    """0..255 to -1..1, as the engine does."""
    return strips.float() / 127.5 - 1.0


def _grouped(lines: list[MadeLine]) -> list[tuple[int, list[MadeLine]]]:
    """Full batches with their width. What fills no batch goes into the next wider ones."""
    waiting = sorted(lines, key=lambda line: line.strip.shape[1], reverse=True)
    pool: list[MadeLine] = []
    groups: list[tuple[int, list[MadeLine]]] = []
    for width in _WIDTHS:
        count = min(_MOST_LINES, _COLUMNS // width)
        while waiting and waiting[-1].strip.shape[1] <= width:
            pool.append(waiting.pop())
        while len(pool) >= count:
            groups.append((width, pool[:count]))
            pool = pool[count:]
    if pool:
        short = _COLUMNS // _WIDTHS[-1] - len(pool)
        groups.append((_WIDTHS[-1], pool + lines[:short]))
    return groups


def _to_width(strip: Strip, width: int) -> Strip:
    """Stretch a little, or fill with the paper at the right edge.

    The network looks at the mean of a whole strip; filling with another tone than paper would
    train it on strips that the engine, which reads one by one, never sees.
    """
    if width <= strip.shape[1] * _CLOSE:
        return np.asarray(cv2.resize(strip, (width, HEIGHT), interpolation=cv2.INTER_LINEAR))
    gap = width - strip.shape[1]
    return np.asarray(
        cv2.copyMakeBorder(strip, 0, 0, 0, gap, cv2.BORDER_CONSTANT, value=_tone(strip))
    )


def _tone(strip: Strip) -> tuple[float, ...]:
    return tuple(float(tone) for tone in np.median(strip[:, -4:].reshape(-1, 3), axis=0))
