"""Documents that came with the archive's own metadata (Công văn 7197/BKHCN-CĐSQG)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID
from dossier.store.sealed import SealedJson
from dossier.store.tables import Base, Json


class ArchivedDocumentRow(Base):
    """One document. It is a dossier of one file, and is read as such."""

    __tablename__ = "archived_documents"

    code: Mapped[str] = mapped_column(String(64), ForeignKey("dossiers.code"), primary_key=True)
    """DocCode, which is the dossier's code too."""
    file: Mapped[str] = mapped_column(ID, ForeignKey("files.id"))
    metadata_: Mapped[Json] = mapped_column("metadata", SealedJson("archived_documents.metadata"))
    """With the letter's names."""
    created: Mapped[datetime]
    updated: Mapped[datetime]
