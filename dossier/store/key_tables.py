"""Tables of the encryption keys. No table here holds a key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import SHA256
from dossier.store.tables import Base


class EncryptionKeyRow(Base):
    """A key that something may be encrypted with. The key itself is never here."""

    __tablename__ = "encryption_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    check: Mapped[str] = mapped_column(SHA256)
    """Tells it from another key of that id."""
    created: Mapped[datetime]
    retired: Mapped[datetime | None]
    """Since when nothing is encrypted with it."""


class RotationRow(Base):
    """How far a rotation of keys has come in one part of the data."""

    __tablename__ = "rotations"

    part: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(32))
    """Id of the key that it goes to; '': clear text."""
    after: Mapped[str] = mapped_column(Text)
    """Primary key of the last row that is done, as a JSON list."""
