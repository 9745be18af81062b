"""Steps: who may do a piece of work, until when, and how often it was tried.

A claim gives a lease (a time) and a fence (a number that grows with every claim). Only the holder
of the newest fence may write the result, in one transaction with it; an older one gets LeaseLost
and changes nothing. So a worker that was thought dead and comes back does no harm.

Times come from the caller, in UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, func, select, update
from sqlalchemy.orm import Session

from dossier.errors import LeaseLost
from dossier.messages import URGENT, StepKind
from dossier.store import outbox
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.states import StepState
from dossier.store.tables import StepRow

_PATIENCE = timedelta(seconds=30)
"""How long a first message may go unanswered before it counts as lost."""
_BACKOFF = timedelta(seconds=2)
_LONGEST_BACKOFF = timedelta(minutes=5)
_LONGEST_SILENCE = timedelta(hours=1)
_LONG = timedelta(minutes=10)
_LOOKED_AT = 50
"""So many of the steps done last tell how far the queue has come."""
_CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to do one step until `lease_until`."""

    step_id: str
    kind: StepKind
    subject: str
    attempt: int
    """From 1."""
    fence: int
    lease_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A step whose attempt ended without a result."""

    step_id: str
    kind: StepKind
    subject: str
    quarantined: bool
    reason: str


def create_step(session: Session, kind: StepKind, subject: str, *, now: datetime) -> bool:
    """Make a step and ring for it, unless it exists. Returns whether it was made."""
    step_id = new_id("stp", now)
    made = insert_once(
        session,
        StepRow,
        id=step_id,
        kind=kind,
        subject=subject,
        state=StepState.PENDING,
        attempt=0,
        fence=0,
        rings=1,
        not_before=now,
        ring_at=now + _PATIENCE,
        created=now,
    )
    if not made:
        return False
    outbox.ring(session, kind, step_id, now=now)
    return True


def claim(session: Session, step_id: str, *, lease: timedelta, now: datetime) -> Claim | None:
    """Take a step that waits and is due; None when it does not wait (done, taken, not due)."""
    row = session.execute(
        update(StepRow)
        .where(
            StepRow.id == step_id,
            StepRow.state == StepState.PENDING,
            StepRow.not_before <= now,
        )
        .values(
            state=StepState.RUNNING,
            attempt=StepRow.attempt + 1,
            fence=StepRow.fence + 1,
            lease_until=now + lease,
        )
        .returning(StepRow.kind, StepRow.subject, StepRow.attempt, StepRow.fence)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    return Claim(
        step_id=step_id,
        kind=row.kind,
        subject=row.subject,
        attempt=row.attempt,
        fence=row.fence,
        lease_until=now + lease,
    )


def renew(session: Session, held: Claim, *, lease: timedelta, now: datetime) -> None:
    """Hold on for another `lease`. Raises LeaseLost."""
    _write_fenced(session, held, lease_until=now + lease)


def finish(session: Session, held: Claim, *, now: datetime) -> None:
    """Mark done. Call first in the transaction that writes the result. Raises LeaseLost."""
    _write_fenced(session, held, state=StepState.DONE, lease_until=None, finished=now)


def fail(
    session: Session,
    held: Claim,
    reason: str,
    *,
    max_attempts: int,
    now: datetime,
    blame: bool = True,
) -> Stopped:
    """Give the step back after a failure: later again, or quarantine after `max_attempts`.

    `reason` names the cause without any citizen's data. `blame` is False when the step could not
    help it (the store was away): then the attempt does not count. Raises LeaseLost.
    """
    quarantined = blame and held.attempt >= max_attempts
    due = now + backoff(held.attempt)
    _write_fenced(
        session,
        held,
        state=StepState.QUARANTINED if quarantined else StepState.PENDING,
        attempt=held.attempt if blame else held.attempt - 1,
        lease_until=None,
        last_error=reason,
        not_before=due,
        # The bell rings when it is due, by the sweeper (`ring_lost`): brokers keep no time.
        ring_at=due,
        rings=0,
    )
    return Stopped(
        step_id=held.step_id,
        kind=held.kind,
        subject=held.subject,
        quarantined=quarantined,
        reason=reason,
    )


def give_back_expired(
    session: Session, *, max_attempts: int, now: datetime, limit: int = 100
) -> list[Stopped]:
    """Take expired leases away: to waiting and rung again, or to quarantine.

    Work done under an expired lease was lost with its process, so every expiry is one attempt.
    """
    expired = session.scalars(
        select(StepRow)
        .where(StepRow.state == StepState.RUNNING, StepRow.lease_until < now)
        .order_by(StepRow.lease_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_give_back(session, row, max_attempts=max_attempts, now=now) for row in expired]


def mend_clock(session: Session, *, lease: timedelta, now: datetime) -> int:
    """Bring back what lies further ahead than it can: the clock was set back since it was written.

    Without this a killed worker's step would keep its lease, and a waiting one its time, until the
    clock has caught up. A worker that lives renews its lease long before. Returns how many steps.
    """
    ahead = {
        StepRow.lease_until: (StepState.RUNNING, lease),
        StepRow.not_before: (StepState.PENDING, _LONGEST_BACKOFF),
        StepRow.ring_at: (StepState.PENDING, _LONGEST_SILENCE),
    }
    mended = 0
    for column, (state, longest) in ahead.items():
        # A little more than the longest: clocks of several machines differ.
        result = session.execute(
            update(StepRow)
            .where(StepRow.state == state, column > now + longest + _CLOCKS_DIFFER)
            .values({column: now + (longest if state is StepState.RUNNING else timedelta())})
            .execution_options(synchronize_session=False)
        )
        mended += result.rowcount if isinstance(result, CursorResult) else 0
    return mended


def ring_lost(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Ring again for due steps whose message seems lost. Returns how many.

    Bells are answered in the order in which they were rung: while that goes on, one is lost when a
    later one was answered, and otherwise waits its turn, for hours where the queue is long. When
    nothing is answered, the silence allowed doubles with every ring (half a minute, one, two ...
    one hour). A step that failed is rung here when its backoff is over.
    """
    failed = (StepRow.rings == 0, StepRow.ring_at <= now)
    unheard = (StepRow.rings > 0, StepRow.ring_at <= min(now, _answered(session, now=now)))
    lost = [*_waiting(session, *failed, limit=limit), *_waiting(session, *unheard, limit=limit)]
    for row in lost:
        row.rings += 1
        row.ring_at = now + _silence(row.rings)
        outbox.ring(session, row.kind, row.id, now=now)
    return len(lost)


def _waiting(session: Session, *which: ColumnElement[bool], limit: int) -> Sequence[StepRow]:
    return session.scalars(
        select(StepRow)
        .where(StepRow.state == StepState.PENDING, *which)
        .order_by(StepRow.ring_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _answered(session: Session, *, now: datetime) -> datetime:
    """Steps whose patience was over before this should have been heard by now.

    Everything, when nothing was done of late. Else those rung before one that was done: no bell of
    it is older than the step. While urgent ones alone are done, out of turn, those that have waited
    long.
    """
    of_late = session.execute(
        select(StepRow.kind, StepRow.created)
        .where(StepRow.state == StepState.DONE, StepRow.finished > now - _PATIENCE)
        .order_by(StepRow.finished.desc())
        .limit(_LOOKED_AT)
    ).all()
    if not of_late:
        return now
    in_turn = [row.created + _PATIENCE for row in of_late if row.kind not in URGENT]
    return max(in_turn, default=now - _LONG)


def release(session: Session, step_id: str, *, now: datetime) -> bool:
    """Take a step out of quarantine with its attempts counted anew. False if it is not there."""
    row = session.get(StepRow, step_id, with_for_update=True)
    if row is None or row.state is not StepState.QUARANTINED:
        return False
    _wait(session, row, now=now)
    return True


def oldest_due(session: Session, *, now: datetime) -> datetime | None:
    """Since when the step that waits longest could have been done."""
    due = (StepRow.state == StepState.PENDING, StepRow.not_before <= now)
    return session.scalar(select(func.min(StepRow.not_before)).where(*due))


def due(
    session: Session, kinds: Collection[StepKind], *, now: datetime, limit: int = 5
) -> Sequence[str]:
    """Steps of these kinds that could be done now, the oldest first: their ids."""
    waiting = (StepRow.state == StepState.PENDING, StepRow.not_before <= now)
    query = select(StepRow.id).where(StepRow.kind.in_(kinds), *waiting).order_by(StepRow.not_before)
    return session.scalars(query.limit(limit)).all()


def start_again(session: Session, kind: StepKind, subject: str, *, now: datetime) -> bool:
    """Do a step anew that was done before. False unless it is done."""
    which = (StepRow.kind == kind, StepRow.subject == subject, StepRow.state == StepState.DONE)
    row = session.scalars(select(StepRow).where(*which).with_for_update()).one_or_none()
    if row is None:
        return False
    row.finished = None
    _wait(session, row, now=now)
    return True


def count_unfinished(session: Session) -> dict[tuple[StepKind, StepState], int]:
    """What waits, runs or was put aside: an index walk over these, however many are done."""
    unfinished = [state for state in StepState if state is not StepState.DONE]
    rows = session.execute(
        select(StepRow.kind, StepRow.state, func.count())
        .where(StepRow.state.in_(unfinished))
        .group_by(StepRow.kind, StepRow.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def backoff(attempt: int) -> timedelta:
    """How long to wait after the failure of `attempt` (from 1): 2 s, 8 s, 32 s ... 5 min."""
    return min(_BACKOFF * (1 << min(2 * (attempt - 1), 16)), _LONGEST_BACKOFF)


def _silence(rings: int) -> timedelta:
    return min(_PATIENCE * (1 << min(rings - 1, 16)), _LONGEST_SILENCE)


def _wait(session: Session, row: StepRow, *, now: datetime) -> None:
    row.state, row.attempt, row.not_before = StepState.PENDING, 0, now
    row.rings, row.ring_at = 1, now + _PATIENCE
    outbox.ring(session, row.kind, row.id, now=now)


def _give_back(session: Session, row: StepRow, *, max_attempts: int, now: datetime) -> Stopped:
    row.last_error = f"lease expired in attempt {row.attempt}: the worker died or hung"
    row.lease_until = None
    # A holder that still lives must not finish now: its fence is out of date from here on.
    row.fence += 1
    if row.attempt >= max_attempts:
        row.state = StepState.QUARANTINED
    else:
        row.state, row.not_before = StepState.PENDING, now
        row.rings, row.ring_at = 1, now + _PATIENCE
        outbox.ring(session, row.kind, row.id, now=now)
    return Stopped(
        step_id=row.id,
        kind=row.kind,
        subject=row.subject,
        quarantined=row.state is StepState.QUARANTINED,
        reason=row.last_error,
    )


def _write_fenced(session: Session, held: Claim, **values: Any) -> None:
    statement: Update = (
        update(StepRow)
        .where(
            StepRow.id == held.step_id,
            StepRow.state == StepState.RUNNING,
            StepRow.fence == held.fence,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    if isinstance(result, CursorResult) and result.rowcount == 1:
        return
    raise LeaseLost(step=held.step_id, fence=held.fence)
