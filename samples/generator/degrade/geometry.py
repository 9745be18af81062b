"""Moves of the page as 3x3 matrices from page pixels to image pixels."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Height x width x 3, RGB."""
Matrix = npt.NDArray[np.float64]
"""3x3, maps a column (x, y, 1) in pixels."""
Colour = tuple[int, int, int]

IDENTITY: Matrix = np.eye(3)


def as_pixels(array: npt.NDArray[np.generic] | cv2.typing.MatLike) -> Pixels:
    """Return `array` clipped to bytes."""
    return np.clip(array, 0, 255).astype(np.uint8)


def warp(image: Pixels, matrix: Matrix, width: int, height: int, outside: Colour) -> Pixels:
    """Draw `image` moved by `matrix` on a ground of `outside`."""
    moved = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_AREA | cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=outside,
    )  # fmt: skip
    return as_pixels(moved)


def skew(image: Pixels, degrees: float, outside: Colour, *, grow: bool) -> tuple[Pixels, Matrix]:
    """Turn the content clockwise by a few degrees; `grow` keeps every corner in the image."""
    height, width = image.shape[:2]
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    out_width = round(width * cos + height * abs(sin)) if grow else width
    out_height = round(height * cos + width * abs(sin)) if grow else height
    matrix = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    middle = matrix @ np.array([width / 2, height / 2, 1.0])
    matrix[0, 2] = out_width / 2 - middle[0]
    matrix[1, 2] = out_height / 2 - middle[1]
    return warp(image, matrix, out_width, out_height, outside), matrix


def turn(image: Pixels, clockwise: int) -> tuple[Pixels, Matrix]:
    """Turn the content clockwise by 0, 90, 180 or 270 degrees without loss."""
    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image, -clockwise // 90))
    matrices = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, -1, height], [1, 0, 0]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, 1, 0], [-1, 0, width]],
    }
    return turned, np.array([*matrices[clockwise], [0, 0, 1]], dtype=np.float64)


def map_box(
    box: tuple[float, float, float, float], matrix: Matrix
) -> tuple[float, float, float, float]:
    """Return the upright rectangle around `box` after `matrix`; all in pixels."""
    left, top, right, bottom = box
    corners = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
    moved = matrix @ corners
    xs, ys = moved[0] / moved[2], moved[1] / moved[2]
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def angle_of(matrix: Matrix, width: int, height: int) -> float:
    """Return how far `matrix` turns the page's middle line clockwise, in degrees."""
    points = np.array([[width * 0.25, width * 0.75], [height / 2, height / 2], [1.0, 1.0]])
    moved = matrix @ points
    xs, ys = moved[0] / moved[2], moved[1] / moved[2]
    return math.degrees(math.atan2(ys[1] - ys[0], xs[1] - xs[0]))
