"""A page reader that really counts the pages of files, and reads nothing off them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from dossier.page import PageReading
from ocr.images.decode import open_scan
from tests.fakes.reader import FakeReader, scan


class CountingReader(FakeReader):
    def count_pages(self, path: Path, name: str) -> int:
        return open_scan(path, name).page_count

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        with TemporaryDirectory() as folder:
            told = Path(folder) / "told"
            told.write_bytes(scan())
            return super().read_page(told, name, page)
