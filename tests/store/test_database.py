"""Transactions on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from dossier.errors import StorageUnavailable
from dossier.messages import EventKind
from dossier.store import dossiers, events, heartbeats
from dossier.store.database import Database, insert_once
from dossier.store.scope import EVERYWHERE
from dossier.store.tables import DossierRow, EventRow, HeartbeatRow


def test_an_exception_rolls_back(database: Database, now: datetime) -> None:
    def register_and_fail() -> None:
        with database.write() as session:
            dossiers.register(session, "A-1", None, EVERYWHERE, now=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        register_and_fail()
    with database.read() as session:
        assert session.get(DossierRow, "A-1") is None


def test_writers_take_turns(database: Database, now: datetime) -> None:
    """A read-then-write that would lose updates, or fail at once on SQLite, if two overlapped."""
    with database.write() as session:
        dossiers.register(session, "A-1", None, EVERYWHERE, now=now)

    def count_up(_: int) -> None:
        with database.write() as session:
            row = dossiers.lock(session, "A-1", EVERYWHERE)
            row.declared_pages = (row.declared_pages or 0) + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(40)))
    with database.read() as session:
        assert session.get_one(DossierRow, "A-1").declared_pages == 40


def test_a_time_keeps_its_instant(database: Database, now: datetime) -> None:
    hanoi = now.astimezone(timezone(timedelta(hours=7)))
    with database.write() as session:
        heartbeats.beat(session, "w", "worker", now=hanoi)
    with database.read() as session:
        kept = session.get_one(HeartbeatRow, "w").beat_at
    assert kept == now
    assert kept.tzinfo is UTC or kept.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    values = {"process": "w", "kind": "worker", "beat_at": datetime(2026, 1, 1)}
    with pytest.raises(Exception, match="without a zone"), database.write() as session:
        insert_once(session, HeartbeatRow, **values)


def test_foreign_keys_hold(database: Database, now: datetime) -> None:
    row = EventRow(id="evt_1", kind=EventKind.READ, dossier="no-such-dossier", branch=None)
    row.payload, row.created = {}, now
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(row)


def test_json_keeps_its_order(database: Database, now: datetime) -> None:
    submitted = {"z": {"b": "1", "a": "2"}, "a": {"Ngọc": "đ"}}
    with database.write() as session:
        dossiers.register(session, "A-1", submitted, EVERYWHERE, now=now)
    with database.read() as session:
        kept = session.get_one(DossierRow, "A-1").submitted
    assert kept is not None
    assert (list(kept), list(kept["z"]), kept["a"]) == (["z", "a"], ["b", "a"], {"Ngọc": "đ"})


def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "sohoa.db").write_bytes(b"this is no database" * 100)
    database = Database(make_url(f"sqlite:///{tmp_path / 'sohoa.db'}"))
    with pytest.raises(StorageUnavailable), database.read() as session:
        session.execute(text("SELECT 1"))


def test_no_event_becomes_visible_after_a_later_one(database: Database, now: datetime) -> None:
    """A reader with a cursor must see every event, however writers overlap."""
    with database.write() as session:
        dossiers.register(session, "A-1", None, EVERYWHERE, now=now)

    def write(_: int) -> None:
        with database.write() as session:
            events.append(session, EventKind.READ, "A-1", {}, now=now)

    seen: list[int] = []
    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(write, i) for i in range(40)]
        while len(seen) < 40:
            with database.read() as session:
                seen += [
                    e.seq
                    for e in events.list_after(session, max(seen, default=0), EVERYWHERE, limit=7)
                ]
            if all(w.done() for w in written) and len(seen) < 40:
                with database.read() as session:
                    left = events.list_after(session, max(seen, default=0), EVERYWHERE, limit=99)
                assert left, "an event was passed over"
    assert len(set(seen)) == 40
