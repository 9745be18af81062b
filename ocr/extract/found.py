"""What passes between the readers of a document: its pages, and fields before they are checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.geometry import PixelBox
from dossier.page import PageReading
from dossier.record import FieldReading
from ocr.extract.evidence import Evidence


@dataclass(frozen=True, slots=True)
class DocumentPages:
    """The pages of one document and their numbers in the dossier."""

    readings: tuple[PageReading, ...]
    numbers: tuple[int, ...]
    """1-based page of the dossier, one per reading."""

    def scan_box(self, box: PixelBox | None, page: int | None) -> list[float] | None:
        """A box of upright pixels on reading `page` (from 0) as fractions of that scan."""
        if box is None or page is None:
            return None
        return self.readings[page].transform.to_scan(box).as_list()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawField:
    """A field before checks: its reading and the evidence its confidence is made of."""

    reading: FieldReading
    evidence: Evidence = field(default_factory=Evidence)
