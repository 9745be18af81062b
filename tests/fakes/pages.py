"""Page readings made from plain text, for tests that need no image."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.geometry import PageTransform, PixelBox
from dossier.page import DigitRow, Line, PageReading, Table, TickBox

CHAR_WIDTH = 14.0
LINE_HEIGHT = 30.0
LINE_PITCH = 46.0
Row = str | list[tuple[str, float]]
"""One line, or pieces `(text, left px)`."""
PAGE_WIDTH = 1654
PAGE_HEIGHT = 2339


def make_line(
    text: str, *, left: float = 150.0, top: float = 0.0, confidence: float = 0.99
) -> Line:
    """A line of equally wide characters."""
    return Line(
        text=text,
        confidence=confidence,
        box=PixelBox(
            left=left, top=top, right=left + CHAR_WIDTH * len(text), bottom=top + LINE_HEIGHT
        ),
        char_confidences=(confidence,) * len(text),
        char_centers=tuple(left + CHAR_WIDTH * (i + 0.5) for i in range(len(text))),
    )


def make_page(
    rows: Sequence[Row],
    *,
    digit_rows: Sequence[DigitRow] = (),
    tick_boxes: Sequence[TickBox] = (),
    tables: Sequence[Table] = (),
    top: float = 150.0,
    confidence: float = 0.99,
) -> PageReading:
    """A page of text rows; '' leaves a gap."""
    lines = []
    for index, row in enumerate(rows):
        y = top + index * LINE_PITCH
        pieces = [(row, 150.0)] if isinstance(row, str) else row
        lines += [make_line(t, left=x, top=y, confidence=confidence) for t, x in pieces if t]
    matrix = (1 / PAGE_WIDTH, 0, 0, 0, 1 / PAGE_HEIGHT, 0, 0, 0, 1)
    return PageReading(
        width_px=PAGE_WIDTH,
        height_px=PAGE_HEIGHT,
        upright_width_px=PAGE_WIDTH,
        upright_height_px=PAGE_HEIGHT,
        transform=PageTransform(matrix=matrix),
        lines=tuple(lines),
        digit_rows=tuple(digit_rows),
        tick_boxes=tuple(tick_boxes),
        tables=tuple(tables),
        engine="fake",
        fingerprint="sha256:fake",
    )
