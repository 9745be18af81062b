"""Records: every version that was ever made is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.record import Record
from dossier.store.tables import RecordRow


def add_record(session: Session, record: Record, *, now: datetime) -> int:
    """Keep `record` as the newest version of its dossier. Returns the version, from 1."""
    newest = session.scalar(
        select(func.max(RecordRow.version)).where(RecordRow.dossier == record.dossier)
    )
    version = (newest or 0) + 1
    session.add(
        RecordRow(
            dossier=record.dossier,
            version=version,
            body=record.to_json(),
            fingerprint=record.engine.fingerprint,
            created=now,
        )
    )
    return version


def find(session: Session, code: str, version: int) -> RecordRow:
    """One version, which must exist."""
    return session.get_one(RecordRow, (code, version))


def get(session: Session, code: str, version: int) -> RecordRow | None:
    """One version, if it was ever made."""
    return session.get(RecordRow, (code, version))


def latest(session: Session, code: str) -> RecordRow | None:
    return session.scalars(
        select(RecordRow)
        .where(RecordRow.dossier == code)
        .order_by(RecordRow.version.desc())
        .limit(1)
    ).one_or_none()


def without_text(body: dict[str, Any]) -> dict[str, Any]:
    """The record without the text lines of its pages."""
    pages = [{k: v for k, v in page.items() if k != "lines"} for page in body.get("pages", [])]
    return {**body, "pages": pages}
