"""Cutting a line of text at vertical borders: table rules, the edge of a row of digit boxes.

Engines read straight through borders. Where each character stands tells on which side it belongs;
a space near the border is the better place to cut, since centres are a few pixels off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.geometry import PixelBox
from dossier.page import Line

_REACH = 1.3
"""A gap in the text counts as standing at the border within this many character widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePart:
    """What of a line lies between two neighbouring borders."""

    index: int
    """0 is left of the first border."""
    line: Line
    sure: bool
    """Whether every cut fell between two texts and not within a word."""


def split_line(line: Line, borders: Sequence[float]) -> tuple[LinePart, ...]:
    """`line` cut at the ascending x positions `borders` (upright pixels); empty parts left out."""
    centers = line.char_centers or _even_centers(line)
    cuts, sure = [0], [True]
    for border in borders:
        cut, at_gap = _cut(line, centers, border)
        cuts.append(max(cut, cuts[-1]))
        sure.append(at_gap)
    cuts.append(len(line.text))
    sure.append(True)
    parts = []
    for index, (start, end) in enumerate(pairwise(cuts)):
        text = line.text[start:end]
        if text.strip():
            start += len(text) - len(text.lstrip())
            piece = slice_line(line, centers, start, start + len(text.strip()))
            parts.append(LinePart(index=index, line=piece, sure=sure[index] and sure[index + 1]))
    return tuple(parts)


def slice_line(line: Line, centers: Sequence[float], start: int, end: int) -> Line:
    """Characters `start..end` of `line`, with the box they take up."""
    if (start, end) == (0, len(line.text)):
        return line
    half = line.box.width / max(len(line.text), 1) / 2
    left = line.box.left if start == 0 else max(centers[start] - half, line.box.left)
    right = (
        line.box.right if end == len(line.text) else min(centers[end - 1] + half, line.box.right)
    )
    confidences = line.char_confidences[start:end]
    return Line(
        text=line.text[start:end],
        confidence=sum(confidences) / len(confidences) if confidences else line.confidence,
        box=PixelBox(left=left, top=line.box.top, right=max(left, right), bottom=line.box.bottom),
        char_confidences=confidences,
        char_centers=line.char_centers[start:end],
        char_others=line.char_others[start:end],
        char_written=line.char_written[start:end],
    )


def _cut(line: Line, centers: Sequence[float], border: float) -> tuple[int, bool]:
    """How many characters stand left of `border`, and whether the cut is a sure one.

    Cells filled to the brim run into one another (`04/10/2005Nam`), so the nearest place where one
    text may end and another begin is better than the border itself.
    """
    text, count = line.text, len(line.text)
    cut = sum(center < border for center in centers)
    reach = _REACH * line.box.width / max(count, 1)
    places = [
        (abs(_place(line, centers, index) - border), index)
        for index in range(max(0, cut - 3), min(count, cut + 3) + 1)
        if _may_part(text, index)
    ]
    distance, best = min(places, default=(reach + 1, cut))
    if distance <= reach:
        return best, True
    return cut, cut in (0, count)


def _may_part(text: str, index: int) -> bool:
    """Whether one cell's text may end before character `index` and another's begin."""
    if index in (0, len(text)):
        return True
    before, after = text[index - 1], text[index]
    if " " in (before, after):
        return True
    return (before.isdigit() and after.isalpha()) or (before.isalpha() and after.isdigit())


def _place(line: Line, centers: Sequence[float], index: int) -> float:
    """Where character `index` begins."""
    if index == 0:
        return line.box.left
    if index == len(centers):
        return line.box.right
    return (centers[index - 1] + centers[index]) / 2


def _even_centers(line: Line) -> tuple[float, ...]:
    """Centres for an engine that gives none: characters of one width."""
    pitch = line.box.width / max(len(line.text), 1)
    return tuple(line.box.left + (index + 0.5) * pitch for index in range(len(line.text)))
