"""What is refused, and at which resolution pages are rendered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLimits:
    """Bounds that keep one bad file from taking a worker down."""

    max_pixels: int = 100_000_000
    """Of one page; an A3 sheet at 600 dpi has 70 million."""
    max_pages: int = 1000
    """Of one file."""
    max_bytes: int = 1_000_000_000
    max_aspect: float = 20.0
    """Long side over short side; longer strips are no pages."""
    min_side_px: int = 48
    """A page with a shorter side holds no line of text."""
    render_timeout_s: int = 120
    """For one page of a PDF."""
    max_dpi: int = 300
    """PDF pages are rendered at the resolution of the scan inside, up to this,"""
    min_dpi: int = 150
    """and not below this;"""
    default_dpi: int = 200
    """pages that are not one full-page scan, at this."""
