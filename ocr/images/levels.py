"""Quantiles of pictures by counting their values: there are few, and no sorting is needed."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


def quantiles(picture: Levels, shares: tuple[float, ...], *, levels: int = 256) -> list[float]:
    """The values below which `shares` (0..1) of `picture` lie, as `np.quantile` gives them.

    `levels`: all values are whole numbers below it, 65536 at most. The picture is not empty.
    """
    values = np.ascontiguousarray(picture)
    counts = cv2.calcHist([values], [0], None, [levels], [0, levels]).ravel()
    upto = np.cumsum(counts.astype(np.int64))
    found = []
    for share in shares:
        place = share * (values.size - 1)
        places = (int(place), min(int(place) + 1, values.size - 1))
        low, high = np.searchsorted(upto, places, side="right")
        found.append(float(low + (place - int(place)) * (high - low)))
    return found
