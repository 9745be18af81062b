"""Whether this host's processes live, as a container's health check asks."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from dossier.store import heartbeats
from dossier.store.database import Database
from worker.alive import gives_signs, process_name
from worker.runtime import utc_now
from worker.settings import WorkerSettings

HOST = socket.gethostname()


@pytest.mark.parametrize(
    ("process", "seconds_ago", "lives"),
    [
        pytest.param(process_name(), 1, True, id="a fresh sign"),
        pytest.param(process_name(), 300, False, id="an old sign"),
        pytest.param("another-host-7", 1, False, id="another host"),
        pytest.param(f"{HOST}-b-7", 1, False, id="a host whose name begins with ours"),
        pytest.param(f"{HOST}7-7", 1, False, id="a host whose name goes on"),
    ],
)
def test_a_process_lives_while_its_sign_is_fresh(
    process: str, seconds_ago: int, lives: bool, tmp_path: Path
) -> None:
    settings = WorkerSettings(data=tmp_path)
    now = utc_now()
    database = Database.from_settings(settings)
    database.prepare_schema()
    with database.write() as session:
        signed = now - timedelta(seconds=seconds_ago)
        heartbeats.beat(session, process, heartbeats.KEEPER, now=signed)
    database.dispose()
    assert gives_signs(settings, lambda: now) is lives


def test_a_database_that_is_away_condemns_nobody(tmp_path: Path) -> None:
    away = SecretStr("postgresql://u:p@127.0.0.1:1/d")
    assert gives_signs(WorkerSettings(data=tmp_path, database_url=away), utc_now)
