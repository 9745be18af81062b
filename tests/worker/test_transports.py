"""The same work over every broker, with the worker killed and the broker emptied on the way."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from sqlalchemy import func, select

from dossier.store import dossiers, pages
from dossier.store.columns import new_id
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import FolderObjects, ObjectRef
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, EventRow, PageRow, RecordRow, StepRow
from tests.fakes.brokers import broker_settings, connect, empty_queue
from tests.fakes.databases import database_settings
from tests.fakes.reader import scan
from tests.fakes.run_worker import COMMAND
from worker.app import make_app
from worker.relay import BrokerAway, celery_sender
from worker.settings import WorkerSettings
from worker.supervisor import supervise

PATIENCE_S = 120.0
PAGES = 4


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.05)


def now() -> datetime:
    return datetime.now(UTC)


def upload(database: Database, folder: Path, code: str, content: bytes) -> None:
    source = folder / "source"
    source.write_bytes(content)
    ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    FolderObjects(folder / "objects").put(source, ref)
    new = NewFile(name="a.pdf", content=ref, media_type="x", uploaded_by=None)
    with database.write() as session:
        dossiers.register(session, code, None, EVERYWHERE, now=now())
        dossiers.add_file(session, code, new, EVERYWHERE, problem=None, now=now())


def seal(database: Database, code: str) -> None:
    with database.write() as session:
        row = dossiers.lock(session, code, EVERYWHERE)
        row.state = DossierState.SEALED
        pages.number_pages(session, code)
        pages.start_assembly_if_ready(session, code, now=now())


def count(database: Database, *conditions: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(*conditions)) or 0


@pytest.mark.parametrize(
    "broker",
    # The folder queue is under test in e2e too, where a worker is killed as well.
    [pytest.param("embedded", marks=pytest.mark.long), "redis", "rabbitmq"],
)
def test_a_killed_worker_and_an_emptied_broker_cost_time_only(tmp_path: Path, broker: str) -> None:
    backend = "sqlite" if broker == "embedded" else "postgresql"
    with ExitStack() as stack:
        names = stack.enter_context(database_settings(backend, tmp_path))
        queue = stack.enter_context(broker_settings(broker))
        settings = WorkerSettings(**names, **queue, lease_s=2, drain_s=10)  # type: ignore[arg-type]
        database = Database.from_settings(settings)
        stack.callback(database.dispose)
        upload(database, tmp_path, "H26-1", scan(PAGES, "slow=0.3"))
        (worker,) = stack.enter_context(supervise(settings, COMMAND))
        wait_until(lambda: count(database, StepRow.state == "running") > 0)
        wait_until(lambda: count(database, PageRow.state == "read") > 0)
        victim = worker.pid
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        if broker != "embedded":
            empty_queue(queue)
        # The sweeper waits half a minute before it rings again; a test need not.
        with database.write() as session:
            session.query(StepRow).update({"ring_at": now()})
        wait_until(lambda: count(database, PageRow.state == "read") == PAGES)
        seal(database, "H26-1")
        wait_until(lambda: count(database, DossierRow.state == "completed") == 1)
        assert worker.pid != victim
        assert count(database, PageRow.dossier == "H26-1") == PAGES
        assert count(database, RecordRow.dossier == "H26-1") == 1
        assert count(database, EventRow.dossier == "H26-1") == 2
        assert count(database, StepRow.state != "done") == 0


def test_in_the_folder_one_bell_hangs_for_each_step_and_the_oldest_is_first(
    tmp_path: Path,
) -> None:
    settings = WorkerSettings(data=tmp_path)
    app = make_app(settings)
    ids = [new_id("stp", now() + timedelta(minutes=n)) for n in range(3)]
    send = celery_sender(app)
    for step_id in (*reversed(ids), *ids):
        send("sohoa.read_page", {"step_id": step_id})
    assert len(list(settings.queue_folder.glob("*.msg"))) == 3
    heard = []
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue(settings.queue)
        for _ in ids:
            message = queue.get_nowait()
            heard.append(message.payload[1]["step_id"])
            if len(heard) == 1:
                # Rung once more while it is answered: it hangs again.
                send("sohoa.read_page", {"step_id": ids[0]})
            message.ack()
        assert queue.get_nowait().payload[1]["step_id"] == ids[2]
        assert not list(settings.queue_folder.glob("*.msg"))
        queue.close()
    assert heard == [ids[0], ids[0], ids[1]]
    _close(app)


def test_rabbitmq_keeps_the_bells_in_a_quorum_queue(tmp_path: Path) -> None:
    with broker_settings("rabbitmq") as queue:
        app = make_app(WorkerSettings(data=tmp_path, **queue))  # type: ignore[arg-type]
        celery_sender(app)("sohoa.read_page", {"step_id": "stp_1"})
        # Declaring it as anything else is refused by the broker: that is how it tells.
        with connect(queue["broker_url"]) as connection:
            channel = connection.channel()
            assert channel.queue_declare(queue["queue"], passive=True).message_count == 1
            with pytest.raises(connection.channel_errors, match="x-queue-type"):
                channel.queue_declare(queue["queue"], durable=True, auto_delete=False)
        _close(app)


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//", "sohoa-folder"]
)
def test_a_broker_that_is_away_has_one_name(tmp_path: Path, url: str) -> None:
    chosen = {} if url == "sohoa-folder" else {"broker_url": url}
    app = make_app(WorkerSettings(data=tmp_path, **chosen))  # type: ignore[arg-type]
    if not chosen:
        (tmp_path / "queue" / "new").rmdir()
    with pytest.raises(BrokerAway):
        celery_sender(app)("sohoa.read_page", {"step_id": "stp_1"})
    _close(app)


def test_no_message_is_lost_to_a_worker_that_takes_one_in_reserve(tmp_path: Path) -> None:
    for url in (None, "redis://127.0.0.1/0", "amqp://127.0.0.1//"):
        chosen = {} if url is None else {"broker_url": url}
        conf = make_app(WorkerSettings(data=tmp_path, **chosen)).conf  # type: ignore[arg-type]
        assert (conf.worker_prefetch_multiplier, conf.task_acks_late) == (1, True)
        assert conf.task_reject_on_worker_lost is False
    settings = WorkerSettings(data=tmp_path, broker_url="redis://127.0.0.1/0")  # type: ignore[arg-type]
    visible_again_s = make_app(settings).conf.broker_transport_options["visibility_timeout"]
    assert visible_again_s > settings.step_limit_s


def _close(app: Celery) -> None:
    app.pool.force_close_all()
    app.close()
