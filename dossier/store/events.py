"""What dossier systems are told, in an order that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.messages import EventKind
from dossier.store import webhooks
from dossier.store.columns import new_id
from dossier.store.database import Turn, take_turn
from dossier.store.outcome_tables import OutcomeRow, ProcedureOutcomeRow
from dossier.store.scope import Scope
from dossier.store.tables import DossierRow, EventRow
from dossier.vietnam_time import VIETNAM

OUTCOMES: Final = frozenset({EventKind.NEEDS_REVIEW, EventKind.COMPLETED, EventKind.FAILED})
"""What is counted by day (`OutcomeRow`, `ProcedureOutcomeRow`)."""


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
    session: Session,
    kind: EventKind,
    dossier: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    procedure: str = "",
) -> None:
    """Add an event and say who is to be told.

    `payload` holds ids, states and reasons, never a field's value. `procedure`: what the dossier is
    sorted under (`review_entry.kind_of`), for the figures; empty where no record says it.
    """
    # Numbers are drawn before commit. Without turns a later number could become visible first and
    # a reader with a cursor would never see the earlier one.
    take_turn(session, Turn.EVENTS)
    row = EventRow(
        id=new_id("evt", now),
        kind=kind,
        dossier=dossier,
        branch=session.get_one(DossierRow, dossier).branch,
        payload=payload,
        created=now,
    )
    session.add(row)
    session.flush()
    if kind in OUTCOMES and not payload.get("reviewed"):
        _count(session, row, procedure, now=now)
    webhooks.enqueue(session, row, now=now)


def list_after(session: Session, after: int, scope: Scope, *, limit: int) -> list[Event]:
    """Events of the caller's own dossiers with a number above `after`, in order."""
    query = select(EventRow).where(EventRow.seq > after, scope.own(EventRow.branch))
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


def _count(session: Session, event: EventRow, procedure: str, *, now: datetime) -> None:
    """One more of its day and procedure. The turn that the caller holds keeps others out."""
    values = {
        "day": now.astimezone(VIETNAM).date(),
        "branch": event.branch or "",
        "kind": event.kind,
        "dossiers": 1,
    }
    _add_one(session, OutcomeRow, values)
    _add_one(session, ProcedureOutcomeRow, {**values, "procedure": procedure})


def _add_one(
    session: Session, table: type[OutcomeRow | ProcedureOutcomeRow], values: dict[str, Any]
) -> None:
    on_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgres else sqlite.insert
    statement = insert(table).on_conflict_do_update(
        index_elements=list(table.__table__.primary_key),
        set_={table.dossiers: table.dossiers + 1},
    )
    session.execute(statement.values(**values))


def last_seq(session: Session) -> int:
    """The number of the newest event, 0 when there is none."""
    return session.scalar(select(func.max(EventRow.seq))) or 0
