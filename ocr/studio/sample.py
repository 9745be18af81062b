"""One page of a sample, read as every page is, and measured for its blanks."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dossier.geometry import PixelBox
from dossier.page import PageReading
from ocr.engines.base import OcrEngine
from ocr.images.scan import ScanImage
from ocr.images.straighten import straighten
from ocr.pipeline import read_scan_page
from ocr.studio.blanks import find_blanks


class SamplePage(BaseModel):
    """Plain data: kept by the service, so that a form can be tried without reading anew."""

    model_config = ConfigDict(frozen=True)

    reading: PageReading
    blanks: tuple[PixelBox, ...] = ()
    """Upright pixels."""


def read_sample_page(scan: ScanImage, engine: OcrEngine) -> SamplePage:
    """Read one page of a blank form or a filled sample. Raises EngineFailed or EngineTimeout."""
    reading = read_scan_page(scan, engine)
    # Straightened a second time: the same scan gives the same upright page.
    upright = straighten(scan, engine).image
    return SamplePage(reading=reading, blanks=find_blanks(upright))
