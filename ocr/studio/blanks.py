"""Where a form leaves room to write: dotted leaders and ruled lines, as boxes on the page.

Leaders are wiped before a page is read, so the text alone does not tell that "Số" at the end of a
row waits for a number while "năm 2024" does not. What the wiping changed is the leaders.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from dossier.geometry import PixelBox
from ocr.engines.base import UprightImage
from ocr.images.leaders import erase_leaders
from ocr.layout.ink import measure_ink
from ocr.layout.rules import find_rules

_CHANGED: Final = 24
"""Of 255: what differs by less is the smoothing of the paper around a dot."""
_JOIN_INCH: Final = 0.07
"""Dots nearer than this are one leader: letters standing in a leader leave wider gaps."""
_SHORTEST_INCH: Final = 0.15
_SHORTEST_RULE_INCH: Final = 0.4
"""Shorter rules are strokes of letters, edges of boxes, underlined words."""


def find_blanks(image: UprightImage) -> tuple[PixelBox, ...]:
    """Boxes of dotted leaders and single ruled lines, left to right within a height.

    Upright pixels. The borders of tables are among them; who knows the tables leaves them out.
    """
    found = (*_leaders(image), *_ruled(image))
    return tuple(sorted(found, key=lambda box: (round(box.center_y), box.left)))


def _leaders(image: UprightImage) -> list[PixelBox]:
    erased = erase_leaders(image.pixels, image.dpi)
    if erased is image.pixels:
        return []
    changed = cv2.absdiff(image.pixels, erased).max(axis=2) > _CHANGED
    reach = max(3, int(image.dpi * _JOIN_INCH))
    joined = cv2.morphologyEx(
        changed.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, reach), np.uint8)
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    shortest = image.dpi * _SHORTEST_INCH
    return [
        PixelBox(left=float(x), top=float(y), right=float(x + w), bottom=float(y + h))
        for x, y, w, h, _ in stats[1:count].tolist()
        if w >= shortest
    ]


def _ruled(image: UprightImage) -> list[PixelBox]:
    ink = measure_ink(image)
    shortest = image.dpi * _SHORTEST_RULE_INCH * ink.scale
    return [
        ink.to_page(rule.start, rule.at - 1.0, rule.end, rule.at + 1.0)
        for rule in find_rules(ink).horizontal
        if rule.length >= shortest
    ]
