"""Small papers on one page, cut apart and read again each for itself: cards on a copier's glass.

Every card lies a little crooked in its own way, and at the resolution of a page its letters are
small: cut out, enlarged and levelled it reads as well as a page does.
"""

from __future__ import annotations

from collections.abc import Mapping

from dossier.forms.definition import FormDefinition
from dossier.geometry import PixelBox
from dossier.page import Code, PageReading
from ocr.codes import carry_codes, find_zones
from ocr.codes.zone import KIND as ZONE
from ocr.engines.base import OcrEngine
from ocr.extract.cards import find_card_regions
from ocr.images.pieces import cut_piece, in_whole
from ocr.images.scan import ScanImage
from ocr.images.straighten import straighten


def read_parts(
    scan: ScanImage, page: PageReading, forms: Mapping[str, FormDefinition], engine: OcrEngine
) -> tuple[PageReading, ...]:
    """The cards on `page`, each read for itself; empty where there is none, or one that fills it.

    Raises EngineFailed or EngineTimeout.
    """
    regions = find_card_regions(page, forms)
    shares = _share_codes(page.codes, regions)
    return tuple(
        _read_part(scan, page, region, codes, engine)
        for region, codes in zip(regions, shares, strict=True)
    )


def _read_part(
    scan: ScanImage,
    page: PageReading,
    region: PixelBox,
    codes: tuple[Code, ...],
    engine: OcrEngine,
) -> PageReading:
    piece = cut_piece(scan, page.transform, region)
    straight = straighten(piece.image, engine)
    upright = straight.image
    lines = engine.read(upright)
    transform = in_whole(piece, upright.transform)
    zones = find_zones(lines)
    carried = carry_codes(codes, page.transform, transform)
    return page.model_copy(
        update={
            "upright_width_px": upright.pixels.shape[1],
            "upright_height_px": upright.pixels.shape[0],
            "rotation": (page.rotation + straight.rotation) % 360,
            "skew_deg": round(page.skew_deg + straight.skew_deg, 2),
            "transform": transform,
            "lines": lines,
            "tables": (),
            "digit_rows": (),
            "tick_boxes": (),
            "seals": (),
            "codes": (*zones, *(c for c in carried if not zones or c.kind != ZONE)),
            "parts": (),
        }
    )


def _share_codes(codes: tuple[Code, ...], regions: tuple[PixelBox, ...]) -> list[tuple[Code, ...]]:
    """The codes of each card: a code belongs to the card it stands on or nearest to."""
    shares: list[list[Code]] = [[] for _ in regions]
    for code in codes:
        if regions:
            nearest = min(range(len(regions)), key=lambda i: _distance(code.box, regions[i]))
            shares[nearest].append(code)
    return [tuple(share) for share in shares]


def _distance(box: PixelBox, region: PixelBox) -> float:
    """From the middle of `box` to the edge of `region`, upright pixels; 0 inside."""
    x = max(region.left - box.center_x, box.center_x - region.right, 0.0)
    y = max(region.top - box.center_y, box.center_y - region.bottom, 0.0)
    return float(x * x + y * y)
