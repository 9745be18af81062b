"""The dress of a certificate: a guilloche border, a pale rosette behind the text, the emblem."""

from __future__ import annotations

import math

from samples.generator.layout.canvas import Area, Canvas
from samples.generator.style import Ink

Point = tuple[float, float]

_BAND = 13.0
"""Width of the border, in points."""
_INSET = 20.0
"""From the edge of the sheet to the middle of the border, in points."""
_WAVES = 3
_WAVE_LENGTH = 26.0
_GOLD: Ink = (226, 178, 60)
_RED: Ink = (206, 44, 48)


def draw_border(canvas: Canvas, ink: Ink) -> None:
    """Draw a frame of interlaced waves around the page, between two fine rules."""
    for offset, width in ((-_BAND / 2 - 3, 1.2), (-_BAND / 2 - 1, 0.4), (_BAND / 2 + 2, 0.6)):
        inset = _INSET + offset
        canvas.frame(Area(inset, inset, canvas.width - inset, canvas.height - inset), width, ink)
    for wave in range(_WAVES):
        phase = wave * math.pi * 2 / _WAVES
        for reach in (_BAND * 0.5, _BAND * 0.3):
            canvas.curve(_wave_around(canvas, phase, reach), 0.45, ink)


def _wave_around(canvas: Canvas, phase: float, reach: float) -> list[Point]:
    """A sine wave of `reach` points along the four sides of the border, clockwise."""
    left, top = _INSET, _INSET
    right, bottom = canvas.width - _INSET, canvas.height - _INSET
    points: list[Point] = []
    for start, end in (
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    ):
        length = math.dist(start, end)
        along = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        turns = round(length / _WAVE_LENGTH)
        for step in range(int(length / 1.5) + 1):
            t = step * 1.5
            swing = reach * math.sin(math.tau * turns * t / length + phase)
            points.append(
                (
                    start[0] + along[0] * t - along[1] * swing,
                    start[1] + along[1] * t + along[0] * swing,
                )
            )
    return points


def draw_rosette(canvas: Canvas, ink: Ink) -> None:
    """Draw a pale rosette of crossing loops in the middle of the page."""
    middle_x, middle_y = canvas.width / 2, canvas.height * 0.53
    for ring in range(7):
        radius, loops = 60 + ring * 26, 9 + ring
        points: list[Point] = []
        for step in range(720):
            angle = math.tau * step / 719
            r = radius + 24 * math.sin(loops * angle + ring)
            points.append((middle_x + r * math.cos(angle), middle_y + r * math.sin(angle)))
        canvas.curve(points, 0.5, ink)


def draw_emblem(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Draw the national emblem, simplified: a star on red within a wreath, centred at (x, y)."""
    disc = Area(x - radius * 0.78, y - radius * 0.78, x + radius * 0.78, y + radius * 0.78)
    canvas.disc(disc, _RED)
    for side in (-1, 1):
        for step in range(9):
            angle = math.radians(70 - step * 17)
            base = x + side * radius * 0.82 * math.cos(angle), y + radius * 0.82 * math.sin(angle)
            tip = x + side * radius * 1.08 * math.cos(angle), y + radius * 1.0 * math.sin(angle) - 3
            canvas.curve([base, tip], radius * 0.11, _GOLD)
    star: list[Point] = []
    for corner in range(11):
        r = radius * (0.42 if corner % 2 == 0 else 0.17)
        angle = math.radians(-90 + corner * 36)
        star.append((x + r * math.cos(angle), y - radius * 0.12 + r * math.sin(angle)))
    canvas.polygon(star, _GOLD)
    ribbon = Area(x - radius * 0.72, y + radius * 0.72, x + radius * 0.72, y + radius * 1.04)
    canvas.fill(ribbon, _RED)
    canvas.curve([(ribbon.left, ribbon.top), (ribbon.right, ribbon.top)], 0.6, _GOLD)
