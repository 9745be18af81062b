"""The real page reader: the functions of `ocr`, the same that `sohoa read` calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dossier.calibration import Calibration
from dossier.page import PageReading
from dossier.record import Record
from dossier.submission import Submission
from ocr.engines.base import OcrEngine
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from ocr.pipeline import SourcePage, assemble_record, read_scan_page
from worker.reading import PageReader, StoredPage
from worker.settings import WorkerSettings


class OcrPageReader:
    """Holds the one engine of this process."""

    def __init__(self, engine: OcrEngine, limits: ImageLimits) -> None:
        self._engine = engine
        self._limits = limits

    def count_pages(self, path: Path, name: str) -> int:
        return open_scan(path, name, self._limits).page_count

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        scan = open_scan(path, name, self._limits).render(page)
        return read_scan_page(scan, self._engine)

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


def make_reader(settings: WorkerSettings) -> PageReader:
    """The reader with the engine of the settings. Raises Misconfigured, ModelMissing."""
    engine = make_engine(settings.engine, EngineSettings(threads=settings.engine_threads))
    return OcrPageReader(engine, ImageLimits())


def _source(page: StoredPage) -> SourcePage:
    return SourcePage(
        file=page.file,
        file_page=page.file_page,
        sha256=page.sha256,
        reading=page.reading,
        problem=page.problem,
        quarantined=page.quarantined,
    )
