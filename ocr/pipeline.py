"""The order of stages, written once. `sohoa read` and the worker call the same functions.

`read_scan_page`: quality -> upright -> deskew -> lines -> layout -> codes -> parts -> PageReading
`assemble_record`: PageReadings -> documents -> fields -> checks -> persons -> completeness ->
cross-check -> decision
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dossier.calibration import SHIPPED, Calibration
from dossier.calibration.calibrated import calibrated
from dossier.conclusion import conclude
from dossier.crosscheck import crosscheck
from dossier.errors import InvalidRequest
from dossier.evidence import fuse
from dossier.forms.catalog import catalog, kind_of
from dossier.forms.definition import FormDefinition
from dossier.geometry import PixelBox
from dossier.page import PageReading
from dossier.procedures import check_dossier
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    PageState,
    Record,
    RecordCalibration,
    RecordCode,
    RecordLine,
    RecordPage,
    RecordQuality,
)
from dossier.submission import Submission
from dossier.tracing import span
from ocr.codes import find_barcodes, find_zones
from ocr.engines.base import OcrEngine, UprightImage
from ocr.engines.detection import find_letters
from ocr.extract.copies import copy_type_of, has_seal
from ocr.extract.documents import read_documents
from ocr.extract.missing_pages import find_missing_pages
from ocr.extract.separators import is_separator
from ocr.extract.variants import find_variants
from ocr.images.leaders import erase_leaders
from ocr.images.light import even_light
from ocr.images.quality import assess, is_blank
from ocr.images.scan import ScanImage
from ocr.images.straighten import StraightPage, straighten
from ocr.layout import PageLayout, analyse, find_seals, without_seals, without_stamps
from ocr.layout.unread import find_unread
from ocr.parts import read_parts
from ocr.version import VERSION

_FEWEST_LETTERS: Final = 150
"""A seal alone makes 50 to 100 blobs as large as letters; a page of one paragraph more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One page of a dossier: where it came from and what became of it."""

    file: str
    """The name the sender gave the file, NFC, no folders."""
    file_page: int
    """From 1."""
    sha256: str
    reading: PageReading | None
    problem: dict[str, Any] | None = None
    """RFC 9457 problem when `reading` is None."""
    quarantined: bool = False


def read_scan_page(scan: ScanImage, engine: OcrEngine) -> PageReading:
    """Read one page: text lines and layout, everything mapped back to the scan.

    Raises EngineFailed or EngineTimeout.
    """
    with span("straighten"):
        straight = straighten(scan, engine)
    upright = straight.image
    blank = _is_blank(straight)
    ready = upright if blank else _ready_for_reading(straight)
    with span("read lines", engine=engine.name):
        lines = () if blank else engine.read(ready)
    with span("layout"):
        layout = analyse(upright, lines, engine.read_crops, straight.views)
        unread = () if blank else find_unread(ready, layout.lines, _understood(layout))
    page = PageReading(
        width_px=scan.width_px,
        height_px=scan.height_px,
        upright_width_px=upright.pixels.shape[1],
        upright_height_px=upright.pixels.shape[0],
        rotation=straight.rotation,
        skew_deg=round(straight.skew_deg, 2),
        transform=upright.transform,
        blank=blank,
        colourless=straight.views.colourless,
        quality=assess(scan, straight),
        lines=layout.lines,
        tables=layout.tables,
        digit_rows=layout.digit_rows,
        tick_boxes=layout.tick_boxes,
        seals=layout.seals,
        signatures=layout.signatures,
        struck=layout.struck,
        codes=()
        if blank
        else (*find_barcodes(scan, upright.transform, straight.scan_views), *find_zones(lines)),
        unread=unread,
        engine=engine.name,
        fingerprint=engine.fingerprint(),
    )
    with span("parts"):
        return page.model_copy(update={"parts": read_parts(scan, page, catalog(), engine)})


def _understood(layout: PageLayout) -> Iterator[PixelBox]:
    """Where ink stands that is known for something else than a line of text."""
    for found in (layout.digit_rows, layout.tick_boxes, layout.seals, layout.struck):
        yield from (each.box for each in found)
    yield from (each.box for each in layout.signatures)


def _is_blank(straight: StraightPage) -> bool:
    """Whether nothing stands on the sheet; a seal that shines through from the front is nothing."""
    if is_blank(straight.views):
        return True
    if straight.ink.count >= _FEWEST_LETTERS:
        return False
    seals = find_seals(straight.image, straight.views)
    return bool(seals) and is_blank(without_stamps(straight.image, seals))


def _ready_for_reading(straight: StraightPage) -> UprightImage:
    """The page without what stands between the letters and the recogniser: shadows, seals and
    leaders."""
    even = even_light(straight.views)
    bare = without_seals(straight.views.shared_with(even))
    pixels = erase_leaders(bare, straight.image.dpi)
    return replace(straight.image, pixels=pixels, letters=find_letters(pixels))


def assemble_record(
    code: str,
    pages: Sequence[SourcePage],
    *,
    problems: Sequence[dict[str, Any]] = (),
    submission: Submission | None = None,
    form: str | None = None,
    procedure: str | None = None,
    calibration: Calibration = SHIPPED,
    with_text: bool = False,
) -> Record:
    """Understand the pages of one dossier and give its record.

    `problems` are files that gave no page at all; `form` forces all pages into one document of
    that form; `procedure` is the code of the procedure whose components the dossier must hold,
    `auto` for the one that its form asks for; `calibration` scales confidences and says what is
    used without a look. Raises InvalidRequest when there is no such form or procedure.
    """
    forms = catalog()
    numbered = [(i, p.reading) for i, p in enumerate(pages, start=1) if p.reading is not None]
    variants = find_variants(numbered)
    whole = [(number, page) for number, page in numbered if number not in variants]
    with span("documents", pages=len(pages)):
        documents = read_documents(whole, forms, forced=_forced(form))
    documents = [_with_copy_type(document, dict(whole)) for document in documents]
    documents = calibrated(documents, forms, calibration)
    compared = crosscheck(documents, submission or {}, lambda f, k: kind_of(forms, f, k))
    shown = [
        _record_page(i, page, with_text, variants.get(i)) for i, page in enumerate(pages, start=1)
    ]
    with span("evidence"):
        together = fuse(documents, shown)
    completeness, lacking = check_dossier(procedure, documents)
    read = Record(
        dossier=code,
        decision=Decision.REVIEW,
        pages=shown,
        documents=documents,
        crosscheck=compared,
        persons=list(together.persons),
        findings=[*together.findings, *lacking, *find_missing_pages(documents, dict(whole))],
        completeness=completeness,
        problems=list(problems),
        engine=_engine_info(pages),
        calibration=RecordCalibration(version=calibration.version, floors=calibration.floors),
    )
    return conclude(read)


def _forced(form: str | None) -> FormDefinition | None:
    if form is None:
        return None
    if form not in catalog():
        known = ", ".join(catalog())
        raise InvalidRequest(f"không có biểu mẫu / no such form: {form}; có / known: {known}")
    return catalog()[form]


def _with_copy_type(
    document: DocumentReading, readings: Mapping[int, PageReading]
) -> DocumentReading:
    pages = [readings[number] for number in document.pages]
    return document.model_copy(update={"copy_type": copy_type_of(document.form, pages)})


def _record_page(
    number: int, page: SourcePage, with_text: bool, variant_of: int | None
) -> RecordPage:
    reading = page.reading
    if reading is None:
        return RecordPage(
            page=number,
            file=page.file,
            file_page=page.file_page,
            sha256=page.sha256,
            width_px=0,
            height_px=0,
            state=PageState.QUARANTINED if page.quarantined else PageState.REFUSED,
            problem=page.problem,
            quality=RecordQuality(verdict="bad"),
        )
    return RecordPage(
        page=number,
        file=page.file,
        file_page=page.file_page,
        sha256=page.sha256,
        width_px=reading.width_px,
        height_px=reading.height_px,
        rotation=reading.rotation,
        skew_deg=reading.skew_deg,
        blank=reading.blank,
        separator=not reading.blank and is_separator(reading),
        sealed=has_seal([reading]),
        variant_of=variant_of,
        state=PageState.BLANK if reading.blank else PageState.READ,
        quality=RecordQuality(
            verdict=reading.quality.verdict.value, reasons=list(reading.quality.reasons)
        ),
        codes=_record_codes(reading),
        lines=_record_lines(reading) if with_text else None,
    )


def _record_codes(reading: PageReading) -> list[RecordCode]:
    """Every code of the page once; zones too small for the page were read in its parts."""
    codes: dict[tuple[str, str], RecordCode] = {}
    for part in (reading, *reading.parts):
        for code in part.codes:
            box = part.transform.to_scan(code.box).as_list()
            shown = RecordCode(kind=code.kind, text=code.text, box=box)
            codes.setdefault((code.kind, code.text), shown)
    return list(codes.values())


def _record_lines(reading: PageReading) -> list[RecordLine]:
    return [
        RecordLine(
            text=line.text,
            confidence=round(line.confidence, 4),
            box=reading.transform.to_scan(line.box).as_list(),
        )
        for line in reading.lines
    ]


def _engine_info(pages: Sequence[SourcePage]) -> EngineInfo:
    read = [p.reading for p in pages if p.reading is not None]
    return EngineInfo(
        recogniser=read[0].engine if read else "none",
        fingerprint=read[0].fingerprint if read else "",
        version=VERSION,
    )
