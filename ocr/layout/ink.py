"""The page as contrast to its own paper: what every layout finder looks at, computed once.

Finders work on a reduced copy (at most 200 dpi): rules, boxes and stamps are coarser than letters,
and the whole layout of a page has to cost less than a quarter of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels, UprightImage
from ocr.images.levels import quantiles
from ocr.images.reduce import reduce, reduce_to

Mask = npt.NDArray[np.uint8]
"""H x W, 0 or 255."""
Gray = npt.NDArray[np.uint8]
"""H x W, 0..255."""

WORK_DPI = 200.0
_MM_PER_INCH = 25.4
_LOWEST_DPI, _HIGHEST_DPI = 72.0, 1200.0
_FAINTEST_PRINT = 20
"""Contrast above the noise from which pixels say how dark the page is printed."""
_PAPER_CELL_PX = 8
"""The paper's brightness is estimated on a grid of cells this large (working pixels)."""
_PAPER_REACH = 7
"""Brightest of this many cells across is paper: wider than a letter, narrower than a shadow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInk:
    """Darkness of a page relative to its paper, at working scale."""

    contrast: Gray
    """Paper minus pixel, 0 for paper or brighter."""
    threshold: int
    """Contrast from which a pixel counts as ink, above the page's own noise."""
    darkness: int
    """Contrast of the page's printing: its darker strokes."""
    scale: float
    """Working pixels per pixel of the upright image, <= 1."""
    px_per_mm: float
    """Working pixels per millimetre."""

    @property
    def mask(self) -> Mask:
        """Ink pixels."""
        return self.strokes(self.contrast)

    def strokes(self, contrast: Gray) -> Mask:
        """Pixels of a (smoothed) contrast image that count as ink."""
        return np.asarray(cv2.threshold(contrast, self.threshold, 255, cv2.THRESH_BINARY)[1])

    def px(self, mm: float, *, least: int = 1) -> int:
        """`mm` in whole working pixels."""
        return max(least, round(mm * self.px_per_mm))

    def to_page(self, left: float, top: float, right: float, bottom: float) -> PixelBox:
        """Working coordinates as a box of the upright image."""
        k = 1 / self.scale
        return PixelBox(left=left * k, top=top * k, right=right * k, bottom=bottom * k)


def measure_ink(image: UprightImage) -> PageInk:
    """The contrast map of an upright page.

    Taken from its red channel, where black and blue ink is dark and red stamps are nearly paper.
    """
    dpi = min(max(image.dpi, _LOWEST_DPI), _HIGHEST_DPI)
    scale = min(1.0, WORK_DPI / dpi)
    gray = np.asarray(cv2.extractChannel(image.pixels, 2), dtype=np.uint8)
    if scale < 1.0:
        gray = reduce(gray, scale, quick=True)
    contrast = cv2.subtract(estimate_paper(gray), gray)
    threshold = _noise_threshold(contrast)
    return PageInk(
        contrast=contrast,
        threshold=threshold,
        darkness=_darkness(contrast, threshold),
        scale=scale,
        px_per_mm=dpi * scale / _MM_PER_INCH,
    )


def estimate_paper(gray: Gray) -> Gray:
    """Brightness of the blank paper under every pixel, same shape as `gray`."""
    height, width = gray.shape
    cells = (max(1, width // _PAPER_CELL_PX), max(1, height // _PAPER_CELL_PX))
    small = reduce_to(gray, cells)
    bright = cv2.dilate(small, np.ones((_PAPER_REACH, _PAPER_REACH), np.uint8))
    smooth = cv2.blur(bright, (_PAPER_REACH, _PAPER_REACH))
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR))


def crop(pixels: Pixels, box: PixelBox, *, margin_px: float = 0.0) -> Pixels:
    """The part of an upright image inside `box` grown by `margin_px`, cut at the page's edge."""
    height, width = pixels.shape[:2]
    left = max(0, round(box.left - margin_px))
    top = max(0, round(box.top - margin_px))
    right = min(width, max(left + 1, round(box.right + margin_px)))
    bottom = min(height, max(top + 1, round(box.bottom + margin_px)))
    return pixels[top:bottom, left:right]


def inner(picture: Mask, box: PixelBox, inset: float) -> Mask:
    """The part of a working-scale picture inside `box` (working pixels), `inset` in from its sides
    (negative: out)."""
    top, bottom = max(0, round(box.top + inset)), max(0, round(box.bottom - inset))
    left, right = max(0, round(box.left + inset)), max(0, round(box.right - inset))
    return picture[top:bottom, left:right]


def outlines(mask: Mask) -> list[npt.NDArray[np.int32]]:
    """The outer outline of every connected piece (8 neighbours) of a mask with little in it: there
    ten times as fast as labelling every pixel. Each N x 1 x 2, x and y."""
    found, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return []
    return [
        np.asarray(outline, dtype=np.int32)
        for outline, (_, _, _, around) in zip(found, tree[0], strict=True)
        if around < 0
    ]


def _noise_threshold(contrast: Gray) -> int:
    """Above the paper's grain: most pixels of any page are paper, so their spread is the grain."""
    sample = contrast[::4, ::4]
    (typical,) = quantiles(sample, (0.5,))
    apart = cv2.absdiff(np.ascontiguousarray(sample), float(round(typical)))
    (spread,) = quantiles(np.asarray(apart, dtype=np.uint8), (0.5,))
    return int(min(max(typical + 3.0 * spread, 14.0), 48.0))


def _darkness(contrast: Gray, threshold: int) -> int:
    sample = contrast[::2, ::2]
    strokes = sample[sample > threshold + _FAINTEST_PRINT]
    return int(quantiles(strokes, (0.8,))[0]) if strokes.size else 255
