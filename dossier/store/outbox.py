"""Messages to be sent, written in the transaction that gives the reason to send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from dossier import tracing
from dossier.messages import TASK_NAMES, StepKind, step_payload
from dossier.store.database import table_of
from dossier.store.tables import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: int
    name: str
    payload: dict[str, Any]


def ring(session: Session, kind: StepKind, step_id: str, *, now: datetime) -> None:
    """Ask for a step as soon as this transaction has committed."""
    payload = step_payload(step_id, tracing.traceparent())
    values = {"name": TASK_NAMES[kind], "payload": payload, "created": now}
    session.execute(insert(table_of(OutboxRow)), values)


def unsent(session: Session, *, limit: int) -> list[Message]:
    """The oldest messages not sent yet."""
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id).limit(limit)
    )
    return [Message(id=row.id, name=row.name, payload=row.payload) for row in rows]


def mark_sent(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    session.execute(update(OutboxRow).where(OutboxRow.id.in_(ids)).values(sent_at=now))


def count_unsent(session: Session) -> int:
    return session.scalar(select(func.count()).where(OutboxRow.sent_at.is_(None))) or 0


def oldest_unsent(session: Session) -> datetime | None:
    """Since when the message that waits longest could have been sent."""
    query = select(OutboxRow.created).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id)
    return session.scalars(query.limit(1)).first()


def forget_sent(session: Session, *, before: datetime) -> None:
    """Drop messages sent before that time: the step rows tell the story."""
    session.execute(delete(OutboxRow).where(OutboxRow.sent_at < before))
