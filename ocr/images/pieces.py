"""A piece of a page as a picture of its own, finer where the page shows it small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from dossier.geometry import PageTransform, PixelBox
from ocr.images.scan import ScanImage

_GOAL_PX: Final = 1300
"""Width or height that a piece is enlarged to, whichever is longer; never more than twice."""
_MOST: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A rectangle of the upright page, cut out of the scan itself."""

    image: ScanImage
    transform: PageTransform
    """Pixels of `image` to fractions of the whole scan."""


def cut_piece(scan: ScanImage, page: PageTransform, box: PixelBox) -> Piece:
    """Cut `box` (upright pixels of the page that `page` leads back from) out of `scan`."""
    factor = min(_MOST, max(1.0, _GOAL_PX / max(box.width, box.height)))
    width, height = round(box.width * factor), round(box.height * factor)
    to_page = np.array([[1 / factor, 0, box.left], [0, 1 / factor, box.top], [0, 0, 1]])
    to_fractions = np.array(page.matrix, dtype=np.float64).reshape(3, 3) @ to_page
    to_pixels = np.diag([scan.width_px, scan.height_px, 1.0]) @ to_fractions
    pixels = cv2.warpPerspective(
        scan.pixels,
        to_pixels,
        (width, height),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    image = ScanImage(pixels=np.asarray(pixels, np.uint8), dpi=scan.dpi * factor)
    return Piece(image=image, transform=as_transform(to_fractions))


def in_whole(piece: Piece, own: PageTransform) -> PageTransform:
    """`own`, which leads to fractions of the piece, led on to fractions of the whole scan."""
    to_piece = np.diag([piece.image.width_px, piece.image.height_px, 1.0])
    to_piece = to_piece @ np.array(own.matrix, dtype=np.float64).reshape(3, 3)
    return as_transform(np.array(piece.transform.matrix).reshape(3, 3) @ to_piece)


def as_transform(matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> PageTransform:
    """A 3 x 3 homography as the page's way back."""
    a, b, c, d, e, f, g, h, i = (float(v) for v in (matrix / matrix[2, 2]).ravel())
    return PageTransform(matrix=(a, b, c, d, e, f, g, h, i))
