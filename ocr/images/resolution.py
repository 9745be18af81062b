"""How many dots per inch a picture has, where the file says so believably and where it does not."""

from __future__ import annotations

from typing import Final

_A4_LONG_IN: Final = 297 / 25.4
_SHORTEST_IN: Final = 3.0
_LONGEST_IN: Final = 24.0
"""An ID card is 3.4 inches long, A2 is 23.4: pages lie between."""


def believable_dpi(declared: float | None, width_px: int, height_px: int) -> float:
    """`declared` where it makes a sheet between an ID card and A2, else as if the page were A4.

    Cameras write 72 whatever the picture shows, scanners have written 0, 1 and 99999.
    """
    long_side = max(width_px, height_px)
    if declared and declared > 0 and _SHORTEST_IN <= long_side / declared <= _LONGEST_IN:
        return float(declared)
    return long_side / _A4_LONG_IN
