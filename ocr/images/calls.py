"""What is done about an uploaded file inside a confined child (`dossier.confined`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

# Pillow loads what reads a format with the first picture of it, and every child opens its first:
# loaded here, before the fork, that costs nothing.
from PIL import JpegImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

from dossier.confined.child import Call
from ocr.images.decode import open_scan, render_page
from ocr.images.limits import ImageLimits


def count(path: Path, name: str, limits: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Open and count."""
    return {"pages": open_scan(path, name, ImageLimits(**limits)).page_count}, b""


def render(
    path: Path, name: str, page: int, limits: dict[str, Any]
) -> tuple[dict[str, Any], memoryview]:
    """One page as pixels, rows from the top, three bytes a pixel."""
    image = render_page(path, name, page, ImageLimits(**limits))
    values = {"shape": list(image.pixels.shape), "dpi": image.dpi}
    return values, memoryview(image.pixels.tobytes())


CALLS: Final[Mapping[str, Call]] = MappingProxyType({"count": count, "render": render})
