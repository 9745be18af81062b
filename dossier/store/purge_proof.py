"""Whether what the statement says is so: the chain holds, and what it names is gone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.lifecycle.rules import DataKind
from dossier.lifecycle.statement import Purged, follow
from dossier.store import condemned, purging
from dossier.store.form_tables import FormSampleRow
from dossier.store.lifecycle_tables import CondemnedRow
from dossier.store.objects import ObjectStore
from dossier.store.scope import EVERYWHERE
from dossier.store.tables import AuditRow, DossierRow

_WHOLE = (DataKind.RECORD.value, DataKind.ABANDONED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    entries: int
    head: str
    """`seq:hash` of the newest entry; empty when nothing was ever removed."""
    faults: tuple[str, ...]
    """What does not hold, in Vietnamese and English; empty: all of it holds."""
    waiting: int
    """Originals that are condemned and still there."""


def verify(session: Session, objects: ObjectStore) -> Proof:
    """Look at every entry, at the audit log's word for them, and for what should not be there.

    Raises StorageUnavailable.
    """
    every = list(purging.entries(session, EVERYWHERE))
    chain = follow(every)
    faults = [chain.broken] if chain.broken else []
    faults += _unanchored(session, every)
    for entry in every:
        faults += _left(session, objects, entry)
    waiting = select(CondemnedRow.sha256).where(CondemnedRow.removed.is_(None))
    return Proof(
        entries=len(every),
        head=f"{every[-1].seq}:{every[-1].hash}" if every else "",
        faults=tuple(faults),
        waiting=len(session.scalars(waiting).all()),
    )


def _unanchored(session: Session, every: list[Purged]) -> list[str]:
    """Heads that the audit log names and that are not what stands here."""
    known = {f"{entry.seq}:{entry.hash}" for entry in every}
    told = session.scalars(
        select(AuditRow.subject).where(AuditRow.action == purging.HEAD).order_by(AuditRow.seq)
    )
    return [
        f"nhật ký nêu mục khác / the audit log names another entry: {subject.partition(':')[0]}"
        for subject in told
        if subject not in known
    ]


def _left(session: Session, objects: ObjectStore, entry: Purged) -> list[str]:
    if entry.what in _WHOLE:
        row = session.get(DossierRow, entry.subject)
        # The same code may be registered anew.
        if row is not None and row.created <= entry.at:
            return [f"hồ sơ vẫn còn / the dossier is still there: {entry.subject}"]
    elif entry.what == DataKind.FORM_SAMPLES:
        if session.get(FormSampleRow, entry.subject) is not None:
            return [f"mẫu vẫn còn / the sample is still there: {entry.subject}"]
    elif (
        entry.what == purging.OBJECT
        and objects.has(entry.subject)
        # The same content may have come anew.
        and not condemned.is_needed(session, entry.subject)
        and session.get(CondemnedRow, entry.subject) is None
    ):
        return [f"bản gốc vẫn còn / the original is still there: {entry.subject}"]
    return []
