"""A second engine reads the lines that the first one is unsure of.

What it sees differently is kept beside the first reading as what else may stand there; which one
counts is decided later, by the kind of the field. Tesseract makes more mistakes than the first
engine, but other ones. That both read a letter makes it no surer: handwriting leads both astray.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from dossier.geometry import PixelBox
from dossier.page import Line, Others, SecondReading
from dossier.text import fold_each
from ocr.engines.base import CropReading, OcrEngine, Pixels, UprightImage

_DOUBTFUL: Final = 0.7
"""A line with a letter or figure less sure than this is read by the second engine too."""
_MOST_LINES: Final = 10
"""Of one page, the most doubtful first: a page that is doubtful throughout goes to a person."""
_SHORTEST: Final = 3
_ALIKE: Final = 0.6
"""Readings that share less of their letters are not of the same words."""
_OTHER_MARKS: Final = 0.25
"""How likely a letter of the second engine is that has other marks than the first one's."""
_OTHER_LETTER: Final = 0.08
_ALONG, _ACROSS = 0.1, 0.05
"""Margins of a strip, in heights of the line."""


class SecondedEngine:
    """`OcrEngine` that answers as `first` does, its doubtful lines weighed with `second`'s."""

    def __init__(self, first: OcrEngine, second: OcrEngine) -> None:
        self._first = first
        self._second = second

    @property
    def name(self) -> str:
        return self._first.name

    def fingerprint(self) -> str:
        both = f"{self._first.fingerprint()} {self._second.fingerprint()}"
        return f"sha256:{hashlib.sha256(both.encode()).hexdigest()}"

    def alphabet(self) -> frozenset[str]:
        return self._first.alphabet()

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        """All text lines of `image`. Raises EngineFailed or EngineTimeout."""
        lines = list(self._first.read(image))
        asked = sorted(
            (index for index, line in enumerate(lines) if _doubt(line) < _DOUBTFUL),
            key=lambda index: _doubt(lines[index]),
        )[:_MOST_LINES]
        strips = [_cut(image.pixels, lines[index].box) for index in asked]
        for index, reading in zip(asked, self._second.read_crops(strips), strict=True):
            lines[index] = weigh(lines[index], reading.text, self._second.name)
        return tuple(lines)

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return self._first.read_crops(crops)


def weigh(line: Line, second: str, engine: str) -> Line:
    """`line` with what `engine` read there, as `second`, kept beside it."""
    told = line.model_copy(update={"second": SecondReading(engine=engine, text=second)})
    matcher = SequenceMatcher(None, fold_each(line.text), fold_each(second), autojunk=False)
    if matcher.ratio() < _ALIKE or not line.char_confidences:
        return told
    none: Others = ()
    others = list(line.char_others or (none,) * len(line.text))
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1 == 1):
            for at, char in zip(range(i1, i2), second[j1:j2], strict=True):
                if _is_other_letter(line.text[at], char):
                    share = _OTHER_MARKS if tag == "equal" else _OTHER_LETTER
                    others[at] = _with(others[at], char, share)
    return told.model_copy(update={"char_others": tuple(others)})


def _is_other_letter(first: str, second: str) -> bool:
    """Figures have a second reader of their own, and of large and small the first knows more."""
    return first.isalpha() and second.isalpha() and first.lower() != second.lower()


def _with(others: Others, char: str, share: float) -> Others:
    """`others` with `char` likelier by `share`."""
    before = next((p for other, p in others if other == char), 0.0)
    kept = [(other, p) for other, p in others if other != char]
    return tuple(sorted([*kept, (char, min(0.9, before + share))], key=lambda o: -o[1]))


def _doubt(line: Line) -> float:
    """The confidence of the least sure letter or figure of a line, 0..1."""
    sure = [
        confidence
        for char, confidence in zip(line.text, line.char_confidences, strict=False)
        if char.isalnum()
    ]
    return min(sure) if len(sure) >= _SHORTEST else 1.0


def _cut(pixels: Pixels, box: PixelBox) -> Pixels:
    along, across = _ALONG * box.height, _ACROSS * box.height
    top, bottom = max(0, int(box.top - across)), int(box.bottom + across) + 1
    left, right = max(0, int(box.left - along)), int(box.right + along) + 1
    return pixels[top:bottom, left:right]
