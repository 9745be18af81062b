"""A worker that really counts the pages of files, and reads nothing off them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from api.context import Context
from dossier.page import PageReading
from dossier.store import outbox
from ocr.images.decode import open_scan
from tests.fakes.reader import FakeReader, scan
from worker.reading import PageReader
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step


class CountingReader(FakeReader):
    def count_pages(self, path: Path, name: str) -> int:
        return open_scan(path, name).page_count

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        with TemporaryDirectory() as folder:
            told = Path(folder) / "told"
            told.write_bytes(scan())
            return super().read_page(told, name, page)


def count_until(context: Context, ended: threading.Event, reader: PageReader | None = None) -> None:
    """Answer bells until told to end, as a worker does."""
    runtime = Runtime(
        settings=WorkerSettings(data=context.settings.data),
        database=context.database,
        objects=context.objects,
        reader=reader or CountingReader(),
    )
    while not ended.wait(0.05):
        with context.database.write() as session:
            waiting = outbox.unsent(session, limit=100)
            outbox.mark_sent(session, [m.id for m in waiting], now=datetime.now(UTC))
        for message in waiting:
            if ended.is_set():
                return
            run_step(message.payload["step_id"], runtime)
