"""Engines that read nothing, or fail on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dossier.page import Line
from ocr.engines.base import CropReading, Pixels, UprightImage


class SilentEngine:
    """Finds no text anywhere."""

    name = "silent"

    def fingerprint(self) -> str:
        return "sha256:" + "0" * 64

    def alphabet(self) -> frozenset[str]:
        return frozenset()

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        return ()

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        empty = CropReading(text="", confidence=0.0, char_confidences=(), char_centers=())
        return tuple(empty for _ in crops)


class FailingEngine(SilentEngine):
    """Raises what `make_error` gives on the page that is read as `on_page`, from 1."""

    def __init__(self, make_error: Callable[[], BaseException], on_page: int = 1) -> None:
        self._make_error = make_error
        self._on_page = on_page
        self._pages = 0

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        self._pages += 1
        if self._pages == self._on_page:
            raise self._make_error()
        return ()
