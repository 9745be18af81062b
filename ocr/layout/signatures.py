"""Where somebody is to sign, by the words printed over the place, and whether somebody did.

A signature is a stroke that runs on: its ink hangs together over more than a centimetre, higher and
wider than any letter. Looked at in the red channel, where a seal over it is nearly paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from dossier.geometry import PixelBox
from dossier.page import Line, Signature
from dossier.text import fold
from ocr.layout.ink import PageInk, inner

_SIGN_HERE: Final = re.compile(
    r"^\W*(?:nguoi (?:di )?(?:yeu cau|khai|ke khai|ky|lam don|viet don|de nghi|nop|nhan|uy quyen|"
    r"duoc uy quyen|cam doan|lap)\b|ky\W{0,3}(?:va )?(?:ghi ro|dong dau)|chu ho\b|"
    r"(?:t\W?m|k\W?t|t\W?l|q)\W{1,2}\s?(?:uy ban|chu tich|giam doc|truong|ubnd)|"
    r"(?:pho )?(?:chu tich|giam doc|truong phong|hieu truong)\W*$)"
)
"""Printed over the places where people sign, folded: forms of citizens, then offices (Nghị định
30/2020, phụ lục I, mục II.7)."""
_LONGEST: Final = 60
_REACH_MM: Final = 34.0
"""How far under its words a signature stands; the name under it is nearer."""
_HALF_WIDTH_MM: Final = 34.0
_GAP_MM: Final = 9.0
"""Words of one place, one under the other, stand this near to each other."""
_WIDE_MM, _HIGH_MM = 9.0, 4.2
"""Ink that hangs together over this much is no letter; in print 14 points high it is 3.3 mm."""
_LARGEST_MM: Final = 75.0
_FULL: Final = 0.5
"""Ink of its box: a stroke leaves most of it free, a picture or a blot does not."""
_PEN: Final = 0.38
"""Darkness of a pen over that of the page's printing; red seals have a fifth in the red channel."""


def find_signatures(ink: PageInk, lines: Sequence[Line]) -> tuple[Signature, ...]:
    """Every place to sign among `lines`, top to bottom; boxes in upright pixels."""
    labels = [line for line in lines if _asks_to_sign(line.text)]
    found = []
    for line in labels:
        if any(_stands_under(other, line, ink) for other in labels):
            continue
        above = [other for other in labels if _stands_under(line, other, ink)]
        place = _place(line, labels, ink)
        strokes = _strokes(ink, place)
        found.append(
            Signature(
                label=(above[0] if above else line).text,
                box=strokes or place,
                signed=strokes is not None,
                confidence=0.9 if strokes else 0.8,
            )
        )
    return tuple(found)


def _asks_to_sign(text: str) -> bool:
    return len(text) <= _LONGEST and ":" not in text and bool(_SIGN_HERE.match(fold(text)))


def _stands_under(lower: Line, upper: Line, ink: PageInk) -> bool:
    """Whether `lower` goes on with the words of `upper`."""
    gap = (lower.box.top - upper.box.bottom) * ink.scale
    beside = lower.box.left > upper.box.right or lower.box.right < upper.box.left
    below = lower.box.center_y > upper.box.center_y + 0.5 * upper.box.height
    return below and not beside and gap <= ink.px(_GAP_MM)


def _place(line: Line, labels: Sequence[Line], ink: PageInk) -> PixelBox:
    """The paper under `line`, half-way to the next place to sign on either side."""
    per_mm = ink.px_per_mm / ink.scale
    middle, reach = line.box.center_x, _HALF_WIDTH_MM * per_mm
    left, right = middle - reach, middle + reach
    for other in labels:
        if other is line or abs(other.box.center_y - line.box.center_y) > _REACH_MM * per_mm:
            continue
        between = (other.box.center_x + middle) / 2
        if other.box.left > line.box.right:
            right = min(right, between)
        elif other.box.right < line.box.left:
            left = max(left, between)
    width, height = ink.contrast.shape[1] / ink.scale, ink.contrast.shape[0] / ink.scale
    return PixelBox(
        left=max(0.0, left), top=min(line.box.bottom, height),
        right=min(width, right), bottom=min(height, line.box.bottom + _REACH_MM * per_mm),
    )  # fmt: skip


def _strokes(ink: PageInk, place: PixelBox) -> PixelBox | None:
    """Around the running strokes in `place`; None when there are none."""
    k = ink.scale
    view = PixelBox(
        left=place.left * k, top=place.top * k, right=place.right * k, bottom=place.bottom * k
    )
    patch = inner(ink.contrast, view, 0)
    if not patch.size:
        return None
    level = max(float(ink.threshold), _PEN * ink.darkness)
    patch = np.asarray(cv2.threshold(patch, level, 255, cv2.THRESH_BINARY)[1])
    joined = cv2.morphologyEx(patch, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined), connectivity=8)
    wide, high, most = ink.px(_WIDE_MM), ink.px(_HIGH_MM), ink.px(_LARGEST_MM)
    left, top = max(0, round(view.left)), max(0, round(view.top))
    boxes = [
        ink.to_page(left + x, top + y, left + x + width, top + y + height)
        for x, y, width, height, area in stats[1:].tolist()
        if wide <= width <= most
        and high <= height <= most
        and area <= _FULL * width * height
        and not _is_frame(np.asarray(joined)[y : y + height, x : x + width] > 0)
    ]
    return PixelBox.around(boxes) if boxes else None


def _is_frame(patch: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    """Whether the ink is ruled: a box, a table's corner."""
    return bool(max(patch.mean(axis=0).max(), patch.mean(axis=1).max()) > 0.9)
