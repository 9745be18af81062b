"""The three installations that the fault suite runs on, in processes of their own.

`embedded`: SQLite, a folder of messages, a folder of originals. `rabbitmq` and `redis`: PostgreSQL,
that broker, and an S3 server (`tests.fakes.object_stores`).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from dossier.errors import StorageUnavailable
from dossier.store import dossiers, pages, records
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import ObjectRef, ObjectStore, open_objects
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState
from dossier.store.tables import DossierRow, EventRow, FileRow, RecordRow, StepRow
from tests.fakes.brokers import broker_settings
from tests.fakes.databases import database_settings
from tests.fakes.object_stores import s3_settings
from tests.fakes.reader import make_fake_reader, scan
from tests.faults.dying import play
from worker.runner import MakeReader
from worker.runtime import Clock, utc_now
from worker.settings import WorkerSettings

EMBEDDED, RABBITMQ, REDIS = "embedded", "rabbitmq", "redis"
INSTALLATIONS = (EMBEDDED, RABBITMQ, REDIS)
LEASE_S = 3.0
PATIENCE_S = 240.0
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.dying", "tests.faults.made_dossiers"])


@dataclass(frozen=True, kw_only=True)
class Installation:
    told: dict[str, Any]
    """Settings, as keyword arguments."""
    database: Database
    objects: ObjectStore
    folder: Path
    clock: Clock = utc_now
    make_reader: MakeReader = make_fake_reader
    """Of the workers that are played."""

    @contextmanager
    def playing(
        self,
        role: str,
        *,
        die_at: int = 0,
        port: int = 0,
        no_file_over: int | None = None,
        die_after_cpu_s: float | None = None,
    ) -> Iterator[BaseProcess]:
        """A process of the service, which ends by itself only if it dies."""
        told = (role, self.told, die_at, port, no_file_over, self.make_reader, die_after_cpu_s)
        process = _context.Process(target=play, args=told)
        process.start()
        try:
            yield process
        finally:
            process.kill()
            process.join()

    def upload(self, code: str, content: bytes, name: str = "a.pdf") -> None:
        source = self.folder / "source"
        source.write_bytes(content)
        ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        self.objects.put(source, ref)
        new = NewFile(name=name, content=ref, media_type="x", uploaded_by=None)
        with self.database.write() as session:
            dossiers.register(session, code, None, EVERYWHERE, now=self.clock())
            dossiers.add_file(session, code, new, EVERYWHERE, problem=None, now=self.clock())

    def seal_if_counted(self, code: str) -> None:
        """What a branch does as soon as it may."""
        with self.database.write() as session:
            row = dossiers.lock(session, code, EVERYWHERE)
            files = session.scalars(select(FileRow.state).where(FileRow.dossier == code)).all()
            if row.state is not DossierState.OPEN or set(files) != {FileState.SPLIT}:
                return
            row.state = DossierState.SEALED
            pages.number_pages(session, code)
            pages.start_assembly_if_ready(session, code, now=self.clock())

    def is_completed(self, code: str) -> bool:
        return self.count(DossierRow.code == code, DossierRow.state == "completed") == 1

    def read_on(self, code: str) -> bool:
        """Seal when it can be sealed; whether the record is there."""
        self.seal_if_counted(code)
        return self.is_completed(code)

    def ring_lost_now(self) -> None:
        """The sweeper waits half a minute before it rings again; a test need not."""
        with self.database.write() as session:
            session.query(StepRow).where(StepRow.state == "pending").update(
                {"ring_at": self.clock() - timedelta(days=1)}
            )

    def count(self, *conditions: Any) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).where(*conditions)) or 0

    def require_whole(self, code: str, page_count: int) -> None:
        """Every page read once, one record, each event once, nothing left to do."""
        with self.database.read() as session:
            states = [page.state.value for page, _, _ in pages.pages_of(session, code)]
            body = records.latest(session, code)
        assert states == ["read"] * page_count
        assert body is not None
        texts = [[line["text"] for line in page["lines"]] for page in body.body["pages"]]
        assert texts == [[f"a.pdf {number}"] for number in range(1, page_count + 1)]
        assert self.count(RecordRow.dossier == code) == 1
        assert self.count(EventRow.dossier == code) == 2
        assert self.count(FileRow.dossier == code) == 1
        assert self.count(StepRow.state != "done") == 0


@contextmanager
def installation(
    kind: str, folder: Path, make_reader: MakeReader = make_fake_reader, **told: Any
) -> Iterator[Installation]:
    """One of `INSTALLATIONS`, empty; `told` goes over its settings (servers of the test's own)."""
    with ExitStack() as stack:
        names: dict[str, Any] = {"data": str(folder), "lease_s": LEASE_S, "max_attempts": 6}
        if kind != EMBEDDED:
            if "s3_url" not in told:
                names |= stack.enter_context(s3_settings())
            if "broker_url" not in told:
                names |= stack.enter_context(broker_settings(kind))
        if "database_url" not in told:
            backend = "sqlite" if kind == EMBEDDED else "postgresql"
            names |= stack.enter_context(database_settings(backend, folder))
        names |= told
        settings = WorkerSettings(**names)
        database = Database.from_settings(settings)
        stack.callback(database.dispose)
        if "database_url" in told:
            database.migrate()
        database.prepare_schema()
        objects = open_objects(settings)
        yield Installation(
            told=names,
            database=database,
            objects=objects,
            folder=folder,
            make_reader=make_reader,
        )


def made_scan(page_count: int, code: str, *words: str) -> bytes:
    """A file of so many pages that no other dossier has."""
    return scan(page_count, *words, note=code)


def wait_until(true: Callable[[], bool]) -> None:
    """Ask until it is so; a database that is away has not said yes."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            if true():
                return
        except StorageUnavailable:
            pass
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.05)


def wait_while_moving(
    done: Callable[[], float], until: int, *, patience_s: float = PATIENCE_S
) -> None:
    """Until `done` counts so many; fails when it stands still for `patience_s`."""
    seen, since = -1.0, time.monotonic()
    while (now := done()) < until:
        if now != seen:
            seen, since = now, time.monotonic()
        assert time.monotonic() - since < patience_s, f"{now} of {until}, and nothing moves"
        time.sleep(0.5)
