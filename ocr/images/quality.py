"""Whether a page is good enough to be read, in the words of the record, and whether it is empty."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from dossier.page import Quality, QualityVerdict
from ocr.images.ink import Ink, Mask, find_ink, reduced_grey
from ocr.images.scan import ScanImage

_FEWEST_LETTERS: Final = 60
"""Below this neither blur nor letter size says anything."""
_BLANK_SHARE: Final = 0.0002
"""Of a page's dots; four letters of 13 pt print on A4."""
_BLANK_CONTRAST: Final = 50
_SPECK_PX: Final = 6
_EDGE_LETTERS: Final = 6
_GLARE_SHARE: Final = 0.02

# (doubtful, bad); letters in pixels of the page, light 0..255.
_DPI: Final = (140.0, 95.0)
_LETTER_PX: Final = (9.0, 6.5)
_PAPER_LIGHT: Final = (130.0, 85.0)
# Real scans of 150 to 300 dpi have 0.15-0.40; blurred by a Gaussian of 0.34 mm 0.5-0.77, of
# 0.5 mm, where 13 pt letters run together, 1.0 and more.
_EDGE_MM: Final = (0.60, 0.85)
_MM_PER_INCH: Final = 25.4


def assess(image: ScanImage) -> Quality:
    """The verdict on a page as scanned; what cannot be told counts as good."""
    grey, scale = reduced_grey(image.pixels)
    ink = find_ink(image.pixels)
    found = {
        "blur": _grade(-_edge_width(image, ink), tuple(-v for v in _EDGE_MM)),
        "low_dpi": max(_grade(image.dpi, _DPI), _grade(_letter_px(ink, scale), _LETTER_PX)),
        "dark": _grade(float(np.percentile(grey, 90)), _PAPER_LIGHT),
        "cut_edge": int(_cuts_letters(ink)),
        "glare": int(_has_glare(grey)),
    }
    worst = max(found.values())
    verdict = (QualityVerdict.GOOD, QualityVerdict.DOUBTFUL, QualityVerdict.BAD)[worst]
    return Quality(verdict=verdict, reasons=tuple(k for k, v in found.items() if v))


def is_blank(image: ScanImage) -> bool:
    """Whether nothing is printed or written on the page: at most dust and the scanner's edges."""
    grey, _ = reduced_grey(image.pixels)
    height, width = grey.shape
    inner = grey[height // 50 : -height // 50, width // 50 : -width // 50]
    paper = float(np.percentile(inner, 75))
    dark = (inner < paper - _BLANK_CONTRAST).astype(np.uint8)
    areas = cv2.connectedComponentsWithStats(dark)[2][1:, cv2.CC_STAT_AREA]
    return bool(areas[areas >= _SPECK_PX].sum() < _BLANK_SHARE * inner.size)


def _grade(value: float, bounds: tuple[float, ...]) -> int:
    """0 good, 1 doubtful, 2 bad; low values are bad."""
    doubtful, bad = bounds
    return 2 if value < bad else 1 if value < doubtful else 0


def _letter_px(ink: Ink, scale: float) -> float:
    if ink.count < _FEWEST_LETTERS:
        return float("inf")
    return float(np.median(ink.sizes.max(axis=1))) / scale


def _edge_width(image: ScanImage, ink: Ink) -> float:
    """How wide the edges of letters are, in millimetres; 0.0 when there are too few letters.

    An edge is as wide as its contrast divided by its steepest slope.
    """
    if ink.count < _FEWEST_LETTERS:
        return 0.0
    grey, _ = reduced_grey(image.pixels, side=max(image.pixels.shape[:2]))
    height, width = grey.shape
    # The middle of the page is enough, and a third of the work.
    part = cv2.GaussianBlur(grey[height // 4 : -height // 4, width // 8 : -width // 8], (3, 3), 0)
    steep = np.hypot(
        cv2.Scharr(part, cv2.CV_32F, 1, 0, scale=1 / 32),
        cv2.Scharr(part, cv2.CV_32F, 0, 1, scale=1 / 32),
    )
    contrast = float(np.percentile(part, 75)) - float(np.percentile(part, 2))
    slope = float(np.percentile(steep, 99))
    if contrast < 20 or slope <= 0:
        return 0.0
    return contrast / slope / image.dpi * _MM_PER_INCH


def _cuts_letters(ink: Ink) -> bool:
    """Whether letters of the usual size run off one side of the picture."""
    if ink.count < _FEWEST_LETTERS:
        return False
    height, width = ink.mask.shape
    usual = float(np.median(ink.heights))
    low, high = ink.centers - ink.sizes / 2, ink.centers + ink.sizes / 2
    alike = (ink.heights > 0.5 * usual) & (ink.heights < 2 * usual)
    sides = (low[:, 0] < 1.5, low[:, 1] < 1.5, high[:, 0] > width - 2.5, high[:, 1] > height - 2.5)
    return any(np.count_nonzero(side & alike) >= _EDGE_LETTERS for side in sides)


def _has_glare(grey: Mask) -> bool:
    """A burnt-out patch on paper that is grey elsewhere: a lamp in a photograph."""
    if float(np.median(grey)) > 225:
        return False
    burnt = cv2.morphologyEx(
        (grey >= 252).astype(np.uint8), cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)
    )
    return float(burnt.mean()) > _GLARE_SHARE
