"""A phone photo taken in a hurry: any angle, a patterned table, fingers, a folded corner, a cut
edge."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
import numpy.typing as npt

from samples.generator.degrade.camera import make_table
from samples.generator.degrade.geometry import Colour, Matrix, Pixels, as_pixels

_SKINS: tuple[Colour, ...] = ((224, 172, 140), (198, 142, 108), (172, 116, 84))
_CLOTHS: tuple[tuple[Colour, Colour], ...] = (
    ((150, 40, 44), (206, 190, 176)),
    ((40, 70, 120), (150, 168, 190)),
    ((70, 96, 60), (120, 140, 100)),
    ((60, 56, 54), (104, 98, 92)),
)
_LARGEST_TURN_DEG = 20.0
_MARGIN = 0.022
"""How far beyond the picture a sheet may run, over its side: forms print nothing there."""

Cover = npt.NDArray[np.float32]
"""H x W, 0..1."""


def snap(image: Pixels, rng: random.Random) -> tuple[Pixels, Matrix]:
    """Return a careless picture of the page on a table and the matrix that put it there."""
    height, width = image.shape[:2]
    if rng.random() < 0.35:
        image = fold_corner(image, rng)
    corners = _tilt(rng, width, height)
    low, high = corners.min(axis=0), corners.max(axis=0)
    room = [rng.uniform(0.01, 0.10) * width for _ in range(4)]
    if rng.random() < 0.35:
        room[rng.randrange(4)] = -_MARGIN * rng.uniform(0.3, 1.0) * width
    shift = np.array([room[0], room[1]]) - low
    size = high - low + np.array([room[0] + room[2], room[1] + room[3]])
    out_width, out_height = (round(float(v)) for v in size)
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    goal = np.asarray(corners + shift, dtype=np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(source, goal), dtype=np.float64)
    picture = _lay(image, matrix, _make_ground(rng, out_width, out_height))
    if rng.random() < 0.4:
        picture = hold_down(picture, goal, rng)
    return picture, matrix


def _tilt(rng: random.Random, width: int, height: int) -> npt.NDArray[np.float64]:
    """The page's corners, 4 x 2, seen from one side and turned."""
    angle = math.radians(rng.uniform(-_LARGEST_TURN_DEG, _LARGEST_TURN_DEG))
    tilt_x, tilt_y = rng.uniform(-0.07, 0.07), rng.uniform(-0.07, 0.07)
    corners = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        depth = 1 + tilt_x * x * 2 + tilt_y * y * 2
        px, py = x * width * depth, y * height * depth
        corners.append(
            (
                px * math.cos(angle) - py * math.sin(angle),
                px * math.sin(angle) + py * math.cos(angle),
            )
        )
    return np.array(corners, dtype=np.float64)


def _lay(image: Pixels, matrix: Matrix, ground: Pixels) -> Pixels:
    """The page on the ground, with the shadow that it throws."""
    height, width = ground.shape[:2]
    mask = cv2.warpPerspective(np.full(image.shape[:2], 255, np.uint8), matrix, (width, height))
    page = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC)
    shadow = cv2.GaussianBlur(np.roll(np.asarray(mask), (9, 8), (0, 1)), (0, 0), 9)
    dark = 1 - 0.4 * np.asarray(shadow, np.float32)[:, :, None] / 255
    cover = np.asarray(mask, np.float32)[:, :, None] / 255
    under = ground.astype(np.float32) * dark
    return as_pixels(np.asarray(page, np.float32) * cover + under * (1 - cover))


def _make_ground(rng: random.Random, width: int, height: int) -> Pixels:
    """A plain table, or a cloth of checks or stripes."""
    if rng.random() < 0.5:
        return make_table(rng, width, height)
    first, second = rng.choice(_CLOTHS)
    step = rng.uniform(0.03, 0.08) * width
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, math.pi / 2)
    across = (x * math.cos(angle) + y * math.sin(angle)) / step
    along = (y * math.cos(angle) - x * math.sin(angle)) / step
    odd = np.floor(across) % 2
    if rng.random() < 0.6:
        odd = (odd + np.floor(along) % 2) / 2
    weave = np.array(first, np.float32) + odd[:, :, None] * (
        np.array(second, np.float32) - np.array(first, np.float32)
    )
    return as_pixels(cv2.GaussianBlur(weave, (0, 0), 1.5))


def fold_corner(image: Pixels, rng: random.Random, *, share: float | None = None) -> Pixels:
    """Fold one corner over by `share` of the width: its back shows, a little darker."""
    height, width = image.shape[:2]
    reach = (share or rng.uniform(0.03, 0.07)) * width
    lean = rng.uniform(0.8, 1.25)
    folded = image.copy()
    x, y = rng.choice(((0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)))
    to_x, to_y = (1 if x == 0 else -1), (1 if y == 0 else -1)
    along_x, along_y = (x + to_x * reach * lean, y), (x, y + to_y * reach / lean)
    tip = (x + to_x * reach * lean * 0.9, y + to_y * reach / lean * 0.9)
    flap = np.array([along_x, along_y, tip], np.float32).round().astype(np.int32)
    cv2.fillConvexPoly(folded, flap, (206, 202, 196), cv2.LINE_AA)
    gone = np.array([(x, y), along_x, along_y], np.float32).round().astype(np.int32)
    cv2.fillConvexPoly(folded, gone, (70, 62, 56), cv2.LINE_AA)
    return as_pixels(folded)


def hold_down(picture: Pixels, corners: npt.NDArray[np.float32], rng: random.Random) -> Pixels:
    """Put one or two fingertips on the sheet's edge; `corners` is 4 x 2, pixels of `picture`."""
    held = picture.astype(np.float32)
    skin = np.array(rng.choice(_SKINS), np.float32)
    middle = corners.mean(axis=0)
    side = rng.randrange(4)
    width = float(np.linalg.norm(corners[0] - corners[1]))
    for place in rng.sample((0.25, 0.4, 0.55, 0.7), rng.choice((1, 1, 2))):
        at = corners[side] + place * (corners[(side + 1) % 4] - corners[side])
        outward = (at - middle) / float(np.linalg.norm(at - middle))
        cover = _fingertip(picture.shape[:2], at + outward * 0.05 * width, outward, 0.032 * width)
        shade = 0.85 + 0.15 * cv2.GaussianBlur(cover, (0, 0), 0.02 * width)
        held = held * (1 - cover[:, :, None]) + skin * np.asarray(shade)[:, :, None] * cover[
            :, :, None
        ]  # fmt: skip
    return as_pixels(held)


def _fingertip(
    shape: tuple[int, ...], at: npt.NDArray[np.float32], outward: npt.NDArray[np.float32],
    radius: float,
) -> Cover:  # fmt: skip
    cover = np.zeros(shape[:2], np.uint8)
    degrees = math.degrees(math.atan2(float(outward[1]), float(outward[0])))
    center = (round(float(at[0])), round(float(at[1])))
    axes = (round(radius * 2.4), round(radius))
    cv2.ellipse(cover, center, axes, degrees, 0, 360, 255, cv2.FILLED, cv2.LINE_AA)
    return np.asarray(cover / np.float32(255), np.float32)
