"""Engines that answer from a script."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.page import Line
from ocr.engines.alphabet import accented_letters
from ocr.engines.base import CropReading, Pixels, UprightImage

NOTHING = CropReading(text="", confidence=0.0, char_confidences=(), char_centers=())


class ScriptedEngine:
    """Gives the same lines for every page and the same text for every strip."""

    name = "scripted"

    def __init__(self, *, lines: tuple[Line, ...] = (), crop: CropReading = NOTHING) -> None:
        self._lines = lines
        self._crop = crop

    def fingerprint(self) -> str:
        return "sha256:scripted"

    def alphabet(self) -> frozenset[str]:
        return accented_letters()

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        return self._lines

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return (self._crop,) * len(crops)
