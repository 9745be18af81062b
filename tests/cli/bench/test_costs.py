"""What a page asks of database and store is counted, and the capacity model reckons with that."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from cli.bench.capacity import load_costs, needs_of, scenarios
from dossier.store import dossiers, outbox, pages
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import FolderObjects, ObjectRef
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState
from tests.fakes.databases import open_database
from tests.fakes.reader import FakeReader, scan
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step

FILES, PAGES = 3, 3
"""Of the counted dossier."""


def count_dossier(database: Database, folder: Path) -> Counter[str]:
    """Statements and commits of workers and intake for one dossier, from file to record."""
    counted: Counter[str] = Counter()

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counted[statement.split(maxsplit=1)[0].upper()] += 1

    def committed(_connection: Any) -> None:
        counted["COMMIT"] += 1

    event.listen(database._engine, "before_cursor_execute", note)
    event.listen(database._engine, "commit", committed)
    runtime = Runtime(
        settings=WorkerSettings(data=folder),
        database=database,
        objects=FolderObjects(folder / "objects"),
        reader=FakeReader(),
    )
    now = datetime.now(UTC)
    with database.write() as session:
        dossiers.register(session, "H26-1", None, EVERYWHERE, now=now)
    for number in range(FILES):
        content = scan(PAGES, note=str(number))
        source = folder / "source"
        source.write_bytes(content)
        ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        runtime.objects.put(source, ref)
        new = NewFile(name="a.pdf", content=ref, media_type="x", uploaded_by=None)
        with database.write() as session:
            dossiers.add_file(session, "H26-1", new, EVERYWHERE, problem=None, now=now)
    _work(runtime)
    with database.write() as session:
        row = dossiers.lock(session, "H26-1", EVERYWHERE)
        row.state, row.declared_pages, row.sealed_at = DossierState.SEALED, FILES * PAGES, now
        pages.number_pages(session, "H26-1")
        pages.start_assembly_if_ready(session, "H26-1", now=now)
    _work(runtime)
    with database.read() as session:
        assert dossiers.find(session, "H26-1", EVERYWHERE).state is DossierState.COMPLETED
    return counted


def _work(runtime: Runtime) -> None:
    while True:
        with runtime.database.write() as session:
            waiting = outbox.unsent(session, limit=100)
            outbox.mark_sent(session, [m.id for m in waiting], now=datetime.now(UTC))
        if not waiting:
            return
        for message in waiting:
            run_step(message.payload["step_id"], runtime)


def test_the_model_reckons_with_what_is_counted(tmp_path: Path) -> None:
    with open_database("sqlite", tmp_path) as database:
        counted = count_dossier(database, tmp_path)
    commits = counted.pop("COMMIT") / (FILES * PAGES)
    del counted["BEGIN"]  # a statement of its own on SQLite alone
    statements = sum(counted.values()) / (FILES * PAGES)
    costs = load_costs()
    assert statements == pytest.approx(costs.database.statements_a_page, rel=0.15), counted
    assert commits == pytest.approx(costs.database.commits_a_page, rel=0.15)


def test_a_page_of_twice_the_cost_needs_twice_the_cores() -> None:
    costs = load_costs()
    cpu = costs.cpu.model_copy(update={"read_page": 2 * costs.cpu.read_page})
    dear = costs.model_copy(update={"cpu": cpu})
    for scenario in costs.scenario:
        one, two = needs_of(costs, scenario), needs_of(dear, scenario)
        assert two.worker_cores == pytest.approx(2 * one.worker_cores)
        assert two.api_cores == one.api_cores
    assert [need.machines for need in scenarios(costs, cores_a_machine=10**6)] == [1, 1, 1]
