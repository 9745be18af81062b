"""A worker without processes or broker: a clock that is set by hand, bells rung by the test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossier.store import dossiers, outbox, pages
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import FolderObjects, ObjectRef
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState
from dossier.store.tables import FileRow, Json
from tests.fakes.databases import BACKENDS, open_database
from tests.fakes.reader import FakeReader
from worker.keeper import Keeper
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step

CODE = "H26-1"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Bench:
    """A dossier system and a branch in one, on one database."""

    runtime: Runtime
    clock: Clock
    folder: Path
    rung: list[str] = field(default_factory=list)
    """Ids of steps whose bell has rung and not been answered."""

    @property
    def database(self) -> Database:
        return self.runtime.database

    def register(self, submitted: Json | None = None) -> None:
        with self.database.write() as session:
            dossiers.register(session, CODE, submitted, EVERYWHERE, now=self.clock.now)

    def upload(self, content: bytes, name: str = "a.pdf") -> FileRow:
        source = self.folder / "source"
        source.write_bytes(content)
        ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        self.runtime.objects.put(source, ref)
        new = NewFile(name=name, content=ref, media_type="x", uploaded_by=None)
        with self.database.write() as session:
            return dossiers.add_file(
                session, CODE, new, EVERYWHERE, problem=None, now=self.clock.now
            )[0]

    def seal(self) -> None:
        with self.database.write() as session:
            row = dossiers.lock(session, CODE, EVERYWHERE)
            row.state = DossierState.SEALED
            pages.number_pages(session, CODE)
            pages.start_assembly_if_ready(session, CODE, now=self.clock.now)

    def keeper(self) -> Keeper:
        """A fresh keeper: its first turn sweeps, tidies and relays."""
        return Keeper(
            self.database,
            lambda _name, payload: self.rung.append(payload["step_id"]),
            self.runtime.settings,
            self.clock,
        )

    def work(self) -> int:
        """Relay and answer every bell until none rings. Returns how many steps were tried."""
        tried = 0
        while True:
            self.keeper().turn()
            if not self.rung:
                return tried
            for step_id in self.rung:
                tried += run_step(step_id, self.runtime)
            self.rung.clear()

    def outbox(self) -> int:
        with self.database.read() as session:
            return outbox.count_unsent(session)


@pytest.fixture(params=BACKENDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    clock = Clock()
    with open_database(request.param, tmp_path) as database:
        runtime = Runtime(
            settings=WorkerSettings(data=tmp_path),
            database=database,
            objects=FolderObjects(tmp_path / "objects"),
            reader=FakeReader(),
            clock=clock,
        )
        made = Bench(runtime=runtime, clock=clock, folder=tmp_path)
        made.register()
        yield made
