"""Cutting lines out of a page: detected quadrilaterals to straight strips, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels

_ENOUGH_PX: Final = 48
"""Height that recognisers reduce strips to."""

Quad = npt.NDArray[np.float32]
"""4 x 2: top-left, top-right, bottom-right, bottom-left; pixels of the upright image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One line cut out of the page."""

    pixels: Pixels
    box: PixelBox
    """Around the detected quadrilateral, without the margin that the strip has."""
    left_x: float
    """Where the strip's left edge stands on the page, pixels of the upright image."""
    right_x: float

    def page_x(self, strip_x: float) -> float:
        """A column of the strip as x on the upright page."""
        share = strip_x / float(max(1, self.pixels.shape[1]))
        return self.left_x + (self.right_x - self.left_x) * share


def quad_size(quad: Quad) -> tuple[float, float]:
    """Width and height of a quadrilateral: the longer of its opposite sides, pixels."""
    top, right, bottom, left = (np.linalg.norm(quad[i] - quad[(i + 1) % 4]) for i in range(4))
    return float(max(top, bottom)), float(max(left, right))


def quad_box(quad: Quad) -> PixelBox:
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return PixelBox(left=float(left), top=float(top), right=float(right), bottom=float(bottom))


def widen(quad: Quad, *, along: float, across: float) -> Quad:
    """`quad` moved out by shares of its height: `along` the line and `across` it."""
    width, height = quad_size(quad)
    step_x = (quad[1] - quad[0]) / max(width, 1.0) * height * along
    step_y = (quad[3] - quad[0]) / max(height, 1.0) * height * across
    moves = np.stack(
        [-step_x - step_y, step_x - step_y, step_x + step_y, -step_x + step_y],
    )
    return np.asarray(quad + moves, dtype=np.float32)


def cut(page: Pixels, quad: Quad, *, along: float = 0.0, across: float = 0.0) -> Strip:
    """Cut `quad`, with a margin in shares of its height, out of `page` as a level strip."""
    wide = widen(quad, along=along, across=across)
    width, height = (max(1, round(side)) for side in quad_size(wide))
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    # A strip that will be reduced loses nothing by the quicker way.
    method = cv2.INTER_CUBIC if height < _ENOUGH_PX else cv2.INTER_LINEAR
    pixels = cv2.warpPerspective(
        page,
        cv2.getPerspectiveTransform(wide, goal),
        (width, height),
        flags=method,
        borderMode=cv2.BORDER_REPLICATE,
    )
    left, right = (wide[0] + wide[3]) / 2, (wide[1] + wide[2]) / 2
    return Strip(
        pixels=np.asarray(pixels, dtype=np.uint8),
        box=quad_box(quad),
        left_x=float(left[0]),
        right_x=float(right[0]),
    )


def in_reading_order(boxes: Sequence[PixelBox]) -> list[int]:
    """Indexes of `boxes` top to bottom, then left to right within a row.

    Two boxes share a row when they overlap by more than half of the lower one's height.
    """
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda i: boxes[i].center_y):
        row = rows[-1] if rows else None
        if row and boxes[row[-1]].vertical_overlap(boxes[index]) > 0.5:
            row.append(index)
        else:
            rows.append([index])
    return [i for row in rows for i in sorted(row, key=lambda j: boxes[j].left)]
