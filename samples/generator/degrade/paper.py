"""Traces of handling and scanning: noise, shading, holes, creases, show-through, fax."""

from __future__ import annotations

import random

import cv2
import numpy as np

from samples.generator.degrade.geometry import Pixels, as_pixels


def add_noise(image: Pixels, rng: random.Random, sigma: float) -> Pixels:
    """Add sensor noise of standard deviation `sigma` grey levels."""
    chance = np.random.default_rng(rng.getrandbits(63))
    grain = chance.standard_normal(image.shape[:2], dtype=np.float32) * sigma
    return as_pixels(image.astype(np.float32) + grain[:, :, None])


def blur(image: Pixels, sigma: float) -> Pixels:
    """Soften by a Gaussian of `sigma` pixels."""
    return as_pixels(cv2.GaussianBlur(image, (0, 0), sigma))


def tint(image: Pixels, paper: tuple[float, float, float]) -> Pixels:
    """Multiply by the colour of the paper, each channel 0..1."""
    return as_pixels(image.astype(np.float32) * np.array(paper, dtype=np.float32))


def shade_smoothly(image: Pixels, rng: random.Random, depth: float) -> Pixels:
    """Darken unevenly, down to `1 - depth`, as from a cover not quite closed."""
    chance = np.random.default_rng(rng.getrandbits(63))
    coarse = chance.uniform(1 - depth, 1.0, (4, 3)).astype(np.float32)
    field = cv2.resize(coarse, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC)
    return as_pixels(image.astype(np.float32) * np.clip(field, 0, 1)[:, :, None])


def shade_edge(image: Pixels, rng: random.Random) -> Pixels:
    """Darken one edge, as beside a book's spine or a lifted sheet."""
    width = image.shape[1]
    reach = width * rng.uniform(0.012, 0.04)
    ramp = 1 - rng.uniform(0.25, 0.6) * np.exp(-np.arange(width, dtype=np.float32) / reach)
    if rng.random() < 0.5:
        ramp = ramp[::-1]
    return as_pixels(image.astype(np.float32) * ramp[None, :, None])


def punch_holes(image: Pixels, rng: random.Random) -> Pixels:
    """Punch two holes, 80 mm apart, into the left margin."""
    holed = image.copy()
    height = image.shape[0]
    per_mm = height / 297
    x, middle = round(rng.uniform(8, 12) * per_mm), height / 2 + rng.uniform(-8, 8) * per_mm
    for side in (-40, 40):
        center = (x, round(middle + side * per_mm))
        shade = rng.randint(60, 130)
        cv2.circle(holed, center, round(2.8 * per_mm), (shade, shade, shade), -1, cv2.LINE_AA)
    return as_pixels(holed)


def crease(image: Pixels, rng: random.Random) -> Pixels:
    """Fold the sheet once or twice: a light line with a dark flank."""
    height, width = image.shape[:2]
    marks = np.zeros((height, width), dtype=np.float32)
    for _ in range(rng.randint(1, 3)):
        at = rng.uniform(0.2, 0.8)
        wander = rng.uniform(-0.02, 0.02)
        if rng.random() < 0.6:
            ends = (0, round(height * at)), (width, round(height * (at + wander)))
        else:
            ends = (round(width * at), 0), (round(width * (at + wander)), height)
        flank = (ends[0][0] + 2, ends[0][1] + 2), (ends[1][0] + 2, ends[1][1] + 2)
        cv2.line(marks, *flank, -rng.uniform(25, 60), 2, cv2.LINE_AA)
        cv2.line(marks, *ends, rng.uniform(20, 70), 1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(marks, (0, 0), 0.9)
    return as_pixels(image.astype(np.float32) + np.asarray(soft)[:, :, None])


def show_through(image: Pixels, rng: random.Random) -> Pixels:
    """Let a mirrored, blurred ghost of print shine through from the back."""
    ghost = cv2.GaussianBlur(np.ascontiguousarray(image[:, ::-1]), (0, 0), 2.2)
    strength = rng.uniform(0.08, 0.2)
    shifted = np.roll(np.asarray(ghost), rng.randint(-60, 60), axis=0).astype(np.float32)
    return as_pixels(image.astype(np.float32) * (1 - strength * (1 - shifted / 255)))


def make_bitonal(image: Pixels, rng: random.Random) -> Pixels:
    """Reduce to black and white, as a fax or an old copier: thin strokes break, specks appear."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    chance = np.random.default_rng(rng.getrandbits(63))
    rough = (
        np.asarray(grey, dtype=np.float32)
        + chance.standard_normal(grey.shape, dtype=np.float32) * 9
    )
    black = rough < rng.uniform(140, 175)
    black |= chance.random(grey.shape, dtype=np.float32) < 0.0004
    return np.repeat(np.where(black, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def compress(image: Pixels, quality: int) -> Pixels:
    """Write as JPEG of `quality` and read back."""
    _, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    back = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(back, dtype=np.uint8)[:, :, ::-1])


def draw_back(front: Pixels, rng: random.Random) -> Pixels:
    """The empty back of a scanned sheet: its paper, with the front's print shining through."""
    paper = np.percentile(front[::8, ::8].reshape(-1, 3), 80, axis=0)
    ghost = cv2.GaussianBlur(np.ascontiguousarray(front[:, ::-1]), (0, 0), 2.5)
    darker = np.clip(paper - np.asarray(ghost, dtype=np.float32), 0, 255)
    back = paper - rng.uniform(0.03, 0.14) * darker
    return add_noise(as_pixels(back), rng, rng.uniform(1, 4))
