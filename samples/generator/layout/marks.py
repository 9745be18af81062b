"""Signatures and red seals, drawn from chance."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFilter

from samples.generator.faces import load_font
from samples.generator.layout.canvas import Canvas
from samples.generator.style import Ink

_SIGNING_INKS: tuple[Ink, ...] = ((26, 40, 130), (20, 30, 100), (40, 60, 160), (30, 30, 36))
_SEAL_REDS: tuple[Ink, ...] = ((200, 30, 44), (214, 52, 60), (186, 26, 60))


def draw_signature(canvas: Canvas, x: float, y: float, rng: random.Random) -> None:
    """Draw a scribble some 90 points wide around (`x`, `y`)."""
    points: list[tuple[float, float]] = []
    loops, reach = rng.randint(4, 8), rng.uniform(32, 52)
    phase, slant = rng.uniform(0, 6.3), rng.uniform(-0.25, 0.1)
    for step in range(240):
        t = step / 239
        along = (t * 2 - 1) * reach
        turn = t * loops * 3.4
        height = 15 * (1 - 0.75 * t) * (0.75 + 0.35 * math.sin(turn * 0.61 + phase))
        wave = math.sin(turn + phase) * height + math.sin(turn * 2.3) * 2
        back = math.cos(turn + phase * 1.7) * 10 * (1 - t * 0.6)
        points.append((x + along + back, y + wave + along * slant))
    start_x, start_y = points[-1]
    sweep = rng.uniform(30, 70)
    for step in range(1, 60):
        t = step / 59
        points.append((start_x - sweep * math.sin(t * 2.2), start_y + 16 * math.sin(t * 3.1) * t))
    canvas.curve(points, rng.uniform(0.9, 1.5), rng.choice(_SIGNING_INKS))


def draw_qr(canvas: Canvas, x: float, y: float, side: float, text: str) -> None:
    """Draw the QR code of `text` as a square of `side` points whose corner is (`x`, `y`)."""
    drawn = io.BytesIO()
    segno.make_qr(text).save(drawn, kind="png", border=0, scale=8)
    pixels = canvas.px(side)
    code = Image.open(drawn).convert("L").resize((pixels, pixels), Image.Resampling.LANCZOS)
    canvas.stamp(code.convert("RGB"), x, y)


def make_seal(top: str, bottom: str, scale: float, rng: random.Random, face: Path) -> Image.Image:
    """Return a round seal of 34-37 mm, red on white; `scale` is pixels a point."""
    radius = rng.uniform(48, 53) * scale
    side = int(radius * 2.1)
    ink = rng.choice(_SEAL_REDS)
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    middle = side / 2
    for share, width in ((1.0, 1.6), (0.94, 0.7), (0.6, 0.9)):
        r = radius * share
        draw.ellipse(
            (middle - r, middle - r, middle + r, middle + r),
            outline=ink,
            width=max(1, round(width * scale)),
        )
    # The two texts share one circle of some 75 letters at full size.
    size = 8.6 * min(1.0, 33 / (len(top) + len(bottom)))
    for text, center in ((top, 90.0), (bottom, 270.0)):
        _write_round(image, text, radius * 0.77, center, ink, face, scale, size)
    _draw_star(draw, middle, radius * 0.4, ink)
    return _wear(image, rng).rotate(
        rng.uniform(-14, 14), Image.Resampling.BICUBIC, fillcolor="white"
    )


def _write_round(
    image: Image.Image,
    text: str,
    radius: float,
    center_deg: float,
    ink: Ink,
    face: Path,
    scale: float,
    size: float,
) -> None:
    """Write `text` along a circle; at 90 degrees (top) letters stand outwards, at 270 inwards."""
    font = load_font(face, round(size * scale))
    inward = center_deg == 270
    turn = 1 if inward else -1
    widths = [font.getlength(letter) + 0.7 * scale for letter in text]
    angle = math.radians(center_deg) - turn * sum(widths) / radius / 2
    for letter, width in zip(text, widths, strict=True):
        angle += turn * width / radius / 2
        tile = Image.new("L", (int(22 * scale), int(22 * scale)), 0)
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, font=font, fill=255, anchor="mm"
        )
        degrees = math.degrees(angle) - 90 + (180 if inward else 0)
        tile = tile.rotate(degrees, Image.Resampling.BICUBIC)
        x = image.width / 2 + math.cos(angle) * radius - tile.width / 2
        y = image.height / 2 - math.sin(angle) * radius - tile.height / 2
        image.paste(Image.new("RGB", tile.size, ink), (round(x), round(y)), tile)
        angle += turn * width / radius / 2


def _draw_star(draw: ImageDraw.ImageDraw, middle: float, radius: float, ink: Ink) -> None:
    corners = []
    for index in range(10):
        r = radius if index % 2 == 0 else radius * 0.4
        angle = math.radians(-90 + index * 36)
        corners.append((middle + r * math.cos(angle), middle + r * math.sin(angle)))
    draw.polygon(corners, outline=ink, fill=ink)


def _wear(image: Image.Image, rng: random.Random) -> Image.Image:
    """Make the ink uneven, as a rubber stamp leaves it."""
    coarse = Image.new("L", (9, 9))
    coarse.putdata([rng.randint(0, 120) for _ in range(81)])
    thin = coarse.resize(image.size, Image.Resampling.BICUBIC)
    faded = Image.composite(Image.new("RGB", image.size, "white"), image, thin)
    return faded.filter(ImageFilter.GaussianBlur(0.6))
