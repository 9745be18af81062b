"""Lines into rows, as a person reads them: top to bottom, and from left to right within a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from dossier.page import Line

_Sign = TypeVar("_Sign")

_SAME_ROW_OVERLAP = 0.5
"""Two lines stand in one row when they share this much of the lower one's height. Wrapped
neighbours, one line lower, share at most the reach of their accents and descenders."""
_OVERLYING = 0.3
"""Lines of one row may cover each other by this much of the narrower; more, and one is below."""
_ECHO = 0.6
"""Share of its width, and of the lower one's height, that a line found twice has in common with
the other."""
_FRAGMENT_GAP = 0.35
"""Fragments nearer than this share of their height were one word or one field cut in two."""


@dataclass(slots=True)
class _Row:
    """A row while its lines are being found."""

    lines: list[Line]
    bottom: float
    """Of its lowest line."""

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.bottom = max(self.bottom, line.box.bottom)


def group_rows(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Rows top to bottom, each with its lines from left to right.

    A line joins the row whose nearest member to its left or right it overlaps in height, so a row
    may drift with the paper; it never joins a row that already has text above or below it.
    """
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda each: (each.box.center_y, each.box.left)):
        # Rows that end above the line have no height in common with it.
        fits = [(_fit(row.lines, line), row) for row in rows if row.bottom > line.box.top]
        fit, best = max(fits, key=lambda each: each[0], default=(0.0, None))
        if best is not None and fit >= _SAME_ROW_OVERLAP:
            best.add(line)
        else:
            rows.append(_Row([line], line.box.bottom))
    ordered = [tuple(sorted(row.lines, key=lambda each: each.box.left)) for row in rows]
    return tuple(sorted(ordered, key=_row_height))


def reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """All lines, row after row."""
    return tuple(line for row in group_rows(lines) for line in row)


def without_echoes(lines: Sequence[Line]) -> tuple[Line, ...]:
    """`lines` without those that repeat a part of a longer one: text that was found twice."""
    return tuple(line for line in lines if not any(_echoes(line, other) for other in lines))


def _echoes(line: Line, other: Line) -> bool:
    """Whether `line` lies within `other` and reads as a part of it."""
    inner, outer = line.box, other.box
    shared = min(inner.right, outer.right) - max(inner.left, outer.left)
    lies_on = shared >= _ECHO * inner.width and inner.vertical_overlap(outer) >= _ECHO
    return lies_on and len(line.text) < len(other.text) and line.text in other.text


def merge_fragments(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines in reading order, neighbours of a row that touch or overlap joined into one."""
    merged: list[Line] = []
    for row in group_rows(lines):
        current = row[0]
        for following in row[1:]:
            reach = _FRAGMENT_GAP * min(current.box.height, following.box.height)
            if following.box.left - current.box.right <= reach:
                current = join_lines(current, following)
            else:
                merged.append(current)
                current = following
        merged.append(current)
    return tuple(merged)


def join_lines(left: Line, right: Line) -> Line:
    """Both texts with a space between; evidence per character is kept if both have it."""
    total = len(left.text) + len(right.text)
    confidence = (
        (left.confidence * len(left.text) + right.confidence * len(right.text)) / total
        if total
        else min(left.confidence, right.confidence)
    )
    gap_center = (left.box.right + right.box.left) / 2
    return Line(
        text=f"{left.text} {right.text}",
        confidence=confidence,
        box=type(left.box).around((left.box, right.box)),
        char_confidences=_both(left.char_confidences, confidence, right.char_confidences),
        char_centers=_both(left.char_centers, gap_center, right.char_centers),
        char_others=_both(left.char_others, (), right.char_others),
        char_written=_both(left.char_written, 0.0, right.char_written),
    )


def _both(left: tuple[_Sign, ...], space: _Sign, right: tuple[_Sign, ...]) -> tuple[_Sign, ...]:
    return (*left, space, *right) if left and right else ()


def _fit(row: Sequence[Line], line: Line) -> float:
    """How well `line` continues `row`: height shared with its nearest member, 0 if it overlies."""
    if any(_horizontal_overlap(member, line) > _OVERLYING for member in row):
        return 0.0
    nearest = min(row, key=lambda member: _horizontal_distance(member, line))
    return nearest.box.vertical_overlap(line.box)


def _horizontal_overlap(first: Line, second: Line) -> float:
    """Shared width over the smaller width."""
    a, b = first.box, second.box
    narrower = min(a.width, b.width)
    return (min(a.right, b.right) - max(a.left, b.left)) / narrower if narrower > 0 else 0.0


def _horizontal_distance(first: Line, second: Line) -> float:
    a, b = first.box, second.box
    return max(a.left - b.right, b.left - a.right, 0.0)


def _row_height(row: Sequence[Line]) -> float:
    """Of the letters of `row`: a smear that was read as a dash may be as tall as three rows."""
    letters = sum(len(line.text) for line in row)
    return sum(line.box.center_y * len(line.text) for line in row) / max(letters, 1)
