"""Smaller views of a page, made the quick way."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""H x W or H x W x 3, 0..255."""

_AS_IT_IS: Final = 0.999


def reduce(picture: Picture, scale: float, *, quick: bool = False) -> Picture:
    """`picture` at `scale`, 0..1, every pixel the mean of those it stands for.

    `quick`: the last step, less than a halving, weighs neighbours by their distance instead. That
    takes a third of the time and is as good for strokes of several pixels; letters at the edge of
    the picture and other blobs of few pixels come out in other numbers.

    Halved as often as may be before the rest is done: OpenCV halves ten times as fast as it
    reduces by a fraction (3 ms against 40 for 0.48 of an A4 page at 300 dpi). An odd row or column
    at the far edge is left out, so that places keep to `scale` exactly.
    """
    left = scale
    while left <= 0.5:
        height, width = picture.shape[:2]
        if min(height, width) < 2:
            break
        even = picture[: height // 2 * 2, : width // 2 * 2]
        picture = _resized(even, (width // 2, height // 2))
        left *= 2
    if left >= _AS_IT_IS:
        return picture
    height, width = picture.shape[:2]
    size = (max(1, round(width * left)), max(1, round(height * left)))
    if quick:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    return _resized(picture, size)


def reduce_to(picture: Picture, size: tuple[int, int]) -> Picture:
    """`picture` in `size` (columns, rows), neither more than it has."""
    rough = reduce(
        picture, _power_of_two(min(picture.shape[1] / size[0], picture.shape[0] / size[1]))
    )
    return _resized(rough, size)


def _power_of_two(times: float) -> float:
    scale = 1.0
    while times >= 2:
        scale, times = scale / 2, times / 2
    return scale


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
