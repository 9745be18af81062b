"""From whatever a picture file holds to the one form the readers take: 8-bit BGR on white paper."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from ocr.engines.base import Pixels

_DEEP_MODES: Final = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
_WHITE: Final = (255, 255, 255, 255)


def to_bgr(picture: Image.Image) -> Pixels:
    """`picture` of any mode as H x W x 3 BGR, 0..255; what is transparent becomes white."""
    if picture.mode in _DEEP_MODES:
        grey = _to_eight_bits(np.asarray(picture))
        return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if picture.has_transparency_data:
        picture = _on_white(picture)
    rgb = np.array(picture if picture.mode == "RGB" else picture.convert("RGB"))
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR, dst=rgb), dtype=np.uint8)


def _on_white(picture: Image.Image) -> Image.Image:
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, _WHITE)
    paper.alpha_composite(layer)
    return paper


def _to_eight_bits(values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Scale deep grey values so that white is 255.

    Pillow's own conversion clips at 255 and turns such pages white.
    """
    grey = values.astype(np.float32)
    factor = 255.0 / _white_level(grey, values.dtype)
    return np.clip(grey * factor + 0.5, 0, 255).astype(np.uint8)


def _white_level(grey: npt.NDArray[np.float32], dtype: np.dtype[np.generic]) -> float:
    """The value that means white: by type, and by the brightest dot where types are ambiguous.

    Some sensors store 12 bits in 16; 32-bit files hold 8, 12 or 16 bits; floats are 0..1 or 0..255.
    """
    brightest = float(grey.max(initial=1.0))
    if dtype.itemsize == 2:
        levels = [4095.0, 65535.0]
    elif np.issubdtype(dtype, np.integer):
        levels = [255.0, 4095.0, 65535.0]
    else:
        levels = [1.0, 255.0, 65535.0]
    return next((level for level in levels if brightest <= level), brightest)
