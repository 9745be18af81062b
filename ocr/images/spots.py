"""Connected pieces of ink, labelled at half the cost where there are few enough of them."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]

_MOST: Final = 65_000
"""Labels of 16 bits; OpenCV does not say when they run over."""


class Spots(NamedTuple):
    """The pieces of a mask, as `cv2.connectedComponentsWithStats` gives them; 0 is the ground."""

    labels: npt.NDArray[np.integer]
    stats: npt.NDArray[np.int32]
    centers: npt.NDArray[np.float64]


def label_spots(mask: Mask, *, smallest_px: int = 1) -> Spots:
    """The pieces of `mask` (H x W, 0 for ground), neighbours at corners together.

    `smallest_px`: no piece has fewer pixels, where the caller knows.
    """
    few = cv2.countNonZero(mask) < _MOST * smallest_px or _most_pieces(mask) < _MOST
    kind = cv2.CV_16U if few else cv2.CV_32S
    _, labels, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return Spots(labels, np.asarray(stats, dtype=np.int32), np.asarray(centers, dtype=np.float64))


def _most_pieces(mask: Mask) -> int:
    """No fewer than `mask` has pieces: its pixels with bare ground before and above them."""
    covered = np.zeros_like(mask)
    covered[1:] = cv2.dilate(mask[:-1], np.ones((1, 3), np.uint8))
    covered[:, 1:] |= mask[:, :-1]
    return int(cv2.countNonZero(cv2.subtract(mask, covered)))
