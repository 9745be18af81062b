"""Pieces of text on one page: detected lines, cut where two columns were taken for one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from dossier.geometry import PixelBox
from dossier.page import Line, PageReading
from dossier.text import fold

_SAME_ROW = 0.4
_CAPITALS = 0.7
_WIDE = 2.5
"""Line heights between two letters that belong to two columns."""
_STRAY = 0.1
"""A piece that reaches less of itself over an edge stands on the other side of it."""
_ABOUT = re.compile(r"\W*v\s?[/.il|]?\s?v\b")


@dataclass(frozen=True)
class Piece:
    """A stretch of text on one row of one page."""

    text: str
    box: PixelBox
    """Upright pixels."""
    confidences: tuple[float, ...]
    """One per character of `text`."""
    centers: tuple[float, ...]
    """Horizontal centre of each character of `text`, upright pixels."""

    @cached_property
    def folded(self) -> str:
        """`text` without marks and case; as long as `text`, so that places agree."""
        return "".join((fold(c) or c)[0] for c in self.text)

    @cached_property
    def is_upper(self) -> bool:
        """Whether it is set in capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)

    @cached_property
    def is_subject(self) -> bool:
        """Whether it begins "V/v": what an official letter is about, under its number."""
        return bool(_ABOUT.match(self.folded))

    def part(self, start: int, end: int) -> Piece | None:
        """Characters `[start, end)` without outer spaces; None when nothing is left."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        half = self.box.width / max(len(self.text), 1) / 2
        left = self.box.left if start == 0 else self.centers[start] - half
        right = self.box.right if end == len(self.text) else self.centers[end - 1] + half
        return Piece(
            self.text[start:end],
            self.box.model_copy(update={"left": left, "right": max(left, right)}),
            self.confidences[start:end],
            self.centers[start:end],
        )

    def cut_at(self, x: float) -> tuple[Piece | None, Piece | None]:
        """The pieces left and right of `x`, cut at a wide space, else at the space nearest."""
        if self.box.right <= x:
            return self, None
        if self.box.left >= x:
            return None, self
        spaces = [i for i, c in enumerate(self.text) if c == " " and 0 < i < len(self.text) - 1]
        wide = [i for i in spaces if self._gap(i) > _WIDE * self.box.height]
        reach = (x - self.box.left) / self.box.width
        if not wide and not _STRAY < reach < 1 - _STRAY:
            return (None, self) if reach <= _STRAY else (self, None)
        cuts = wide or [0, *spaces, len(self.text)]
        cut = min(cuts, key=lambda i: abs(self._edge(i) - x))
        return self.part(0, cut), self.part(cut, len(self.text))

    def _gap(self, index: int) -> float:
        return self.centers[index + 1] - self.centers[index - 1]

    def _edge(self, index: int) -> float:
        if index == 0:
            return self.box.left
        return self.box.right if index >= len(self.text) else self.centers[index]

    def beside(self, other: Piece) -> bool:
        """Whether both stand on one row."""
        return self.box.vertical_overlap(other.box) > _SAME_ROW


def pieces_of(page: PageReading) -> tuple[Piece, ...]:
    """The lines of `page` as pieces, in reading order."""
    return tuple(_piece(line) for line in page.lines if line.text.strip())


def _piece(line: Line) -> Piece:
    count = len(line.text)
    pitch = line.box.width / count
    return Piece(
        line.text,
        line.box,
        line.char_confidences or (line.confidence,) * count,
        line.char_centers or tuple(line.box.left + pitch * (i + 0.5) for i in range(count)),
    )


def in_rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Rows from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.box.center_y):
        if rows and rows[-1][0].beside(piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.box.left) for row in rows]


def join(pieces: Sequence[Piece]) -> Piece:
    """`pieces` in the given order as one, a space between them. Raises ValueError for none."""
    box = PixelBox.around(p.box for p in pieces)
    text, confidences, centers = "", (), ()  # type: tuple[str, tuple[float, ...], tuple[float, ...]]
    for piece in pieces:
        gap = bool(text)
        text += " " * gap + piece.text
        confidences += (1.0,) * gap + piece.confidences
        centers += (piece.box.left,) * gap + piece.centers
    return Piece(text, box, confidences, centers)


def usual_height(pieces: Sequence[Piece]) -> float:
    """Median height of a line, pixels; 0 when there is none."""
    return median(p.box.height for p in pieces) if pieces else 0.0
