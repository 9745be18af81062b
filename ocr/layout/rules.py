"""Ruled lines of a page: table borders, box edges, underlines; never dotted leaders.

A rule is found as long runs of ink in one direction, after a short smoothing along it, which
bridges breaks of 1-2 px and quiets paper grain. Runs on neighbouring pixel rows are one rule, so a
residual tilt of half a degree only makes a rule a few pixels thick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from ocr.images.spots import label_spots
from ocr.layout.ink import Gray, Mask, PageInk

_SMOOTH_MM = 0.6
_SHORT_MM = 3.2
"""Shortest run in the masks: most of a digit box's edge. Capitals of 14 point stand 3.3 mm high,
so the masks still hold some letter stems; finders ask for more than a single stroke."""
_LEAST_MM = 4.1
"""Shortest piece of a rule, smoothing included; stems of capitals would be joined to rules that
end above them."""
_THICKEST_MM = 1.4
_GAP_ACROSS_MM, _GAP_DOWN_MM = 3.0, 1.2
"""Gaps over which pieces are one rule: level ones also where they are edges of separate boxes,
upright ones less, since stems of letters stand above and below borders."""
_JOIN_OFFSET_MM = 0.35
_ON_LINE_PX = 1.5
_TOO_SHORT_TO_LEAN_PX = 60
_STEADY_SHARE = 0.45
"""A rule keeps this share of its darkness nearly everywhere; between the dots of a leader it falls
to the paper."""


_Place = TypeVar("_Place", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One straight line, working pixels. `start <= end` run along it; `at_*` lie across it."""

    start: float
    end: float
    at_start: float
    at_end: float
    thickness: float

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def at(self) -> float:
        """Where its middle lies across its direction."""
        return (self.at_start + self.at_end) / 2

    @property
    def slope(self) -> float:
        """Pixels across per pixel along; 0 for a point."""
        return (self.at_end - self.at_start) / self.length if self.length > 0 else 0.0

    def at_position(self, along: _Place) -> _Place:
        """Where it passes `along`, extended in both directions when it must; of many at once."""
        return self.at + self.slope * (along - (self.start + self.end) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules of a page, with the masks they were found in."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    horizontal_mask: Mask
    vertical_mask: Mask


def typical_slope(rules: Sequence[Rule]) -> float:
    """Slope of `rules` (pixels across per pixel along), median weighted by length; 0 for none."""
    long = [r for r in rules if r.length > 0]
    if not long:
        return 0.0
    slopes = np.array([r.slope for r in long])
    order = np.argsort(slopes)
    weight = np.cumsum(np.array([r.length for r in long])[order])
    return float(slopes[order][np.searchsorted(weight, weight[-1] / 2)])


def find_rules(ink: PageInk) -> Rules:
    """Ruled lines of both directions, at least 4 mm long."""
    across = directed_mask(ink, length_mm=_SHORT_MM, vertical=False)
    down = directed_mask(ink, length_mm=_SHORT_MM, vertical=True)
    return Rules(
        horizontal=_rules_in(across, ink.contrast, ink, gap_mm=_GAP_ACROSS_MM),
        vertical=_rules_in(down.T, ink.contrast.T, ink, gap_mm=_GAP_DOWN_MM),
        horizontal_mask=across,
        vertical_mask=down,
    )


def directed_mask(ink: PageInk, *, length_mm: float, vertical: bool) -> Mask:
    """Ink that runs at least `length_mm` in one direction without a visible break."""
    smooth = ink.px(_SMOOTH_MM, least=3)
    length = ink.px(length_mm, least=5)
    blurred = cv2.blur(ink.contrast, (1, smooth) if vertical else (smooth, 1))
    kernel = np.ones((length, 1) if vertical else (1, length), np.uint8)
    return np.asarray(cv2.morphologyEx(ink.strokes(blurred), cv2.MORPH_OPEN, kernel))


def _rules_in(mask: Mask, contrast: Gray, ink: PageInk, *, gap_mm: float) -> tuple[Rule, ...]:
    """Rules that run along the rows of `mask`."""
    rows = _rows_to_label(mask)
    if not len(rows):
        return ()
    labels, stats, _ = label_spots(mask[rows], smallest_px=ink.px(_SHORT_MM, least=5))
    _, _, width, height, area = stats.T
    thin = (
        (width >= ink.px(_LEAST_MM))
        & (area <= width * ink.px(_THICKEST_MM, least=4))
        & (height <= width)
    )
    thin[0] = False
    pieces = []
    for index in np.flatnonzero(thin):
        x, first, w, h, _ = (int(v) for v in stats[index])
        piece, y = labels[first : first + h, x : x + w] == index, int(rows[first])
        for start, end in _steady_runs(contrast[y : y + h, x : x + w], piece, ink):
            part = piece[:, start:end]
            pieces.append(_fit(part, x + start, y))
    return _chain(pieces, gap=ink.px(gap_mm), offset=ink.px(_JOIN_OFFSET_MM, least=2))


def _rows_to_label(mask: Mask) -> npt.NDArray[np.int64]:
    """Indexes of the rows with something in them and of one bare row over each group of them:
    labels come out the same, and rules fill few rows of a page."""
    inked = np.asarray(mask.any(axis=1))
    return np.flatnonzero(inked | np.r_[inked[1:], False])


def _fit(piece: npt.NDArray[np.bool_], x: int, y: int) -> Rule:
    """A straight line through one connected piece of mask whose corner lies at (x, y)."""
    height, width = piece.shape
    filled = piece.sum(axis=0)
    columns = np.flatnonzero(filled)
    middles = ((np.arange(height) @ piece)[columns] / filled[columns]).astype(np.float64)
    slope, level = _line_through(columns - (width - 1) / 2, middles)
    half = slope * (width - 1) / 2
    return Rule(
        start=float(x),
        end=float(x + width),
        at_start=y + level - half + 0.5,
        at_end=y + level + half + 0.5,
        thickness=float(np.median(filled[columns])),
    )


def _line_through(
    along: npt.NDArray[np.float64], across: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Slope and height at 0 of the straight line that most of the points lie on.

    Writing that touches a rule pulls some of its columns aside; those are left out.
    """
    if len(along) < _TOO_SHORT_TO_LEAN_PX:
        return 0.0, float(np.median(across))
    third = len(along) // 3
    reach = float(along[-third:].mean() - along[:third].mean())
    rise = float(np.median(across[-third:]) - np.median(across[:third]))
    slope = rise / reach if reach > 0 else 0.0
    level = float(np.median(across - slope * along))
    near = abs(across - slope * along - level) <= _ON_LINE_PX
    if near.sum() >= max(8, len(along) // 2):
        xs, ys = along[near], across[near]
        spread = xs - xs.mean()
        slope = float((spread * ys).sum() / max(float((spread * spread).sum()), 1.0))
        level = float(ys.mean() - slope * xs.mean())
    return slope, level


def _steady_runs(
    contrast: Gray, piece: npt.NDArray[np.bool_], ink: PageInk
) -> list[tuple[int, int]]:
    """Columns of the piece, from and to, along which its ink holds, as in a drawn line.

    Between the dots of a leader it does not; a crease beside a rule is cut off where the rule ends.
    """
    darkest = (contrast * piece).max(axis=0)
    width, least = len(darkest), ink.px(_SHORT_MM)
    # Smoothing has drawn both ends out over bare paper.
    drawn_out = ink.px(_SMOOTH_MM, least=3) // 2
    inner = darkest[drawn_out : width - drawn_out]
    tenth, upper = len(inner) // 10, len(inner) * 3 // 5
    ranked = np.partition(inner, (tenth, upper))
    level = _STEADY_SHARE * ranked[upper]
    if ranked[tenth] >= level:
        return [(0, width)]
    if width < 2 * least:
        return []
    steady = np.r_[False, darkest >= level, False]
    starts = np.flatnonzero(steady[1:] & ~steady[:-1])
    ends = np.flatnonzero(~steady[1:] & steady[:-1])
    return [
        (int(start), int(end))
        for start, end in zip(starts, ends, strict=True)
        if end - start >= least
    ]


def _chain(pieces: list[Rule], *, gap: float, offset: float) -> tuple[Rule, ...]:
    """Pieces in one line with small gaps between them, joined."""
    closed: list[Rule] = []
    open_rules: list[Rule] = []
    for piece in sorted(pieces, key=lambda r: r.start):
        closed += [rule for rule in open_rules if piece.start - rule.end > gap]
        open_rules = [rule for rule in open_rules if piece.start - rule.end <= gap]
        for index, rule in enumerate(open_rules):
            near = -offset <= piece.start - rule.end <= gap
            if near and abs(rule.at_position(piece.start) - piece.at_start) <= offset:
                open_rules[index] = _joined(rule, piece)
                break
        else:
            open_rules.append(piece)
    return tuple(sorted([*closed, *open_rules], key=lambda r: (r.at, r.start)))


def _joined(first: Rule, second: Rule) -> Rule:
    total = first.length + second.length
    return Rule(
        start=first.start,
        end=max(first.end, second.end),
        at_start=first.at_start,
        at_end=second.at_end,
        thickness=(first.thickness * first.length + second.thickness * second.length) / total,
    )
