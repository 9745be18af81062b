"""One side of a card being drawn. Places are millimetres from the card's top left corner."""

from __future__ import annotations

import io
import math
import random
from typing import Final

import numpy as np
import segno
from PIL import Image

from samples.generator.chance import Share
from samples.generator.faces import FAMILIES, FONTS, Cut, FaceShare, Family
from samples.generator.layout.canvas import Area, Canvas, Pen
from samples.generator.layout.marks import make_seal
from samples.generator.style import BLACK, Ink

MM: Final = 72 / 25.4
"""Points in a millimetre."""
CARD_WIDTH: Final = 85.6
CARD_HEIGHT: Final = 53.98
"""ID-1 of ISO/IEC 7810."""
RED: Final[Ink] = (196, 30, 44)
_GROUND: Final[dict[Share, Ink]] = {"development": (222, 240, 234), "test": (226, 236, 244)}
_MRZ_PITCH: Final = 2.54
"""ICAO 9303-3: ten characters an inch."""
_SANS: Final[dict[FaceShare, tuple[str, ...]]] = {
    "development": ("Arimo", "BeVietnamPro"),
    "test": ("Roboto",),
    "calibration": ("IbmPlexSans",),
}


def _choose_family(rng: random.Random, share: FaceShare) -> Family:
    """Return a face without serifs, as all cards are printed in."""
    name = rng.choice(_SANS[share])
    return next(family for family in FAMILIES if family.name == name)


class CardSide:
    """A card's front or back; `areas` holds where its answers and codes stand, points."""

    def __init__(self, dpi: float, rng: random.Random, share: Share, faces: FaceShare) -> None:
        self.canvas = Canvas(dpi, rng, width=CARD_WIDTH * MM, height=CARD_HEIGHT * MM)
        self.areas: dict[str, Area] = {}
        self._rng, self._family = rng, _choose_family(rng, faces)
        self._ground = _GROUND[share]
        self._draw_ground()

    def _draw_ground(self) -> None:
        """Fill the card with fine waves, as security print has them."""
        self.canvas.fill(Area(0, 0, self.canvas.width, self.canvas.height), self._ground)
        darker = tuple(round(v * 0.9) for v in self._ground)
        phase = self._rng.uniform(0, 6.3)
        for number in range(-6, 44):
            line = [
                (x * MM, (number * 1.5 + 2.4 * math.sin(x / 7 + phase + number / 9)) * MM)
                for x in range(0, 88, 2)
            ]
            self.canvas.curve(line, 0.3, (darker[0], darker[1], darker[2]))

    def mark(self, key: str, area: Area) -> None:
        """Add ink of the answer or code `key`."""
        known = self.areas.get(key)
        self.areas[key] = area if known is None else known.join(area)

    def pen(self, size: float, cut: Cut = "Regular", ink: Ink = BLACK) -> Pen:
        """Return a pen of `size` points."""
        return Pen(file=self._family.file(cut), size=size * self._family.size_factor, ink=ink)

    def write(self, x: float, y: float, text: str, pen: Pen, key: str | None = None) -> float:
        """Write from `x` on the baseline `y`; return where it ends, millimetres."""
        area = self.canvas.write(x * MM, y * MM, text, pen)
        if key is not None:
            self.mark(key, area)
        return x + self.canvas.width_of(text, pen) / MM

    def write_centered(self, middle: float, y: float, text: str, pen: Pen) -> None:
        """Write around `middle`."""
        self.write(middle - self.canvas.width_of(text, pen) / MM / 2, y, text, pen)

    def write_wrapped(
        self, start: float, y: float, text: str, pen: Pen, key: str,
        *, left: float, right: float, pitch: float,
    ) -> float:  # fmt: skip
        """Write words from `start`, later rows from `left`; return the last baseline."""
        row: list[str] = []
        x = start
        for word in text.split():
            if x + self.canvas.width_of(" ".join([*row, word]), pen) / MM > right and row:
                self.write(x, y, " ".join(row), pen, key)
                row, x, y = [], left, y + pitch
            row.append(word)
        self.write(x, y, " ".join(row), pen, key)
        return y

    def draw_qr(self, x: float, y: float, side: float, text: str, *, whole: bool) -> None:
        """Draw the QR code of `text`; one that is not whole has a corner and its middle lost."""
        drawn = io.BytesIO()
        segno.make_qr(text, error="l", boost_error=False).save(drawn, kind="png", border=0, scale=8)
        pixels = self.canvas.px(side * MM)
        code = Image.open(drawn).convert("L").resize((pixels, pixels), Image.Resampling.LANCZOS)
        white = Area((x - 0.8) * MM, (y - 0.8) * MM, (x + side + 0.8) * MM, (y + side + 0.8) * MM)
        self.canvas.fill(white, (255, 255, 255))
        self.canvas.stamp(code.convert("RGB"), x * MM, y * MM)
        area = Area(x * MM, y * MM, (x + side) * MM, (y + side) * MM)
        if not whole:
            self._spoil(area)
        self.mark("qr", area)

    def _spoil(self, area: Area) -> None:
        """Rub a stripe out of a code, through one of its finder patterns."""
        width = (area.right - area.left) * self._rng.uniform(0.3, 0.45)
        self.canvas.fill(Area(area.left, area.top, area.left + width, area.bottom), (236, 236, 230))

    def draw_mrz(self, lines: tuple[str, str, str]) -> None:
        """Write the three lines of the machine-readable zone, every character in its own cell."""
        pen = Pen(file=FONTS / "OCRB.otf", size=10.6, ink=BLACK)
        left = (CARD_WIDTH - 30 * _MRZ_PITCH) / 2
        for row, text in enumerate(lines):
            baseline = (CARD_HEIGHT - 14.2 + row * 4.9) * MM
            for column, character in enumerate(text):
                x = (left + column * _MRZ_PITCH) * MM
                self.mark("mrz", self.canvas.write(x, baseline, character, pen))

    def draw_portrait(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a head and shoulders of nobody."""
        ground = Area(x * MM, y * MM, (x + width) * MM, (y + height) * MM)
        self.canvas.fill(ground, (214, 226, 238))
        middle = x + width / 2
        tone: Ink = (118, 104, 98)
        self._oval(middle, y + height * 0.38, width * 0.24, height * 0.24, tone)
        self._oval(middle, y + height * 0.98, width * 0.42, height * 0.34, (64, 68, 84))
        below = (y + height) * MM
        under = Area(x * MM, below, (x + width) * MM, below + 0.33 * height * MM)
        self.canvas.fill(under, self._ground)

    def _oval(self, x: float, y: float, rx: float, ry: float, ink: Ink) -> None:
        """Fill an ellipse, row by row."""
        steps = 40
        for step in range(-steps, steps):
            half = rx * math.sqrt(max(0.0, 1 - (step / steps) ** 2))
            top = y + ry * step / steps
            self.canvas.fill(
                Area((x - half) * MM, top * MM, (x + half) * MM, (top + ry / steps + 0.1) * MM), ink
            )

    def draw_emblem(self, x: float, y: float, radius: float) -> None:
        """Draw a round red and golden sign in the place of the national emblem."""
        self._oval(x, y, radius, radius, (206, 60, 48))
        self._oval(x, y, radius * 0.55, radius * 0.55, (232, 196, 80))

    def draw_chip(self, x: float, y: float) -> None:
        """Draw the contacts of the chip."""
        self.canvas.fill(Area(x * MM, y * MM, (x + 12) * MM, (y + 9.5) * MM), (214, 184, 104))
        for step in (3.2, 6.4):
            level = (y + step) * MM
            self.canvas.rule(x * MM, level, (x + 12) * MM, level, 0.5, (140, 112, 50))
        middle = (x + 6) * MM
        self.canvas.rule(middle, y * MM, middle, (y + 9.5) * MM, 0.5, (140, 112, 50))

    def draw_finger(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the print of a finger: rings around a point."""
        for ring in range(1, 8):
            share = ring / 8
            points = [
                (
                    (x + width / 2 + math.cos(a / 6) * width / 2 * share) * MM,
                    (y + height / 2 + math.sin(a / 6) * height / 2 * share) * MM,
                )
                for a in range(38 - self._rng.randrange(4))
            ]
            self.canvas.curve(points, 0.5, (96, 92, 110))

    def draw_seal(self, x: float, y: float) -> None:
        """Stamp a small round seal around (`x`, `y`)."""
        face = self._family.file("Bold")
        seal = make_seal("BỘ CÔNG AN", "C06", self.canvas.scale * 0.42, self._rng, face)
        half = seal.width / self.canvas.scale / 2
        self.canvas.stamp(seal, x * MM - half, y * MM - half)

    def sign(self, x: float, y: float) -> None:
        """Write a small signature around (`x`, `y`)."""
        points = [
            (
                (x + (t / 40 - 0.5) * 16 + math.cos(t / 2.1) * 1.6) * MM,
                (y + math.sin(t / 1.9) * 2.4 * (1 - t / 60)) * MM,
            )
            for t in range(40)
        ]
        self.canvas.curve(points, 0.7, (30, 36, 96))

    def image(self, *, photocopied: bool) -> Image.Image:
        """Return the drawn card; a photocopier loses its colours and most of its ground."""
        if not photocopied:
            return self.canvas.image
        grey = np.asarray(self.canvas.image.convert("L"), dtype=np.float32)
        burnt = np.clip((grey - 40) * (255 / 185), 0, 255).astype(np.uint8)
        return Image.fromarray(burnt).convert("RGB")
