"""Words that a person crossed out: a level line runs through the middle of their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import Line, StruckText
from ocr.layout.ink import PageInk
from ocr.layout.rules import Rule, Rules
from ocr.layout.splitting import split_line

Flags = npt.NDArray[np.bool_]

_HIGHEST, _LOWEST = 0.3, 0.72
"""Where in the height of a line of text a stroke crosses it out; underlines run lower."""
_LEAST_SHARE: Final = 0.6
"""Of the stroke must lie on the letters: a table's border runs on beyond them."""
_SHORTEST_MM: Final = 7.0
"""Shorter is a dash, or the bars of capitals that stand side by side."""
_OVERHANG_MM: Final = 1.0
"""Rules are found a little longer than they are."""
_PEN: Final = 0.38
"""Darkness of a pen over that of the page's printing."""
_WHOLE: Final = 0.97
"""Of the stroke that must be inked: between letters of print there is paper at any height."""


def find_struck(ink: PageInk, rules: Rules, lines: Sequence[Line]) -> tuple[StruckText, ...]:
    """The crossed-out words of `lines`, in their order; boxes in upright pixels."""
    pen = ink.contrast > max(float(ink.threshold), _PEN * ink.darkness)
    strokes = [
        rule
        for rule in rules.horizontal
        if rule.length >= ink.px(_SHORTEST_MM) and _is_whole(pen, rule, ink.px(_OVERHANG_MM))
    ]
    return tuple(
        struck
        for line in lines
        for rule in strokes
        if (struck := _crossed_out(line, rule, ink.scale)) is not None
    )


def _is_whole(mask: Flags, rule: Rule, trim: int) -> bool:
    """Whether a pen's ink follows the rule without a gap; a crease is fainter."""
    along = np.arange(round(rule.start) + trim, round(rule.end) - trim)
    across = np.rint(rule.at_position(along.astype(np.float64))).astype(np.int64)
    height, width = mask.shape
    columns = np.clip(along, 0, width - 1)
    # A stroke of a pen is two pixels or more thick; one row alone would follow the letters' feet.
    rows = [np.clip(across + step, 0, height - 1) for step in (-1, 0, 1)]
    inked = [float(mask[row, columns].mean()) for row in rows]
    return sorted(inked)[-2] >= _WHOLE


def _crossed_out(line: Line, rule: Rule, scale: float) -> StruckText | None:
    start, end, at = rule.start / scale, rule.end / scale, rule.at / scale
    box = line.box
    depth = (at - box.top) / max(box.height, 1.0)
    shared = min(end, box.right) - max(start, box.left)
    if not _HIGHEST <= depth <= _LOWEST or shared < _LEAST_SHARE * (end - start):
        return None
    parts = [part.line for part in split_line(line, (start, end)) if part.index == 1]
    if not parts:
        return None
    struck = parts[0]
    return StruckText(
        text=struck.text,
        box=PixelBox(left=struck.box.left, top=box.top, right=struck.box.right, bottom=box.bottom),
    )
