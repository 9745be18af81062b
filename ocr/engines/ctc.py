"""From a recogniser's class probabilities to letters, each with its confidence and its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLANK = 0


class Letter(NamedTuple):
    char: str
    confidence: float
    """0..1, the highest probability in the letter's run of frames."""
    frame: float
    """Middle of the run, in frames; frame 0 is the first."""


def decode(probabilities: npt.NDArray[np.float32], alphabet: Sequence[str]) -> tuple[Letter, ...]:
    """Greedy CTC over `probabilities` (frames x classes); class i writes `alphabet[i - 1]`.

    Runs of one class are one letter, class 0 writes nothing. Spaces are made single and taken
    off both ends, so the letters join to a `Line.text` as the domain wants it.
    """
    best = probabilities.argmax(axis=1)
    top = probabilities.max(axis=1)
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    ends = np.r_[starts[1:], len(best)]
    letters: list[Letter] = []
    for start, end in zip(starts, ends, strict=True):
        if best[start] == BLANK:
            continue
        char = alphabet[best[start] - 1]
        if char == " " and (not letters or letters[-1].char == " "):
            continue
        letters.append(Letter(char, float(top[start:end].max()), (start + end - 1) / 2))
    if letters and letters[-1].char == " ":
        letters.pop()
    return tuple(letters)
