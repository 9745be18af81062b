"""Where things stand on paper: two coordinate spaces, two types, and the way between them.

`Box` is what the outside sees: fractions of the page *as scanned*. `PixelBox` is what the
readers work in: pixels of the *upright* image (cropped, turned, deskewed). They are never mixed;
`PageTransform` is the only bridge.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict

Matrix3 = tuple[float, float, float, float, float, float, float, float, float]

IDENTITY: Matrix3 = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


class Box(BaseModel):
    """0..1 of the page as scanned, origin top-left; left <= right, top <= bottom."""

    model_config = ConfigDict(frozen=True)

    left: float
    top: float
    right: float
    bottom: float

    def as_list(self) -> list[float]:
        """`[left, top, right, bottom]`, rounded to 5 places: a tenth of a pixel at 600 dpi A4."""
        return [round(v, 5) for v in (self.left, self.top, self.right, self.bottom)]


class PixelBox(BaseModel):
    """Pixels of the upright image, origin top-left; left <= right, top <= bottom."""

    model_config = ConfigDict(frozen=True)

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        return (self.top + self.bottom) / 2

    @classmethod
    def around(cls, boxes: Iterable[PixelBox]) -> Self:
        """The smallest box that holds all `boxes`. Raises ValueError when there is none."""
        parts = list(boxes)
        if not parts:
            raise ValueError("no box to go around")
        return cls(
            left=min(b.left for b in parts),
            top=min(b.top for b in parts),
            right=max(b.right for b in parts),
            bottom=max(b.bottom for b in parts),
        )

    def vertical_overlap(self, other: PixelBox) -> float:
        """Shared height over the smaller height, 0..1."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.height, other.height)
        return max(0.0, shared / smaller) if smaller > 0 else 0.0

    def contains_point(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class PageTransform(BaseModel):
    """The way back: upright pixels to fractions of the page as scanned, by a 3x3 homography."""

    model_config = ConfigDict(frozen=True)

    matrix: Matrix3 = IDENTITY
    """Row-major; maps (x_px, y_px, 1) of the upright image to homogeneous scan fractions."""

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Upright pixel (x, y) as fractions of the scan, kept inside 0..1."""
        m = self.matrix
        w = m[6] * x + m[7] * y + m[8]
        u = (m[0] * x + m[1] * y + m[2]) / w
        v = (m[3] * x + m[4] * y + m[5]) / w
        return min(max(u, 0.0), 1.0), min(max(v, 0.0), 1.0)

    def to_scan(self, box: PixelBox) -> Box:
        """The upright rectangle of the scan around the four mapped corners of `box`."""
        corners = [self.point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        xs = [x for x, _ in corners]
        ys = [y for _, y in corners]
        return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))
