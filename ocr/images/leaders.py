"""Dotted leaders: found by their even spacing and wiped, so that only what was written remains.

Forms print rows of dots where people write. A recogniser takes dots under letters for tone marks
("Nguyên." for "Nguyện") and spends most of its time on empty dotted lines. Dots of a leader are
alike in size, stand on one line and are evenly spaced; no other marks on paper are all three, so
full stops, tone marks and the dots of i stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import Pixels
from ocr.images.spots import label_spots

_LARGEST_DOT_INCH: Final = 0.030
"""0.75 mm: the full stop of 16 pt type with some spread of ink."""
_LEAST_RUN: Final = 5
"""Dots in a row that make a leader; "..." and "...." are also typed in sentences."""
_MOST_SPACING_DOTS: Final = 3.7
"""Centre distance in dot widths ("…" has 3.2); dots farther apart are those of letters in a row."""
_UNEVEN: Final = 0.28
"""Relative deviation of one gap from the run's usual gap."""

_PHASE: Final = 0.13
"""Under writing a spot is a leader's dot only where the next dot is due, within this share of the
spacing: a tone mark under a letter stands anywhere."""
_LEAST_PHASE_PX: Final = 0.8
_SAME_COLUMN_PX: Final = 1.6
"""A spot with another right above it is the lower point of a colon."""
_MOST_HIDDEN: Final = 6
"""Dots that may run into letters between two that stand free."""
_MOST_MISSED: Final = 14
"""Dots in a row hidden by letters before the leader counts as ended."""

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Dots:
    """Small round ink spots, sorted by x. Pixels."""

    x: _Array
    y: _Array
    size: _Array
    label: npt.NDArray[np.int64]
    """Connected-component number of each spot."""


class _Plain(NamedTuple):
    """`_Dots` as plain lists."""

    x: list[float]
    size: list[float]


_Patch = tuple[float, float, int]
"""Centre x, centre y and radius of a dot that letters hide, pixels."""


def erase_leaders(pixels: Pixels, dpi: float) -> Pixels:
    """A copy of the upright page with the dots of leaders painted over by the paper around them.

    Returns `pixels` itself where there are none.
    """
    labels, stats, centers = label_spots(_ink(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)))
    dots = _small_spots(stats, centers, dpi)
    chosen, hidden = _leader_dots(dots, dpi)
    if not chosen.any():
        return pixels
    is_leader = np.zeros(len(stats), dtype=np.uint8)
    is_leader[dots.label[chosen]] = 1
    # The lightest value near a dot is the paper: dots are far smaller than this window.
    reach = max(5, int(dpi * _LARGEST_DOT_INCH) | 1)
    erased = pixels.copy()
    for band in _bands(dots.y[chosen], hidden, reach, len(pixels)):
        mask = cv2.dilate(is_leader[labels[band]], np.ones((3, 3), np.uint8))
        for x, y, radius in hidden:
            if not band.start - radius <= y < band.stop + radius:
                continue
            cv2.circle(mask, (round(x), round(y) - band.start), radius, 1, cv2.FILLED)
        paper = cv2.medianBlur(cv2.dilate(pixels[band], np.ones((reach, reach), np.uint8)), 5)
        erased[band] = cv2.copyTo(paper, mask, erased[band])
    return erased


def _bands(dots_y: _Array, hidden: Sequence[_Patch], reach: int, height: int) -> list[slice]:
    """Rows of pixels with dots in them and the paper around those: a tenth of most pages."""
    wanted = np.zeros(height, dtype=bool)
    for y in (*dots_y, *(patch[1] for patch in hidden)):
        wanted[max(0, int(y) - 2 * reach) : int(y) + 2 * reach] = True
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    return [slice(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _ink(gray: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    block = 31
    return np.asarray(
        cv2.adaptiveThreshold(
            gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 14
        ),
        dtype=np.uint8,
    )


def _small_spots(stats: npt.NDArray[np.int32], centers: _Array, dpi: float) -> _Dots:
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    largest = dpi * _LARGEST_DOT_INCH
    fits = (np.maximum(width, height) <= largest) & (area >= 2)
    fits &= (width <= 2.2 * height) & (height <= 2.2 * width)
    index = np.flatnonzero(fits)
    index = index[np.argsort(centers[index, 0], kind="stable")]
    size = np.sqrt(area[index].astype(np.float64))
    return _Dots(centers[index, 0], centers[index, 1], size, index)


def _leader_dots(dots: _Dots, dpi: float) -> tuple[npt.NDArray[np.bool_], list[_Patch]]:
    """Which of the spots belong to a leader, and where its dots run into letters."""
    chosen = np.zeros(len(dots.x), dtype=bool)
    # NumPy's scalars cost five times a number of Python's, and every spot is asked for.
    plain = _Plain(dots.x.tolist(), dots.size.tolist())
    runs = [run for row in _rows(dots) for run in _even_runs(plain, row)]
    for run in runs:
        chosen[run] = True
    hidden: list[_Patch] = []
    by_height = np.argsort(dots.y, kind="stable")
    heights = dots.y[by_height]
    for run in runs:
        level = _level(dots, by_height, heights, run, dpi)
        for forward in (False, True):
            found, covered = _under_writing(dots, level, run, forward=forward)
            chosen[found] = True
            hidden += covered
    return chosen, hidden


def _level(
    dots: _Dots, by_height: npt.NDArray[np.int64], heights: _Array, run: list[int], dpi: float
) -> npt.NDArray[np.int64]:
    """Spots as high on the page and as large as the dots of `run`, no colons among them, from left
    to right; `heights`: of the spots `by_height`."""
    height = float(np.median(dots.y[run]))
    size = float(np.median(dots.size[run]))
    low, high = np.searchsorted(heights, [height - 1.2, height + 1.2])
    level = np.sort(by_height[low:high])
    level = level[np.abs(dots.size[level] - size) <= 0.3 * size + 0.3]
    low, high = np.searchsorted(heights, [height - 0.1 * dpi, height - 0.025 * dpi])
    above = np.concatenate(([-np.inf], np.sort(dots.x[by_height[low:high]]), [np.inf]))
    at = np.searchsorted(above, dots.x[level])
    near = np.minimum(above[at] - dots.x[level], dots.x[level] - above[at - 1])
    alone: npt.NDArray[np.int64] = level[near > _SAME_COLUMN_PX]
    return alone


def _under_writing(
    dots: _Dots, level: npt.NDArray[np.int64], run: list[int], *, forward: bool
) -> tuple[list[int], list[_Patch]]:
    """Dots of the same leader beyond an end of `run`, among the letters written over it."""
    columns: list[float] = dots.x[level].tolist()
    if not columns:
        return [], []
    spacing = float(np.mean(np.diff(dots.x[run])))
    # Never half a spacing, or the dot just left would be the next one, for ever.
    reach = min(max(_PHASE * spacing, _LEAST_PHASE_PX), spacing / 3)
    radius = int(np.median(dots.size[run]) / 2 + 1.2)
    place = float(dots.x[run[-1] if forward else run[0]])
    height = float(np.median(dots.y[run]))
    found: list[int] = []
    hidden: list[_Patch] = []
    missed: list[_Patch] = []
    while len(missed) < _MOST_MISSED:
        place += spacing if forward else -spacing
        nearest = _nearest(columns, place)
        if abs(columns[nearest] - place) <= reach:
            if len(missed) <= _MOST_HIDDEN:
                hidden += missed
            found.append(int(level[nearest]))
            place, missed = columns[nearest], []
        else:
            missed.append((place, height, radius))
    return found, hidden


def _nearest(columns: list[float], place: float) -> int:
    """Which of the ascending `columns` is the nearest to `place`."""
    after = bisect_left(columns, place)
    if after == len(columns):
        return after - 1
    before = max(0, after - 1)
    return before if place - columns[before] <= columns[after] - place else after


def _rows(dots: _Dots) -> list[list[int]]:
    """Spots grouped by height on the page; bands overlap, so no row is cut in two."""
    bands: dict[int, list[int]] = defaultdict(list)
    for index, band in enumerate((dots.y // 4).astype(int).tolist()):
        bands[band].append(index)
        bands[band + 1].append(index)
    return [sorted(members) for members in bands.values() if len(members) >= _LEAST_RUN]


def _even_runs(dots: _Plain, row: list[int]) -> list[list[int]]:
    """Maximal runs of evenly spaced spots in one band, each at least `_LEAST_RUN` long."""
    runs: list[list[int]] = []
    run: list[int] = []
    for index in row:
        if run and not _follows(dots, run, index):
            if len(run) >= _LEAST_RUN:
                runs.append(run)
            run = run[-1:] if _may_begin(dots, run[-1], index) else []
        run.append(index)
    if len(run) >= _LEAST_RUN:
        runs.append(run)
    return runs


def _may_begin(dots: _Plain, last: int, index: int) -> bool:
    gap = dots.x[index] - dots.x[last]
    alike = 0.5 <= dots.size[index] / max(dots.size[last], 0.5) <= 2.0
    return 0 < gap <= _MOST_SPACING_DOTS * max(dots.size[index], 2.0) and alike


def _follows(dots: _Plain, run: list[int], index: int) -> bool:
    if not _may_begin(dots, run[-1], index):
        return False
    if len(run) == 1:
        return True
    usual = (dots.x[run[-1]] - dots.x[run[0]]) / (len(run) - 1)
    gap = dots.x[index] - dots.x[run[-1]]
    return abs(gap - usual) <= max(_UNEVEN * usual, 1.1)
