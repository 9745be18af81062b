"""Signs of life of this machine's processes: how they are named, and whether one is fresh.

`python -m worker check` is what a container's health check runs.
"""

from __future__ import annotations

import os
import socket

import structlog

from dossier.errors import StorageUnavailable
from dossier.store import heartbeats
from dossier.store.database import Database
from worker.runtime import Clock
from worker.settings import WorkerSettings

_log = structlog.get_logger(__name__)


def process_name() -> str:
    """Unique among all machines."""
    return f"{socket.gethostname()}-{os.getpid()}"


def gives_signs(settings: WorkerSettings, clock: Clock) -> bool:
    """Whether a worker or keeper of this host gave a sign of late.

    A database that does not answer is no fault of theirs: a check that failed then would have
    every worker killed while it is away, each with a page in hand.
    """
    database = Database.from_settings(settings)
    try:
        with database.read() as session:
            return heartbeats.lives_on(session, socket.gethostname(), now=clock())
    except StorageUnavailable as exc:
        _log.warning("signs of life cannot be looked up", reason=exc.code)
        return True
    finally:
        database.dispose()
