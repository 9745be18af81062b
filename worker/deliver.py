"""Sends webhooks: takes what is due, posts it, writes down what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import MappingProxyType
from typing import Final

import structlog

from dossier import tracing
from dossier.errors import StorageUnavailable
from dossier.store import webhooks
from dossier.store.database import Database
from dossier.store.webhooks import Delivery, Outcome
from dossier.targets import AllowedTargets, Resolve, TargetRefused, resolve_host
from worker.post import NoAnswer, Post, Reply, post
from worker.runtime import Clock, utc_now
from worker.settings import WorkerSettings
from worker.signature import body_of, headers_of

_EACH: Final = 4
"""In hand at once for one receiver."""
_THREADS: Final = 8
_PAUSE_S: Final = 0.5
_AFTER_TROUBLE_S: Final = 2.0
_GONE: Final = 410
_SAYS: Final[Mapping[int, str]] = MappingProxyType({3: "redirect", 4: "refused", 5: "fault"})
_log = structlog.get_logger(__name__)


def run_deliverer(settings: WorkerSettings, stop: Event) -> None:
    """Send what is due until `stop` is set. A database that goes away is waited for."""
    database = Database.from_settings(settings)
    allowed = AllowedTargets.parse(settings.webhook_targets)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="webhook") as pool:
        deliverer = Deliverer(database, allowed, pool=pool)
        while not stop.is_set():
            try:
                pause = 0.0 if deliverer.turn() else _PAUSE_S
            except StorageUnavailable as exc:
                _log.warning("deliverer waits", reason=exc.code)
                pause = _AFTER_TROUBLE_S
            stop.wait(pause)
    database.dispose()


class Deliverer:
    """One is enough; two take different deliveries."""

    def __init__(
        self,
        database: Database,
        allowed: AllowedTargets,
        *,
        pool: ThreadPoolExecutor,
        send: Post = post,
        resolve: Resolve = resolve_host,
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._allowed = allowed
        self._pool = pool
        self._send = send
        self._resolve = resolve
        self._clock = clock

    def turn(self) -> int:
        """Send what is due now. Returns how many were tried. Raises StorageUnavailable."""
        with self._database.write() as session:
            due = webhooks.take_due(session, now=self._clock(), each=_EACH)
        for sent, outcome in zip(due, self._pool.map(self._try, due), strict=True):
            with self._database.write() as session:
                webhooks.settle(session, sent, outcome, now=self._clock())
            _log.info(
                "webhook tried",
                webhook=sent.webhook,
                message=sent.event.id,
                status=outcome.status,
                reason=outcome.reason,
            )
        return len(due)

    def _try(self, delivery: Delivery) -> Outcome:
        ids = {"webhook": delivery.webhook, "event": delivery.event.id}
        if delivery.trace is None:
            return self._send_it(delivery)
        with tracing.span("deliver", delivery.trace, **ids, dossier=delivery.event.dossier):
            outcome = self._send_it(delivery)
            tracing.note(status=outcome.status or 0, reason=outcome.reason)
        return outcome

    def _send_it(self, delivery: Delivery) -> Outcome:
        body = body_of(delivery.event)
        headers = headers_of(delivery.event, body, delivery.secrets, now=self._clock())
        try:
            target = self._allowed.check(delivery.url, self._resolve)
            return _judge(self._send(target, headers, body))
        except NoAnswer as exc:
            return Outcome(status=None, reason=exc.detail)
        except TargetRefused as exc:
            return Outcome(status=None, reason=exc.code)
        except OSError as exc:
            return Outcome(status=None, reason=type(exc).__name__)


def _judge(reply: Reply) -> Outcome:
    """2xx is taken, 410 ends it, all others are tried again; a redirect is never followed."""
    if 200 <= reply.status < 300:
        return Outcome(status=reply.status, reason="")
    if reply.status == _GONE:
        return Outcome(status=reply.status, reason="gone", gone=True)
    reason = _SAYS.get(reply.status // 100, "not_understood")
    return Outcome(status=reply.status, reason=reason, retry_after=reply.retry_after)
