"""What dossier systems are told, in an order that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.messages import EventKind
from dossier.store import webhooks
from dossier.store.columns import new_id
from dossier.store.database import Turn, take_turn
from dossier.store.scope import Scope
from dossier.store.tables import DossierRow, EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    seq: int
    """Cursor: grows with every event."""
    id: str
    kind: EventKind
    dossier: str
    payload: dict[str, Any]
    created: datetime


def append(
    session: Session, kind: EventKind, dossier: str, payload: dict[str, Any], *, now: datetime
) -> None:
    """Add an event and say who is to be told.

    `payload` holds ids, states and reasons, never a field's value.
    """
    # Numbers are drawn before commit. Without turns a later number could become visible first and
    # a reader with a cursor would never see the earlier one.
    take_turn(session, Turn.EVENTS)
    row = EventRow(id=new_id("evt", now), kind=kind, dossier=dossier, payload=payload, created=now)
    session.add(row)
    session.flush()
    webhooks.enqueue(session, row, now=now)


def list_after(session: Session, after: int, scope: Scope, *, limit: int) -> list[Event]:
    """Events of the caller's own dossiers with a number above `after`, in order."""
    query = select(EventRow).where(EventRow.seq > after)
    if scope.branch is not None:
        query = query.join(DossierRow, DossierRow.code == EventRow.dossier)
        query = query.where(scope.own(DossierRow.branch))
    rows = session.scalars(query.order_by(EventRow.seq).limit(limit))
    return [
        Event(
            seq=row.seq,
            id=row.id,
            kind=row.kind,
            dossier=row.dossier,
            payload=row.payload,
            created=row.created,
        )
        for row in rows
    ]


def last_seq(session: Session) -> int:
    """The number of the newest event, 0 when there is none."""
    return session.scalar(select(func.max(EventRow.seq))) or 0
