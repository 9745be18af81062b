"""How cards come onto a page: on the glass of a copier, alone or both sides, or one for itself."""

from __future__ import annotations

import math
import random

from PIL import Image

from samples.generator.cards.side import CARD_HEIGHT, CARD_WIDTH, MM, CardSide
from samples.generator.forms.filled import FilledForm
from samples.generator.layout.canvas import A4_WIDTH, Area, Canvas
from samples.generator.layout.sheet import Sheet

_MARGIN = 1.5
"""Millimetres of the page around a card that is scanned for itself."""
_FINER = (1.5, 2.2)
"""A card scanned or photographed for itself has so many times the dots of a sheet."""


def take_card_page(sheet: Sheet, rng: random.Random) -> None:
    """Make the present page as large as one card and finer than a sheet would be."""
    width, height = (CARD_WIDTH + 2 * _MARGIN) * MM, (CARD_HEIGHT + 2 * _MARGIN) * MM
    dpi = sheet.dpi * rng.uniform(*_FINER)
    sheet.take_page(Canvas(dpi, rng, width=width, height=height))


def place_alone(sheet: Sheet, side: CardSide, form: FilledForm, among: FilledForm) -> None:
    """Set `side` on a page of its own size."""
    _place(sheet, side, form, among, (_MARGIN * MM, _MARGIN * MM), 0.0, photocopied=False)


def place_on_sheet(
    sheet: Sheet,
    side: CardSide,
    form: FilledForm,
    among: FilledForm,
    row: int,
    *,
    photocopied: bool,
) -> None:
    """Set `side` on an A4 sheet, a little crooked; `row` 0 is the upper place, 1 the lower."""
    rng = sheet.rng
    x = (A4_WIDTH - side.canvas.width) / 2 + rng.uniform(-60, 60)
    y = 60 + row * rng.uniform(225, 290) + rng.uniform(0, 50)
    degrees = rng.uniform(-3, 3)
    _place(sheet, side, form, among, (x, y), degrees, photocopied=photocopied)


def _place(
    sheet: Sheet,
    side: CardSide,
    form: FilledForm,
    among: FilledForm,
    corner: tuple[float, float],
    degrees: float,
    *,
    photocopied: bool,
) -> None:
    """Paste the card, turned clockwise by `degrees`, and mark its answers and codes."""
    canvas = sheet.canvas
    image = side.image(photocopied=photocopied)
    cover = Image.new("L", image.size, 255)
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    mask = cover.rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    canvas.image.paste(turned, (canvas.px(corner[0]), canvas.px(corner[1])), mask)
    middle = (
        corner[0] + turned.width / canvas.scale / 2,
        corner[1] + turned.height / canvas.scale / 2,
    )
    names = [*form.answers, *(code.kind for code in form.codes)]
    for name in names:
        area = _turn(side.areas[name], side, middle, degrees)
        spot = form.spot_of(name, among=among)
        if name in form.answers and not form.answers[name].raw:
            sheet.mark_empty(spot, area)
        else:
            sheet.mark(spot, area)


def _turn(area: Area, side: CardSide, middle: tuple[float, float], degrees: float) -> Area:
    """Return the rectangle around `area` of the card after turning it about its middle."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    points = []
    for x in (area.left, area.right):
        for y in (area.top, area.bottom):
            dx, dy = x - side.canvas.width / 2, y - side.canvas.height / 2
            points.append((middle[0] + dx * cos - dy * sin, middle[1] + dx * sin + dy * cos))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Area(min(xs), min(ys), max(xs), max(ys))
