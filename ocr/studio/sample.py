"""One page of a sample, read as every page is, and measured for its blanks."""

from __future__ import annotations

from dossier.forms.sample import SamplePage
from ocr.engines.base import OcrEngine
from ocr.images.scan import ScanImage
from ocr.images.straighten import straighten
from ocr.pipeline import read_scan_page
from ocr.studio.blanks import find_blanks


def read_sample_page(scan: ScanImage, engine: OcrEngine) -> SamplePage:
    """Read one page of a blank form or a filled sample. Raises EngineFailed or EngineTimeout."""
    reading = read_scan_page(scan, engine)
    # Straightened a second time: the same scan gives the same upright page.
    upright = straighten(scan, engine).image
    return SamplePage(reading=reading, blanks=find_blanks(upright))
