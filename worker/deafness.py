"""Notices a worker that is idle while steps wait: its line to the broker is dead and silent.

A consumer that lost its connection without a sign sits there, healthy by every other measure. So
the worker's heartbeat looks at progress: work that has been waiting for long, every message sent,
and nothing to do here means that this process does not hear. It ends, and a new one starts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dossier.store import outbox, steps
from dossier.store.database import Database

DEAF_AFTER: Final = timedelta(seconds=90)
"""Three times as long as the sweeper waits before it rings again."""
EXIT_DEAF: Final = 76


class Ear:
    """What one worker was last seen doing. Written by its main thread, read by its heart."""

    def __init__(self, now: datetime) -> None:
        self._idle_since: datetime | None = now

    def start(self) -> None:
        """A message came."""
        self._idle_since = None

    def stop(self, now: datetime) -> None:
        """Its step is over."""
        self._idle_since = now

    def is_deaf(self, database: Database, *, now: datetime) -> bool:
        """Whether work waits that this process should have heard of. Raises StorageUnavailable."""
        idle_since = self._idle_since
        if idle_since is None or now - idle_since < DEAF_AFTER:
            return False
        with database.read() as session:
            waiting_since = steps.oldest_due(session, now=now)
            if waiting_since is None or now - waiting_since < DEAF_AFTER:
                return False
            return outbox.count_unsent(session) == 0
