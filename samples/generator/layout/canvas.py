"""One page being drawn, A4 or less. Lengths and places are points (1/72 inch), origin top-left."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from samples.generator.faces import load_font
from samples.generator.style import Ink

A4_WIDTH = 595.3
A4_HEIGHT = 841.9


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in points of one page; left < right, top < bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def join(self, other: Area) -> Area:
        """Return the smallest rectangle around both."""
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """A face file, its size in points and its ink; `hand` makes words stand unevenly."""

    file: Path
    size: float
    ink: Ink
    hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A stretch of text on the page, in points; `left` and `right` are where its advance ends.

    `boxed`: one character in a box of its own.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    boxed: bool


class Canvas:
    """An RGB page of `dpi`; every drawing call returns the area its ink covers."""

    def __init__(
        self,
        dpi: float,
        rng: random.Random,
        *,
        width: float = A4_WIDTH,
        height: float = A4_HEIGHT,
    ) -> None:
        self.scale = dpi / 72
        self.width, self.height = width, height
        self._rng = rng
        self.image = Image.new("RGB", (self.px(width), self.px(height)), "white")
        self._draw = ImageDraw.Draw(self.image)
        self.written: list[Written] = []

    def px(self, points: float) -> int:
        """Return whole pixels for a length in points."""
        return round(points * self.scale)

    def width_of(self, text: str, pen: Pen) -> float:
        """Return how far `text` advances, in points."""
        return load_font(pen.file, self.px(pen.size)).getlength(text) / self.scale

    def write(self, x: float, baseline: float, text: str, pen: Pen, *, boxed: bool = False) -> Area:
        """Write one line of `text` from `x` on `baseline`; `boxed` text stands alone in a box."""
        right = x + self.width_of(text, pen)
        self.written.append(
            Written(text=text, left=x, right=right, baseline=baseline, size=pen.size, boxed=boxed)
        )
        if pen.hand:
            return self._write_by_hand(x, baseline, text, pen)
        font = load_font(pen.file, self.px(pen.size))
        at = (x * self.scale, baseline * self.scale)
        self._draw.text(at, text, font=font, fill=pen.ink, anchor="ls")
        return self._area(font.getbbox(text, anchor="ls"), at)

    def _write_by_hand(self, x: float, baseline: float, text: str, pen: Pen) -> Area:
        size = pen.size * self._rng.uniform(0.95, 1.06)
        font = load_font(pen.file, self.px(size))
        left, top, right, bottom = (int(v) for v in font.getbbox(text, anchor="ls"))
        pad = self.px(6)
        mask = Image.new("L", (right - left + 2 * pad, bottom - top + 2 * pad), 0)
        pressure = self._rng.randint(205, 255)
        ImageDraw.Draw(mask).text(
            (pad - left, pad - top), text, font=font, fill=pressure, anchor="ls"
        )
        mask = mask.rotate(self._rng.uniform(-1.6, 1.8), Image.Resampling.BICUBIC)
        corner_x = self.px(x) + left - pad
        corner_y = self.px(baseline + self._rng.uniform(-0.9, 0.5)) + top - pad
        self.image.paste(Image.new("RGB", mask.size, pen.ink), (corner_x, corner_y), mask)
        inked = mask.point([255 if v > 60 else 0 for v in range(256)]).getbbox() or (0, 0, 1, 1)
        return self._area(inked, (corner_x, corner_y))

    def rule(self, x: float, y: float, to_x: float, to_y: float, width: float, ink: Ink) -> None:
        """Draw a straight line `width` points thick."""
        ends = [self.px(x), self.px(y), self.px(to_x), self.px(to_y)]
        self._draw.line(ends, fill=ink, width=max(1, self.px(width)))

    def frame(self, area: Area, width: float, ink: Ink) -> None:
        """Draw the outline of `area`."""
        self._draw.rectangle(self._corners(area), outline=ink, width=max(1, self.px(width)))

    def fill(self, area: Area, ink: Ink) -> None:
        """Fill `area` with `ink`."""
        self._draw.rectangle(self._corners(area), fill=ink)

    def curve(self, points: list[tuple[float, float]], width: float, ink: Ink) -> None:
        """Draw a line through `points` with round joints."""
        pixels = [(x * self.scale, y * self.scale) for x, y in points]
        self._draw.line(pixels, fill=ink, width=max(1, self.px(width)), joint="curve")

    def oval(self, area: Area, width: float, ink: Ink) -> None:
        """Draw the ellipse inside `area`."""
        self._draw.ellipse(self._corners(area), outline=ink, width=max(1, self.px(width)))

    def disc(self, area: Area, ink: Ink) -> None:
        """Fill the ellipse inside `area`."""
        self._draw.ellipse(self._corners(area), fill=ink)

    def polygon(self, points: list[tuple[float, float]], ink: Ink) -> None:
        """Fill the shape whose corners are `points`."""
        self._draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=ink)

    def stamp(self, stamp: Image.Image, x: float, y: float) -> None:
        """Lay `stamp` (RGB on white) over the page as ink that lets what is below show through."""
        at = (self.px(x), self.px(y))
        under = self.image.crop((*at, at[0] + stamp.width, at[1] + stamp.height))
        self.image.paste(ImageChops.multiply(under, stamp.convert("RGB")), at)

    def _corners(self, area: Area) -> tuple[float, float, float, float]:
        return self.px(area.left), self.px(area.top), self.px(area.right), self.px(area.bottom)

    def _area(self, pixels: tuple[float, ...], at: tuple[float, float]) -> Area:
        left, top, right, bottom = pixels[:4]
        return Area(
            (at[0] + left) / self.scale,
            (at[1] + top) / self.scale,
            (at[0] + right) / self.scale,
            (at[1] + bottom) / self.scale,
        )
