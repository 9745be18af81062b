"""A scan: a file whose pages can be counted at once and rendered one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dossier.errors import NotAPage, TooManyPixels
from ocr.engines.base import Pixels
from ocr.images.limits import ImageLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanImage:
    """One page as scanned: what every stored box refers to.

    For a picture with an EXIF orientation this is the displayed, already turned picture: that is
    what people see when they open the file, and what a reviewer's screen draws boxes on.
    """

    pixels: Pixels
    dpi: float
    """Dots per inch; where the file does not say so believably, as if the page were A4."""

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])


class Scan(Protocol):
    """An opened file. Pages are decoded when asked for and not kept."""

    @property
    def name(self) -> str: ...

    @property
    def page_count(self) -> int: ...

    def render(self, page: int) -> ScanImage:
        """Page `page`, from 1. Raises InputRefused for this page only; others may be fine."""
        ...


def refuse_shape(width_px: int, height_px: int, limits: ImageLimits) -> None:
    """Raise NotAPage or TooManyPixels for declared sizes that no page has."""
    short, long = sorted((width_px, height_px))
    if short < limits.min_side_px or long > limits.max_aspect * short:
        raise NotAPage(
            f"{width_px} × {height_px} điểm ảnh không phải hình dạng một trang giấy / "
            f"{width_px} × {height_px} pixels is not the shape of a page"
        )
    refuse_size(width_px, height_px, limits)


def refuse_size(width_px: int, height_px: int, limits: ImageLimits) -> None:
    """Raise TooManyPixels for a declared size beyond the limit."""
    if width_px * height_px > limits.max_pixels:
        raise TooManyPixels(
            f"{width_px} × {height_px} điểm ảnh; tối đa {limits.max_pixels:,} / "
            f"{width_px} × {height_px} pixels; the limit is {limits.max_pixels:,}",
            limit=limits.max_pixels,
        )
