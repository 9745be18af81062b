"""The audit log: what was written stays, and what was done to it shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dossier.errors import StorageUnavailable
from dossier.store import audit
from dossier.store.audit import Head, Verdict
from dossier.store.database import Database


def write(database: Database, now: datetime, count: int = 5) -> None:
    for number in range(count):
        with database.write() as session:
            audit.append(
                session, actor="key_1", action="show", subject=f"A-{number}", branch=None, now=now
            )


def verdict(database: Database, expected: Head | None = None) -> Verdict:
    with database.read() as session:
        return audit.verify(session, expected=expected)


def tamper(database: Database, statement: str) -> None:
    """As somebody with the rights of the database's owner would."""
    with database.write() as session:
        if database.dialect == "sqlite":
            for trigger in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER audit_keeps_{trigger}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        session.execute(text(statement))


def test_an_untouched_log_holds(database: Database, now: datetime) -> None:
    assert verdict(database) == Verdict(entries=0, head=None, broken="")
    write(database, now)
    found = verdict(database)
    assert (found.entries, found.broken) == (5, "")
    assert found.head is not None
    assert verdict(database, expected=found.head).broken == ""


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 3"],
)
def test_the_database_refuses_changes(database: Database, now: datetime, statement: str) -> None:
    write(database, now)
    with pytest.raises((DBAPIError, StorageUnavailable)), database.write() as session:
        session.execute(text(statement))
    assert verdict(database).entries == 5


@pytest.mark.parametrize(
    ("statement", "held"),
    [
        ("UPDATE audit SET actor = 'key_2' WHERE seq = 3", 2),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 3", 2),
        ("UPDATE audit SET outcome = 'forbidden' WHERE seq = 1", 0),
        ("UPDATE audit SET hash = previous WHERE seq = 5", 4),
        ("DELETE FROM audit WHERE seq = 3", 2),
        ("DELETE FROM audit WHERE seq = 1", 0),
        ("UPDATE audit SET seq = seq + 1 WHERE seq = 5", 4),
    ],
)
def test_what_was_done_to_it_shows(
    database: Database, now: datetime, statement: str, held: int
) -> None:
    write(database, now)
    tamper(database, statement)
    found = verdict(database)
    assert found.entries == held
    assert found.broken


def test_an_end_that_was_cut_off_shows_by_a_head_kept_elsewhere(
    database: Database, now: datetime
) -> None:
    write(database, now)
    head = verdict(database).head
    tamper(database, "DELETE FROM audit WHERE seq > 3")
    assert verdict(database).broken == ""
    assert "missing" in verdict(database, expected=head).broken


def test_a_chain_written_anew_shows_by_a_head_kept_elsewhere(
    database: Database, now: datetime
) -> None:
    write(database, now)
    head = verdict(database).head
    tamper(database, "DELETE FROM audit")
    write(database, now, count=9)
    with database.write() as session:
        audit.append(session, actor="x", action="y", subject="", branch=None, now=now)
    assert verdict(database).broken == ""
    forged = Head(seq=5, hash="f" * 64)
    assert "rewritten" in verdict(database, expected=forged).broken
    assert head is not None
    assert verdict(database, expected=head).broken == "", "the same entries are the same chain"


def test_many_writers_make_one_chain(database: Database, now: datetime) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: write(database, now, count=4), range(6)))
    found = verdict(database)
    assert (found.entries, found.broken) == (24, "")
