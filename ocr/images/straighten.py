"""A page as scanned becomes an upright, level one, with the way back for every box."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ocr.engines.base import UprightImage
from ocr.images.facing import (
    FEW_LINES,
    MANY_LINES,
    NOTHING_READ,
    TALL,
    USUAL,
    LineReader,
    Reading,
    read_at_once,
    read_lines,
    sample_lines,
    turn_crops,
)
from ocr.images.ink import Ink, find_ink
from ocr.images.scan import ScanImage
from ocr.images.sheet import Sheet, find_sheet
from ocr.images.skew import FEWEST_LETTERS, FEWEST_TO_TURN, lines_run_down, measure_skew
from ocr.images.turning import Homography, View, flattened, reduced, turned, way_back
from ocr.images.views import Views

_LEVEL_DEG: Final = 0.08
"""Leaning less than this is left alone: turning would blur more than it helps."""
# What lines of 84 worn and photographed pages read like at 100 to 200 dots an inch, some of them
# written by hand (legibility, see `facing`): 0.26-0.99 upright, 0.07-0.38 on their heads, 0.0-0.3
# across.
_CERTAIN: Final = 0.90
_FAIR: Final = 0.50
_READABLE: Final = 0.45
_CLEARLY: Final = 0.15
"""So readable, and by so much more than the other way up, is clear from a few lines."""
_HOPELESS: Final = 0.12
"""Lines that read like this are none, and more of them would be none either."""
_FAINT: Final = 0.20
_MORE: Final = 1.25
"""Of many lines, best of four turns: so legible, and so many times as the next one, is enough."""

_TALLER: Final = 1.5
"""Capitals and tone marks make letters of one size differ by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightPage:
    """What `straighten` did and gives."""

    image: UprightImage
    rotation: int
    """Clockwise degrees by which the scan was turned: 0, 90, 180, 270."""
    skew_deg: float
    """Clockwise tilt of the content in the turned page; it was turned back by as much."""
    sheet: Sheet | None
    """Where the sheet lies in the scan, when it was photographed on a darker ground."""
    ink: Ink
    """Letters of the sheet before it was turned."""
    ink_to_scan: Homography
    """From pixels of `ink` to pixels of the scan."""
    views: Views
    """Of `image`."""
    scan_views: Views
    """Of the scan, brought down to 300 dpi."""


def straighten(image: ScanImage, reader: LineReader | None = None) -> StraightPage:
    """Turn `image` upright and level; boxes lead back through `image.transform` of the result.

    A sheet that is photographed on a darker ground is cut out and flattened first. Quarter turns
    follow the direction of the text lines; up or down is asked of `reader` on a few lines (without
    one the page is taken to stand upright). Where the evidence is weak nothing is turned.
    Raises what `reader` raises.
    """
    whole = reduced(image)
    views = Views(whole.pixels)
    sheet = find_sheet(views)
    view = whole if sheet is None else flattened(whole, sheet)
    ink = find_ink(views.shared_with(view.pixels))
    stance = _stand_up(view, ink, reader)
    upright = UprightImage(
        pixels=stance.view.pixels,
        dpi=stance.view.dpi,
        transform=way_back(stance.view.from_scan, image),
    )
    return StraightPage(
        image=upright,
        rotation=stance.rotation,
        skew_deg=stance.skew_deg,
        sheet=None if sheet is None else replace(sheet, corners=sheet.corners / whole.scale),
        ink=ink,
        ink_to_scan=np.asarray(
            np.linalg.inv(np.diag([ink.scale, ink.scale, 1.0]) @ view.from_scan), dtype=np.float64
        ),
        views=views.shared_with(upright.pixels),
        scan_views=views,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stance:
    view: View
    rotation: int
    skew_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """The page with the lines that run along `axis` brought level."""

    view: View
    ink: Ink
    axis: int
    """Clockwise degrees by which it was turned: 0 or 90."""
    skew_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """How the lines of a level page read as they are and on their head."""

    level: _Level
    as_is: Reading
    turned: Reading

    @property
    def best(self) -> float:
        return max(self.as_is.legibility, self.turned.legibility)

    @property
    def other(self) -> float:
        return min(self.as_is.legibility, self.turned.legibility)

    @property
    def certainty(self) -> float:
        return max(self.as_is.certainty, self.turned.certainty)

    @property
    def is_clear(self) -> bool:
        return self.best >= _READABLE and self.best - self.other >= _CLEARLY

    def stance(self) -> _Stance:
        """Turned to where the lines read better."""
        level = self.level
        if self.as_is.legibility >= self.turned.legibility:
            return _Stance(view=level.view, rotation=level.axis, skew_deg=level.skew_deg)
        return _Stance(
            view=turned(level.view, 180, 0.0), rotation=level.axis + 180, skew_deg=level.skew_deg
        )


def _stand_up(view: View, ink: Ink, reader: LineReader | None) -> _Stance:
    """Upright and level, by what a few lines say; by more lines, along the page and across it,
    where those leave a doubt; as it lies where nothing can be told."""
    if reader is None:
        level = _leveled(view, ink, 0)
        return _Stance(view=level.view, rotation=0, skew_deg=level.skew_deg)
    down = lines_run_down(ink)
    first = _leveled(view, ink, 90 if down else 0)
    ways = _look(first, reader, FEW_LINES)
    if ways.is_clear and not _is_too_short(ways):
        return ways.stance()
    if ink.count < FEWEST_TO_TURN:
        return _as_it_lies(ways)
    return _weigh(ways, _look(_leveled(view, ink, 0 if down else 90), reader, FEW_LINES), reader)


def _as_it_lies(ways: _Ways) -> _Stance:
    level = ways.level
    return _Stance(view=level.view, rotation=level.axis, skew_deg=level.skew_deg)


def _leveled(view: View, ink: Ink, axis: int) -> _Level:
    lines = ink if axis == 0 else ink.turned_right()
    skew = _skew(lines)
    level = turned(view, axis, skew)
    if skew != 0.0:
        upright = view if axis == 0 else turned(view, axis, 0.0)
        lines = _moved(lines, upright, level)
    return _Level(view=level, ink=lines, axis=axis, skew_deg=skew)


def _look(level: _Level, reader: LineReader, most: int) -> _Ways:
    """How up to `most` lines read, of the letters that stand out: usual ones or tall ones."""
    seen = _Ways(level=level, as_is=NOTHING_READ, turned=NOTHING_READ)
    for share in _letter_sizes(level.ink):
        crops = sample_lines(level.view.pixels, level.ink, share=share, most=most)
        as_is = read_at_once(crops, reader) if most == FEW_LINES else read_lines(crops, reader)
        # Never so sure the other way up: what that reads like need not be asked.
        sure = as_is.certainty >= _CERTAIN and as_is.sense >= _FAIR
        other = NOTHING_READ if sure else read_lines(turn_crops(crops), reader)
        ways = _Ways(level=level, as_is=as_is, turned=other)
        if ways.is_clear:
            return ways
        seen = max(seen, ways, key=lambda each: each.best)
    return seen


def _weigh(first: _Ways, second: _Ways, reader: LineReader) -> _Stance:
    """The turn that reads best of all four; more lines are asked where few leave a doubt."""
    both = [first, second]
    if not any(ways.is_clear for ways in both) and max(ways.best for ways in both) >= _HOPELESS:
        both = [_look(ways.level, reader, MANY_LINES) for ways in both]
    standing = min(both, key=lambda ways: ways.level.axis)
    best, second = sorted(both, key=lambda ways: ways.best, reverse=True)
    doubtful = best.best < max(_FAINT, _MORE * best.other, _MORE * second.best)
    return _as_it_lies(standing) if doubtful or _is_too_short(best) else best.stance()


def _is_too_short(ways: _Ways) -> bool:
    """A few words beside a page number may well stand one under the other: they must read
    clearly for a page to be laid on its side."""
    few = ways.level.ink.count < FEWEST_LETTERS
    return few and ways.level.axis == 90 and ways.certainty < _CERTAIN


def _moved(ink: Ink, view: View, level: View) -> Ink:
    """The letters of `view` on `level`, which is `view` turned a little."""
    height, width = level.pixels.shape[:2]
    return ink.moved(level.from_scan @ np.linalg.inv(view.from_scan), width, height)


def _letter_sizes(ink: Ink) -> tuple[float, ...]:
    """Which blobs to take for letters, see `sample_lines`: one choice where all are alike."""
    if not ink.count:
        return (USUAL,)
    usual, tall = np.quantile(ink.heights, (USUAL, TALL))
    return (USUAL, TALL) if tall > _TALLER * usual else (USUAL,)


def _skew(ink: Ink) -> float:
    skew = measure_skew(ink)
    return 0.0 if abs(skew) < _LEVEL_DEG else round(skew, 2)
