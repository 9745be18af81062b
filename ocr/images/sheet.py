"""A sheet photographed on a table or scanned on a dark lid: where its four corners are."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import Pixels
from ocr.images.ink import Mask

Corners = npt.NDArray[np.float32]
"""4 x 2: top-left, top-right, bottom-right, bottom-left; pixels of the scan."""

_VIEW_SIDE: Final = 600
_SMALLEST_SHARE: Final = 0.30
_LARGEST_SHARE: Final = 0.97
_FILL: Final = 0.93
_CONTRAST: Final = 28
_RING_PX: Final = 9


def find_sheet(page: Pixels) -> Corners | None:
    """The corners of a light sheet on a darker ground; None unless all of it is certain.

    Certain means: one light region of 30 to 97 % of the picture, four-sided, convex, filled by
    the region, and a ground outside that is clearly darker along the sides.
    """
    scale = min(1.0, _VIEW_SIDE / max(page.shape[:2]))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # The lowest of the three colours: paper is light in all, wood, cloth and skin are not.
    light = np.asarray(cv2.medianBlur(small.min(axis=2), 9), dtype=np.uint8)
    region = _light_region(light)
    if region is None:
        return None
    corners = _four_corners(region)
    if corners is None or not _stands_out(light, corners):
        return None
    return np.asarray(corners / scale, dtype=np.float32)


def flattened_size(corners: Corners) -> tuple[int, int]:
    """Width and height, pixels, that the sheet has when it is laid flat."""
    top, right, bottom, left = (
        float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4)
    )
    return round(max(top, bottom)), round(max(left, right))


def _light_region(light: Mask) -> Mask | None:
    """The largest light region, holes filled; None when it is too small or is the whole picture."""
    _, mask = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(largest) / light.size
    if not _SMALLEST_SHARE <= share <= _LARGEST_SHARE:
        return None
    region = np.zeros_like(light)
    cv2.drawContours(region, [largest], -1, 255, cv2.FILLED)
    return region


def _four_corners(region: Mask) -> Corners | None:
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(contours[0])
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.04):
        shape = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(shape) == 4:
            break
    else:
        return None
    if cv2.contourArea(contours[0]) < _FILL * cv2.contourArea(shape):
        return None
    return _in_order(shape.reshape(4, 2).astype(np.float32))


def _in_order(corners: Corners) -> Corners:
    """Clockwise from the corner nearest to the picture's top left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    around = corners[np.argsort(angles)]
    first = int(around.sum(axis=1).argmin())
    return np.asarray(np.roll(around, -first, axis=0), dtype=np.float32)


def _stands_out(light: Mask, corners: Corners) -> bool:
    """Whether the ground just outside is darker than the sheet just inside."""
    sheet = np.zeros_like(light)
    cv2.fillConvexPoly(sheet, np.round(corners).astype(np.int32), 255)
    kernel = np.ones((_RING_PX, _RING_PX), np.uint8)
    inside = (sheet > 0) & (cv2.erode(sheet, kernel, borderValue=255) == 0)
    outside = (cv2.dilate(sheet, kernel) > 0) & (sheet == 0)
    if np.count_nonzero(outside) < 4 * _RING_PX:
        return False
    return float(np.median(light[inside])) - float(np.median(light[outside])) >= _CONTRAST
