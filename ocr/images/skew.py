"""How far a page leans, and whether its lines run across or down, from the letters alone."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ocr.images.ink import Ink, Mask

MAX_SKEW_DEG: Final = 45.0
"""Beyond it the page lies on its side, and leans the other way."""

FEWEST_LETTERS: Final = 60
"""A seal shining through an empty sheet makes 50 blobs; a page of one paragraph has 100."""
FEWEST_TO_TURN: Final = 20
"""A sheet with a title and a line under it has 40: too few to be levelled by, enough to be read."""
_COARSE_POINTS: Final = 24_000
_FINE_POINTS: Final = 60_000
_COARSE_STEP_DEG: Final = 1.0
_COARSE_ROW_PX: Final = 3.0
"""A fifth of a letter's height: few points a row would drown the lines in chance."""
_FINE_STEPS_DEG: Final = (0.25, 0.1, 0.02)
_USUAL_DEG: Final = 15.0
_SHARPNESS: Final = 1.5
"""How much sharper the lines must stand out at the best angle than at the usual one."""
_SHARPNESS_FAR: Final = 2.2
"""The same for a page that leans by more than scanners and feeders make it."""
_AGREEMENT_DEG: Final = 4.0
_RULED_DEG: Final = 1.2
"""Rules are looked for so near to the letters' angle: beyond it they are the picture's edges."""
_RULE_SHARE: Final = 0.4
"""Of the page's width that a rule must be long: lines under headings are short and crooked."""
_FEWEST_RULES: Final = 2
_RULED_WIDTH: Final = 0.9
"""Of the page's width that all rules together must be long."""
_NEIGHBOURS: Final = 4

Points = npt.NDArray[np.float64]


def measure_skew(ink: Ink) -> float:
    """Clockwise tilt of the text lines in degrees, -45..45; 0.0 where it cannot be told.

    The angle at which the letters' projection falls into the sharpest lines, looked for coarse to
    fine. It counts only when the peak is clear and the directions between neighbouring letters
    agree: a page of handwriting, a photograph or a few words must not be turned by chance.
    """
    if ink.count < FEWEST_LETTERS:
        return 0.0
    places = _places(ink.mask)
    points = _ink_points(places, _COARSE_POINTS) / _COARSE_ROW_PX
    coarse = np.arange(-MAX_SKEW_DEG - 1, MAX_SKEW_DEG + 1.01, _COARSE_STEP_DEG)
    scores = np.array([_line_sharpness(points, float(angle)) for angle in coarse])
    best = float(coarse[scores.argmax()])
    clear = _SHARPNESS if abs(best) <= _USUAL_DEG else _SHARPNESS_FAR
    if scores.max() < clear * np.median(scores):
        return 0.0
    points = _ink_points(places, _FINE_POINTS)
    for step in _FINE_STEPS_DEG:
        near = best + step * np.arange(-5, 6)
        best = float(near[np.argmax([_line_sharpness(points, float(angle)) for angle in near])])
    agrees = abs(best - _neighbour_angle(ink)) <= _AGREEMENT_DEG
    if not agrees or abs(best) > MAX_SKEW_DEG + 0.5:
        return 0.0
    return _ruled_angle(ink, best)


def _ruled_angle(ink: Ink, angle: float) -> float:
    """The angle of the page's rules where it has several near `angle`; else `angle` itself.

    In narrow columns the lines of text stand at many heights, and their angle is told to half a
    degree; the rules between them tell it to a twentieth.
    """
    places, width = _places(ink.rules), ink.rules.shape[1]
    if len(places) < _RULED_WIDTH * width:
        return angle
    points = places.T.astype(np.float64)
    best = angle
    for step in (_RULED_DEG / 5, *_FINE_STEPS_DEG[1:]):
        near = best + step * np.arange(-5, 6)
        best = float(near[np.argmax([_line_sharpness(points, float(each)) for each in near])])
    profile = _profile(points, best)
    long = profile >= _RULE_SHARE * width
    rules = np.count_nonzero(np.diff(long.astype(np.int8), prepend=0) == 1)
    ruled = profile[long].sum() >= _RULED_WIDTH * width
    return best if rules >= _FEWEST_RULES and ruled else angle


def lines_run_down(ink: Ink) -> bool:
    """Whether neighbouring letters stand one under the other: the page lies on its side."""
    if ink.count < FEWEST_TO_TURN:
        return False
    angles = np.abs(_neighbour_angles(ink))
    across, down = np.count_nonzero(angles < 45), np.count_nonzero(angles > 45)
    return bool(down > 1.3 * across)


def _places(mask: Mask) -> npt.NDArray[np.int32]:
    """N x 2, x and y of what is marked in `mask`, row by row; a tenth of NumPy's time."""
    found = cv2.findNonZero(mask)
    return np.zeros((0, 2), np.int32) if found is None else np.asarray(found[:, 0], np.int32)


def _ink_points(places: npt.NDArray[np.int32], most: int) -> Points:
    chosen = places[:: max(1, len(places) // most)]
    # Whole pixels alone fall into sharp rows at 45 degrees whatever is written.
    across = chosen[:, 0] + np.random.default_rng(0).random(len(chosen))
    return np.stack([across, chosen[:, 1].astype(np.float64)])


def _line_sharpness(points: Points, angle_deg: float) -> float:
    """Sum of squared steps of the projection along lines that lean by `angle_deg`."""
    return float(np.square(np.diff(_profile(points, angle_deg))).sum())


def _profile(points: Points, angle_deg: float) -> npt.NDArray[np.float64]:
    """How many of `points` fall on each line, one pixel high, that leans by `angle_deg`."""
    angle = np.radians(angle_deg)
    rows = points[1] * np.cos(angle)
    rows -= points[0] * np.sin(angle)
    rows -= rows.min()
    return np.bincount(rows.astype(np.int64)).astype(np.float64)


def _neighbour_angle(ink: Ink) -> float:
    """Usual direction between letters of one line, degrees; an independent rough estimate.

    The middle of the fullest tenth of a half-turn: a middle over everything is drawn aside by the
    marks above letters and by the lines above and below.
    """
    angles = _neighbour_angles(ink)
    across = angles[np.abs(angles) <= MAX_SKEW_DEG + 5]
    if not len(across):
        return 0.0
    counts, edges = np.histogram(across, bins=np.arange(-51.0, 51.1, 2.0))
    at = int(np.convolve(counts, np.ones(3), mode="same").argmax())
    middle = (edges[at] + edges[at + 1]) / 2
    return float(np.median(across[np.abs(across - middle) <= 9]))


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
