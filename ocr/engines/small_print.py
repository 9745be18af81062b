"""Print too small for the size at which a page is looked at: found by what no line covers.

Pages are looked at as coarsely as their usual letters allow, since the time grows with the area.
Electronic signatures, footnotes and reference numbers are smaller. Their letters are seen all the
same; where enough of them stand together outside every line, that part is looked at again, larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import Letters, Pixels
from ocr.engines.detection import whole_strides
from ocr.engines.strips import Quad

_LETTER_PX: Final = 12.8
"""Height of usual letters in what the detector sees of a region."""
_FEWEST_LETTERS: Final = 6
_NEAR: Final = 1.2
"""In letter heights: letters nearer than twice this to each other are one region."""
_MARGIN: Final = 1.5
"""In letter heights around the letters of a region."""
_MAP_CELL_PX: Final = 4
_LARGEST_SIDE: Final = 960
_COVERED: Final = 0.5
"""A line with more of its box inside one that was found before is the same."""

SETTINGS: Final = (_LETTER_PX, _FEWEST_LETTERS, _NEAR, _MARGIN, _LARGEST_SIDE, _COVERED)
"""What the result depends on, for fingerprints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the page to look at again; pixels of the page."""

    left: int
    top: int
    right: int
    bottom: int
    side: int
    """Long side, pixels, at which the detector should look at it."""

    @property
    def corner(self) -> Quad:
        """What leads from the region's pixels to the page's."""
        return np.array([self.left, self.top], dtype=np.float32)

    def of(self, page: Pixels) -> Pixels:
        return np.ascontiguousarray(page[self.top : self.bottom, self.left : self.right])


def missed_regions(letters: Letters, quads: Sequence[Quad], page: Pixels) -> tuple[Region, ...]:
    """Where letters stand together that are in none of `quads`."""
    usual = letters.usual_height
    if usual is None:
        return ()
    height, width = (side // _MAP_CELL_PX + 1 for side in page.shape[:2])
    covered = np.zeros((height, width), dtype=np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(covered, np.round(quad / _MAP_CELL_PX).astype(np.int32), 1)
    cells = (letters.centers / _MAP_CELL_PX).astype(np.int64)
    missed = np.flatnonzero(covered[cells[:, 1], cells[:, 0]] == 0)
    free = np.zeros_like(covered)
    free[cells[missed, 1], cells[missed, 0]] = 1
    reach = round(_NEAR * usual / _MAP_CELL_PX)
    groups = cv2.connectedComponents(cv2.dilate(free, np.ones((2 * reach + 1,) * 2, np.uint8)))[1]
    group_of = groups[cells[missed, 1], cells[missed, 0]]
    members = (missed[group_of == group] for group in np.unique(group_of))
    return tuple(
        _region(letters, group, page) for group in members if len(group) >= _FEWEST_LETTERS
    )


def add_missed(quads: Sequence[Quad], more: Sequence[Quad]) -> tuple[Quad, ...]:
    """`quads` and those of `more` that are not found already."""
    return (*quads, *(new for new in more if not any(_is_inside(new, old) for old in quads)))


def _region(letters: Letters, group: npt.NDArray[np.int64], page: Pixels) -> Region:
    centers, usual = letters.centers[group], float(np.median(letters.heights[group]))
    margin = _MARGIN * float(letters.heights[group].max())
    height, width = page.shape[:2]
    left, top = (max(0, int(v)) for v in centers.min(axis=0) - margin)
    right, bottom = centers.max(axis=0) + margin
    right, bottom = min(width, int(right) + 1), min(height, int(bottom) + 1)
    side = max(right - left, bottom - top) * _LETTER_PX / usual
    return Region(
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        side=whole_strides(min(side, _LARGEST_SIDE)),
    )


def _is_inside(new: Quad, old: Quad) -> bool:
    new_low, new_high, old_low, old_high = new.min(0), new.max(0), old.min(0), old.max(0)
    shared = np.minimum(new_high, old_high) - np.maximum(new_low, old_low)
    area = float(np.prod(np.maximum(new_high - new_low, 1)))
    return float(np.prod(np.maximum(shared, 0))) > _COVERED * area
