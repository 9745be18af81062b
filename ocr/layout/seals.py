"""Coloured stamps: where they are, and the page without their ink.

Vietnamese seals are red by law (Decree 99/2016/ND-CP): round for bodies, rectangular for
incoming-mail and title stamps. In the red channel of a scan red ink is nearly as bright as paper
while black and blue writing stays dark, so the text under a seal can be had back.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import Seal
from ocr.engines.base import Pixels, UprightImage
from ocr.images.reduce import reduce
from ocr.images.views import QUARTER, Views

Redness = npt.NDArray[np.uint8]
"""H x W: how far red stands above the stronger of green and blue, beyond the paper's own tint."""

_VIEW_DPI = 75.0
_MM_PER_INCH = 25.4
_RED = 28
"""Redness of ink. Paper in warm light and skin tones stay below once the page's tint is taken off;
pale seals of worn scans reach 35."""
_TINGE = 8
"""Redness of the fringes of red ink, beside pixels that are surely red."""
_FRINGE_PX = 5
_NEAR = 5
_JOIN_MM = 3.0
_SMALLEST_MM, _LARGEST_MM = 12.0, 80.0
_LEAST_RED_SHARE = 0.06
"""Red pixels in the box of a stamp; a thin frame with two lines of text has about a tenth."""
_SURE_RED_SHARE = 0.25
_WORTHWHILE_MM2 = 12.0
"""Red ink on the page from which dropping it is worth while: two or three letters."""
_STRIP = 4.0
"""A line of lettering is at least so many times as wide as it is high."""
_LETTER_HEIGHT, _LETTER_WIDTH, _FEWEST_LETTERS = 0.35, 2.5, 5
"""Of such a line: heights of the lowest letter and of the widest over the line's, and how many."""
_STROKE, _BARE = 0.45, 0.72
"""Shares of the paper's red: darker than the first is a stroke under the seal and kept as it is,
brighter than the second is seal alone and becomes paper."""


def find_seals(image: UprightImage, views: Views | None = None) -> tuple[Seal, ...]:
    """Red stamps, top to bottom; boxes in upright pixels. `views`: those of `image`."""
    scale = min(1.0, _VIEW_DPI / max(image.dpi, 1.0))
    view = (views or Views(image.pixels)).reduced(scale)
    px_per_mm = max(image.dpi * scale, 1.0) / _MM_PER_INCH
    red = (_redness(view, _tint(view)) >= _RED).astype(np.uint8)
    reach = max(1, round(_JOIN_MM * px_per_mm))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    seals = []
    for x, y, width, height in _merged(stats[1:, :4].tolist()):
        shorter, longer = sorted((width / px_per_mm, height / px_per_mm))
        share = float(red[y : y + height, x : x + width].mean())
        if shorter < _SMALLEST_MM or longer > _LARGEST_MM or share < _LEAST_RED_SHARE:
            continue
        edges = [v / scale for v in (x, y, x + width, y + height)]
        box = PixelBox(left=edges[0], top=edges[1], right=edges[2], bottom=edges[3])
        seals.append(Seal(box=box, confidence=round(min(1.0, share / _SURE_RED_SHARE), 3)))
    return tuple(sorted(seals, key=lambda seal: seal.box.top))


def _merged(parts: list[list[int]]) -> list[list[int]]:
    """Parts (x, y, width, height) without those that lie within another: the rings of one seal."""
    kept: list[list[int]] = []
    for part in sorted(parts, key=lambda p: -p[2] * p[3]):
        x, y = part[0] + part[2] / 2, part[1] + part[3] / 2
        if not any(k[0] <= x <= k[0] + k[2] and k[1] <= y <= k[1] + k[3] for k in kept):
            kept.append(part)
    return kept


def has_red_ink(image: UprightImage) -> bool:
    """Whether there is enough red ink on the page for `without_seals` to be worth while."""
    scale = min(1.0, _VIEW_DPI / max(image.dpi, 1.0))
    view = reduce(image.pixels, scale)
    mm2_per_px = (_MM_PER_INCH / max(image.dpi * scale, 1.0)) ** 2
    return float((_redness(view, _tint(view)) >= _RED).sum()) * mm2_per_px >= _WORTHWHILE_MM2


def without_seals(page: Pixels | Views) -> Pixels:
    """The pixels of `page` with red stamps turned to paper; dark strokes under them stay, and so do
    lines of red print.

    The same array comes back when there is no red ink on it.
    """
    views = Views.of(page)
    pixels = views.pixels
    tint = _tint(pixels[::8, ::8])
    cleaned: Pixels | None = None
    for area in _red_areas(views.quarter, tint):
        if _is_lettering(pixels[area], tint):
            continue
        if cleaned is None:
            cleaned = pixels.copy()
        _bleach(cleaned[area], tint)
    return pixels if cleaned is None else cleaned


def without_stamps(image: UprightImage, seals: Sequence[Seal]) -> Pixels:
    """The page with the red ink of `seals` turned to paper, and no other: a pen may be red too."""
    pixels = image.pixels.copy()
    for seal in seals:
        rows = slice(max(0, int(seal.box.top)), int(seal.box.bottom) + 1)
        columns = slice(max(0, int(seal.box.left)), int(seal.box.right) + 1)
        pixels[rows, columns] = without_seals(np.ascontiguousarray(pixels[rows, columns]))
    return pixels


def _red_areas(quarter: Pixels, tint: int) -> list[tuple[slice, slice]]:
    """Windows of the page with red ink in them: most of a page has none and is left alone."""
    red = (_redness(quarter, tint) >= _RED / 2).astype(np.uint8)
    joined = cv2.dilate(red, np.ones((_NEAR, _NEAR), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    return [
        (
            slice(y * QUARTER, (y + height + 1) * QUARTER),
            slice(x * QUARTER, (x + width + 1) * QUARTER),
        )
        for x, y, width, height, _ in stats[1:].tolist()
    ]


def _is_lettering(part: Pixels, tint: int) -> bool:
    """Whether the red ink of `part` is one line of letters and no stamp: titles of identity cards
    are printed in red, and the oldest cards show nothing else that tells what they are."""
    red = np.asarray(_redness(part, tint) >= _RED, dtype=np.uint8)
    _, _, width, height = cv2.boundingRect(red)
    if not height or width < _STRIP * height:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(red)
    tall = stats[1:, cv2.CC_STAT_HEIGHT] >= _LETTER_HEIGHT * height
    narrow = stats[1:, cv2.CC_STAT_WIDTH] <= _LETTER_WIDTH * height
    return int(np.count_nonzero(tall & narrow)) >= _FEWEST_LETTERS


def _bleach(part: Pixels, tint: int) -> None:
    """Turn the red ink of `part` to the colour of its paper, in place."""
    redness = _redness(part, tint)
    sure = (redness >= _RED).astype(np.uint8)
    near = cv2.dilate(sure, np.ones((_FRINGE_PX, _FRINGE_PX), np.uint8)) > 0
    stained = near & (redness >= _TINGE)
    if not stained.any():
        return
    paper = _paper_colour(part, stained)
    ink = part[..., 2][stained].astype(np.float32)[:, None]
    bare = np.clip((ink / max(float(paper[2]), 1.0) - _STROKE) / (_BARE - _STROKE), 0.0, 1.0)
    part[stained] = np.clip(bare * paper + (1 - bare) * ink, 0, 255).astype(np.uint8)


def _tint(pixels: Pixels) -> int:
    """How red the paper is by itself, in warm light or by age."""
    return min(int(np.median(_redness(pixels, 0))), 60)


def _redness(pixels: Pixels, tint: int) -> Redness:
    blue, green, red = cv2.split(pixels)
    excess = cv2.subtract(red, cv2.max(blue, green))
    return np.asarray(cv2.subtract(excess, np.full_like(excess, tint)))


def _paper_colour(part: Pixels, stained: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Colour of the bare paper: the brighter half of what carries no red ink."""
    bare = part[~stained]
    if not len(bare):
        return np.full(3, 255, np.float32)
    return np.asarray(np.percentile(bare[:: 1 + len(bare) // 20_000], 60, axis=0), np.float32)
