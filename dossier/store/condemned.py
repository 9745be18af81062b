"""Originals that nobody refers to any more: removed once that is sure, and never while it is not.

An original is shared by every file of the same content, in any dossier. Who stores one puts its
bytes first and its row after, so between the two nobody refers to it. Both sides therefore hold the
object's name (`hold_name`) while they decide: who removes looks for rows once more and removes
under the name; who refers puts the bytes again where they were removed in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from dossier.store.database import hold_name, insert_once
from dossier.store.form_tables import FormSampleRow
from dossier.store.lifecycle_tables import CondemnedRow
from dossier.store.objects import ObjectRef, ObjectStore
from dossier.store.tables import FileRow

_REMEMBERED: Final = timedelta(days=1)
"""Longer than any call can lie between its bytes and its row."""


def keep_for_row(session: Session, objects: ObjectStore, source: Path, content: ObjectRef) -> None:
    """Call in the transaction that is about to refer to `content`, which was put before.

    Raises StorageUnavailable.
    """
    hold_name(session, content.sha256)
    row = session.get(CondemnedRow, content.sha256)
    if row is not None:
        objects.put(source, content)
        session.execute(delete(CondemnedRow).where(CondemnedRow.sha256 == content.sha256))


def hold(session: Session, sha256: str) -> None:
    """Let nobody else decide about an object until this transaction ends."""
    hold_name(session, sha256)


def condemn(
    session: Session, names: Sequence[str], *, branch: str | None, actor: str, now: datetime
) -> int:
    """Note objects that may have to go. Those that are still referred to are left out.

    Returns how many.
    """
    count = 0
    for sha256 in dict.fromkeys(names):
        if not is_needed(session, sha256):
            values = {"sha256": sha256, "branch": branch, "actor": actor, "since": now}
            if not insert_once(session, CondemnedRow, **values):
                session.get_one(CondemnedRow, sha256).removed = None
            count += 1
    return count


def is_needed(session: Session, sha256: str) -> bool:
    """Whether any row refers to the object."""
    files = exists().where(FileRow.sha256 == sha256, FileRow.purged.is_(None))
    samples = exists().where(FormSampleRow.sha256 == sha256)
    return bool(session.scalar(select(files | samples)))


def waiting(session: Session, *, limit: int) -> Sequence[str]:
    """Objects to be removed, the longest condemned first."""
    query = select(CondemnedRow.sha256).where(CondemnedRow.removed.is_(None))
    return session.scalars(query.order_by(CondemnedRow.since).limit(limit)).all()


def forget_removed(session: Session, *, now: datetime) -> None:
    """The statement tells of them; nobody can still be on the way with their bytes."""
    session.execute(delete(CondemnedRow).where(CondemnedRow.removed < now - _REMEMBERED))
