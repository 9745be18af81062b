"""`python -m tests.cli.bench.measure 60`: what keeper and rows of a page cost, on PostgreSQL.

Reads so many dossiers of three files of three pages with the made reader, in one process, and
prints processor milliseconds of the keeper's turns and bytes of tables and indexes a page, without
the readings. The numbers stand in `cli/bench/costs.toml`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from dossier.store.database import Database
from dossier.store.objects import FolderObjects
from tests.fakes.brokers import broker_settings
from tests.fakes.databases import database_settings
from tests.fakes.reader import FakeReader, scan
from tests.faults.installation import Installation
from worker.app import make_app
from worker.keeper import Keeper
from worker.relay import celery_sender
from worker.runtime import Runtime, utc_now
from worker.settings import WorkerSettings
from worker.steps import run_step

FILES, PAGES = 3, 3
_SIZES = text(
    "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n"
    " ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"
)
_READINGS = text(
    "SELECT coalesce((SELECT sum(pg_column_size(reading)) FROM pages), 0)"
    " + coalesce((SELECT sum(pg_column_size(body)) FROM records), 0)"
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    pages: int
    keeper_s: float
    """Processor seconds of all turns."""
    rows: int
    """Bytes."""


def measure(count: int, folder: Path) -> Measured:
    """Read `count` dossiers; the keeper sends to RabbitMQ, whose bells nobody hears."""
    with database_settings("postgresql", folder) as names, broker_settings("rabbitmq") as broker:
        settings = WorkerSettings(**names, **broker)  # type: ignore[arg-type]
        database = Database.from_settings(settings)
        objects = FolderObjects(folder / "objects")
        runtime = Runtime(
            settings=settings, database=database, objects=objects, reader=FakeReader()
        )
        it = Installation(told={}, database=database, objects=objects, folder=folder)
        keeper = _Counted(database, settings)
        due = keeper.sent
        before = _bytes(database)
        for number in range(count):
            code = f"H26-{number:06}"
            for file in range(FILES):
                it.upload(code, scan(PAGES, note=f"{code} {file}"), f"{file}.pdf")
        for _ in range(3):
            keeper.turn()
            while due:
                run_step(due.pop(0), runtime)
            for number in range(count):
                it.seal_if_counted(f"H26-{number:06}")
        assert it.is_completed("H26-000000")
        rows = _bytes(database) - before
        database.dispose()
    return Measured(pages=count * FILES * PAGES, keeper_s=keeper.spent_s, rows=rows)


class _Counted:
    """A keeper whose processor time is counted."""

    def __init__(self, database: Database, settings: WorkerSettings) -> None:
        send = celery_sender(make_app(settings))
        self.sent: list[str] = []
        self.spent_s = 0.0

        def sending(name: str, payload: dict[str, str]) -> None:
            send(name, payload)
            self.sent.append(payload["step_id"])

        self._keeper = Keeper(database, sending, settings, utc_now)

    def turn(self) -> None:
        """Until nothing is left to send."""
        started = time.process_time()
        while self._keeper.turn() == 0.0:
            pass
        self.spent_s += time.process_time() - started


def _bytes(database: Database) -> int:
    with database.write() as session:
        session.execute(text("ANALYZE"))
        return int(session.scalar(_SIZES) or 0) - int(session.scalar(_READINGS) or 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        found = measure(int(sys.argv[1]), Path(name))
    print(f"{found.pages} pages")
    print(f"keeper {found.keeper_s / found.pages * 1000:.2f} ms a page")
    print(f"rows {found.rows / found.pages:.0f} bytes a page")
