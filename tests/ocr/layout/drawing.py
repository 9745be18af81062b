"""Forms drawn for tests, in millimetres on a sheet, at any resolution."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line
from ocr.engines.base import CropReading, Pixels, UprightImage

FONTS = Path(__file__).parents[3] / "samples" / "fonts"
Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
RED: Colour = (210, 30, 40)


class Sheet:
    """A white sheet; all places in millimetres, all colours RGB."""

    def __init__(self, width: float = 210, height: float = 120, *, dpi: int = 200) -> None:
        self.dpi = dpi
        self.scale = dpi / 25.4
        size = (round(width * self.scale), round(height * self.scale))
        self._sheet = Image.new("RGB", size, "white")
        self._draw = ImageDraw.Draw(self._sheet)
        self.lines: list[Line] = []

    def rule(self, x0: float, y0: float, x1: float, y1: float, colour: Colour = BLACK) -> None:
        points = [round(v * self.scale) for v in (x0, y0, x1, y1)]
        self._draw.line(points, fill=colour, width=max(1, round(0.25 * self.scale)))

    def frame(
        self, x: float, y: float, width: float, height: float, colour: Colour = BLACK
    ) -> PixelBox:
        box = self._pixels(x, y, x + width, y + height)
        self._draw.rectangle(box, outline=colour, width=max(1, round(0.25 * self.scale)))
        return PixelBox(left=box[0], top=box[1], right=box[2], bottom=box[3])

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour = BLACK) -> None:
        self._draw.rectangle(self._pixels(x, y, x + width, y + height), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour, width: float = 1.0) -> None:
        box = self._pixels(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, outline=colour, width=max(1, round(width * self.scale)))

    def grid(self, xs: Sequence[float], ys: Sequence[float], colour: Colour = BLACK) -> None:
        for x in xs:
            self.rule(x, ys[0], x, ys[-1], colour)
        for y in ys:
            self.rule(xs[0], y, xs[-1], y, colour)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        points: float = 13,
        face: str = "Tinos-Regular",
        colour: Colour = BLACK,
    ) -> Line:
        """Print `text`; the line is what an engine would have read."""
        font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), round(points * self.dpi / 72))
        left, top = x * self.scale, y * self.scale
        self._draw.text((left, top), text, font=font, fill=colour)
        edges = [left + font.getlength(text[:i]) for i in range(len(text) + 1)]
        _, upper, right, lower = self._draw.textbbox((left, top), text, font=font)
        line = Line(
            text=text,
            confidence=0.99,
            box=PixelBox(left=left, top=upper, right=right, bottom=lower),
            char_centers=tuple((a + b) / 2 for a, b in pairwise(edges)),
        )
        self.lines.append(line)
        return line

    def image(
        self, *, tilt_deg: float = 0.0, noise: float = 0.0, blur: float = 0.0
    ) -> UprightImage:
        pixels = np.asarray(self._sheet)[..., ::-1].astype(np.float32)
        if blur:
            pixels = cv2.GaussianBlur(pixels, (0, 0), blur)
        if noise:
            grain = np.random.default_rng(7).normal(-2 * noise, noise, pixels.shape[:2])
            pixels = pixels + grain[..., None].astype(np.float32)
        page = np.clip(pixels, 0, 255).astype(np.uint8)
        if tilt_deg:
            height, width = page.shape[:2]
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt_deg, 1)
            page = cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255))
        return UprightImage(pixels=np.asarray(page), dpi=self.dpi, transform=PageTransform())

    def _pixels(self, *corners: float) -> tuple[int, int, int, int]:
        left, top, right, bottom = (round(v * self.scale) for v in corners)
        return left, top, right, bottom


class ScriptedReader:
    """Answers crops with prepared texts, one after the other, and keeps the crops."""

    def __init__(self, *texts: str, confidence: float = 0.99) -> None:
        self._texts = list(texts)
        self._confidence = confidence
        self.crops: list[Pixels] = []

    def __call__(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        self.crops += crops
        return tuple(self._read(crop) for crop in crops)

    def _read(self, crop: Pixels) -> CropReading:
        text = self._texts.pop(0) if self._texts else ""
        pitch = crop.shape[1] / max(len(text), 1)
        return CropReading(
            text=text,
            confidence=self._confidence if text else 0.0,
            char_confidences=(self._confidence,) * len(text),
            char_centers=tuple((i + 0.5) * pitch for i in range(len(text))),
        )


def strokes_in(crop: Pixels) -> int:
    """How many separate strokes a strip shows: digits of plain faces are one each."""
    dark = (crop.min(axis=2) < 128).astype(np.uint8)
    return int(cv2.connectedComponents(dark)[0]) - 1
