"""The red frame an office stamps on what comes in, over print where it must."""

from __future__ import annotations

import random

from samples.generator.faces import Family
from samples.generator.layout.canvas import Area, Canvas, Pen
from samples.generator.style import Ink

_REDS: tuple[Ink, ...] = ((205, 40, 50), (190, 30, 70), (222, 60, 60))
_BLUE: Ink = (30, 40, 130)
_TITLES = ("CÔNG VĂN ĐẾN", "TIẾP NHẬN HỒ SƠ", "ĐẾN")


def stamp_arrival(canvas: Canvas, family: Family, rng: random.Random) -> None:
    """Stamp number and day of arrival near the top left corner of a page."""
    x, y = rng.uniform(24, 130), rng.uniform(14, 60)
    red = rng.choice(_REDS)
    title = rng.choice(_TITLES)
    canvas.frame(Area(x, y, x + 118, y + 50), 1.3, red)
    bold = Pen(file=family.file("Bold"), size=10, ink=red)
    plain = Pen(file=family.file("Regular"), size=9, ink=red)
    by_hand = Pen(file=family.file("Italic"), size=10, ink=_BLUE, hand=True)
    canvas.write(x + 59 - canvas.width_of(title, bold) / 2, y + 14, title, bold)
    canvas.write(x + 6, y + 29, "Số: " + "." * 34, plain)
    canvas.write(x + 32, y + 27, str(rng.randint(100, 9999)), by_hand)
    canvas.write(x + 6, y + 44, "Ngày: " + "." * 30, plain)
    canvas.write(x + 42, y + 42, f"{rng.randint(1, 28)}/{rng.randint(7, 11)}/2025", by_hand)
