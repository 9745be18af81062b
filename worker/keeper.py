"""The loop that keeps work moving: relay often, sweep every few seconds, tidy every hour.

One is enough; two do no harm. `sohoa serve` runs it in a thread, a larger installation as
`python -m worker keep`.
"""

from __future__ import annotations

from threading import Event
from time import monotonic

import structlog

from dossier.errors import StorageUnavailable
from dossier.store import heartbeats
from dossier.store.database import Database
from worker.alive import process_name
from worker.app import make_app
from worker.relay import Send, celery_sender, relay_outbox
from worker.runtime import Clock, utc_now
from worker.settings import WorkerSettings
from worker.sweeper import check_ledger, forget_old, sweep

_RELAY_EVERY_S = 0.1
_SWEEP_EVERY_S = 2.0
_BEAT_EVERY_S = 10.0
_TIDY_EVERY_S = 3600.0
_AFTER_TROUBLE_S = 2.0
_log = structlog.get_logger(__name__)


def run_keeper(settings: WorkerSettings, stop: Event) -> None:
    """Relay and sweep until `stop` is set. A database that goes away is waited for."""
    database = Database.from_settings(settings)
    keeper = Keeper(database, celery_sender(make_app(settings)), settings)
    while not stop.is_set():
        stop.wait(keeper.turn())
    database.dispose()


class Keeper:
    """Knows when what is due."""

    def __init__(
        self, database: Database, send: Send, settings: WorkerSettings, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._send = send
        self._settings = settings
        self._clock = clock
        self._next_beat = 0.0
        self._next_sweep = 0.0
        self._next_tidy = 0.0

    def turn(self) -> float:
        """Do what is due; seconds until the next turn."""
        try:
            return self._work()
        except StorageUnavailable as exc:
            _log.warning("keeper waits", reason=exc.code)
            return _AFTER_TROUBLE_S

    def _work(self) -> float:
        now = monotonic()
        if now >= self._next_beat:
            with self._database.write() as session:
                heartbeats.beat(session, process_name(), heartbeats.KEEPER, now=self._clock())
            self._next_beat = now + _BEAT_EVERY_S
        if now >= self._next_sweep:
            sweep(
                self._database,
                self._clock,
                max_attempts=self._settings.max_attempts,
                lease=self._settings.lease,
            )
            self._next_sweep = now + _SWEEP_EVERY_S
        if now >= self._next_tidy:
            forget_old(self._database, self._clock)
            check_ledger(self._database, self._clock)
            self._next_tidy = now + _TIDY_EVERY_S
        # A full batch means that more waits: come back at once.
        sent = relay_outbox(self._database, self._send, self._clock)
        return 0.0 if sent >= 200 else _RELAY_EVERY_S
