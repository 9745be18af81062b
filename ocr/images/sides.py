"""Four straight sides around a region: what is left of a sheet when its outline is disturbed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.images.ink import Mask

Corners = npt.NDArray[np.float32]
"""4 x 2, x and y, clockwise from the one nearest to the picture's top left."""
_Points = npt.NDArray[np.float64]

_BORDER_PX: Final = 3
_SMOOTH: Final = 0.006
"""Of the outline's length: bends smaller than this belong to one edge."""
_OFF_DEG: Final = 30.0
"""How far perspective may turn a side from the right angle to its neighbours."""
_SHORTEST: Final = 0.15
"""Of the region's length: a shorter edge is a fold or a fingertip and no side."""
_NEAR_PX: Final = 4.0
_LARGEST_REACH: Final = 0.3
"""How far beyond the picture a corner may lie, over the picture's longer side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    corners: Corners
    beyond: tuple[bool, bool, bool, bool]
    """For the sides from each corner to the next: whether it runs beyond the picture's edge."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The points p with normal . p = offset; the normal points out of the region."""

    normal: _Points
    offset: float
    beyond: bool = False

    def meet(self, other: _Line) -> _Points | None:
        matrix = np.stack([self.normal, other.normal])
        if abs(float(np.linalg.det(matrix))) < 0.3:
            return None
        return np.asarray(np.linalg.solve(matrix, [self.offset, other.offset]), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A straight stretch of the region's hull."""

    start: _Points
    end: _Points
    on_border: bool

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.end - self.start))

    @property
    def normal(self) -> _Points:
        along = (self.end - self.start) / max(self.length, 1e-6)
        return np.array([along[1], -along[0]])


def fit_sides(region: Mask) -> Outline | None:
    """The four sides of `region` (one filled shape); None when it is no four-sided figure.

    A side that is cut off by the picture's edge is taken to run as its opposite does, as far out
    as the region reaches.
    """
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea).reshape(-1, 2).astype(np.float64)
    edges = _edges(contour, region.shape)
    own = [edge for edge in edges if not edge.on_border]
    if not own:
        return None
    first = max(own, key=lambda edge: edge.length).normal
    slots = _by_direction(own, first)
    least = _SHORTEST * float(np.ptp(contour, axis=0).max())
    lines = [
        _fitted(edge, contour) if edge is not None and edge.length >= least else None
        for edge in slots
    ]
    if not any(lines):
        # The picture's own edges and a clipped corner: no side of a sheet is in sight.
        return None
    touched = _by_direction([edge for edge in edges if edge.on_border], first)
    for slot in range(4):
        if lines[slot] is None:
            if touched[slot] is None:
                return None
            lines[slot] = _parallel(lines, slot, contour)
    whole = [line for line in lines if line is not None]
    return _outline(whole, region.shape)


def _edges(contour: _Points, shape: tuple[int, ...]) -> list[_Edge]:
    hull = cv2.convexHull(contour.astype(np.int32), clockwise=False)
    smooth = _SMOOTH * cv2.arcLength(hull, True)
    corners = cv2.approxPolyDP(hull, smooth, True).reshape(-1, 2).astype(np.float64)
    if _turns_left(corners):
        corners = corners[::-1]
    height, width = shape[:2]
    far = np.array([width - 1, height - 1], dtype=np.float64)
    edges = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        ends = np.stack([start, end])
        on_border = bool(
            (ends <= _BORDER_PX).all(axis=0).any() or (ends >= far - _BORDER_PX).all(axis=0).any()
        )
        edges.append(_Edge(start, end, on_border))
    return edges


def _turns_left(corners: _Points) -> bool:
    """Whether the corners run counter-clockwise as seen in the picture (y downwards)."""
    x, y = corners[:, 0], corners[:, 1]
    return bool(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) < 0)


def _by_direction(edges: list[_Edge], first: _Points) -> list[_Edge | None]:
    """The longest edge facing each of four directions at right angles, clockwise from `first`."""
    slots: list[_Edge | None] = [None] * 4
    base = float(np.arctan2(first[1], first[0]))
    for edge in edges:
        turned = np.degrees(float(np.arctan2(edge.normal[1], edge.normal[0])) - base) % 360
        slot = round(turned / 90) % 4
        off = abs((turned - 90 * slot + 180) % 360 - 180)
        held = slots[slot]
        if off <= _OFF_DEG and (held is None or edge.length > held.length):
            slots[slot] = edge
    return slots


def _fitted(edge: _Edge, contour: _Points) -> _Line:
    """The line through the outline's points along `edge`, its ends left out."""
    along = (edge.end - edge.start) / edge.length
    relative = contour - edge.start
    place, aside = relative @ along / edge.length, np.abs(relative @ edge.normal)
    near = contour[(place > 0.05) & (place < 0.95) & (aside <= _NEAR_PX)]
    if len(near) < 8:
        return _Line(edge.normal, float(edge.normal @ edge.start))
    vx, vy, x, y = (
        float(v)
        for v in cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    )
    normal = np.array([vy, -vx])
    if float(normal @ edge.normal) < 0:
        normal = -normal
    return _Line(normal, float(normal @ (x, y)))


def _parallel(lines: list[_Line | None], slot: int, contour: _Points) -> _Line:
    """A side beyond the picture's edge: as its opposite runs, or at a right angle to another."""
    opposite = lines[(slot + 2) % 4]
    if opposite is not None:
        normal = -opposite.normal
    else:
        turn, beside = next(
            (turn, line) for turn in (1, 3) if (line := lines[(slot + turn) % 4]) is not None
        )
        x, y = beside.normal
        normal = np.array([y, -x]) if turn == 1 else np.array([-y, x])
    return _Line(normal, float((contour @ normal).max()), beyond=True)


def _outline(lines: list[_Line], shape: tuple[int, ...]) -> Outline | None:
    """Corners where neighbouring sides meet; None when they make no sensible figure."""
    met = [lines[i].meet(lines[(i + 1) % 4]) for i in range(4)]
    corners = np.array([corner for corner in met if corner is not None])
    if len(corners) != 4:
        return None
    height, width = shape[:2]
    reach = _LARGEST_REACH * max(height, width)
    if (corners < -reach).any() or (corners > np.array([width, height]) + reach).any():
        return None
    if not cv2.isContourConvex(np.round(corners).astype(np.int32).reshape(-1, 1, 2)):
        return None
    # Corner i ends side i and begins side i + 1.
    first = int(corners.sum(axis=1).argmin())
    second, third, fourth, fifth = (lines[(first + turn) % 4].beyond for turn in (1, 2, 3, 4))
    return Outline(
        corners=np.asarray(np.roll(corners, -first, axis=0), dtype=np.float32),
        beyond=(second, third, fourth, fifth),
    )
