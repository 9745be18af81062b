"""QR codes, barcodes and machine-readable zones of a page."""

from __future__ import annotations

from ocr.codes.barcodes import find_barcodes
from ocr.codes.places import carry_codes
from ocr.codes.zone import find_zones

__all__ = ["carry_codes", "find_barcodes", "find_zones"]
