"""A sheet photographed on a table or scanned on a dark lid: where its four sides run.

The sheet is grown from the middle of the picture over soft changes of light and stopped by sharp
ones, so that neither a shadow across it nor a patterned cloth under it misleads; lightness alone is
tried beside it. Its sides are straight lines fitted to the outline, so that a fingertip, a folded
corner or a sheet that runs over the picture's edge leaves the other sides where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Pixels
from ocr.images.ink import Mask
from ocr.images.sides import Corners, Outline, fit_sides
from ocr.images.views import Views

_VIEW_SIDE: Final = 600
_LETTERS_PX: Final = 9
"""Wider than any stroke in the view: a maximum over so many pixels is the bare ground."""
_SHARP: Final = 8
"""Change of lightness or colour over two pixels that bounds a region; the penumbra of a hand
reaches 4, the faintest edge of a sheet on a light table 10."""
_GAP_PX: Final = 5
"""Gaps of this width in an edge are closed: a light streak of wood that touches the sheet."""
_REGIONS: Final = 2
_SMALLEST_SHARE: Final = 0.25
_LARGEST_SHARE: Final = 0.995
_FILL: Final = 0.90
"""Share of the four-sided figure that the region must fill; the rest is fingers and folds."""
_CONTRAST: Final = 14.0
_CLEAR_CONTRAST: Final = 24.0
"""Outside darker than inside along every side, and along the sides on average; 0..255."""
_EDGE_PX: Final = 2
"""The step from sheet to ground is looked for within twice this: a shadow's is wider."""
_BOW_PX: Final = 5
"""How far from its straight line a side may bow."""
_CORNER_LEGS: Final = (0.04, 0.08, 0.16, 0.25)
"""A corner counts as lost up to there when half of the triangle with legs of this share of the
sides is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Where a sheet lies in the picture."""

    corners: Corners
    """4 x 2: clockwise from the one nearest to the picture's top left; pixels of the picture. A
    corner beyond the picture's edge lies outside of it."""
    cut: bool
    """Whether a side runs over the edge of the picture."""
    lost_corner: float
    """How far along its sides a corner is folded over, torn off or covered, as a share of them: the
    worst corner, 0.0 when all are whole or beyond the picture."""


def find_sheet(page: Pixels | Views) -> Sheet | None:
    """The light sheet on a darker ground; None unless all of it is certain.

    Certain means: one region of a quarter of the picture or more, bounded by four straight sides,
    filling what they enclose, and a ground that is darker along every side that is in the picture.
    """
    views = Views.of(page)
    scale = min(1.0, _VIEW_SIDE / max(views.pixels.shape[:2]))
    small = np.asarray(cv2.medianBlur(views.reduced(scale), 3), dtype=np.uint8)
    # The lowest of the three colours: paper is light in all, wood, cloth and skin are not.
    blue, green, red = cv2.split(small)
    light = np.asarray(cv2.medianBlur(cv2.min(cv2.min(blue, green), red), 9), dtype=np.uint8)
    found = [
        (outline, region)
        for region in _regions(small, light)
        if (outline := fit_sides(region)) is not None and _is_sheet(light, region, outline)
    ]
    if not found:
        return None
    # A shadow with a straight edge bounds a part of the sheet, never more than the sheet.
    outline, region = max(found, key=lambda pair: np.count_nonzero(pair[1]))
    return Sheet(
        corners=np.asarray(outline.corners / scale, dtype=np.float32),
        cut=any(outline.beyond),
        lost_corner=_lost_corner(region, outline),
    )


def flattened_size(corners: Corners) -> tuple[int, int]:
    """Width and height, pixels, that the sheet has when it is laid flat."""
    top, right, bottom, left = (
        float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4)
    )
    return round(max(top, bottom)), round(max(left, right))


def _regions(small: Pixels, light: Mask) -> Iterator[Mask]:
    """What may be the sheet, holes filled; nothing that is too small or the whole picture."""
    _, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for mask in (np.asarray(bright, dtype=np.uint8), *_grown(small)):
        region = _largest(mask)
        if region is not None:
            yield region


def _grown(small: Pixels) -> Iterator[Mask]:
    """Regions around the picture's middle that no sharp change of light or colour runs through."""
    bare = cv2.dilate(small, np.ones((_LETTERS_PX, _LETTERS_PX), np.uint8))
    bare = cv2.GaussianBlur(bare, (5, 5), 0)
    blue, green, red = cv2.split(
        cv2.morphologyEx(bare, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    )
    steps = cv2.max(cv2.max(blue, green), red)
    barrier = cv2.dilate((steps >= _SHARP).astype(np.uint8), np.ones((_GAP_PX, _GAP_PX), np.uint8))
    count, labels = cv2.connectedComponents(1 - barrier, connectivity=4)
    height, width = labels.shape
    middle = labels[height // 4 : -height // 4, width // 4 : -width // 4]
    sizes = np.bincount(middle[middle > 0], minlength=count)
    for label in np.argsort(-sizes)[:_REGIONS]:
        if sizes[label]:
            region = (labels == label).astype(np.uint8) * np.uint8(255)
            yield np.asarray(_without_barrier(region), dtype=np.uint8)


def _without_barrier(region: Mask) -> Mask:
    """`region` grown to the edge that bounded it: the barrier is as wide as the gaps that it
    closes and the blur that found it, and the maximum over letters had moved the edge outwards."""
    grow = _GAP_PX + 4 - _LETTERS_PX
    if grow > 0:
        return np.asarray(cv2.dilate(region, np.ones((grow, grow), np.uint8)), dtype=np.uint8)
    return np.asarray(cv2.erode(region, np.ones((1 - grow, 1 - grow), np.uint8)), dtype=np.uint8)


def _largest(mask: Mask) -> Mask | None:
    kernel = np.ones((15, 15), np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    if not _SMALLEST_SHARE <= cv2.contourArea(largest) / mask.size <= _LARGEST_SHARE:
        return None
    region = np.zeros_like(mask)
    cv2.drawContours(region, [largest], -1, 255, cv2.FILLED)
    return region


def _is_sheet(light: Mask, region: Mask, outline: Outline) -> bool:
    """Whether the region fills its outline and the ground is darker along every side."""
    inside = np.zeros_like(region)
    cv2.fillConvexPoly(inside, np.round(outline.corners).astype(np.int32), 255)
    shared = cv2.countNonZero(region & inside)
    if shared < _FILL * max(cv2.countNonZero(inside), cv2.countNonZero(region)):
        return False
    contrasts = [
        _contrast(light, outline.corners, side) for side in range(4) if not outline.beyond[side]
    ]
    seen = [contrast for contrast in contrasts if contrast is not None]
    return len(seen) >= 2 and min(seen) >= _CONTRAST and float(np.mean(seen)) >= _CLEAR_CONTRAST


def _contrast(light: Mask, corners: Corners, side: int) -> float | None:
    """How sharply the light falls off along one side, 0..255; None where that is not seen."""
    start, end = corners[side], corners[(side + 1) % 4]
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
    outward = np.array([along[1], -along[0]], dtype=np.float32)
    points = start + np.linspace(0.06, 0.94, 60, dtype=np.float32)[:, None] * (end - start)
    across = np.arange(-_BOW_PX - _EDGE_PX, _BOW_PX + _EDGE_PX + 1, dtype=np.float32)
    spots = np.rint(points[:, None] + across[:, None] * outward).astype(np.int64)
    height, width = light.shape
    held = ((spots >= 0) & (spots < (width, height))).all(axis=(1, 2))
    if np.count_nonzero(held) < 8:
        return None
    profile = light[spots[held, :, 1], spots[held, :, 0]].astype(np.int64)
    steps = profile[:, : -2 * _EDGE_PX] - profile[:, 2 * _EDGE_PX :]
    return float(np.median(steps.max(axis=1)))


def _lost_corner(region: Mask, outline: Outline) -> float:
    worst = 0.0
    for index, corner in enumerate(outline.corners):
        before, after = outline.corners[index - 1], outline.corners[(index + 1) % 4]
        for leg in _CORNER_LEGS:
            triangle = np.array(
                [corner, corner + leg * (before - corner), corner + leg * (after - corner)]
            )
            if _gone(region, triangle):
                worst = max(worst, leg)
    return worst


def _gone(region: Mask, triangle: Corners) -> bool:
    """Whether half of a triangle within the picture is not of the region."""
    height, width = region.shape
    if (triangle < 0).any() or (triangle >= (width, height)).any():
        return False
    patch = np.zeros_like(region)
    cv2.fillConvexPoly(patch, np.round(triangle).astype(np.int32), 255)
    return bool(cv2.countNonZero(patch & region) < 0.5 * cv2.countNonZero(patch))
