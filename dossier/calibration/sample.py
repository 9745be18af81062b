"""One field of which a person (or the truth of a made page) has said whether it was right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dossier.record import FieldReading, FieldState, Source

BLANK: Final = "blank"
"""The group of all fields that were found empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was stated of one field, and what was so."""

    group: str
    """Of `group_of`."""
    critical: bool
    """Whether an error in the field harms somebody (`FieldSpec.critical`)."""
    stated: float
    """The probability 0..1 that was stated, before any scale."""
    right: bool
    weight: float = 1.0
    """How many fields it stands for: one of a hundred drawn by lot stands for a hundred."""


def group_of(kind: str, reading: FieldReading) -> str:
    """The kind of the field and, unless it was read from the image, its source: `name@qr`."""
    if reading.state in (FieldState.BLANK, FieldState.NOT_FOUND):
        return BLANK
    return kind if reading.source is Source.OCR else f"{kind}@{reading.source.value}"
