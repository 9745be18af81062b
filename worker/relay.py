"""From the outbox to the broker. A message may go out twice; it never stays behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from dossier import tracing
from dossier.errors import ServiceFault
from dossier.store import outbox
from dossier.store.database import Database
from worker.runtime import Clock

Send = Callable[[str, dict[str, Any]], None]
"""Puts one message (task name, payload) into the broker. Raises BrokerAway."""

_BATCH = 200
_log = structlog.get_logger(__name__)


class BrokerAway(ServiceFault):
    """`detail` is the kind of failure."""

    code = "broker_away"


def relay_outbox(database: Database, send: Send, clock: Clock) -> int:
    """Send what waits in the outbox, at most one batch. Returns how many were sent.

    Sent first and marked after: a crash in between rings twice, which is harmless. When the broker
    does not answer, the rest waits for the next call.
    """
    with database.read() as session:
        waiting = outbox.unsent(session, limit=_BATCH)
    sent: list[int] = []
    for message in waiting:
        try:
            step, trace = str(message.payload.get("step_id", "")), message.payload.get("trace")
            # Only what belongs to a trace: a span for each bell would be noise.
            with tracing.span("relay", trace, step=step) if trace else nullcontext():
                send(message.name, message.payload)
        except BrokerAway as exc:
            _log.warning("broker does not answer", cause=exc.detail, waiting=len(waiting))
            break
        sent.append(message.id)
    if sent:
        with database.write() as session:
            outbox.mark_sent(session, sent, now=clock())
    return len(sent)


def celery_sender(app: Celery) -> Send:
    """Sending through Celery, without waiting long for a broker that is away."""
    connection = app.connection_for_write()
    # Each client library has errors of its own (redis.ConnectionError is no OSError).
    away = (
        *(OperationalError, OSError),
        *connection.connection_errors,
        *connection.channel_errors,
    )

    def send(name: str, payload: dict[str, Any]) -> None:
        try:
            app.send_task(name, kwargs=payload, ignore_result=True, retry=False)
        except away as exc:
            raise BrokerAway(type(exc).__name__) from exc

    return send
