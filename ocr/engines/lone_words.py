"""Words that the detector passes over: a figure alone in its blank, a last word alone on its line.

"Thời gian: ...... 9 ...... tháng" is found as two lines with nothing between them, and "Nội" under
a line that ends in "thành phố Hà" not at all; values were lost on the cleanest of scans. The
letters themselves are seen (`detection.find_letters`). Where a few of them stand outside every line
but in the row of one, or at the margin under one, they are a line of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import CropReading, Letters, Pixels
from ocr.engines.strips import Quad, quad_size

_LOWEST: Final = 0.9
_TALLEST: Final = 2.2
_THINNEST: Final = 0.1
"""In usual letter heights: marks and full stops are lower, rules and frames larger or thinner."""
_GAP: Final = 0.9
"""In usual letter heights: letters nearer than this are one word."""
_MOST_LETTERS: Final = 5
"""More of them together are looked at by the detector again (`small_print`)."""
_MOST_WORDS: Final = 40
"""A page with more has noise, not words."""
_IN_ROW: Final = 0.3
"""In line heights: how far a word's middle may be from the row's."""
_REACH: Final = 25.0
"""In line heights: how long a leader between a word and its line may be."""
_PITCH: Final = 1.6
"""In line heights: from a line's middle to the next one's."""
_MARGIN: Final = 1.5
"""In usual letter heights: how far a last word may begin from where the lines above begin."""
_BESIDE: Final = 0.25
"""In its own heights: a letter so near to a line is one of the line's."""
_FRAMED: Final = 0.8
"""A spot with so much of its outline inked is a tick box."""
_SURE: Final = 0.9

SETTINGS: Final = (_LOWEST, _TALLEST, _THINNEST, _GAP, _IN_ROW, _REACH, _PITCH, _MARGIN, _SURE)
"""What the result depends on, for fingerprints."""

_Boxes = npt.NDArray[np.float64]
_Place = TypeVar("_Place", float, npt.NDArray[np.float64])


def lone_words(letters: Letters, quads: Sequence[Quad], page: Pixels) -> tuple[Quad, ...]:
    """Words of one to five letters in none of `quads`, in a row of one or at the margin below."""
    usual = letters.usual_height
    if usual is None or not quads:
        return ()
    free = _free_letters(letters, quads, usual)
    lines = [_Row(quad) for quad in quads]
    words = [word for word in _words(free, usual) if len(word) <= _MOST_LETTERS]
    found: list[Quad] = []
    for word in words:
        box = np.concatenate([word[:, :2].min(axis=0), word[:, 2:].max(axis=0)])
        quad = _in_row(box, lines, usual)
        if quad is None:
            quad = _below(box, lines, usual)
        if quad is not None and not (len(word) == 1 and _is_frame(page, box)):
            found.append(quad)
    return tuple(found) if len(found) <= _MOST_WORDS else ()


def is_word(reading: CropReading) -> bool:
    """Whether what was read of a lone word is one, and no speck or scratch."""
    signs = zip(reading.text, reading.char_confidences, strict=True)
    sure = [confidence for char, confidence in signs if char.isalnum()]
    return bool(sure) and min(sure) >= _SURE


class _Row:
    """A line as the row that it stands in, which may lean."""

    def __init__(self, quad: Quad) -> None:
        self.left, self.right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        self.width, self.height = quad_size(quad)
        run = max(float(self.right[0] - self.left[0]), 1.0)
        self.slope = float(self.right[1] - self.left[1]) / run

    def middle_at(self, x: _Place) -> _Place:
        """Height of the row's middle at column `x`; of many columns at once."""
        return float(self.left[1]) + self.slope * (x - float(self.left[0]))

    def covers(self, boxes: _Boxes) -> npt.NDArray[np.bool_]:
        """Which of `boxes` have their middle in the line, or so near that they belong to it."""
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        reach = _BESIDE * (boxes[:, 3] - boxes[:, 1])
        across = np.abs(y - self.middle_at(x))
        inside = (x >= float(self.left[0]) - reach) & (x <= float(self.right[0]) + reach)
        return np.asarray(inside & (across <= self.height / 2 + reach))

    def gap_to(self, box: npt.NDArray[np.float64]) -> float:
        """How far `box` is from the line's nearer end; negative within it."""
        return max(float(box[0] - self.right[0]), float(self.left[0] - box[2]))

    def quad_at(self, box: npt.NDArray[np.float64], margin: float) -> Quad:
        """`box` widened by `margin`, as high as the row and leaning with it, and no lower than
        the letters."""
        half = self.height / 2
        left, right = box[0] - margin, box[2] + margin
        corners = [(left, -half), (right, -half), (right, half), (left, half)]
        quad = np.array([(x, self.middle_at(x) + y) for x, y in corners], dtype=np.float32)
        quad[:2, 1] = np.minimum(quad[:2, 1], box[1])
        quad[2:, 1] = np.maximum(quad[2:, 1], box[3])
        return quad


def _free_letters(letters: Letters, quads: Sequence[Quad], usual: float) -> _Boxes:
    boxes = letters.boxes
    heights, widths = letters.heights, boxes[:, 2] - boxes[:, 0]
    shaped = (heights >= _LOWEST * usual) & (heights <= _TALLEST * usual)
    shaped &= (widths >= _THINNEST * usual) & (widths <= _TALLEST * usual)
    likely = boxes[shaped]
    free = np.ones(len(likely), dtype=bool)
    for row in (_Row(quad) for quad in quads):
        free &= ~row.covers(likely)
    return np.asarray(likely[free])


def _words(boxes: _Boxes, usual: float) -> list[_Boxes]:
    """`boxes` in groups of neighbours on one height."""
    groups: list[list[npt.NDArray[np.float64]]] = []
    for box in boxes[np.argsort(boxes[:, 0])]:
        group = next((g for g in groups if _is_next(g[-1], box, usual)), None)
        if group is None:
            groups.append([box])
        else:
            group.append(box)
    return [np.array(group) for group in groups]


def _is_next(last: npt.NDArray[np.float64], box: npt.NDArray[np.float64], usual: float) -> bool:
    shared = min(last[3], box[3]) - max(last[1], box[1])
    low = min(last[3] - last[1], box[3] - box[1])
    return bool(box[0] - last[2] <= _GAP * usual and shared > 0.5 * low)


def _in_row(box: npt.NDArray[np.float64], rows: Sequence[_Row], usual: float) -> Quad | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = [
        row
        for row in rows
        if row.width > 2 * row.height
        and abs(row.middle_at(x) - y) <= _IN_ROW * row.height
        and row.gap_to(box) <= _REACH * row.height
        and box[3] - box[1] <= 1.2 * row.height
    ]
    if not near:
        return None
    return min(near, key=lambda row: row.gap_to(box)).quad_at(box, _GAP * usual / 3)


def _below(box: npt.NDArray[np.float64], rows: Sequence[_Row], usual: float) -> Quad | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    above = [
        row
        for row in rows
        if row.width > 5 * row.height
        and abs(float(box[0] - row.left[0])) <= _MARGIN * usual
        and 0.7 * row.height < y - row.middle_at(x) <= _PITCH * row.height
        and box[3] - box[1] <= 1.2 * row.height
    ]
    if not above:
        return None
    line = max(above, key=lambda row: row.middle_at(x))
    moved = line.quad_at(box, _GAP * usual / 3)
    moved[:, 1] = np.array([box[1], box[1], box[3], box[3]]) + 0.15 * usual * np.array(
        [-1, -1, 1, 1]
    )
    return moved


def _is_frame(page: Pixels, box: npt.NDArray[np.float64]) -> bool:
    """Whether the spot at `box` is inked all around its outline, as no letter is."""
    left, top, right, bottom = (round(v) for v in box)
    grey = cv2.cvtColor(page[top : bottom + 1, left : right + 1], cv2.COLOR_BGR2GRAY)
    dark = grey < (int(grey.min()) + int(grey.max())) / 2
    band = max(2, round(0.12 * min(dark.shape)))
    sides = (dark[:band].any(0), dark[-band:].any(0), dark[:, :band].any(1), dark[:, -band:].any(1))
    return all(float(side.mean()) >= _FRAMED for side in sides)
