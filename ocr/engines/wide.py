"""Strips wider than the recogniser takes: cut between words, and their letters joined again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import Pixels
from ocr.engines.ctc import Letter

_SEARCHED: Final = 0.25
"""Share of a part's width on both sides of an even cut in which a gap is looked for."""
_BLANK: Final = 0.25
"""Columns with less of the strip's contrast than this have no letter in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a strip from column `left` on."""

    pixels: Pixels
    left: int


def split_wide(strip: Pixels, widest: int) -> tuple[Part, ...]:
    """`strip` as pieces of at most `widest` columns, cut in the widest gaps near even cuts."""
    width = strip.shape[1]
    if width <= widest:
        return (Part(pixels=strip, left=0),)
    # Pieces may grow by the search on both of their sides and must still fit.
    count = math.ceil(width * (1 + 2 * _SEARCHED) / widest)
    contrast = _column_contrast(strip)
    reach = int(_SEARCHED * width / count)
    cuts = [_best_cut(contrast, round(i * width / count), reach) for i in range(1, count)]
    edges = [0, *cuts, width]
    return tuple(Part(pixels=strip[:, left:right], left=left) for left, right in pairwise(edges))


def join_letters(
    parts: Sequence[Part], letters: Sequence[Sequence[Letter]], frame_px: int
) -> tuple[Letter, ...]:
    """The letters of the whole strip, with a space for every cut; frames are the whole strip's."""
    joined: list[Letter] = []
    for part, found in zip(parts, letters, strict=True):
        moved = [letter._replace(frame=letter.frame + part.left / frame_px) for letter in found]
        if joined and moved:
            sure = min(joined[-1].confidence, moved[0].confidence)
            cut = part.left / frame_px - 0.5
            joined.append(Letter(" ", sure, cut, written=moved[0].written))
        joined += moved
    return tuple(joined)


def _column_contrast(strip: Pixels) -> npt.NDArray[np.uint8]:
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    return np.asarray(grey.max(axis=0) - grey.min(axis=0), dtype=np.uint8)


def _best_cut(contrast: npt.NDArray[np.uint8], even: int, reach: int) -> int:
    """Middle of the widest blank run within `reach` of `even`; where there is none, the blankest
    column."""
    near = contrast[even - reach : even + reach]
    blank = near < _BLANK * float(contrast.max())
    if not blank.any():
        return even - reach + int(near.argmin())
    edges = np.flatnonzero(np.diff(np.r_[False, blank, False].astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return even - reach + int(starts[longest] + ends[longest]) // 2
