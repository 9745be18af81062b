"""Where on a page a matrix code may stand: half black and half white in small pieces.

Decoders look for finder patterns, and lose them on small, blurred or unevenly lit codes. The
texture of a code survives all that: text covers a fifth of its place with ink, a code half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""H x W, 0..255."""

_MM_PER_INCH: Final = 25.4
_NEIGHBOURHOOD_MM: Final = 6.0
"""Ink is what is darker than the mean of so much paper around it."""
_DARKER_BY: Final = 8
_CELL_MM: Final = 0.5
_DOTS_A_CELL: Final = 3
_WINDOW_CELLS: Final = 7
_INK: Final = (0.30, 0.68)
_EDGES: Final = 0.04
"""Share of dots at a change between black and white, across and down alike."""
_SMALLEST_MM: Final = 6.0
_LARGEST_MM: Final = 90.0
_LONGEST_SHAPE: Final = 5.0
"""PDF417 is four times as wide as it is high."""
_MOST: Final = 6
_MARGIN: Final = 0.25
"""Of the longer side: codes need a quiet zone, and their edges fade out of the texture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Pixels of the scan, left <= right, top <= bottom."""

    left: int
    top: int
    right: int
    bottom: int

    def cut(self, grey: Grey) -> Grey:
        return grey[self.top : self.bottom, self.left : self.right]

    def enlarged(self, times: int, shape: tuple[int, ...]) -> Region:
        """The same place on a picture of `shape`, `times` as large."""
        return Region(
            left=self.left * times,
            top=self.top * times,
            right=min(shape[1], self.right * times),
            bottom=min(shape[0], self.bottom * times),
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def code_like_regions(grey: Grey, dpi: float) -> tuple[Region, ...]:
    """Places whose texture is that of a square code, the largest first, six at most."""
    step = max(1, round(_CELL_MM / _MM_PER_INCH * dpi) // _DOTS_A_CELL)
    # Every n-th dot tells the texture as well as all of them, and a code at 600 dpi shows as many
    # changes a cell as one at 150.
    regions = _regions(np.ascontiguousarray(grey[::step, ::step]), dpi / step)
    return tuple(region.enlarged(step, grey.shape) for region in regions)


def _regions(grey: Grey, dpi: float) -> tuple[Region, ...]:
    cell = max(1, round(_CELL_MM / _MM_PER_INCH * dpi))
    if min(grey.shape) < cell * _WINDOW_CELLS:
        return ()
    likely = _likely_cells(grey, dpi, cell)
    closed = cv2.morphologyEx(likely, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    stats = cv2.connectedComponentsWithStats(np.asarray(opened, np.uint8))[2][1:]
    sized = sorted(
        (tuple(int(v) for v in row) for row in stats), key=lambda row: -row[cv2.CC_STAT_AREA]
    )
    regions = [
        _region(left, top, width, height, cell, grey.shape)
        for left, top, width, height, _ in sized
        if _is_code_shaped(width * _CELL_MM, height * _CELL_MM)
    ]
    return tuple(regions[:_MOST])


def _likely_cells(grey: Grey, dpi: float, cell: int) -> Grey:
    """One dot a cell of half a millimetre: 1 where the paper around it looks like a code."""
    block = round(_NEIGHBOURHOOD_MM / _MM_PER_INCH * dpi) | 1
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(block, 3), _DARKER_BY
    )
    size = (grey.shape[1] // cell, grey.shape[0] // cell)
    # Whole cells: means over fractions of a dot take four times as long.
    ink = ink[: size[1] * cell, : size[0] * cell]
    across, down = np.zeros_like(ink), np.zeros_like(ink)
    across[:, 1:] = cv2.absdiff(ink[:, 1:], ink[:, :-1])
    down[1:] = cv2.absdiff(ink[1:], ink[:-1])

    def density(mask: cv2.typing.MatLike) -> npt.NDArray[np.float32]:
        cells = cv2.resize(mask, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        return np.asarray(cv2.blur(cells, (_WINDOW_CELLS, _WINDOW_CELLS)), np.float32)

    inked = density(ink)
    changing = (density(across) > _EDGES) & (density(down) > _EDGES)
    likely = (inked > _INK[0]) & (inked < _INK[1]) & changing
    return np.asarray(likely, np.uint8)


def _is_code_shaped(width_mm: float, height_mm: float) -> bool:
    short, long = sorted((width_mm, height_mm))
    return short >= _SMALLEST_MM and long <= _LARGEST_MM and long <= _LONGEST_SHAPE * short


def _region(
    left: int, top: int, width: int, height: int, cell: int, shape: tuple[int, ...]
) -> Region:
    margin = round(max(width, height) * _MARGIN)
    return Region(
        left=max(0, (left - margin) * cell),
        top=max(0, (top - margin) * cell),
        right=min(shape[1], (left + width + margin) * cell),
        bottom=min(shape[0], (top + height + margin) * cell),
    )
