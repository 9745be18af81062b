"""The scheduled removal of what has served its time: once a night, where the office switched it on.

`retention.toml` in the data folder says whether and when (`[schedule]`); it is read anew each time,
so that no process has to be started again. A file that cannot be understood removes nothing.
"""

from __future__ import annotations

from datetime import date
from threading import Event

import structlog

from dossier.errors import SohoaError
from dossier.lifecycle.rules import load_retention
from dossier.store import purging
from dossier.store.database import Database
from dossier.store.objects import ObjectStore, open_objects
from dossier.store.scope import EVERYWHERE
from dossier.vietnam_time import VIETNAM
from worker.runtime import Clock, utc_now
from worker.settings import WorkerSettings

ACTOR = "schedule"
_LOOK_EVERY_S = 60.0
_log = structlog.get_logger(__name__)


def run_purger(settings: WorkerSettings, stop: Event) -> None:
    """Remove what is due, at the hour of the schedule, until `stop` is set."""
    purger = Purger(settings)
    while not stop.is_set():
        purger.turn()
        stop.wait(_LOOK_EVERY_S)
    purger.close()


class Purger:
    """Knows when it ran last. Two of them do no harm: what is gone is not removed twice."""

    def __init__(self, settings: WorkerSettings, clock: Clock = utc_now) -> None:
        self._settings = settings
        self._clock = clock
        self._ran: date | None = None
        self._database: Database | None = None
        self._objects: ObjectStore | None = None

    def turn(self) -> purging.Run | None:
        """Run if it is time. Returns what was done; None when there was nothing to do."""
        try:
            return self._work()
        except SohoaError as exc:
            # Wrong rules, a store that is away: told, and tried again at the next look.
            _log.error("nothing purged", reason=exc.code, detail=exc.detail)
            return None

    def close(self) -> None:
        if self._database is not None:
            self._database.dispose()

    def _work(self) -> purging.Run | None:
        if not self._settings.retention_file.exists():
            return None
        rules = load_retention(self._settings.retention_file)
        local = self._clock().astimezone(VIETNAM)
        if not rules.schedule.on or local.hour != rules.schedule.hour or self._ran == local.date():
            return None
        if self._database is None:
            self._database = Database.from_settings(self._settings)
        if self._objects is None:
            self._objects = open_objects(self._settings)
        done = purging.run(
            self._database,
            self._objects,
            rules,
            EVERYWHERE,
            actor=ACTOR,
            clock=self._clock,
            limit=rules.schedule.limit,
        )
        self._ran = local.date()
        _log.info(
            "purged", head=done.head, unremoved=done.unremoved, stayed=sum(done.stayed.values())
        )
        return done
