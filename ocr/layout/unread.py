"""Ink that looks like writing and stands in no line that was read.

A detector passes over a hurried figure above its dotted line. Nobody can say what it is, but a
blank with ink in its place is no blank: `ocr.extract` sends it to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import Line
from ocr.engines.base import UprightImage
from ocr.engines.detection import find_letters

_LOWEST, _TALLEST, _THINNEST = 1.0, 4.5, 0.12
"""In usual letter heights: marks are lower, frames and rules larger or thinner."""
_FEWEST: Final = 12
"""Letters on a page that tell what is usual."""
_MOST: Final = 60
"""A page with more has noise, not writing."""
_AROUND: Final = 0.15
"""In their heights: how far what was read reaches over the ends of its box."""
_MOSTLY: Final = 0.6
"""Share of its height; tall figures reach into the line above theirs."""
_SLENDEREST: Final = 7.0
"""Height over width; a border that broke is more slender than a figure 1."""


def find_unread(
    page: UprightImage, lines: Sequence[Line], others: Iterable[PixelBox] = ()
) -> tuple[PixelBox, ...]:
    """Boxes of letter-like ink on `page` (leaders and seals already out) in none of `lines` or
    `others`, upright pixels; empty where there is too much of it to be writing."""
    letters = page.letters or find_letters(page.pixels)
    if len(lines) < 2 or len(letters.boxes) < _FEWEST:
        return ()
    boxes, usual = letters.boxes, float(np.median(letters.heights))
    heights, widths = letters.heights, boxes[:, 2] - boxes[:, 0]
    shaped = (heights >= _LOWEST * usual) & (heights <= _TALLEST * usual)
    shaped &= (widths >= _THINNEST * usual) & (heights <= _SLENDEREST * widths)
    free = boxes[shaped]
    for box in (*(line.box for line in lines), *others):
        free = free[~_covered(free, box)]
    if len(free) > _MOST:
        return ()
    return tuple(PixelBox(left=x, top=y, right=r, bottom=b) for x, y, r, b in free.tolist())


def _covered(boxes: npt.NDArray[np.float64], area: PixelBox) -> npt.NDArray[np.bool_]:
    """Which of `boxes` stand in `area` with their middle across and most of their height."""
    reach = _AROUND * area.height
    x, top, bottom = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1], boxes[:, 3]
    across = (x >= area.left - reach) & (x <= area.right + reach)
    shared = np.minimum(bottom, area.bottom) - np.maximum(top, area.top)
    return np.asarray(across & (shared >= _MOSTLY * (bottom - top)))
