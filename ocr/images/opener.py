"""Opening files of strangers: each in a child process with bounds, or, for our own, right here."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from dossier.confined import Bounds, Confined, ParserCrashed
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
        self._limits = limits
        self._told = asdict(limits)
        self._confined = Confined(module, bounds)

    def count_pages(self, path: Path, name: str) -> int:
        answer = self._confined.ask("count", path, name=name, limits=self._told)
        match answer.values:
            case {"pages": int(pages)} if 0 < pages <= self._limits.max_pages:
                return pages
        raise _not_an_answer()

    def render(self, path: Path, name: str, page: int) -> ScanImage:
        answer = self._confined.ask("render", path, name=name, page=page, limits=self._told)
        match answer.values:
            case {"shape": [int(height), int(width), 3], "dpi": int(dpi) | float(dpi)} if (
                min(height, width) > 0
                and len(answer.content) == 3 * height * width <= 3 * self._limits.max_pixels
                and 0 < dpi < math.inf
            ):
                pixels = np.frombuffer(answer.content, np.uint8)
                return ScanImage(pixels=pixels.reshape(height, width, 3), dpi=dpi)
        raise _not_an_answer()


def _not_an_answer() -> ParserCrashed:
    """Whoever takes a child over may answer anything, a million pages for one."""
    return ParserCrashed("trả lời vô lý / an answer that cannot be")
