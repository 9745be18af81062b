"""Webhooks: who is told of which events, what is still to be sent, and a ledger of every try.

A delivery is written in the transaction of its event, so that none can be missing. It is tried at
the times of `SCHEDULE` (Standard Webhooks 1.0.0: ten tries over three days). Taking one to send
moves its next time ahead; whoever is killed while sending leaves it to be sent again, with the
same `webhook-id`.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dossier import tracing
from dossier.errors import NotFound
from dossier.messages import EventKind
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.scope import CENTRAL, EVERYWHERE, Scope
from dossier.store.states import DeliveryState
from dossier.store.tables import DeliveryRow, DossierRow, EventRow, TryRow, WebhookRow

SCHEDULE: Final = (
    *(timedelta(), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=h) for h in (2, 5, 10, 14, 20, 24)),
)
"""How long after the try before it each try is made."""
OVERLAP: Final = timedelta(hours=24)
"""How long the old secret signs beside the new one."""

_IN_HAND: Final = timedelta(minutes=2)
"""Longer than sending one can take."""
_PAUSE: Final = timedelta(seconds=5)
_LONGEST_PAUSE: Final = timedelta(minutes=10)
_LONGEST_WAIT: Final = timedelta(hours=1)
"""The most that a receiver's Retry-After is followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event in hand for one receiver."""

    id: int
    webhook: str
    url: str
    secrets: tuple[str, ...]
    """The newest first."""
    event: EventRow
    trace: str | None
    """Of the event (`dossier.tracing`)."""
    until: datetime
    """When it counts as not sent; the right to write down what came of it ends then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one try."""

    status: int | None
    """None when there was no answer."""
    reason: str
    """Empty when it was taken."""
    gone: bool = False
    """The receiver wants no more (410)."""
    retry_after: timedelta | None = None


def create(
    session: Session, url: str, kinds: Sequence[EventKind], scope: Scope, *, now: datetime
) -> WebhookRow:
    """Tell `url` of events from now on. The target was checked by the caller."""
    row = WebhookRow(
        id=new_id("whk", now),
        url=url,
        branch=scope.owner,
        kinds=[kind.value for kind in kinds],
        secret=_new_secret(),
        created=now,
        failures=0,
    )
    session.add(row)
    session.flush()
    return row


def list_own(session: Session, scope: Scope) -> Sequence[WebhookRow]:
    query = select(WebhookRow).where(WebhookRow.ended.is_(None)).order_by(WebhookRow.id)
    return [row for row in session.scalars(query) if scope.covers(row.branch)]


def find(session: Session, webhook_id: str, scope: Scope) -> WebhookRow:
    """Raises NotFound."""
    row = session.get(WebhookRow, webhook_id)
    if row is None or row.ended is not None or not scope.covers(row.branch):
        raise NotFound("Không có webhook này / there is no such webhook", webhook=webhook_id)
    return row


def rotate(row: WebhookRow, *, now: datetime) -> None:
    """Give a new secret; the old one signs too for `OVERLAP`."""
    row.old_secret, row.old_until = row.secret, now + OVERLAP
    row.secret = _new_secret()


def enable(row: WebhookRow) -> None:
    """Go on after a 410; what waited is sent. What happened in between is there to be replayed."""
    row.disabled = row.disabled_why = row.paused_until = None
    row.failures = 0


def enqueue(session: Session, event: EventRow, *, now: datetime) -> None:
    """Write down who is to be told of `event`, in its transaction."""
    active = select(WebhookRow).where(WebhookRow.ended.is_(None), WebhookRow.disabled.is_(None))
    for row in session.scalars(active):
        if event.kind.value in row.kinds and row.branch in (CENTRAL, event.branch):
            _add(session, row.id, event.seq, now=now)


def take_due(session: Session, *, now: datetime, each: int) -> list[Delivery]:
    """Take what is due, at most `each` of a receiver: one that hangs must not hold up the rest."""
    active = select(WebhookRow).where(WebhookRow.ended.is_(None), WebhookRow.disabled.is_(None))
    taken: list[Delivery] = []
    for row in session.scalars(active).all():
        if row.paused_until is None or row.paused_until <= now:
            taken += [_take(session, row, due, now=now) for due in _due(session, row, now, each)]
    return taken


def mend_clock(session: Session, *, now: datetime) -> None:
    """Bring back what lies further ahead than it can: the clock was set back (`steps`)."""
    latest = now + max(SCHEDULE) * 1.2
    session.execute(
        update(DeliveryRow)
        .where(
            # The webhooks, which are few, lead to the index; without them it would be walked.
            DeliveryRow.webhook.in_(select(WebhookRow.id)),
            DeliveryRow.state == DeliveryState.PENDING,
            DeliveryRow.next_at > latest,
        )
        .values(next_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(WebhookRow)
        .where(WebhookRow.paused_until > now + _LONGEST_WAIT * 1.2)
        .values(paused_until=None)
        .execution_options(synchronize_session=False)
    )


def settle(session: Session, sent: Delivery, outcome: Outcome, *, now: datetime) -> bool:
    """Write a try down and say when the next one is. False when it was out of hand by then."""
    row = session.get(DeliveryRow, sent.id, with_for_update=True)
    if row is None or row.state is not DeliveryState.PENDING or row.next_at != sent.until:
        return False
    session.add(TryRow(delivery=row.id, at=now, status=outcome.status, reason=outcome.reason))
    row.tries += 1
    webhook = session.get_one(WebhookRow, sent.webhook, with_for_update=True)
    if not outcome.reason:
        row.state, row.delivered_at = DeliveryState.DELIVERED, now
        webhook.failures, webhook.paused_until = 0, None
        if sent.event.kind is not EventKind.READ:
            _note_delivery(session, sent.event.dossier, now=now)
        return True
    _pause(webhook, outcome, now=now)
    if row.tries >= len(SCHEDULE):
        row.state = DeliveryState.EXHAUSTED
    else:
        row.next_at = now + _jittered(SCHEDULE[row.tries])
    return True


def replay(
    session: Session, row: WebhookRow, *, after: int, until: int | None, now: datetime
) -> int:
    """Send events with numbers above `after` (up to `until`) again, with all tries anew.

    The same `webhook-id` goes out: a receiver that knows it already ignores it. Returns how many.
    """
    query = select(EventRow).where(EventRow.seq > after)
    query = query.where(EventRow.kind.in_(map(EventKind, row.kinds)))
    if until is not None:
        query = query.where(EventRow.seq <= until)
    if row.branch != CENTRAL:
        query = query.where(EventRow.branch == row.branch)
    events = session.scalars(query.order_by(EventRow.seq)).all()
    for event in events:
        if not _add(session, row.id, event.seq, now=now):
            which = (DeliveryRow.webhook == row.id, DeliveryRow.event == event.seq)
            again = session.scalars(select(DeliveryRow).where(*which).with_for_update()).one()
            again.state, again.tries, again.next_at = DeliveryState.PENDING, 0, now
    return len(events)


def redeliver_exhausted(session: Session, *, now: datetime) -> int:
    """Everything that was given up, to every receiver, once more. Returns how many."""
    query = select(DeliveryRow).where(
        DeliveryRow.webhook.in_(select(WebhookRow.id)),
        DeliveryRow.state == DeliveryState.EXHAUSTED,
    )
    given_up = session.scalars(query.with_for_update()).all()
    for row in given_up:
        row.state, row.tries, row.next_at = DeliveryState.PENDING, 0, now
    return len(given_up)


def list_deliveries(
    session: Session, webhook: str, *, after: int, state: DeliveryState | None, limit: int
) -> Sequence[tuple[DeliveryRow, EventRow]]:
    """The ledger in order."""
    query = select(DeliveryRow, EventRow).join(EventRow, EventRow.seq == DeliveryRow.event)
    query = query.where(DeliveryRow.webhook == webhook, DeliveryRow.id > after)
    if state is not None:
        query = query.where(DeliveryRow.state == state)
    found = session.execute(query.order_by(DeliveryRow.id).limit(limit))
    return [(delivery, event) for delivery, event in found]


def tries_of(session: Session, deliveries: Sequence[int]) -> Sequence[TryRow]:
    """Every try of these deliveries, in order."""
    query = select(TryRow).where(TryRow.delivery.in_(deliveries)).order_by(TryRow.id)
    return session.scalars(query).all()


def count_by_state(session: Session) -> dict[DeliveryState, int]:
    """Of what is not delivered: that number does not grow with time."""
    open_states = (DeliveryState.PENDING, DeliveryState.EXHAUSTED)
    counts: dict[DeliveryState, int] = dict.fromkeys(open_states, 0)
    for row in list_own(session, EVERYWHERE):
        for state in open_states:
            mine = (DeliveryRow.webhook == row.id, DeliveryRow.state == state)
            counts[state] += session.scalar(select(func.count()).where(*mine)) or 0
    return counts


def _note_delivery(session: Session, code: str, *, now: datetime) -> None:
    """The receiver knows of the outcome: for the ledger the dossier's pages are delivered."""
    row = session.get_one(DossierRow, code)
    row.delivered_at = row.delivered_at or now


def _add(session: Session, webhook: str, event: int, *, now: datetime) -> bool:
    values = {"webhook": webhook, "event": event, "state": DeliveryState.PENDING, "tries": 0}
    trace = tracing.traceparent()
    return insert_once(session, DeliveryRow, **values, next_at=now, created=now, trace=trace)


def _due(session: Session, row: WebhookRow, now: datetime, limit: int) -> Sequence[DeliveryRow]:
    due = (
        DeliveryRow.webhook == row.id,
        DeliveryRow.state == DeliveryState.PENDING,
        DeliveryRow.next_at <= now,
    )
    query = select(DeliveryRow).where(*due).order_by(DeliveryRow.next_at, DeliveryRow.id)
    return session.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()


def _take(session: Session, row: WebhookRow, due: DeliveryRow, *, now: datetime) -> Delivery:
    due.next_at = now + _IN_HAND
    old = row.old_secret if row.old_until is not None and row.old_until > now else None
    return Delivery(
        id=due.id,
        webhook=row.id,
        url=row.url,
        secrets=(row.secret,) if old is None else (row.secret, old),
        event=session.get_one(EventRow, due.event),
        trace=due.trace,
        until=due.next_at,
    )


def _pause(webhook: WebhookRow, outcome: Outcome, *, now: datetime) -> None:
    """A receiver in trouble is left alone for a while; one that said 410, for good."""
    if outcome.gone:
        webhook.disabled, webhook.disabled_why = now, outcome.reason
        return
    pause = min(_PAUSE * (1 << min(webhook.failures, 10)), _LONGEST_PAUSE)
    wished = min(outcome.retry_after or timedelta(), _LONGEST_WAIT)
    webhook.failures += 1
    webhook.paused_until = now + max(pause, wished)


def _jittered(delay: timedelta) -> timedelta:
    # Up to a tenth later, so that what failed together does not come back together.
    return delay * (1 + secrets.randbelow(1000) / 10_000)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
