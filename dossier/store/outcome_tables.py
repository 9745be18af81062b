"""How dossiers went, counted by day: figures need not walk through what happened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dossier.messages import EventKind
from dossier.store.tables import Base


class OutcomeRow(Base):
    """How many dossiers of a branch came to `kind` on a day, the first time they had a record."""

    __tablename__ = "outcomes_by_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    """By the clocks of Việt Nam."""
    branch: Mapped[str] = mapped_column(String(100), primary_key=True)
    """Empty: the centre's."""
    kind: Mapped[EventKind] = mapped_column(primary_key=True)
    dossiers: Mapped[int]


class ProcedureOutcomeRow(Base):
    """The same by what dossiers are sorted under."""

    __tablename__ = "outcomes_by_procedure"

    day: Mapped[date] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(String(100), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(100), primary_key=True)
    """As `review_entries.kind`; empty where no record could be made."""
    kind: Mapped[EventKind] = mapped_column(primary_key=True)
    dossiers: Mapped[int]
