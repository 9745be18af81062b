"""From a recogniser's class probabilities to letters, each with its confidence and its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dossier.page import Others

BLANK = 0

_POSSIBLE = 0.02
"""Likelier than this, another letter is kept beside the one that is read."""
_INSERTED = 0.1
"""The same for a letter where none is read: timing alone gives neighbours a little everywhere."""


class Letter(NamedTuple):
    char: str
    confidence: float
    """0..1, the highest probability in the letter's run of frames."""
    frame: float
    """Middle of the run, in frames; frame 0 is the first."""
    others: Others = ()
    """What else may stand there: another letter, nothing (''), or the letter and one more."""
    written: float | None = None
    """0..1, how likely it was written by hand; None where the recogniser cannot tell."""


def decode(probabilities: npt.NDArray[np.float32], alphabet: Sequence[str]) -> tuple[Letter, ...]:
    """Greedy CTC over `probabilities` (frames x classes); class i writes `alphabet[i - 1]`.

    A column after the alphabet's says how likely each frame shows handwriting.
    Runs of one class are one letter, class 0 writes nothing. Spaces are made single and taken
    off both ends, so the letters join to a `Line.text` as the domain wants it.
    """
    pen = probabilities[:, len(alphabet) + 1 :]
    probabilities = probabilities[:, : len(alphabet) + 1]
    best = probabilities.argmax(axis=1)
    top = probabilities.max(axis=1)
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    ends = np.r_[starts[1:], len(best)]
    letters: list[Letter] = []
    for start, end in zip(starts, ends, strict=True):
        if best[start] == BLANK:
            if letters:
                near = (best[start - 1], best[min(end, len(best) - 1)])
                letters[-1] = _with_missed(letters[-1], probabilities[start:end], near, alphabet)
            continue
        char = alphabet[best[start] - 1]
        if char == " " and (not letters or letters[-1].char == " "):
            continue
        peak = start + int(top[start:end].argmax())
        others = _others(probabilities[peak], int(best[start]), alphabet)
        written = float(pen[start:end].mean()) if pen.size else None
        letters.append(Letter(char, float(top[peak]), (start + end - 1) / 2, others, written))
    if letters and letters[-1].char == " ":
        letters.pop()
    return tuple(letters)


def _others(probabilities: npt.NDArray[np.float32], best: int, alphabet: Sequence[str]) -> Others:
    """The other readings of one frame; '' where perhaps nothing stands."""
    possible = np.flatnonzero(probabilities >= _POSSIBLE)
    found = [
        ("" if i == BLANK else alphabet[i - 1], float(probabilities[i]))
        for i in possible
        if i != best
    ]
    return tuple(sorted(found, key=lambda other: -other[1]))


def _with_missed(
    letter: Letter,
    gap: npt.NDArray[np.float32],
    near: tuple[int, int],
    alphabet: Sequence[str],
) -> Letter:
    """`letter` with what may stand in the `gap` of blank frames between it and the next class.

    `near` are the classes on both sides of the gap.
    """
    if gap[:, BLANK].min() > 1 - _INSERTED:
        return letter
    likeliest = gap.max(axis=0)
    likeliest[[BLANK, *near]] = 0.0
    missed = tuple(
        (letter.char + alphabet[i - 1], float(likeliest[i]))
        for i in np.flatnonzero(likeliest >= _INSERTED)
    )
    return letter._replace(others=(*letter.others, *missed))
