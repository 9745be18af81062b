"""How far a page leans, and whether its lines run across or down, from the letters alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ocr.images.ink import Ink

MAX_SKEW_DEG: Final = 15.0

_FEWEST_LETTERS: Final = 60
"""A seal shining through an empty sheet makes 50 blobs; a page of one paragraph has 100."""
_MOST_POINTS: Final = 60_000
_COARSE_STEP_DEG: Final = 0.5
_FINE_STEPS_DEG: Final = (0.1, 0.02)
_SHARPNESS: Final = 1.5
"""How much sharper the lines must stand out at the best angle than at the usual one."""
_AGREEMENT_DEG: Final = 4.0
_NEIGHBOURS: Final = 4

Points = npt.NDArray[np.float64]


def measure_skew(ink: Ink) -> float:
    """Clockwise tilt of the text lines in degrees, -15..15; 0.0 where it cannot be told.

    The angle at which the letters' projection falls into the sharpest lines, looked for coarse to
    fine. It counts only when the peak is clear and the directions between neighbouring letters
    agree: a page of handwriting, a photograph or a few words must not be turned by chance.
    """
    if ink.count < _FEWEST_LETTERS:
        return 0.0
    points = _ink_points(ink)
    coarse = np.arange(-MAX_SKEW_DEG - 1, MAX_SKEW_DEG + 1.01, _COARSE_STEP_DEG)
    scores = np.array([_line_sharpness(points, float(angle)) for angle in coarse])
    best = float(coarse[scores.argmax()])
    if scores.max() < _SHARPNESS * np.median(scores):
        return 0.0
    for step in _FINE_STEPS_DEG:
        near = best + step * np.arange(-6, 7)
        best = float(near[np.argmax([_line_sharpness(points, float(angle)) for angle in near])])
    agrees = abs(best - _neighbour_angle(ink)) <= _AGREEMENT_DEG
    return best if agrees and abs(best) <= MAX_SKEW_DEG + 0.5 else 0.0


def lines_run_down(ink: Ink) -> bool:
    """Whether neighbouring letters stand one under the other: the page lies on its side."""
    if ink.count < _FEWEST_LETTERS:
        return False
    angles = np.abs(_neighbour_angles(ink))
    across, down = np.count_nonzero(angles < 30), np.count_nonzero(angles > 60)
    return bool(down > 1.3 * across)


def _ink_points(ink: Ink) -> Points:
    ys, xs = np.nonzero(ink.mask)
    step = max(1, len(xs) // _MOST_POINTS)
    return np.stack([xs[::step], ys[::step]]).astype(np.float64)


def _line_sharpness(points: Points, angle_deg: float) -> float:
    """Sum of squared steps of the projection along lines that lean by `angle_deg`."""
    angle = np.radians(angle_deg)
    rows = points[1] * np.cos(angle) - points[0] * np.sin(angle)
    profile = np.bincount((rows - rows.min()).astype(np.int64))
    return float(np.square(np.diff(profile.astype(np.float64))).sum())


def _neighbour_angle(ink: Ink) -> float:
    """Middle direction between letters of one line, degrees; an independent rough estimate."""
    angles = _neighbour_angles(ink)
    across = angles[np.abs(angles) < 35]
    return float(np.median(across)) if len(across) else 0.0


def _neighbour_angles(ink: Ink) -> npt.NDArray[np.float64]:
    """Directions from letters to their next ones of like size, degrees in -90..90."""
    usual = float(np.median(ink.heights))
    alike = (ink.heights > 0.6 * usual) & (ink.heights < 1.7 * usual)
    centers = ink.centers[alike]
    if len(centers) <= _NEIGHBOURS:
        return np.zeros(0)
    distances, found = cKDTree(centers).query(centers, k=_NEIGHBOURS)
    steps = centers[found[:, 1:3]] - centers[:, None, :]
    near = distances[:, 1:3] < 3 * usual
    dx, dy = steps[..., 0][near], steps[..., 1][near]
    angles = np.degrees(np.arctan2(dy, dx))
    return np.asarray((angles + 90) % 180 - 90, dtype=np.float64)
