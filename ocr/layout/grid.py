"""Ruled grids: which rules form a table, and which of its elementary cells belong together.

Rules that meet are one table. Its rows and columns are the distinct positions of its rules after
the page's residual tilt is taken out; two neighbouring elementary cells are one cell where no ink
runs along the border between them. A faint or broken border therefore needs ink on only half of
its length, and a spanning cell needs no special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ocr.layout.ink import PageInk
from ocr.layout.rules import Rule, Rules, typical_slope

Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int64]

_MEET_MM = 1.0
"""Rules this near to each other at a corner or crossing meet. An underline stops short of its
cell's border by more."""
_SAME_MM = 1.8
"""Rules nearer than this are one border (double borders, both edges of a thick one)."""
_SHORTEST_MM = 5.0
_FREE_END_MM = 30.0
"""A shorter rule is a border only if both ends meet other rules; letters' bars do not."""
_OPEN_END_MM = 4.0
_REST_MM = 12.0
"""Longest rest of a rule beyond its last crossing that is cut off."""
_OPEN_SIDE_MM = 6.0
"""A side without border is believed when the rules run this far past the last crossing."""
_DRAWN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One cell, working pixels along the (slightly tilted) grid; indices count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slant:
    """How a grid leans on the page: its rows and its columns each by a slope of their own, since
    scanners that pull the sheet unevenly do not keep right angles."""

    across: float
    """dy per dx of the rows."""
    down: float
    """dx per dy of the columns."""

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """A point of the straight grid as a working pixel of the page."""
        page_y = (y + self.across * x) / (1 - self.across * self.down)
        return x + self.down * page_y, page_y

    def from_page(self, x: float, y: float) -> tuple[float, float]:
        """A working pixel of the page in the straight grid."""
        return x - self.down * y, y - self.across * x


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table. Positions are working pixels of the straightened grid."""

    ys: tuple[float, ...]
    """Borders between rows, outer ones included."""
    xs: tuple[float, ...]
    """Borders between columns, outer ones included."""
    cells: tuple[GridCell, ...]
    slant: Slant


def find_grids(rules: Rules, ink: PageInk) -> tuple[Grid, ...]:
    """All grids of at least two cells, top to bottom."""
    least = ink.px(_SHORTEST_MM)
    horizontal = [r for r in rules.horizontal if r.length >= least]
    vertical = [r for r in rules.vertical if r.length >= least]
    horizontal, vertical = _anchored(horizontal, vertical, ink)
    grids = []
    for rows, columns in _meeting(horizontal, vertical, ink.px(_MEET_MM)):
        grid = _grid(rows, columns, ink)
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda g: g.ys[0]))


def _anchored(
    horizontal: list[Rule], vertical: list[Rule], ink: PageInk
) -> tuple[list[Rule], list[Rule]]:
    """The rules that may be borders: those whose ends meet others that may be."""
    while True:
        across = [b for r in horizontal if (b := _border(r, horizontal, vertical, ink))]
        down = [b for r in vertical if (b := _border(r, vertical, across, ink))]
        if across == horizontal and down == vertical:
            return across, down
        horizontal, vertical = across, down


def _border(
    rule: Rule, parallel: Sequence[Rule], crossing: Sequence[Rule], ink: PageInk
) -> Rule | None:
    """`rule` if both its ends meet a crossing rule, or stop where most of its likes stop.

    A short rest beyond the last crossing (a letter's stem in line with the border) is cut off;
    streaks of a scanner's glass and creases, which run on far by themselves, are no borders.
    """
    reach = ink.px(_MEET_MM)
    crossed = [other for other in crossing if _meet(rule, other, reach)]
    met = [other.at_position(rule.at) for other in crossed]
    if not met:
        return None
    slack = ink.px(_OPEN_END_MM)
    alike = [r for r in parallel if any(_meet(r, other, reach) for other in crossed)]
    most = max(2.0, len(alike) / 2)
    start, end = rule.start, rule.end
    if min(met) > start + reach and sum(abs(r.start - start) <= slack for r in alike) < most:
        start = min(met)
    if max(met) < end - reach and sum(abs(r.end - end) <= slack for r in alike) < most:
        end = max(met)
    rest = rule.length - (end - start)
    if rest > ink.px(_REST_MM) or end - start < ink.px(_SHORTEST_MM):
        return None
    is_open = min(met) > start + reach or max(met) < end - reach
    if len(met) < 2 or is_open:
        return rule if rule.length >= ink.px(_FREE_END_MM) and rest == 0 else None
    return _clipped(rule, start, end) if rest else rule


def _clipped(rule: Rule, start: float, end: float) -> Rule:
    return Rule(
        start=start,
        end=end,
        at_start=rule.at_position(start),
        at_end=rule.at_position(end),
        thickness=rule.thickness,
    )


def _meeting(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], reach: float
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet, directly or through others, with two or more each way."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, start=len(horizontal)):
            if _meet(across, down, reach):
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        rows, columns = groups.setdefault(root(index), ([], []))
        if index < len(horizontal):
            rows.append(horizontal[index])
        else:
            columns.append(vertical[index - len(horizontal)])
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 2]


def _meet(across: Rule, down: Rule, reach: float) -> bool:
    x, y = down.at_position(across.at), across.at_position(down.at)
    return (
        across.start - reach <= x <= across.end + reach
        and down.start - reach <= y <= down.end + reach
    )


def _grid(rows: Sequence[Rule], columns: Sequence[Rule], ink: PageInk) -> Grid | None:
    slant = Slant(across=typical_slope(rows), down=typical_slope(columns))
    rows = [_straightened(slant, r, vertical=False) for r in rows]
    columns = [_straightened(slant, r, vertical=True) for r in columns]
    ys = _borders(rows, columns, ink)
    xs = _borders(columns, rows, ink)
    reach = float(ink.px(_SAME_MM))
    across = np.array(
        [[_drawn(rows, y, left, right, reach) for left, right in pairwise(xs)] for y in ys]
    )
    down = np.array(
        [[_drawn(columns, x, top, bottom, reach) for x in xs] for top, bottom in pairwise(ys)]
    )
    if not across.size or not down.size:
        return None
    cells = _cells(across, down)
    return _compact(ys, xs, cells, slant) if len(cells) >= 2 else None


def _straightened(slant: Slant, rule: Rule, *, vertical: bool) -> Rule:
    """`rule` in the coordinates of the straight grid."""
    ends = ((rule.start, rule.at_start), (rule.end, rule.at_end))
    points = [slant.from_page(*(end[::-1] if vertical else end)) for end in ends]
    along, beside = (1, 0) if vertical else (0, 1)
    return Rule(
        start=points[0][along],
        end=points[1][along],
        at_start=points[0][beside],
        at_end=points[1][beside],
        thickness=rule.thickness,
    )


def _borders(lines: Sequence[Rule], crossing: Sequence[Rule], ink: PageInk) -> list[float]:
    """Distinct positions of `lines`, and the far ends of `crossing` where a side has no line."""
    groups: list[list[Rule]] = []
    for line in sorted(lines, key=lambda r: r.at):
        if groups and line.at - groups[-1][-1].at <= ink.px(_SAME_MM):
            groups[-1].append(line)
        else:
            groups.append([line])
    borders = [
        float(np.average([r.at for r in g], weights=[max(r.length, 1.0) for r in g]))
        for g in groups
    ]
    far = ink.px(_OPEN_SIDE_MM)
    before = [r.start for r in crossing if borders[0] - r.start > far]
    after = [r.end for r in crossing if r.end - borders[-1] > far]
    if len(before) >= max(2.0, len(crossing) / 2):
        borders.insert(0, float(np.median(before)))
    if len(after) >= max(2.0, len(crossing) / 2):
        borders.append(float(np.median(after)))
    return borders


def _cells(across: Shares, down: Shares) -> tuple[GridCell, ...]:
    """Elementary cells merged where no border is drawn between them; unbounded ones left out."""
    labels = _merge(across >= _DRAWN_SHARE, down >= _DRAWN_SHARE)
    cells = []
    for label in np.unique(labels):
        held = np.argwhere(labels == label)
        (top, left), (bottom, right) = held.min(axis=0), held.max(axis=0)
        sides = (
            across[top, left : right + 1].mean(),
            across[bottom + 1, left : right + 1].mean(),
            down[top : bottom + 1, left].mean(),
            down[top : bottom + 1, right + 1].mean(),
        )
        if sum(side >= _DRAWN_SHARE for side in sides) >= 3:
            cells.append(
                GridCell(
                    row=int(top),
                    column=int(left),
                    row_span=int(bottom - top + 1),
                    column_span=int(right - left + 1),
                )
            )
    return tuple(cells)


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float, reach: float) -> float:
    """Share of the border `start..end` at `at` along which one of `rules` runs, 0..1."""
    covered = 0.0
    upto = start
    for rule in rules:
        low, high = max(rule.start, upto), min(rule.end, end)
        if high > low and abs(rule.at_position((low + high) / 2) - at) <= reach:
            covered += high - low
            upto = high
    return covered / (end - start)


def _merge(across: Flags, down: Flags) -> Labels:
    """A label per elementary cell; one label is always a full rectangle."""
    rows, columns = down.shape[0], across.shape[1]
    labels = np.full((rows, columns), -1)
    for row in range(rows):
        for column in range(columns):
            if labels[row, column] >= 0:
                continue
            right = column + 1
            while right < columns and not down[row, right] and labels[row, right] < 0:
                right += 1
            bottom = row + 1
            while bottom < rows and _continues(across, down, labels, bottom, column, right):
                bottom += 1
            labels[row:bottom, column:right] = row * columns + column
    return labels


def _continues(across: Flags, down: Flags, labels: Labels, row: int, left: int, right: int) -> bool:
    """Whether the cell above, columns left..right, goes on into `row`."""
    if across[row, left:right].any() or (labels[row, left:right] >= 0).any():
        return False
    return not down[row, left + 1 : right].any()


def _compact(
    ys: Sequence[float], xs: Sequence[float], cells: tuple[GridCell, ...], slant: Slant
) -> Grid:
    """The grid without borders at which no cell begins or ends."""
    rows = sorted({c.row for c in cells} | {c.row + c.row_span for c in cells})
    columns = sorted({c.column for c in cells} | {c.column + c.column_span for c in cells})
    kept = tuple(
        GridCell(
            row=rows.index(c.row),
            column=columns.index(c.column),
            row_span=rows.index(c.row + c.row_span) - rows.index(c.row),
            column_span=columns.index(c.column + c.column_span) - columns.index(c.column),
        )
        for c in cells
    )
    return Grid(
        ys=tuple(ys[i] for i in rows),
        xs=tuple(xs[i] for i in columns),
        cells=kept,
        slant=slant,
    )
