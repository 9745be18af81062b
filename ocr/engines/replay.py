"""Recorded answers: tests and demonstrations run without a model and get the same every time.

    recorder = RecordingEngine(engine)          # pass it where an engine is wanted
    ... read pages ...
    recorder.save(path)
    ReplayEngine(path)                          # answers as `engine` did, image by image

An image is known by the SHA-256 over its shape and pixels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from dossier.errors import EngineFailed, Misconfigured
from dossier.page import Line, Others
from ocr.engines.base import CropReading, OcrEngine, Pixels, UprightImage


class _Crop(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: str
    confidence: float
    char_confidences: tuple[float, ...]
    char_centers: tuple[float, ...]
    char_others: tuple[Others, ...] = ()
    char_written: tuple[float, ...] = ()


class Recording(BaseModel):
    """What one engine answered."""

    model_config = ConfigDict(extra="forbid")

    name: str
    fingerprint: str
    alphabet: str
    pages: dict[str, tuple[Line, ...]] = {}
    crops: dict[str, _Crop] = {}


def pixels_key(pixels: Pixels) -> str:
    """SHA-256 over shape and pixels, hexadecimal."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.tobytes())
    return digest.hexdigest()


class ReplayEngine:
    """`OcrEngine` that answers from a recording and fails on what was not recorded."""

    name: Final = "replay"

    def __init__(self, recording: Path | Recording) -> None:
        """Raises Misconfigured when the file is absent or no recording."""
        self._recording = recording if isinstance(recording, Recording) else _load(recording)

    def fingerprint(self) -> str:
        return self._recording.fingerprint

    def alphabet(self) -> frozenset[str]:
        return frozenset(self._recording.alphabet)

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        lines = self._recording.pages.get(pixels_key(image.pixels))
        if lines is None:
            raise EngineFailed("replay: this page was not recorded")
        return lines

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return tuple(self._read_crop(crop) for crop in crops)

    def _read_crop(self, crop: Pixels) -> CropReading:
        found = self._recording.crops.get(pixels_key(crop))
        if found is None:
            raise EngineFailed("replay: this strip was not recorded")
        return CropReading(
            text=found.text,
            confidence=found.confidence,
            char_confidences=found.char_confidences,
            char_centers=found.char_centers,
            char_others=found.char_others,
            char_written=found.char_written,
        )


class RecordingEngine:
    """`OcrEngine` that passes everything to another one and keeps the answers."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.recording = Recording(
            name=engine.name,
            fingerprint=engine.fingerprint(),
            alphabet="".join(sorted(engine.alphabet())),
        )

    @property
    def name(self) -> str:
        return self._engine.name

    def fingerprint(self) -> str:
        return self._engine.fingerprint()

    def alphabet(self) -> frozenset[str]:
        return self._engine.alphabet()

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        lines = self._engine.read(image)
        self.recording.pages[pixels_key(image.pixels)] = lines
        return lines

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        readings = self._engine.read_crops(crops)
        for crop, reading in zip(crops, readings, strict=True):
            self.recording.crops[pixels_key(crop)] = _Crop(
                text=reading.text,
                confidence=reading.confidence,
                char_confidences=reading.char_confidences,
                char_centers=reading.char_centers,
                char_others=reading.char_others,
                char_written=reading.char_written,
            )
        return readings

    def save(self, path: Path) -> None:
        path.write_text(self.recording.model_dump_json(), encoding="utf-8")


def _load(path: Path) -> Recording:
    try:
        return Recording.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise Misconfigured(
            f"Không đọc được bản ghi {path.name} / The recording {path.name} cannot be read"
        ) from exc
