"""The conditions a page can arrive in, from a clean scan to a photo taken in a hurry."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from samples.generator.degrade import camera, paper, snapshot
from samples.generator.degrade.geometry import IDENTITY, Matrix, Pixels, angle_of, skew, turn

Level = Literal["clean", "office", "worn", "photo", "snapshot"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Degraded:
    """A page as it arrives; `matrix` maps pixels of the drawn page to pixels of `image`.

    `rotation` is how far the content must be turned clockwise to stand upright (0, 90, 180, 270);
    `skew_deg` how far it is then still turned clockwise.
    """

    image: Pixels
    matrix: Matrix
    rotation: int
    skew_deg: float


def choose_dpi(level: Level, rng: random.Random) -> int:
    """Return the resolution a page of `level` is drawn at."""
    choices: dict[Level, tuple[int, ...]] = {
        "clean": (200, 200, 300),
        "office": (150, 200, 200, 300),
        "worn": (150,),
        "photo": (170, 200),
        "snapshot": (170, 200),
    }
    return rng.choice(choices[level])


def degrade(image: Pixels, level: Level, rng: random.Random) -> Degraded:
    """Send one drawn page through the condition `level`."""
    makers: dict[Level, Callable[[Pixels, random.Random], Degraded]] = {
        "clean": _clean, "office": _office, "worn": _worn, "photo": _photo,
        "snapshot": _snapshot,
    }  # fmt: skip
    return makers[level](image, rng)


def _clean(image: Pixels, rng: random.Random) -> Degraded:
    return Degraded(paper.add_noise(image, rng, rng.uniform(0.5, 2.0)), IDENTITY, 0, 0.0)


def _office(image: Pixels, rng: random.Random) -> Degraded:
    grey = rng.uniform(0.93, 0.995)
    image = paper.tint(image, (grey, grey, grey * rng.uniform(0.975, 1.0)))
    if rng.random() < 0.3:
        image = paper.punch_holes(image, rng)
    degrees = rng.uniform(-3, 3) if rng.random() < 0.6 else rng.uniform(-0.8, 0.8)
    shade = round(255 * grey)
    image, matrix = skew(image, degrees, (shade, shade, shade), grow=abs(degrees) > 1.5)
    if rng.random() < 0.35:
        image = paper.shade_edge(image, rng)
    image = paper.blur(image, rng.uniform(0.35, 0.8))
    image = paper.add_noise(image, rng, rng.uniform(2, 6))
    return _finish(image, matrix, degrees, rng, turned=0.2, quality=(60, 85))


def _worn(image: Pixels, rng: random.Random) -> Degraded:
    if rng.random() < 0.6:
        image = paper.show_through(image, rng)
    image = paper.tint(image, (0.95, 0.93, rng.uniform(0.82, 0.92)))
    image = paper.crease(image, rng)
    degrees = rng.uniform(-8, 8)
    image, matrix = skew(image, degrees, (225, 222, 214), grow=True)
    image = paper.shade_smoothly(image, rng, rng.uniform(0.1, 0.25))
    image = paper.blur(image, rng.uniform(0.4, 0.8))
    if rng.random() < 0.5:
        image = paper.make_bitonal(image, rng)
        return _finish(image, matrix, degrees, rng, turned=0.15, quality=None)
    image = paper.add_noise(image, rng, rng.uniform(5, 10))
    return _finish(image, matrix, degrees, rng, turned=0.15, quality=(45, 70))


def _photo(image: Pixels, rng: random.Random) -> Degraded:
    height, width = image.shape[:2]
    if rng.random() < 0.3:
        image = paper.crease(image, rng)
    image = paper.tint(image, (0.97, 0.965, 0.94))
    image, matrix = camera.photograph(image, rng)
    degrees = angle_of(matrix, width, height)
    image = camera.light_unevenly(image, rng)
    image = paper.blur(image, rng.uniform(0.5, 1.1))
    image = paper.add_noise(image, rng, rng.uniform(3, 7))
    return _finish(image, matrix, degrees, rng, turned=0.25, quality=(55, 85))


def _snapshot(image: Pixels, rng: random.Random) -> Degraded:
    height, width = image.shape[:2]
    image = paper.tint(image, (0.97, 0.965, 0.94))
    image, matrix = snapshot.snap(image, rng)
    degrees = angle_of(matrix, width, height)
    image = camera.light_unevenly(image, rng)
    image = paper.blur(image, rng.uniform(0.5, 1.0))
    image = paper.add_noise(image, rng, rng.uniform(3, 7))
    return _finish(image, matrix, degrees, rng, turned=0.5, quality=(55, 85))


def _finish(
    image: Pixels, matrix: Matrix, degrees: float, rng: random.Random,
    *, turned: float, quality: tuple[int, int] | None,
) -> Degraded:  # fmt: skip
    """Turn some pages by quarter turns and compress."""
    clockwise = rng.choice((90, 180, 180, 270)) if rng.random() < turned else 0
    image, quarter = turn(image, clockwise)
    if quality is not None:
        image = paper.compress(image, rng.randint(*quality))
    whole = np.asarray(quarter @ matrix, dtype=np.float64)
    return Degraded(image, whole, (360 - clockwise) % 360, degrees)
