"""What is letters on a page: a small black-and-white view that the geometry is worked out on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import Pixels
from ocr.images.views import Views

Mask = npt.NDArray[np.uint8]
"""H x W, 255 where there is ink."""

_WINDOW_PX: Final = 31
_CONTRAST: Final = 15
_LONGEST_LETTER: Final = 80
_RULE_THICK_PX: Final = 4
_EDGE_SHARE: Final = 0.008
"""Of the long side: so near to the picture's edge a line is the sheet's own edge or a shadow."""
_RULED_SHARE: Final = 0.1
"""Of its box that the frame of a table covers at most; photographs and black borders cover more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Letter-like blobs of a page; rules, frames, stamps, photographs and specks left out."""

    mask: Mask
    rules: Mask
    """255 on rules and on the lines of tables."""
    scale: float
    """Pixels of the view for one pixel of the page."""
    centers: npt.NDArray[np.float64]
    """N x 2, x and y of every blob, pixels of the view."""
    sizes: npt.NDArray[np.int32]
    """N x 2, width and height of every blob, pixels of the view."""

    @property
    def count(self) -> int:
        return len(self.sizes)

    @property
    def heights(self) -> npt.NDArray[np.int32]:
        return self.sizes[:, 1]

    def moved(self, matrix: npt.NDArray[np.float64], width: int, height: int) -> Ink:
        """The same letters on another picture of the page, of `width` x `height` pixels, to which
        `matrix` (3 x 3) leads from the page's pixels; turned and moved, but as large."""
        k = np.diag([self.scale, self.scale, 1.0])
        step = k @ matrix @ np.linalg.inv(k)
        size = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
        mask, rules = (
            np.asarray(cv2.warpAffine(m, step[:2], size, flags=cv2.INTER_NEAREST), dtype=np.uint8)
            for m in (self.mask, self.rules)
        )
        centers = self.centers @ step[:2, :2].T + step[:2, 2]
        return Ink(mask=mask, rules=rules, scale=self.scale, centers=centers, sizes=self.sizes)

    def turned_right(self) -> Ink:
        """The same letters on the page turned clockwise by a quarter."""
        x, y = self.centers[:, 0], self.centers[:, 1]
        return Ink(
            mask=np.ascontiguousarray(np.rot90(self.mask, k=-1)),
            rules=np.ascontiguousarray(np.rot90(self.rules, k=-1)),
            scale=self.scale,
            centers=np.stack([self.mask.shape[0] - 1 - y, x], axis=1),
            sizes=self.sizes[:, ::-1],
        )


def dark_mask(grey: Mask) -> Mask:
    """Everything darker than its surroundings, whatever the light."""
    return np.asarray(
        cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _WINDOW_PX, _CONTRAST
        ),
        dtype=np.uint8,
    )


def find_ink(page: Pixels | Views) -> Ink:
    """The letters of `page`, whichever way it lies."""
    views = Views.of(page)
    grey = views.small_grey
    _, labels, stats, centers = cv2.connectedComponentsWithStats(dark_mask(grey), connectivity=8)
    width, height, area = (
        stats[:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    long_side, short_side = np.maximum(width, height), np.minimum(width, height)
    is_letter = (
        (long_side >= 5)
        & (long_side <= _LONGEST_LETTER)
        & (short_side >= 2)
        & (short_side <= 60)
        & (area >= 0.08 * width * height)
        & (long_side <= 8 * short_side)
    )
    is_letter[0] = False
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    edge = _EDGE_SHARE * max(grey.shape)
    is_rule = (
        (long_side > _LONGEST_LETTER)
        & (area <= _RULED_SHARE * width * height + _RULE_THICK_PX * long_side)
        & (np.minimum(left, top) > edge)
        & (left + width < grey.shape[1] - edge)
        & (top + height < grey.shape[0] - edge)
    )
    is_rule[0] = False
    return Ink(
        mask=(is_letter * np.uint8(255))[labels],
        rules=(is_rule * np.uint8(255))[labels] if is_rule.any() else np.zeros_like(grey),
        scale=views.scale,
        centers=np.asarray(centers[is_letter], dtype=np.float64),
        sizes=np.stack([width, height], axis=1)[is_letter].astype(np.int32),
    )
