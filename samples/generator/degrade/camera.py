"""A phone above a table: perspective, uneven light, the shadow of a hand."""

from __future__ import annotations

import random

import cv2
import numpy as np

from samples.generator.degrade.geometry import Matrix, Pixels, as_pixels

_TABLES = ((128, 96, 66), (92, 70, 52), (150, 140, 128), (70, 74, 80), (172, 150, 120))


def photograph(image: Pixels, rng: random.Random) -> tuple[Pixels, Matrix]:
    """Return a picture of the page on a table and the matrix that put it there."""
    height, width = image.shape[:2]
    out_width, out_height = round(width * 1.12), round(height * 1.1)
    matrix = _look_from_above(rng, width, height, out_width, out_height)
    table = make_table(rng, out_width, out_height)
    mask = cv2.warpPerspective(
        np.full((height, width), 255, np.uint8), matrix, (out_width, out_height)
    )
    page = cv2.warpPerspective(image, matrix, (out_width, out_height), flags=cv2.INTER_CUBIC)
    shadow = cv2.GaussianBlur(np.roll(np.asarray(mask), (12, 10), (0, 1)), (0, 0), 12)
    ground = table.astype(np.float32) * (
        1 - 0.45 * np.asarray(shadow, np.float32)[:, :, None] / 255
    )
    cover = np.asarray(mask, np.float32)[:, :, None] / 255
    return as_pixels(np.asarray(page, np.float32) * cover + ground * (1 - cover)), matrix


def _look_from_above(
    rng: random.Random, width: int, height: int, out_width: int, out_height: int
) -> Matrix:
    """Choose the four corners of the page: slightly turned, nearer on one side."""
    angle = np.radians(rng.uniform(-3.5, 3.5))
    tilt_x, tilt_y = rng.uniform(-0.045, 0.045), rng.uniform(-0.035, 0.035)
    corners = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        depth = 1 + tilt_x * x * 2 + tilt_y * y * 2
        px, py = x * width * 0.97 * depth, y * height * 0.96 * depth
        turned_x = px * np.cos(angle) - py * np.sin(angle)
        turned_y = px * np.sin(angle) + py * np.cos(angle)
        corners.append((turned_x + out_width / 2, turned_y + out_height / 2))
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    found = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    return np.asarray(found, dtype=np.float64)


def make_table(rng: random.Random, width: int, height: int) -> Pixels:
    """Return a wooden or stone surface."""
    chance = np.random.default_rng(rng.getrandbits(63))
    grain = chance.normal(0, 22, (height // 6 + 1, max(3, width // 160))).astype(np.float32)
    if rng.random() < 0.5:
        grain = chance.normal(0, 22, (max(3, height // 200), width // 5 + 1)).astype(np.float32)
    field = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    base = np.array(rng.choice(_TABLES), np.float32)
    return as_pixels(base + np.asarray(field)[:, :, None])


def light_unevenly(image: Pixels, rng: random.Random) -> Pixels:
    """Fall off from one side, warm or cool, with the soft shadow of the phone or a hand."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    direction = rng.uniform(0, 2 * np.pi)
    slope = np.cos(direction) * (x - 0.5) + np.sin(direction) * (y - 0.5)
    light = 0.9 + rng.uniform(0.1, 0.32) * slope
    edge = rng.uniform(0.25, 0.7) + rng.uniform(-0.5, 0.5) * (y - 0.5)
    shadow = 1 / (1 + np.exp(-(x - edge) / rng.uniform(0.015, 0.06)))
    if rng.random() < 0.5:
        shadow = 1 - shadow
    light *= 1 - rng.uniform(0.08, 0.3) * shadow
    warmth = np.array([1 + rng.uniform(-0.03, 0.05), 1.0, 1 + rng.uniform(-0.05, 0.02)], np.float32)
    return as_pixels(image.astype(np.float32) * light[:, :, None].astype(np.float32) * warmth)
