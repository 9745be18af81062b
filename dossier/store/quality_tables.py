"""Tables of how well the product keeps its promise: calibrations, and the lots of quality control.

Apart from the service's own tables (`tables`), which work without them. No table here holds a
value of a citizen's paper.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID
from dossier.store.states import SampleState
from dossier.store.tables import SERIAL, Base


class CalibrationRow(Base):
    """A calibration as it was fitted. Kept for ever: records name their version."""

    __tablename__ = "calibrations"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A `dossier.calibration.Calibration`."""
    fields: Mapped[int]
    """That it was fitted on."""
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))


class CalibrationUseRow(Base):
    """From when on a version is used. Rows are only ever added; the newest counts."""

    __tablename__ = "calibration_uses"

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    version: Mapped[int]
    """0: the shipped one."""
    since: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(100))


class SampleRow(Base):
    """One accepted field, drawn by lot for a person to key again without seeing the value."""

    __tablename__ = "quality_samples"
    __table_args__ = (
        UniqueConstraint("dossier", "record_version", "document", "field"),
        Index("ix_quality_samples_state_drawn", "state", "drawn"),
        Index("ix_quality_samples_state_answered", "state", "answered"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    record_version: Mapped[int]
    document: Mapped[int]
    """From 1."""
    field: Mapped[str] = mapped_column(String(100))
    group: Mapped[str] = mapped_column("field_group", String(60))
    """Of `dossier.calibration.group_of`."""
    critical: Mapped[bool]
    stated: Mapped[float] = mapped_column(Float)
    """The probability before any scale."""
    weight: Mapped[float] = mapped_column(Float)
    """How many accepted fields it stands for."""
    state: Mapped[SampleState]
    drawn: Mapped[datetime]
    answered: Mapped[datetime | None]
    actor: Mapped[str | None] = mapped_column(ID)
    """Id of the key that answered last."""
