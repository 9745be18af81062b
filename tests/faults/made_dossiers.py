"""Dossiers of small made pages, and the ledger that must stand in the database once they are read.

The pages are few pictures in ever new orders, so that a recording of the engine stays small and a
reading that came to stand at another page is seen.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from dossier.calibration import SHIPPED
from dossier.errors import InputRefused
from dossier.geometry import PixelBox
from dossier.page import Line, PageReading
from dossier.record import Decision
from ocr.engines.base import OcrEngine, UprightImage
from ocr.engines.replay import RecordingEngine, ReplayEngine, pixels_key
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from ocr.pipeline import read_scan_page
from tests.fakes.engines import ScriptedEngine
from tests.faults import bad_formats, bad_pictures
from worker.reader import OcrPageReader
from worker.reading import PageReader, StoredPage
from worker.settings import WorkerSettings

_BAD: Final = {**bad_formats.REFUSED, **bad_pictures.REFUSED}
_BAD_USED: Final = ("ZIP called PDF", "JPEG cut in the middle", "PNG of one dot", "no bytes")
"""The second can be counted: it is one page that cannot be drawn."""
_SAYS: Final = {
    Decision.ACCEPT: "dossier.completed",
    Decision.REVIEW: "dossier.needs_review",
    Decision.RESCAN: "dossier.failed",
}
_FACE: Final = Path("samples/fonts/Arimo-Regular.ttf")
Ledger = dict[str, Any]


class _NamingEngine(ScriptedEngine):
    """Reads one line from every page, which no other page has."""

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        box = PixelBox(left=20, top=20, right=200, bottom=40)
        return (Line(text=f"TRANG {pixels_key(image.pixels)[:12]}", confidence=0.97, box=box),)


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    name: str
    content: bytes
    pictures: tuple[int, ...]
    """Which picture each page is; none: the file is bad, or its one page is."""
    bad_page: bool = False

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def page_count(self) -> int:
        return 1 if self.bad_page else len(self.pictures)


@dataclass(frozen=True, kw_only=True)
class MadeDossier:
    code: str
    files: tuple[MadeFile, ...]

    @property
    def page_count(self) -> int:
        return sum(file.page_count for file in self.files)


class MadePages:
    """So many pictures, what the engine reads off them, and dossiers made of them."""

    def __init__(self, count: int, folder: Path) -> None:
        self._folder = folder
        self._pictures = [_picture(number) for number in range(count)]
        self.recording = folder / "recording.json"
        engine = RecordingEngine(_NamingEngine())
        for number in range(count):
            self._read(number, engine)
        engine.save(self.recording)
        # A reading names its engine: what is expected is read by the one that the workers have.
        replay = ReplayEngine(self.recording)
        self._readings = [self._read(number, replay) for number in range(count)]

    def dossier(self, code: str, page_counts: Sequence[int], chance: random.Random) -> MadeDossier:
        """A file for each count; sometimes a bad one among them."""
        files = [self._file(f"{n}.tif", count, chance) for n, count in enumerate(page_counts)]
        if chance.random() < 0.25:
            name, make, _ = _BAD[chance.choice(_BAD_USED)]
            files.insert(chance.randrange(len(files)), self._bad_file(name, make()))
        return MadeDossier(code=code, files=tuple(files))

    def ledger(self, dossier: MadeDossier) -> Ledger:
        """What must be kept of a dossier, whatever happened on the way."""
        reader = replaying_reader(self.recording, WorkerSettings())
        kept: list[tuple[MadeFile, int, PageReading | None]] = []
        for file in dossier.files:
            kept += [(file, n, self._readings[drawn]) for n, drawn in enumerate(file.pictures, 1)]
            if file.bad_page:
                kept.append((file, 1, None))
        problems = [self._problem(file) for file in dossier.files if not file.page_count]
        stored = [
            StoredPage(
                file=file.name,
                file_page=page,
                sha256=file.sha256,
                reading=reading,
                problem=None if reading else self._problem(file) | {"page": page},
                quarantined=False,
            )
            for file, page, reading in kept
        ]
        record = reader.assemble(
            dossier.code,
            stored,
            submission=None,
            procedure=None,
            calibration=SHIPPED,
            problems=problems,
            with_text=True,
        )
        told: dict[str, Any] = {
            "decision": record.decision.value,
            "reasons": record.reasons,
            "record_version": 1,
            "pages": len(kept),
        }
        return {
            "decision": record.decision.value,
            "files": [(file.name, file.sha256, bool(file.page_count)) for file in dossier.files],
            "pages": [
                (file.name, page, digest(reading and reading.model_dump(mode="json")))
                for file, page, reading in kept
            ],
            "records": [(1, digest(record.to_json()))],
            "events": [("dossier.read", told), (_SAYS[record.decision], told)],
        }

    def _file(self, name: str, count: int, chance: random.Random) -> MadeFile:
        order = tuple(chance.choices(range(len(self._pictures)), k=count))
        return MadeFile(
            name=name, content=_tiff([self._pictures[n] for n in order]), pictures=order
        )

    def _read(self, number: int, engine: OcrEngine) -> PageReading:
        path = self._folder / "picture.tif"
        path.write_bytes(_tiff([self._pictures[number]]))
        return read_scan_page(open_scan(path, path.name).render(1), engine)

    def _bad_file(self, name: str, content: bytes) -> MadeFile:
        path = self._folder / "bad"
        path.write_bytes(content)
        try:
            open_scan(path, name)
        except InputRefused:
            return MadeFile(name=name, content=content, pictures=())
        return MadeFile(name=name, content=content, pictures=(), bad_page=True)

    def _problem(self, file: MadeFile) -> dict[str, Any]:
        path = self._folder / "bad"
        path.write_bytes(file.content)
        try:
            open_scan(path, file.name).render(1)
        except InputRefused as refused:
            return refused.problem() | {"file": file.name}
        raise AssertionError(f"{file.name} is no bad file")


def replaying_reader(recording: Path, _settings: WorkerSettings) -> PageReader:
    """The product's own reader with recorded answers in its engine's place."""
    return OcrPageReader(ReplayEngine(recording), OpenConfined(ImageLimits()))


def make_replaying_reader(recording: Path) -> partial[PageReader]:
    """What a worker makes its reader with; it may travel to another process."""
    return partial(replaying_reader, recording)


def digest(value: Any) -> str:
    """Of a JSON value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _picture(number: int) -> Image.Image:
    """A few lines of print; every eighth too small to be read well."""
    width, height, size = (160, 224, 10) if number % 8 == 7 else (240, 336, 14)
    page = Image.new("L", (width, height), 255)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(str(_FACE), size)
    for row in range(height // (2 * size) - 1):
        text = f"Trang {number} dòng {row} số {number * 7919 + row}"
        pen.text((width // 10, size * (1 + 2 * row)), text, font=face, fill=0)
    return page


def _tiff(pictures: Sequence[Image.Image]) -> bytes:
    stream = io.BytesIO()
    first, *others = pictures
    told: dict[str, Any] = {"compression": "tiff_adobe_deflate", "dpi": (100, 100)}
    first.save(stream, "TIFF", save_all=True, append_images=others, **told)
    return stream.getvalue()
