"""Resumable uploads: who announced which file of which length, and what became of it.

How much of it has come is not written here: it is the size of the file that holds the bytes, which
a killed process cannot leave out of step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.errors import NotFound
from dossier.store.columns import new_id
from dossier.store.scope import Scope
from dossier.store.tables import Json, UploadRow


def announce(
    session: Session,
    *,
    dossier: str,
    name: str,
    length: int,
    caller: str,
    scope: Scope,
    now: datetime,
    expires: datetime,
) -> UploadRow:
    """Note an upload of `length` bytes to come. `name` is safe, NFC."""
    row = UploadRow(
        id=new_id("upl", now),
        dossier=dossier,
        name=name,
        length=length,
        uploaded_by=caller,
        branch=scope.owner,
        created=now,
        expires=expires,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, upload_id: str, scope: Scope) -> UploadRow:
    """Any key of the branch that announced it may go on. Raises NotFound."""
    row = session.get(UploadRow, upload_id)
    if row is None or not scope.covers(row.branch):
        raise NotFound("Không có lần tải lên này / there is no such upload", upload=upload_id)
    return row


def finish(session: Session, upload_id: str, receipt: Json) -> None:
    """Note that the file is in its dossier; `receipt` says under which id."""
    row = session.get(UploadRow, upload_id)
    if row is not None:
        row.receipt = receipt


def forget(session: Session, upload_id: str) -> None:
    row = session.get(UploadRow, upload_id)
    if row is not None:
        session.delete(row)


def count_open(session: Session, caller: str, *, now: datetime) -> int:
    """Uploads of one key that are neither finished nor expired."""
    mine = (UploadRow.uploaded_by == caller, UploadRow.expires > now, UploadRow.receipt.is_(None))
    return session.scalar(select(func.count()).where(*mine)) or 0


def list_expired(session: Session, *, now: datetime, limit: int = 100) -> Sequence[str]:
    """Ids, those that expired first before the others."""
    query = select(UploadRow.id).where(UploadRow.expires <= now).order_by(UploadRow.expires)
    return session.scalars(query.limit(limit)).all()
