"""A spot of a page that somebody asks to have read again, for a field, and what was read there."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dossier.geometry import Box


class Spot(BaseModel):
    """What to read, and as which kind of field."""

    model_config = ConfigDict(frozen=True)

    area: Box
    """Of the page as scanned."""
    kind: str
    """A field kind of `dossier.fields`; it decides which letters may stand there."""


class SpotReading(BaseModel):
    """What an engine read within a spot, by itself: without the form around it."""

    model_config = ConfigDict(frozen=True)

    text: str
    """As it stands on the paper, NFC, rows joined by a space; '' where nothing is written."""
    value: str | None = None
    """`text` as the kind writes it; None where it is no value of that kind."""
    confidences: tuple[float, ...] = ()
    """One for each character of `text`, 0..1, as the engine is sure of it."""
    engine: str
    fingerprint: str
    """`sha256:...` of the engine's models and settings."""
