"""Tables of the life of data: holds, what was removed, and originals that are on their way out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID, SHA256
from dossier.store.sealed import SealedText
from dossier.store.tables import Base


class HoldRow(Base):
    """A dossier that must not be removed: a complaint, an inspection, a court."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index("ix_legal_holds_dossier", "dossier", "released"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    reason: Mapped[str] = mapped_column(SealedText("legal_holds.reason"))
    placed: Mapped[datetime]
    placed_by: Mapped[str] = mapped_column(String(100))
    """Id of a key, or `operator:` and a login."""
    released: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(String(100))
    release_reason: Mapped[str | None] = mapped_column(SealedText("legal_holds.release_reason"))


class RetentionRow(Base):
    """What rules speak of a dossier, and what of it is gone. Made when it is first looked at."""

    __tablename__ = "retention"
    __table_args__ = (Index("ix_retention_procedures", "procedures"),)

    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    procedures: Mapped[str] = mapped_column(String(400))
    """Codes that it may be of, parted by spaces."""
    closed: Mapped[datetime]
    """`dossiers.updated` when it was looked at: another one means looking again."""
    quality: Mapped[datetime | None]
    corrections: Mapped[datetime | None]
    pages: Mapped[datetime | None]
    originals: Mapped[datetime | None]
    """Since when the kind of that name is gone."""


class PurgeRow(Base):
    """What was removed (`lifecycle.statement`). Added to and never changed: triggers refuse it."""

    __tablename__ = "purges"
    __table_args__ = (Index("ix_purges_subject", "subject"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 1, without gaps."""
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
    branch: Mapped[str | None] = mapped_column(String(100))
    rule: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[str] = mapped_column(Text)
    rows: Mapped[dict[str, int]] = mapped_column(JSON)
    digests: Mapped[dict[str, str]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(SHA256)
    hash: Mapped[str] = mapped_column(SHA256)


class CondemnedRow(Base):
    """An original that nobody referred to any more when its dossier went."""

    __tablename__ = "condemned_objects"

    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    branch: Mapped[str | None] = mapped_column(String(100))
    actor: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]
    removed: Mapped[datetime | None]
    """Its name may be asked for once more by whoever stores the same content again."""
