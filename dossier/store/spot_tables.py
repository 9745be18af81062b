"""Spots of pages that reviewers asked to have read again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID
from dossier.store.sealed import SealedJson
from dossier.store.states import JobState
from dossier.store.tables import Base, Json


class SpotRow(Base):
    """One area of one page, who asked for it and for which field, and what was read."""

    __tablename__ = "spots"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    page: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    area: Mapped[Json] = mapped_column(JSON(none_as_null=True))
    """A `dossier.geometry.Box` of the page as scanned."""
    kind: Mapped[str] = mapped_column(String(40))
    document: Mapped[int]
    """From 1."""
    field: Mapped[str] = mapped_column(String(100))
    state: Mapped[JobState]
    result: Mapped[Json | None] = mapped_column(SealedJson("spots.result"))
    """A `dossier.spot.SpotReading`."""
    problem: Mapped[Json | None]
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ID)
    """Id of the API key."""
