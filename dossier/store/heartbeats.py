"""Signs of life of the worker processes and of the keeper."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dossier.store.database import insert_once
from dossier.store.tables import HeartbeatRow

WORKER = "worker"
KEEPER = "keeper"
FRESH_FOR = timedelta(seconds=45)
"""A process that was silent for longer is taken for dead."""


def beat(session: Session, process: str, kind: str, *, now: datetime) -> None:
    """Note that `process` lives; `process` is unique among all machines."""
    if not insert_once(session, HeartbeatRow, process=process, kind=kind, beat_at=now):
        session.get_one(HeartbeatRow, process).beat_at = now


def count_alive(session: Session, kind: str, *, now: datetime) -> int:
    fresh = (HeartbeatRow.kind == kind, HeartbeatRow.beat_at > now - FRESH_FOR)
    return session.scalar(select(func.count()).where(*fresh)) or 0


def lives_on(session: Session, host: str, *, now: datetime) -> bool:
    """Whether any process of `host` (named `host-pid`) gave a fresh sign."""
    named = select(HeartbeatRow.process).where(
        HeartbeatRow.process.startswith(f"{host}-", autoescape=True),
        HeartbeatRow.beat_at > now - FRESH_FOR,
    )
    # The rest must be a process id: `host-a-17` is a sign of `host-a`, not of `host`.
    return any(name.removeprefix(f"{host}-").isdigit() for name in session.scalars(named))


def forget(session: Session, process: str) -> None:
    """A process that ends as planned takes its sign away."""
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.process == process))


def forget_silent(session: Session, *, before: datetime) -> None:
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.beat_at < before))
