"""What a sheet goes through on its way to the recogniser: print, stamps, copier, scanner, phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from models.train.pieces import Chance, pick

Tone = npt.NDArray[np.float32]
"""H x W x 3, BGR, 0..1."""
Coverage = npt.NDArray[np.float32]
"""H x W, 0..1: how much of a pixel is ink."""

_SEAL_RED: Final = (0.25, 0.2, 0.85)
_PENS: Final = ((0.75, 0.25, 0.15), (0.55, 0.15, 0.1), (0.15, 0.12, 0.12), (0.6, 0.3, 0.35))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How much of each the line gets; 0 is none, 1 as bad as counters see."""

    amount: float
    """Chance and strength of blur, noise, fading and compression."""
    overlays: float
    """Chance of seals, signatures, show-through and guilloche."""


CLEAN: Final = Wear(amount=0.1, overlays=0.0)
USUAL: Final = Wear(amount=0.45, overlays=0.08)
HARD: Final = Wear(amount=1.0, overlays=0.3)


def weight(chance: Chance, ink: Coverage, wear: Wear) -> Coverage:
    """Fatter or thinner strokes, as toner, a copier or a worn ribbon make them."""
    if chance.random() > 0.25 + 0.5 * wear.amount:
        return ink
    blurred = cv2.GaussianBlur(ink, (0, 0), float(chance.uniform(0.4, 0.9)))
    gain = chance.uniform(1.2, 2.5)
    shift = chance.uniform(-0.16, 0.2) * (0.5 + wear.amount / 2)
    return np.asarray(np.clip((blurred - 0.5) * gain + 0.5 + shift, 0, 1), dtype=np.float32)


def erode_print(chance: Chance, ink: Coverage) -> Coverage:
    """Dropouts and a faint side, as of a dry pen, a dot-matrix ribbon or a poor copy."""
    height, width = ink.shape
    coarse = chance.uniform(0, 1, (max(2, height // 4), max(2, width // 4))).astype(np.float32)
    cloud = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    faded = ink * (1 - chance.uniform(0.1, 0.5) * np.clip(cloud, 0, 1))
    if chance.random() < 0.4:
        faded *= (chance.random((height, width)) > chance.uniform(0.01, 0.12)).astype(np.float32)
    return np.asarray(faded, dtype=np.float32)


def paper(chance: Chance, shape: tuple[int, int], wear: Wear) -> Tone:
    """The sheet: its tint, shadow and pattern."""
    tint = np.full(3, chance.uniform(0.9, 1.0), dtype=np.float32)
    if chance.random() < 0.25:
        tint = np.clip(tint - chance.uniform(0, 0.25, 3), 0.5, 1).astype(np.float32)
    sheet = np.broadcast_to(tint, (*shape, 3)).astype(np.float32)
    if chance.random() < 0.5 * wear.amount:
        corners = chance.uniform(1 - 0.45 * wear.amount, 1, (2, 3)).astype(np.float32)
        shade = cv2.resize(corners, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
        sheet = sheet * shade[..., None]
    if chance.random() < wear.overlays * 0.5:
        sheet = _guilloche(chance, sheet)
    return sheet


def print_ink(chance: Chance, sheet: Tone, ink: Coverage, *, pen: bool) -> Tone:
    """Lay ink over the sheet: black or grey type, or a pen's colour."""
    if pen and chance.random() < 0.6:
        colour = np.array(_PENS[int(chance.integers(len(_PENS)))], dtype=np.float32)
    else:
        colour = np.full(3, chance.uniform(0.0, 0.35), dtype=np.float32)
    return np.asarray(sheet * (1 - ink[..., None] * (1 - colour)), dtype=np.float32)


def overlay(chance: Chance, page: Tone, wear: Wear) -> Tone:
    """Seals, signatures and show-through over the line."""
    if chance.random() < wear.overlays * 0.5:
        page = _seal(chance, page)
    if chance.random() < wear.overlays * 0.4:
        page = _signature(chance, page)
    if chance.random() < wear.overlays * 0.4:
        back = cv2.GaussianBlur(np.ascontiguousarray(page[::-1, ::-1]), (0, 0), 2.0)
        shift = int(chance.integers(1, max(2, page.shape[0] // 2)))
        strength = np.float32(chance.uniform(0.05, 0.25))
        page = page * (1 - strength * (1 - np.roll(back, shift, axis=0)))
    return np.asarray(page, dtype=np.float32)


def scan(chance: Chance, page: Tone, wear: Wear) -> npt.NDArray[np.uint8]:
    """Optics, sensor, threshold and file format; BGR, 0..255."""
    amount = wear.amount
    if chance.random() < 0.6 * amount:
        page = _soften(chance, page, amount)
    contrast = chance.uniform(1 - 0.4 * amount, 1.0)
    page = (page - 1) * contrast + chance.uniform(1 - 0.25 * amount, 1.0)
    if chance.random() < 0.3 + 0.5 * amount:
        noise = chance.normal(0, chance.uniform(0.004, 0.05 * amount + 0.005), page.shape[:2])
        page = page + noise.astype(np.float32)[..., None]
    if chance.random() < 0.7:
        page = np.repeat(page.mean(axis=2, keepdims=True), 3, axis=2)
    pixels = np.clip(page * 255, 0, 255).astype(np.uint8)
    if chance.random() < 0.12 + 0.12 * amount:
        pixels = _bitonal(chance, pixels)
    elif chance.random() < 0.5:
        low = 30 if amount > 0.6 else 55
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(low, 96))]
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR)
    return np.asarray(pixels, dtype=np.uint8)


def _soften(chance: Chance, page: Tone, amount: float) -> Tone:
    if chance.random() < 0.2:
        size = int(chance.integers(2, 5))
        kernel = np.zeros((size, size), dtype=np.float32)
        kernel[np.arange(size), np.arange(size) if chance.random() < 0.5 else size // 2] = 1 / size
        return np.asarray(cv2.filter2D(page, -1, kernel), dtype=np.float32)
    return np.asarray(
        cv2.GaussianBlur(page, (0, 0), float(chance.uniform(0.3, 0.4 + 0.7 * amount)))
    )


def _bitonal(chance: Chance, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    grey = pixels.mean(axis=2)
    low, high = np.percentile(cv2.GaussianBlur(grey, (0, 0), 0.6), (1, 75))
    # Above the middle: a scanner that drops thin strokes leaves nothing to learn.
    ink = grey < low + (high - low) * chance.uniform(0.5, 0.8)
    if chance.random() < 0.5:
        ink ^= chance.random(ink.shape) < chance.uniform(0, 0.008)
    return np.repeat(np.where(ink, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _seal(chance: Chance, page: Tone) -> Tone:
    height, width = page.shape[:2]
    mask = np.zeros((height, width), dtype=np.uint8)
    radius = int(height * chance.uniform(0.8, 2.5))
    centre = (int(chance.uniform(-0.1, 1.1) * width), int(chance.uniform(-1, 2) * height))
    thick = max(1, int(height * chance.uniform(0.03, 0.1)))
    cv2.circle(mask, centre, radius, 255, thick, cv2.LINE_AA)
    cv2.circle(mask, centre, int(radius * 0.92), 255, max(1, thick // 2), cv2.LINE_AA)
    cv2.circle(mask, centre, int(radius * 0.6), 255, max(1, thick // 2), cv2.LINE_AA)
    for angle in np.arange(0, 360, chance.uniform(9, 14)):
        place = np.deg2rad(angle)
        at = (
            int(centre[0] + 0.76 * radius * np.cos(place)),
            int(centre[1] + 0.76 * radius * np.sin(place)),
        )
        sign = pick(chance, "ABCDĐEGHIKLMNOPQRSTUVXY"[:22].replace("Đ", "D"))
        cv2.putText(mask, sign, at, cv2.FONT_HERSHEY_SIMPLEX, radius / 150, 255, thick, cv2.LINE_AA)
    colour = np.clip(np.array(_SEAL_RED) + chance.uniform(-0.1, 0.15, 3), 0, 1).astype(np.float32)
    strength = (mask / 255 * chance.uniform(0.35, 0.95)).astype(np.float32)[..., None]
    return np.asarray(page * (1 - strength * (1 - colour)), dtype=np.float32)


def _signature(chance: Chance, page: Tone) -> Tone:
    height, width = page.shape[:2]
    mask = np.zeros((height, width), dtype=np.uint8)
    start = chance.uniform(0, width)
    steps = np.cumsum(chance.normal(0, 0.5, (24, 2)), axis=0) * height
    points = np.stack([start + steps[:, 0], height / 2 + 0.4 * steps[:, 1]], axis=1)
    smooth = cv2.resize(points.astype(np.float32), (2, 240), interpolation=cv2.INTER_CUBIC)
    thick = max(1, int(height * chance.uniform(0.02, 0.06)))
    cv2.polylines(mask, [smooth.astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    colour = np.array(_PENS[int(chance.integers(len(_PENS)))], dtype=np.float32)
    strength = (mask / 255 * chance.uniform(0.5, 0.95)).astype(np.float32)[..., None]
    return np.asarray(page * (1 - strength * (1 - colour)), dtype=np.float32)


def _guilloche(chance: Chance, sheet: Tone) -> Tone:
    height, width = sheet.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.zeros((height, width), dtype=np.float32)
    for _ in range(int(chance.integers(1, 4))):
        period = chance.uniform(0.1, 0.4) * height
        bend = height * chance.uniform(0.05, 0.4) * np.sin(x / (height * chance.uniform(0.3, 1.5)))
        waves += (np.abs(np.sin((y + bend) * np.pi / period)) < 0.2).astype(np.float32)
    colour = np.array([chance.uniform(0.4, 0.95) for _ in range(3)], dtype=np.float32)
    strength = np.clip(waves, 0, 1)[..., None] * chance.uniform(0.15, 0.6)
    return np.asarray(sheet * (1 - strength * (1 - colour)), dtype=np.float32)
