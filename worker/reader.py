"""The real page reader: the functions of `ocr`, the same that `sohoa read` calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dossier.calibration import Calibration
from dossier.errors import TooManyPages
from dossier.forms.catalog import catalog
from dossier.forms.definition import FormDefinition
from dossier.forms.draft import DraftForm
from dossier.forms.sample import SamplePage, Trial
from dossier.page import PageReading
from dossier.record import Record
from dossier.spot import Spot, SpotReading
from dossier.submission import Submission
from dossier.vietnam_time import VIETNAM
from ocr.engines.base import OcrEngine
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined, ScanOpener
from ocr.pipeline import SourcePage, assemble_record, read_scan_page
from ocr.spot import read_spot
from ocr.studio import propose_form, read_sample_page, try_form
from worker.reading import PageReader, StoredPage
from worker.settings import WorkerSettings

_MOST_FORM_PAGES: Final = 12
"""Of one sample: longer files are no form, and a step has its time limit."""


class OcrPageReader:
    """Holds the one engine of this process; files are opened in others."""

    def __init__(self, engine: OcrEngine, opener: ScanOpener) -> None:
        self._engine = engine
        self._opener = opener

    def count_pages(self, path: Path, name: str) -> int:
        return self._opener.count_pages(path, name)

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        return read_scan_page(self._opener.render(path, name, page), self._engine)

    def read_spot(
        self, path: Path, name: str, page: int, read: PageReading, spot: Spot
    ) -> SpotReading:
        scan = self._opener.render(path, name, page)
        return read_spot(scan, read, spot, self._engine)

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
        sources = [_source(page) for page in pages]
        return assemble_record(
            code,
            sources,
            problems=problems,
            submission=submission,
            procedure=procedure,
            calibration=calibration,
            with_text=with_text,
        )

    def draft_form(self, path: Path, name: str) -> tuple[Sequence[SamplePage], DraftForm]:
        count = self._opener.count_pages(path, name)
        if count > _MOST_FORM_PAGES:
            raise TooManyPages(
                f"Mẫu tối đa {_MOST_FORM_PAGES} trang / a sample has at most so many pages",
                limit=_MOST_FORM_PAGES,
            )
        scans = (self._opener.render(path, name, n) for n in range(1, count + 1))
        pages = [read_sample_page(scan, self._engine) for scan in scans]
        return pages, propose_form(pages, catalog(), today=datetime.now(VIETNAM).date())

    def try_form(self, form: FormDefinition, pages: Sequence[SamplePage]) -> Trial:
        return try_form(form, pages, catalog())


def make_reader(settings: WorkerSettings) -> PageReader:
    """The reader with the engine of the settings. Raises Misconfigured, ModelMissing."""
    engine = make_engine(settings.engine, EngineSettings(threads=settings.engine_threads))
    return OcrPageReader(engine, OpenConfined(ImageLimits()))


def _source(page: StoredPage) -> SourcePage:
    return SourcePage(
        file=page.file,
        file_page=page.file_page,
        sha256=page.sha256,
        reading=page.reading,
        problem=page.problem,
        quarantined=page.quarantined,
    )
