"""A page reader without images: the file's own text says what it is, and how it misbehaves.

A file is one line of words: `pages=3`, or `refused` (no page can be read), and optionally
`refuse-page=2`, `crash-page=2` (raises a foreign error), `kill-page=2` (SIGKILLs its own process),
`blank-page=1`, `slow=0.5` (seconds a page), `hold=PATH` (no page is read before there is such a
file), `decision=accept`.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dossier.calibration import Calibration
from dossier.errors import DamagedFile
from dossier.forms.definition import FormDefinition
from dossier.forms.draft import DraftField, DraftForm, DraftLabel
from dossier.forms.sample import SamplePage, Trial
from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line, PageReading, Quality, QualityVerdict
from dossier.procedures import check_dossier
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    PageState,
    Record,
    RecordCalibration,
    RecordLine,
    RecordPage,
    RecordQuality,
)
from dossier.spot import Spot, SpotReading
from dossier.submission import Submission
from worker.reading import PageReader, StoredPage
from worker.settings import WorkerSettings

FINGERPRINT = "sha256:" + "0" * 64


def scan(pages: int = 1, *words: str, note: str = "") -> bytes:
    """The bytes of a made file; `note` only makes it different from others."""
    return " ".join([f"pages={pages}", *words, f"note={note}"]).encode()


class FakeReader:
    def count_pages(self, path: Path, name: str) -> int:
        told = _told(path)
        if "refused" in told:
            raise DamagedFile("cắt cụt / cut short")
        if "crash-split" in told:
            raise ZeroDivisionError("a message that may quote the page")
        return int(told["pages"])

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        told = _told(path)
        time.sleep(float(told.get("slow", 0)))
        while "hold" in told and not Path(told["hold"]).exists():
            time.sleep(0.02)
        if told.get("refuse-page") == str(page):
            raise DamagedFile("trang hỏng / the page is damaged")
        if told.get("crash-page") == str(page):
            raise ZeroDivisionError("a message that may quote the page")
        if told.get("kill-page") == str(page):
            os.kill(os.getpid(), signal.SIGKILL)
        return _reading(f"{name} {page}", blank=told.get("blank-page") == str(page))

    def read_spot(
        self, path: Path, name: str, page: int, read: PageReading, spot: Spot
    ) -> SpotReading:
        """The spot's kind in capitals, the last letter in doubt."""
        text = spot.kind.upper()
        sure = (*(0.99 for _ in text[1:]), 0.4)
        return SpotReading(
            text=text, value=text, confidences=sure, engine="fake", fingerprint=FINGERPRINT
        )

    def assemble(
        self,
        code: str,
        pages: Sequence[StoredPage],
        *,
        submission: Submission | None,
        procedure: str | None,
        calibration: Calibration,
        problems: Sequence[dict[str, Any]],
        with_text: bool,
    ) -> Record:
        if submission and "crash" in submission:
            raise ZeroDivisionError("a message that may quote the page")
        wanted = (submission or {}).get("fake", {}).get("decision", "accept")
        bad = bool(problems) or any(page.reading is None for page in pages)
        return Record(
            dossier=code,
            decision=Decision.REVIEW if bad else Decision(str(wanted)),
            reasons=["a page was not read"] if bad else [],
            pages=[_record_page(i, page, with_text) for i, page in enumerate(pages, 1)],
            problems=list(problems),
            completeness=check_dossier(procedure, [])[0],
            engine=EngineInfo(recogniser="fake", fingerprint=FINGERPRINT, version="0"),
            calibration=RecordCalibration(version=calibration.version, floors=calibration.floors),
        )

    def draft_form(self, path: Path, name: str) -> tuple[Sequence[SamplePage], DraftForm]:
        """Every page is one label over its value."""
        readings = [self.read_page(path, name, n + 1) for n in range(self.count_pages(path, name))]
        labels = tuple(
            DraftLabel(
                text=f"Họ và tên {number}:",
                page=number,
                box=[0.1, 0.1, 0.3, 0.12],
                fields=(DraftField(key=f"name_{number}", kind="name"),),
            )
            for number in range(1, len(readings) + 1)
        )
        draft = DraftForm(
            key="leave_request",
            title="Đơn xin nghỉ phép",
            titles=("ĐƠN XIN NGHỈ PHÉP",),
            edition="2026-01-01",
            labels=labels,
        )
        return [SamplePage(reading=reading) for reading in readings], draft

    def try_form(self, form: FormDefinition, pages: Sequence[SamplePage]) -> Trial:
        if form.key == "crash":
            raise ZeroDivisionError("a message that may quote the page")
        read = FieldReading(value="A", raw="A", state=FieldState.READ, confidence=0.9, review=False)
        document = DocumentReading(
            form=form.key,
            confidence=0.9,
            pages=list(range(1, len(pages) + 1)),
            fields={spec.key: read for spec in form.fields},
        )
        return Trial(recognised_as=form.key, document=document, missing_labels=(), coverage=1.0)


def make_fake_reader(_settings: WorkerSettings) -> PageReader:
    return FakeReader()


def _told(path: Path) -> dict[str, str]:
    words = (word.partition("=") for word in path.read_text().split())
    return {key: value for key, _, value in words}


def _reading(text: str, *, blank: bool) -> PageReading:
    box = PixelBox(left=1, top=1, right=9, bottom=2)
    return PageReading(
        width_px=100,
        height_px=140,
        upright_width_px=100,
        upright_height_px=140,
        transform=PageTransform(),
        blank=blank,
        quality=Quality(verdict=QualityVerdict.GOOD),
        lines=() if blank else (Line(text=text, confidence=0.9, box=box),),
        engine="fake",
        fingerprint=FINGERPRINT,
    )


def _record_page(number: int, page: StoredPage, with_text: bool) -> RecordPage:
    reading = page.reading
    state = PageState.BLANK if reading and reading.blank else PageState.READ
    if reading is None:
        state = PageState.QUARANTINED if page.quarantined else PageState.REFUSED
    lines = [] if reading is None else [line.text for line in reading.lines]
    shown = [RecordLine(text=text, confidence=0.9, box=[0, 0, 1, 1]) for text in lines]
    return RecordPage(
        page=number,
        file=page.file,
        file_page=page.file_page,
        sha256=page.sha256,
        width_px=100,
        height_px=140,
        state=state,
        problem=page.problem,
        quality=RecordQuality(verdict="good"),
        lines=shown if with_text else None,
    )
