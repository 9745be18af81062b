"""What an engine is: an upright page image in, text lines out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from dossier.geometry import PageTransform
from dossier.page import Line, Others

Pixels = npt.NDArray[np.uint8]
"""H x W x 3, BGR, 0..255."""

_FEWEST_LETTERS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Blobs of ink that look like letters, pixels of the page."""

    centers: npt.NDArray[np.float64]
    """N x 2, x and y."""
    boxes: npt.NDArray[np.float64]
    """N x 4: left, top, right, bottom."""

    @property
    def heights(self) -> npt.NDArray[np.float64]:
        return np.asarray(self.boxes[:, 3] - self.boxes[:, 1])

    @property
    def usual_height(self) -> float | None:
        """None when there are too few letters to tell."""
        return float(np.median(self.heights)) if len(self.heights) >= _FEWEST_LETTERS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UprightImage:
    """A page turned upright and deskewed, with the way back to the scan."""

    pixels: Pixels
    dpi: float
    """Estimated dots per inch of `pixels` (an A4 sheet is assumed where the file does not say)."""
    transform: PageTransform
    letters: Letters | None = None
    """Those of `pixels`, where they are known already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CropReading:
    """Text of one cut-out strip that holds a single line."""

    text: str
    """NFC."""
    confidence: float
    char_confidences: tuple[float, ...]
    char_centers: tuple[float, ...]
    """Horizontal centre of each character, pixels of the strip."""
    char_others: tuple[Others, ...] = ()
    """The other readings of each character; empty where the engine tells none."""
    char_written: tuple[float, ...] = ()
    """How likely each character was written by hand, 0..1; empty where the engine cannot tell."""


class OcrEngine(Protocol):
    """One engine in one process. Not thread-safe: one engine a process."""

    @property
    def name(self) -> str: ...

    def fingerprint(self) -> str:
        """`sha256:...` over models and settings."""
        ...

    def alphabet(self) -> frozenset[str]:
        """Every character the recogniser can write."""
        ...

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        """All text lines, boxes in pixels of `image`.

        Raises EngineFailed or EngineTimeout.
        """
        ...

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        """Recognise strips that each hold one upright line of text; '' where there is none."""
        ...
