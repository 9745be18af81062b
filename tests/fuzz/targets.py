"""Every parser that meets uploaded bytes, as a function that may only fail in the ways it names.

A target takes any bytes. It returns, or raises one of its refusals; whatever else comes out of it
is a fault of ours.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
import pypdfium2
from PIL import UnidentifiedImageError
from pydantic import BaseModel, ValidationError

from api import tus
from api.multipart import UploadLimits, receive_form
from api.wire.archive import DocumentMetadata
from api.wire.dossiers import RegisterDossier
from cli.explain import load_record
from cli.submitted import load_submission
from dossier.branch.separator import parse_separator
from dossier.codes.citizen_qr import parse_citizen_qr
from dossier.codes.dossier_code import find_dossier_code
from dossier.codes.mrz import parse_mrz
from dossier.confined.asking import understand
from dossier.crosscheck import crosscheck
from dossier.errors import EngineTimeout, InputRefused, InvalidRequest, Misconfigured, SohoaError
from dossier.fields import KINDS
from dossier.filenames import safe_name
from dossier.forms.catalog import load_definition
from dossier.forms.draft import DraftForm, definition_of
from dossier.forms.faults import find_faults
from dossier.geometry import PageTransform
from dossier.page import PageReading
from dossier.record import Record
from dossier.text import clean
from ocr.codes import find_barcodes
from ocr.images.decode import open_scan
from ocr.images.embedded import embedded_scan
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from ocr.images.scan import ScanImage
from tests.fuzz import seeds

Run = Callable[[bytes], object]
_LIMITS: Final = ImageLimits(max_pixels=4_000_000, max_pages=50, render_timeout_s=20)
_FORM: Final = UploadLimits(max_file_bytes=10_000, max_files=5)
_MODELS: Final[tuple[type[BaseModel], ...]] = (
    RegisterDossier,
    DocumentMetadata,
    DraftForm,
    Record,
    PageReading,
)


@dataclass(frozen=True, kw_only=True)
class Target:
    run: Run
    seeds: Callable[[], Sequence[bytes]]
    refusals: tuple[type[Exception], ...] = ()
    share: int = 1
    """Of the time, beside the others' shares."""
    in_child: bool = False
    """The product runs it in a confined child alone; so does the fuzzer."""

    def try_on(self, data: bytes) -> bool:
        """Whether `data` was taken; False when it was refused in a way that is named."""
        try:
            self.run(data)
        except self.refusals:
            return False
        return True


def _in_file(name: str, use: Callable[[Path], object]) -> Run:
    folder = Path(tempfile.mkdtemp(prefix="sohoa-fuzz-"))

    def run(data: bytes) -> None:
        path = folder / name
        path.write_bytes(data)
        use(path)

    return run


def _read_scan(path: Path) -> None:
    scan = open_scan(path, path.name, _LIMITS)
    scan.render(scan.page_count)


def _read_confined(path: Path) -> None:
    """As a worker reads it: counted and drawn in children, which must not crash either."""
    opener = OpenConfined(_LIMITS)
    opener.render(path, path.name, opener.count_pages(path, path.name))


def _child_says(data: bytes) -> None:
    understand(bytearray(b'{"pid": 1}\n' + data), "fuzz")


def _pdf_without_drawing(data: bytes) -> None:
    """All that PDFium is asked about a file, and the JPEG that stands for its page."""
    document = pypdfium2.PdfDocument(data)
    try:
        sheet = document[0]
        width, height = sheet.get_size()
        if 0 < width < 2000 and 0 < height < 2000:
            embedded_scan(sheet, (round(width), round(height)))
    finally:
        document.close()


def _embedded_jpeg(data: bytes) -> None:
    _pdf_without_drawing(seeds.pdf_around(data))


def _barcodes(data: bytes) -> None:
    side = max(48, min(240, int(len(data) ** 0.5)))
    grey = np.frombuffer(data.ljust(side * side, b"\xff")[: side * side], np.uint8)
    pixels = cv2.cvtColor(grey.reshape(side, side), cv2.COLOR_GRAY2BGR)
    scan = ScanImage(pixels=np.asarray(pixels, dtype=np.uint8), dpi=200.0)
    find_barcodes(scan, PageTransform())


def _codes(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    parse_citizen_qr(text)
    find_dossier_code(text)
    parse_separator(text)
    lines = (text + "\n\n\n").split("\n")
    parse_mrz(lines[0], lines[1], lines[2])


def _values(data: bytes) -> None:
    """What stands in a field, as every kind of field reads, checks and compares it."""
    text = clean(data.decode("utf-8", "replace"))
    if not text:
        return
    for kind in KINDS.values():
        kind.parse(text)
        kind.check(text)
        kind.compare(text, text[::-1])


def _headers(data: bytes) -> None:
    """As they come off the wire: each part is one header's value."""
    for part in data.split(b"\n"):
        value = part.decode("latin-1")
        for parse in (tus.parse_metadata, tus.parse_checksum, _count):
            _refused(parse, value)
        safe_name(part.decode("utf-8", "replace"))


def _count(value: str) -> int:
    return tus.parse_count("Upload-Length", value)


def _refused(parse: Callable[[str], object], value: str) -> None:
    try:
        parse(value)
    except SohoaError:
        return


def _form(data: bytes) -> None:
    """The first line is the Content-Type, the rest the body, in two pieces."""
    kind, _, body = data.partition(b"\n")
    half = len(body) // 2

    async def pieces() -> AsyncIterator[bytes]:
        yield body[:half]
        yield body[half:]

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(receive_form(kind.decode("latin-1"), pieces(), Path(folder), _FORM))


def _wire(data: bytes) -> None:
    """A body of JSON, as each model of the wire reads it."""
    for model in _MODELS:
        try:
            found = model.model_validate_json(data)
        except ValidationError:
            continue
        if isinstance(found, DraftForm):
            definition_of(found)
        found.model_dump_json()


def _submission(path: Path) -> None:
    submitted = load_submission(path)
    crosscheck([], submitted, lambda _form, _field: KINDS["text"])


def _toml(data: bytes) -> None:
    find_faults(data.decode("utf-8"))


TARGETS: Final[Mapping[str, Target]] = MappingProxyType(
    {
        "picture": Target(
            run=_in_file("a.jpg", _read_scan),
            seeds=seeds.pictures,
            refusals=(InputRefused,),
            share=4,
            in_child=True,
        ),
        "confined": Target(
            run=_in_file("a", _read_confined),
            seeds=lambda: [*seeds.pictures(), *seeds.pdfs()],
            refusals=(InputRefused, EngineTimeout),
            share=2,
        ),
        "child-says": Target(run=_child_says, seeds=seeds.answers, refusals=(SohoaError,)),
        "pdf": Target(
            run=_pdf_without_drawing,
            seeds=seeds.pdfs,
            refusals=(pypdfium2.PdfiumError, UnidentifiedImageError, OSError, cv2.error),
            share=3,
            in_child=True,
        ),
        "pdf-drawn": Target(
            run=_in_file("a.pdf", _read_scan),
            seeds=seeds.pdfs,
            refusals=(InputRefused, EngineTimeout),
            share=3,
            in_child=True,
        ),
        "embedded-jpeg": Target(
            run=_embedded_jpeg,
            seeds=seeds.jpegs,
            refusals=(pypdfium2.PdfiumError, UnidentifiedImageError, OSError, cv2.error),
            share=3,
            in_child=True,
        ),
        "barcodes": Target(run=_barcodes, seeds=seeds.dots, share=2),
        "codes": Target(run=_codes, seeds=seeds.codes),
        "values": Target(run=_values, seeds=seeds.values, share=2),
        "headers": Target(run=_headers, seeds=seeds.headers),
        "form": Target(run=_form, seeds=seeds.forms, refusals=(InvalidRequest,), share=2),
        "wire": Target(run=_wire, seeds=seeds.bodies, refusals=(ValidationError,), share=2),
        "record": Target(
            run=_in_file("a.json", load_record), seeds=seeds.bodies, refusals=(SohoaError,)
        ),
        "submission": Target(
            run=_in_file("a.json", _submission),
            seeds=seeds.submissions,
            refusals=(InvalidRequest,),
            share=2,
        ),
        "form-definition": Target(
            run=_in_file("a.toml", load_definition),
            seeds=seeds.definitions,
            refusals=(Misconfigured,),
        ),
        "form-faults": Target(
            run=_toml, seeds=seeds.definitions, refusals=(UnicodeDecodeError,), share=2
        ),
    }
)
