"""The whole service on one machine: real HTTP, SQLite, folders, Celery, processes that die.

Only the page reader is a fake. Everything else is what `sohoa serve` runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from dossier.record import Record
from dossier.store import heartbeats
from dossier.store.database import Database
from dossier.store.settings import StoreSettings
from dossier.store.tables import EventRow, HeartbeatRow, PageRow, RecordRow, StepRow
from tests.fakes.reader import scan

PATIENCE_S = 180.0


@dataclass(frozen=True, kw_only=True)
class Service:
    process: subprocess.Popen[str]
    client: httpx.Client
    database: Database

    def register(self, code: str) -> None:
        self.client.put(f"/v1/dossiers/{code}", json={}).raise_for_status()

    def upload(self, code: str, *files: tuple[str, bytes]) -> list[dict[str, Any]]:
        parts = [("files", file) for file in files]
        answer = self.client.post(f"/v1/dossiers/{code}/files", files=parts)
        return list(answer.raise_for_status().json()["files"])

    def seal(self, code: str, pages: int) -> None:
        def sealed() -> bool:
            answer = self.client.post(f"/v1/dossiers/{code}/seal", json={"pages": pages})
            if answer.status_code == 409 and answer.json()["code"] == "not_ready":
                return False
            answer.raise_for_status()
            return True

        wait_until(sealed)

    def record(self, code: str) -> dict[str, Any]:
        wait_until(lambda: self.client.get(f"/v1/dossiers/{code}/record").status_code == 200)
        return dict(self.client.get(f"/v1/dossiers/{code}/record").json())

    def events(self, code: str) -> list[str]:
        page = self.client.get("/v1/events", params={"wait": 5}).json()
        return [event["type"] for event in page["events"] if event["dossier"] == code]

    def worker_pid(self) -> int:
        """Of the worker that gave the newest sign of life."""
        wait_until(lambda: self.client.get("/readyz").json()["status"] == "ok")
        with self.database.read() as session:
            workers = select(HeartbeatRow.process).where(HeartbeatRow.kind == heartbeats.WORKER)
            newest = workers.order_by(HeartbeatRow.beat_at.desc())
            return int(session.scalars(newest).first().rpartition("-")[2])  # type: ignore[union-attr]

    def count(self, *conditions: Any) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).where(*conditions)) or 0


@contextmanager
def running(data: Path, *, exit_code: int = 0, **settings: str) -> Iterator[Service]:
    """Start the service, wait until it takes calls, stop it as an operator would."""
    environment = os.environ | {"SOHOA_DATA": str(data)} | settings
    command = [sys.executable, "-m", "tests.fakes.run_service"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        headers = {"X-Api-Key": (data / "admin.key").read_text().strip()}
        database = Database.from_settings(StoreSettings(data=data))
        with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
            yield Service(process=process, client=client, database=database)
        database.dispose()
        process.terminate()
        assert process.wait(PATIENCE_S) == exit_code
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet waited for does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_from_upload_to_record_and_over_a_killed_service(tmp_path: Path) -> None:
    with running(tmp_path, exit_code=-signal.SIGKILL, SOHOA_LEASE_S="2") as service:
        service.register("H26-1")
        files = [("a.pdf", scan(2)), ("bad.pdf", b"refused"), ("b.pdf", scan(1))]
        first = service.upload("H26-1", *files)
        again = service.upload("H26-1", *files)
        assert [f["file_id"] for f in first] == [f["file_id"] for f in again]
        assert all(f["duplicate"] for f in again)
        service.seal("H26-1", 3)
        record = service.record("H26-1")
        assert Record.model_validate(record).decision == "review"
        assert [p["file"] for p in record["pages"]] == ["a.pdf", "a.pdf", "b.pdf"]
        assert [p["code"] for p in record["problems"]] == ["damaged_file"]
        assert service.events("H26-1") == ["dossier.read", "dossier.needs_review"]
        service.register("H26-2")
        service.upload("H26-2", ("slow.pdf", scan(2, "slow=1")))
        first_worker, key = service.worker_pid(), (tmp_path / "admin.key").read_text()
        service.process.kill()
        service.process.wait()
    wait_until(lambda: not lives(first_worker))
    with running(tmp_path, SOHOA_LEASE_S="2") as service:
        assert service.record("H26-1") == record
        assert (tmp_path / "admin.key").read_text() == key
        service.seal("H26-2", 2)
        assert service.record("H26-2")["decision"] == "accept"
        assert service.events("H26-2") == ["dossier.read", "dossier.completed"]
        second_worker = service.worker_pid()
    assert not lives(second_worker)


def test_a_killed_worker_loses_and_doubles_nothing(tmp_path: Path) -> None:
    # What must be read is read at once or held: no page of a worker that lives outlasts its lease,
    # however busy the machine is.
    go = tmp_path / "go"
    with running(tmp_path, SOHOA_LEASE_S="4", SOHOA_MAX_ATTEMPTS="2") as service:
        service.register("H26-1")
        service.upload("H26-1", ("held.pdf", scan(3, f"hold={go}")))
        victim = service.worker_pid()
        wait_until(lambda: service.count(PageRow.id != "") == 3)
        wait_until(lambda: service.count(StepRow.state == "running") == 1)
        os.kill(victim, signal.SIGKILL)
        go.touch()
        # And a page that kills whoever reads it.
        service.register("H26-2")
        service.upload("H26-2", ("deadly.pdf", scan(2, "kill-page=1")))
        service.seal("H26-1", 3)
        service.seal("H26-2", 2)
        assert [p["state"] for p in service.record("H26-1")["pages"]] == ["read"] * 3
        deadly = service.record("H26-2")
        assert [p["state"] for p in deadly["pages"]] == ["quarantined", "read"]
        assert "worker died" in deadly["pages"][0]["problem"]["detail"]
        assert not lives(victim)
        assert service.count(RecordRow.dossier == "H26-1") == 1
        assert service.count(EventRow.dossier == "H26-1") == 2
        assert service.count(PageRow.state == "waiting") == 0
