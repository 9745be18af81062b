"""Which strips of a page are lines of a machine-readable zone.

The Vietnamese recogniser has never seen a run of `<` and writes C, K or nothing for it; the stock
recogniser of its family reads such lines letter for letter. So they are found by what the first
reading leaves recognisable, the digits, and read by the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dossier.geometry import PixelBox

_FIRST: Final = re.compile(r"^\W*[I1LT|]?[D0O]V[NM]{1,2}[0-9OISB]{6}")
_SECOND: Final = re.compile(r"^[0-9OISB]{6,7}[MF<][0-9OISB]{6,8}V[NM]{1,2}")
_ROWS_BESIDE: Final = 3.4
"""The two other lines lie within so many heights of a line, above or below."""
_SAME_EDGE: Final = 1.2
"""Left edges differ by at most so many heights."""
_ALIKE: Final = 0.65
"""Least width, as a share of the known line's: a short name's filler may be lost in detection."""


def find_zone_lines(texts: Sequence[str], boxes: Sequence[PixelBox]) -> frozenset[int]:
    """Indexes of the strips, read as `texts`, that belong to machine-readable zones."""
    known = [i for i, text in enumerate(texts) if _is_zone_line(text)]
    return frozenset(
        i for i, box in enumerate(boxes) if any(i == k or _beside(boxes[k], box) for k in known)
    )


def _is_zone_line(text: str) -> bool:
    compact = text.replace(" ", "").upper()
    return bool(_FIRST.match(compact) or _SECOND.match(compact))


def _beside(known: PixelBox, box: PixelBox) -> bool:
    height = known.height
    return (
        abs(box.center_y - known.center_y) <= _ROWS_BESIDE * height
        and abs(box.left - known.left) <= _SAME_EDGE * height
        and box.width >= _ALIKE * known.width
        and box.right <= known.right + _SAME_EDGE * height
    )
