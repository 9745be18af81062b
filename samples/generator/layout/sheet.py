"""The pages of one document: paragraphs from top to bottom, columns, and where fields stand."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from samples.generator.faces import Cut
from samples.generator.layout import linework
from samples.generator.layout.canvas import A4_HEIGHT, A4_WIDTH, Area, Canvas, Pen
from samples.generator.layout.flow import Line, Measure, break_lines
from samples.generator.layout.pieces import Label, Piece
from samples.generator.style import BLACK, Ink, PageStyle

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a field stands; `page` counts from 1 in the document, `area` is in points."""

    page: int
    area: Area


class Sheet:
    """A growing document. `y` is the top of the next line, in points of the current page."""

    def __init__(self, style: PageStyle, dpi: int, rng: random.Random) -> None:
        self.style, self.rng, self.dpi = style, rng, dpi
        self.left = style.margin_left
        self.right = A4_WIDTH - style.margin_right
        self.size = style.size
        self.spacing = style.line_spacing
        self.pages: list[Canvas] = []
        self._inked: dict[str, Spot] = {}
        self._empty: dict[str, Spot] = {}
        self.y = 0.0
        self.turn_page()

    @property
    def canvas(self) -> Canvas:
        """The page being drawn."""
        return self.pages[-1]

    @property
    def line_height(self) -> float:
        return self.size * self.spacing

    @property
    def foot(self) -> float:
        """Where the text of a page ends at the latest, in points from its top."""
        return A4_HEIGHT - self.style.margin_bottom

    def turn_page(self) -> None:
        """Start a new page."""
        self.pages.append(Canvas(self.dpi, self.rng))
        self.y = self.style.margin_top

    def take_page(self, canvas: Canvas) -> None:
        """Put `canvas`, of any size, in the place of the present page, nothing of which is kept."""
        self.pages[-1] = canvas

    def keep(self, height: float) -> None:
        """Start a new page unless `height` points are left on this one."""
        if self.y + height > self.foot:
            self.turn_page()

    def space(self, lines: float) -> None:
        """Leave out `lines` line heights."""
        self.y += lines * self.line_height

    def pen(self, cut: Cut = "Regular", size_factor: float = 1.0) -> Pen:
        """Return the form's own pen."""
        family = self.style.form_family
        size = self.size * size_factor * family.size_factor
        return Pen(file=family.file(cut), size=size, ink=BLACK)

    def value_pen(self) -> Pen:
        """Return the pen values are written with."""
        style, family = self.style, self.style.value_family
        size = style.value_size * family.size_factor * self.size / style.size
        return Pen(file=family.file("Regular"), size=size, ink=style.ink, hand=family.hand)

    def label_pen(self, piece: Label) -> Pen:
        """Return the pen of one label."""
        cuts: dict[tuple[bool, bool], Cut] = {
            (False, False): "Regular", (True, False): "Bold",
            (False, True): "Italic", (True, True): "BoldItalic",
        }  # fmt: skip
        small = 0.65 if piece.note and self.style.raised_notes else 1.0
        return self.pen(cuts[piece.bold, piece.italic], small * piece.size_factor)

    def measure(self) -> Measure:
        """Return how wide things are at the present size."""
        return Measure(
            width_of=self.canvas.width_of,
            pen_of=self.label_pen,
            value_pen=self.value_pen(),
            tick_size=self.size * 0.85,
            note_lift=self.size * 0.3 if self.style.raised_notes else 0.0,
            digit_cell=linework.DIGIT_CELL,
        )

    @property
    def spots(self) -> dict[str, Spot]:
        """Where each field stands: its ink, or the place left for it where nothing is written."""
        return {**self._empty, **self._inked}

    def mark(self, key: str | None, area: Area) -> None:
        """Add ink of the field `key`."""
        self._join(self._inked, key, area)

    def mark_empty(self, key: str, area: Area) -> None:
        """Add a place left for the field `key`; it counts only if no ink of it follows."""
        self._join(self._empty, key, area)

    def _join(self, spots: dict[str, Spot], key: str | None, area: Area) -> None:
        """Join areas of one page; a field that runs over keeps its first page's part."""
        if key is None:
            return
        page, known = len(self.pages), spots.get(key)
        if known is None:
            spots[key] = Spot(page=page, area=area)
        elif known.page == page:
            spots[key] = Spot(page=page, area=known.area.join(area))

    def paragraph(
        self, pieces: Sequence[Piece], *, align: Align = "left", indent: float = 0.0
    ) -> None:
        """Set one paragraph between the present edges, turning pages where they end."""
        lines = break_lines(pieces, self.measure(), self.left, self.right, indent)
        for line in lines:
            height = max(self.line_height, linework.height_of(line))
            self.keep(height)
            self._align(line, align)
            linework.draw_line(self, line, self.y + height - self.line_height * 0.3)
            self.y += height

    def _align(self, line: Line, align: Align) -> None:
        match align:
            case "left":
                return
            case "justify":
                linework.justify(line, self.right)
            case "center":
                linework.shift(line, (self.right - linework.end_of(line)) / 2)
            case "right":
                linework.shift(line, self.right - linework.end_of(line))

    def frame_since(
        self, page: int, area: tuple[float, float, float], width: float, ink: Ink
    ) -> None:
        """Frame what was set since the place (left, top, right) of page `page`, counted from 0.

        What ran over is framed on each of its pages: a block that the page's end cuts has no
        bottom above its top.
        """
        left, top, right = area
        for number, canvas in enumerate(self.pages[page:], start=page):
            last = number == len(self.pages) - 1
            canvas.frame(
                Area(left, top, right, self.y if last else max(self.foot, top)), width, ink
            )
            top = self.style.margin_top

    def columns(self, blocks: Sequence[tuple[float, float, Callable[[], None]]]) -> None:
        """Set `blocks` side by side: left, right (fractions of the text width) and filler."""
        left, right, top = self.left, self.right, self.y
        width, lowest = right - left, top
        for start, end, fill in blocks:
            self.left, self.right, self.y = left + start * width, left + end * width, top
            fill()
            lowest = max(lowest, self.y)
        self.left, self.right, self.y = left, right, lowest

    def number_pages(self) -> None:
        """Print page numbers where the style has them."""
        if not self.style.page_numbers or len(self.pages) < 2:
            return
        pen = self.pen()
        for number, canvas in enumerate(self.pages, start=1):
            canvas.write(A4_WIDTH / 2, A4_HEIGHT - 26, str(number), pen)
