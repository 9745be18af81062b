"""Smaller and plainer pictures of one page, each made once and only when somebody asks for it.

A dozen finders look at a page in grey or reduced; the page itself has 26 million bytes, and going
through them again for every finder took a tenth of the time of a whole page.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Pixels
from ocr.images.reduce import Picture, reduce

_VIEW_SIDE: Final = 1400
"""A letter of 13 pt print on A4 is about 15 px high in the view: enough for 0.05 degrees."""
QUARTER: Final = 4
_GREY_AT_MOST: Final = 8
"""Levels of 255 between red and blue anywhere on a grey page: compression leaves a few."""


class Views:
    """The views of a page whose pixels (H x W x 3, BGR) nobody changes any more."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels

    @staticmethod
    def of(page: Pixels | Views) -> Views:
        """`page` itself where it has views already."""
        return page if isinstance(page, Views) else Views(page)

    def shared_with(self, pixels: Pixels) -> Views:
        """The views of `pixels`: these, if it is the same picture."""
        return self if pixels is self.pixels else Views(pixels)

    @cached_property
    def grey(self) -> Picture:
        """H x W, as large as the page."""
        return np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)

    @cached_property
    def colourless(self) -> bool:
        """Whether the page was scanned in grey, where a red stamp is as black as print."""
        blue, _, red = cv2.split(self.quarter)
        return int(cv2.absdiff(blue, red).max()) <= _GREY_AT_MOST

    @property
    def scale(self) -> float:
        """Pixels of `small_grey` for one pixel of the page."""
        return float(min(1.0, _VIEW_SIDE / max(self.pixels.shape[:2])))

    @cached_property
    def small_grey(self) -> Picture:
        """Grey with a long side of at most 1400 pixels."""
        # Grey first: a third of the values to reduce.
        return reduce(self.grey, self.scale)

    def reduced(self, scale: float) -> Picture:
        """The page in colour at `scale`, 0..1; over the quarter where that lies on the way."""
        if scale > 1 / QUARTER:
            return reduce(self.pixels, scale)
        return reduce(self.quarter, scale * QUARTER)

    @cached_property
    def quarter(self) -> Picture:
        """H/4 x W/4 x 3: every pixel the mean of 16."""
        return reduce(self.pixels, 1 / QUARTER)
