"""Opening files of strangers: each in a child process with bounds, or, for our own, right here."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from dossier.confined import Bounds, Confined
from ocr.images.decode import open_scan, render_page
from ocr.images.limits import ImageLimits
from ocr.images.scan import ScanImage

_CALLS: Final = "ocr.images.calls"


class ScanOpener(Protocol):
    """Counts and draws the pages of files."""

    def count_pages(self, path: Path, name: str) -> int:
        """How many pages the file has, at least 1. Raises InputRefused, ServiceFault."""
        ...

    def render(self, path: Path, name: str, page: int) -> ScanImage:
        """Page `page`, from 1. Raises InputRefused, ServiceFault."""
        ...


class OpenHere:
    """In this process: for files that its own user brought."""

    def __init__(self, limits: ImageLimits) -> None:
        self._limits = limits

    def count_pages(self, path: Path, name: str) -> int:
        return open_scan(path, name, self._limits).page_count

    def render(self, path: Path, name: str, page: int) -> ScanImage:
        return render_page(path, name, page, self._limits)


class OpenConfined:
    """Each call in a child of its own: a file can end that, and nothing else."""

    def __init__(
        self, limits: ImageLimits, bounds: Bounds | None = None, module: str = _CALLS
    ) -> None:
        self._limits = asdict(limits)
        self._confined = Confined(module, bounds)

    def count_pages(self, path: Path, name: str) -> int:
        answer = self._confined.ask("count", path, name=name, limits=self._limits)
        return int(answer.values["pages"])

    def render(self, path: Path, name: str, page: int) -> ScanImage:
        answer = self._confined.ask("render", path, name=name, page=page, limits=self._limits)
        pixels = np.frombuffer(answer.content, np.uint8).reshape(answer.values["shape"])
        return ScanImage(pixels=pixels, dpi=answer.values["dpi"])
