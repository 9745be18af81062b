"""Whether a page is good enough to be read, in the words of the record, and whether it is empty."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from dossier.page import Quality, QualityVerdict
from ocr.engines.base import Pixels
from ocr.images.ink import Ink, Mask
from ocr.images.levels import quantiles
from ocr.images.light import paper_light
from ocr.images.reduce import reduce
from ocr.images.scan import ScanImage
from ocr.images.straighten import StraightPage
from ocr.images.views import Views

_FEWEST_LETTERS: Final = 60
"""Below this neither blur nor letter size says anything."""
_BLANK_SHARE: Final = 0.0002
"""Of a page's dots; four letters of 13 pt print on A4."""
_BLANK_CONTRAST: Final = 50
"""Print shining through from the back stays below."""
_SPECK_PX: Final = 6
_MARGIN: Final = 50
"""One part in so many of each side is left to the scanner's edges."""

# (doubtful, bad); letters in pixels of the page, light 0..255.
_DPI: Final = (140.0, 95.0)
_LETTER_PX: Final = (9.0, 6.5)
_PAPER_LIGHT: Final = (130.0, 85.0)
# Real scans of 150 to 300 dpi have 0.15-0.40; blurred by a Gaussian of 0.34 mm 0.5-0.77, of
# 0.5 mm, where 13 pt letters run together, 1.0 and more.
_EDGE_MM: Final = (0.60, 0.85)
_SLOPES: Final = 4096
"""Scharr's sums over bytes stay below."""
_DOWN: Final = 1.35
"""Print has fewer level strokes than upright ones, so steep slopes across them are rarer."""
_CUT_LINES: Final = (6, 18)
"""Letters on one edge of the picture: lines of text that are cut off there."""
_SLIVER: Final = 0.35
"""Of a letter's height: what reaches less far in from the edge is grain in a shadow there. Cut
letters have half of their width left on the average."""
_GLARE_SHARE: Final = (0.006, 0.04)
_BURNT: Final = 248
_GLARE_STEP: Final = 18
"""A lamp's patch is lighter than the paper around it by this much, 0..255; a slope of light that
happens to reach white is not."""
_CORNER_SHARE: Final = (0.05, 0.15)
"""Of the sides: a dog-ear of 1 cm hides nothing, since forms keep wider margins."""
_DARK_CORNER: Final = 70
"""How much darker than paper the lid shows where a corner is missing, 0..255."""
_MM_PER_INCH: Final = 25.4
_VIEW_SIDE: Final = 400


def assess(scan: ScanImage, straight: StraightPage) -> Quality:
    """The verdict on a page as scanned; what cannot be told counts as good."""
    page = straight.image
    found = {
        "blur": _grade(-_edge_width(straight.views, page.dpi, straight.ink), _negative(_EDGE_MM)),
        "low_dpi": max(_grade(page.dpi, _DPI), _grade(_letter_px(straight.ink), _LETTER_PX)),
        "dark": _grade(_paper(straight.views), _PAPER_LIGHT),
        "cut_edge": _grade(-_cut_letters(scan, straight), _negative(_CUT_LINES)),
        "glare": _grade(-_burnt_share(straight.views), _negative(_GLARE_SHARE)),
        "missing_corner": _grade(-_lost_corner(straight), _negative(_CORNER_SHARE)),
    }
    worst = max(found.values())
    verdict = (QualityVerdict.GOOD, QualityVerdict.DOUBTFUL, QualityVerdict.BAD)[worst]
    return Quality(verdict=verdict, reasons=tuple(k for k, v in found.items() if v))


def is_blank(page: Pixels | Views) -> bool:
    """Whether nothing is printed or written on the sheet: at most dust, the scanner's edges and
    what shines through from the back."""
    page = Views.of(page)
    grey = page.small_grey
    height, width = grey.shape
    paper = cv2.resize(paper_light(page).max(axis=2), (width, height))
    dark = (cv2.subtract(paper, grey) > _BLANK_CONTRAST).astype(np.uint8)
    inner = dark[height // _MARGIN : -height // _MARGIN, width // _MARGIN : -width // _MARGIN]
    # A dot that ink surrounds is of no speck: mostly that says it, and nothing need be labelled.
    if cv2.countNonZero(cv2.erode(inner, np.ones((3, 3), np.uint8))) >= _BLANK_SHARE * inner.size:
        return False
    areas = cv2.connectedComponentsWithStats(inner)[2][1:, cv2.CC_STAT_AREA]
    return bool(areas[areas >= _SPECK_PX].sum() < _BLANK_SHARE * inner.size)


def _grade(value: float, bounds: tuple[float, float]) -> int:
    """0 good, 1 doubtful, 2 bad; low values are bad."""
    doubtful, bad = bounds
    return 2 if value <= bad else 1 if value <= doubtful else 0


def _negative(bounds: tuple[float, float]) -> tuple[float, float]:
    """`bounds` for a value of which much is bad, to be graded by its negative."""
    return -bounds[0], -bounds[1]


def _paper(page: Views) -> float:
    return float(np.percentile(_thumbnail(page), 90))


def _thumbnail(page: Views) -> Mask:
    grey = page.small_grey
    return reduce(grey, min(1.0, _VIEW_SIDE / max(grey.shape)))


def _letter_px(ink: Ink) -> float:
    if ink.count < _FEWEST_LETTERS:
        return float("inf")
    return float(np.median(ink.sizes.max(axis=1))) / ink.scale


def _edge_width(page: Views, dpi: float, ink: Ink) -> float:
    """How wide the edges of letters are, in millimetres; 0.0 when there are too few letters.

    An edge is as wide as its contrast divided by its steepest slope. A shaken picture is sharp in
    one direction still, so the worse of the two counts.
    """
    if ink.count < _FEWEST_LETTERS:
        return 0.0
    height, width = page.grey.shape
    # The middle of the page is enough, and a third of the work.
    middle = page.grey[height // 4 : -height // 4, width // 8 : -width // 8]
    part = cv2.GaussianBlur(middle, (3, 3), 0)
    light, dark = quantiles(np.asarray(part[::2, ::2], dtype=np.uint8), (0.75, 0.02))
    contrast = light - dark
    across, down = (
        quantiles(np.abs(slopes[::2, ::2]).view(np.uint16), (0.99,), levels=_SLOPES)[0] / 32
        for slopes in (cv2.Scharr(part, cv2.CV_16S, x, 1 - x) for x in (1, 0))
    )
    slope = min(across, _DOWN * down)
    if contrast < 20 or slope <= 0:
        return 0.0
    return contrast / slope / dpi * _MM_PER_INCH


def _cut_letters(scan: ScanImage, straight: StraightPage) -> int:
    """Letters of the usual size that run off one side of the picture; of the worst side."""
    ink = straight.ink
    if ink.count < _FEWEST_LETTERS:
        return 0
    usual = float(np.median(ink.heights))
    alike = (ink.heights > 0.5 * usual) & (ink.heights < 2 * usual)
    half = ink.sizes[alike] / 2
    low, high = (
        cv2.perspectiveTransform((ink.centers[alike] + way * half)[None], straight.ink_to_scan)[0]
        for way in (-1, 1)
    )
    near = 2.0 / ink.scale
    low, high = np.minimum(low, high), np.maximum(low, high)
    far = np.array([scan.width_px, scan.height_px])
    touching = [(each[:, axis], high[:, axis] - low[:, axis])
                for each in (low < near, high > far - near) for axis in (0, 1)]  # fmt: skip
    return max(_cut_off(depths[there], usual / ink.scale) for there, depths in touching)


def _cut_off(depths: npt.NDArray[np.floating[Any]], letter_px: float) -> int:
    """How many of the blobs at one edge, which reach so far in, are letters."""
    deep = int((depths >= _SLIVER * letter_px).sum())
    return len(depths) if 2 * deep >= len(depths) else deep


def _burnt_share(page: Views) -> float:
    """Share of the page where a lamp has washed out the paper and what stands on it."""
    light = paper_light(page).min(axis=2)
    around = cv2.medianBlur(light, _odd(min(light.shape) / 2))
    patch = (light >= _BURNT) & (cv2.subtract(light, around) >= _GLARE_STEP)
    return float(patch.mean())


def _odd(value: float) -> int:
    return max(3, min(255, int(value) // 2 * 2 + 1))


def _lost_corner(straight: StraightPage) -> float:
    """How far along its sides a corner of the sheet is gone, as a share of them."""
    if straight.sheet is not None:
        return straight.sheet.lost_corner
    grey = _thumbnail(straight.scan_views)
    dark = grey < float(np.percentile(grey, 75)) - _DARK_CORNER
    return max(_dark_leg(np.rot90(dark, turn)) for turn in range(4))


def _dark_leg(dark: Mask) -> float:
    """Legs of the dark triangle in the top left corner, over the sides; 0.0 for none.

    A dark strip along a side is the lid's shadow and no corner: the triangle must end on both
    sides within the picture, and be dark all through.
    """
    height, width = dark.shape
    leg = 0.0
    for share in (0.06, 0.10, 0.16, 0.25):
        rows, columns = max(2, round(share * height)), max(2, round(share * width))
        y, x = np.mgrid[0:rows, 0:columns]
        inside = y / rows + x / columns < 0.9
        if dark[:rows, :columns][inside].mean() < 0.9:
            break
        leg = share
    beyond = dark[round(0.4 * height) : round(0.6 * height), : max(2, width // 50)]
    above = dark[: max(2, height // 50), round(0.4 * width) : round(0.6 * width)]
    return 0.0 if max(beyond.mean(), above.mean()) > 0.3 else leg
