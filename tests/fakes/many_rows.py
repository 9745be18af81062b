"""A PostgreSQL database as it looks after so many pages, made by the database itself.

What was done long ago grows with the pages; what is in hand (open and waiting dossiers, steps,
messages, the last thirty days) is the same however many there were. So whatever grows from one
size to the next is paid for history, which nobody asked for.

    with many_rows(1_000_000) as database: ...      a database of its own, dropped afterwards
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from dossier.record import Decision, EngineInfo, Record
from dossier.store.database import Database
from tests.fakes.databases import missing

NOW: Final = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
PAGES_EACH: Final = 9
"""Of a dossier: three files of three pages."""
OPEN, SEALED, REVIEW = 10, 20, 40
"""Dossiers in hand, the newest ones, in this order from the end."""
IN_HAND: Final = OPEN + SEALED + REVIEW
BRANCHES: Final = 30

_SERVER: Final = os.environ.get(
    "SOHOA_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test"
)

_RECORD: Final = Record(
    dossier="H26-0",
    decision=Decision.REVIEW,
    reasons=[],
    pages=[],
    engine=EngineInfo(recogniser="fake", fingerprint="sha256:" + "0" * 64, version="0"),
)

_STATEMENTS: Final = (
    # One row a dossier, which all others are made from: number, code, branch, state, time.
    """CREATE TEMPORARY TABLE d AS SELECT i, 'H26-' || to_char(i, 'FM000000000') AS code,
        'b' || (i * 7919 % :branches) AS branch,
        CASE WHEN i > :n - :open THEN 'open' WHEN i > :n - :open - :sealed THEN 'sealed'
             WHEN i > :n - :in_hand THEN 'needs_review' WHEN i % 50 = 0 THEN 'rescan'
             ELSE 'completed' END AS state,
        CAST(:now AS timestamptz) - CASE WHEN i > :n - :in_hand
             THEN (:n - i) * interval '6 hours' + interval '1 hour'
             ELSE interval '31 days' + (:n - i) * (interval '1000 days' / :n) END AS at
      FROM generate_series(1, :n) i""",
    """INSERT INTO dossiers (code, branch, state, declared_pages, created, updated, sealed_at,
        delivered_at) SELECT code, branch, state, CASE WHEN state <> 'open' THEN 9 END, at, at,
        CASE WHEN state <> 'open' THEN at END, CASE WHEN state = 'completed' THEN at END FROM d""",
    """INSERT INTO files (id, dossier, position, name, sha256, size, media_type, state,
        uploaded_by, branch, created)
      SELECT 'fil_' || i || '_' || f, code, f, 'a.pdf', lpad(to_hex(i * 3 + f), 64, '0'), 900000,
        'application/pdf', CASE WHEN state = 'open' AND f = 3 THEN 'waiting' ELSE 'split' END,
        'key_s1', branch, at FROM d, generate_series(1, 3) f""",
    """INSERT INTO pages (id, dossier, file, file_page, ordinal, state, reading, summary, read_at)
      SELECT 'pag_' || i || '_' || f || '_' || p, code, 'fil_' || i || '_' || f, p,
        CASE WHEN state <> 'open' THEN (f - 1) * 3 + p END,
        CASE WHEN state = 'open' OR (state = 'sealed' AND f = 3) THEN 'waiting' ELSE 'read' END,
        '{"lines": []}', '{"width_px": 2480, "height_px": 3508, "lines": 40}', at
      FROM d, generate_series(1, 3) f, generate_series(1, 3) p
      WHERE state <> 'open' OR f < 3""",
    """INSERT INTO steps (id, kind, subject, state, attempt, fence, lease_until, not_before,
        ring_at, rings, created, finished)
      SELECT 'stp_r' || substr(id, 5), 'read_page', id,
        CASE WHEN state = 'read' THEN 'done' WHEN file_page = 1 THEN 'running' ELSE 'pending' END,
        1, 1, CASE WHEN state = 'waiting' AND file_page = 1
          THEN CAST(:now AS timestamptz) + interval '30 seconds' END,
        read_at, read_at + interval '30 seconds', 1, read_at,
        CASE WHEN state = 'read' THEN read_at END FROM pages""",
    """INSERT INTO steps (id, kind, subject, state, attempt, fence, not_before, ring_at, rings,
        created) SELECT 'stp_s' || substr(id, 5), 'split_file', id,
        CASE WHEN state = 'split' THEN 'done' ELSE 'pending' END, 1, 1, created, created, 1,
        created FROM files""",
    """INSERT INTO steps (id, kind, subject, state, attempt, fence, not_before, ring_at, rings,
        created) SELECT 'stp_a' || i, 'assemble_dossier', code, 'done', 1, 1, at, at, 1, at
      FROM d WHERE state NOT IN ('open', 'sealed')""",
    """UPDATE steps SET state = 'quarantined', last_error = 'the worker died'
      WHERE id IN (SELECT id FROM steps WHERE state = 'pending' ORDER BY id LIMIT 5)""",
    """INSERT INTO outbox (name, payload, created, sent_at)
      SELECT 'sohoa.read_page', '{"step_id": "stp_x"}', CAST(:now AS timestamptz)
        - g * interval '5 minutes', CASE WHEN g > 20 THEN CAST(:now AS timestamptz) END
      FROM generate_series(1, 320) g""",
    """INSERT INTO records (dossier, version, body, fingerprint, created)
      SELECT code, 1, CAST(:record AS json), 'sha256:0', at FROM d
      WHERE state NOT IN ('open', 'sealed')""",
    # Every third dossier of old went over the desk.
    """INSERT INTO reviews (dossier, revision) SELECT code, 3 FROM d
      WHERE i <= :n - :in_hand AND i % 3 = 0""",
    """INSERT INTO review_actions (dossier, revision, record_version, kind, document, field, typed,
        actor, actor_name, at, hash)
      SELECT code, r, 1, CASE r WHEN 3 THEN 'complete' ELSE 'confirm' END, 1, 'child_name', '',
        'key_r' || i % 5, 'r', at + r * interval '9 seconds', '' FROM d, generate_series(1, 3) r
      WHERE i <= :n - :in_hand AND i % 3 = 0""",
    """INSERT INTO review_entries (dossier, record_version, stage, since_revision, kind, due_at,
        entered, aside_why)
      SELECT code, 1, 'first', 0, 'birth_registration', at + interval '3 days', at, '' FROM d
      WHERE (state = 'needs_review' AND i % 4 > 0) OR (i <= :n - :in_hand AND i % 3 = 0)""",
    """INSERT INTO events (id, kind, dossier, branch, payload, created)
      SELECT 'evt_' || i || '_' || e, CASE WHEN e = 1 THEN 'dossier.read' WHEN state = 'completed'
        THEN 'dossier.completed' WHEN state = 'rescan' THEN 'dossier.failed'
        ELSE 'dossier.needs_review' END, code, branch, '{"state": "x"}', at
      FROM d, generate_series(1, 2) e WHERE state NOT IN ('open', 'sealed') ORDER BY i, e""",
    """INSERT INTO outcomes_by_day (day, branch, kind, dossiers)
      SELECT CAST(created AS date), branch, kind, count(*) FROM events
      WHERE kind <> 'dossier.read' GROUP BY CAST(created AS date), branch, kind""",
    """INSERT INTO webhooks (id, url, branch, kinds, secret, created, failures)
      SELECT 'whk_' || w, 'https://192.0.2.1/', CASE w WHEN 1 THEN '' ELSE 'b1' END,
        '["dossier.read", "dossier.completed", "dossier.needs_review"]', 'whsec_', :now, 0
      FROM generate_series(1, 2) w""",
    """INSERT INTO webhook_deliveries (webhook, event, state, tries, next_at, delivered_at, created)
      SELECT 'whk_' || w, seq, CASE WHEN seq > last - 20 THEN 'pending' WHEN seq > last - 30
        THEN 'exhausted' ELSE 'delivered' END, 1, e.created, e.created, e.created
      FROM events e, (SELECT max(seq) AS last FROM events) m, generate_series(1, 2) w
      WHERE w = 1 OR seq % 30 = 1""",
    """INSERT INTO webhook_tries (delivery, at, status, reason)
      SELECT id, created, 200, '' FROM webhook_deliveries""",
    """INSERT INTO idempotency_keys (caller, key, request_hash, status, body, created)
      SELECT 'key_s1', 'k' || g, '', 200, '{}', CAST(:now AS timestamptz) - g * interval '1 hour'
      FROM generate_series(1, 200) g""",
    """INSERT INTO audit (seq, at, actor, branch, action, subject, outcome, previous, hash)
      SELECT (i - 1) * 5 + a, at, 'key_s1', branch, 'show_dossier', code, 'allowed',
        lpad(to_hex(i * 5 + a - 1), 64, '0'), lpad(to_hex(i * 5 + a), 64, '0')
      FROM d, generate_series(1, 5) a""",
    """INSERT INTO quality_samples (id, dossier, record_version, document, field, field_group,
        critical, stated, weight, state, drawn, answered)
      SELECT 'smp_' || i, code, 1, 1, 'child_name', 'name', true, 0.99, 100,
        CASE WHEN i > :n - :in_hand THEN 'waiting' WHEN i % 90 = 0 THEN 'wrong' ELSE 'right' END,
        at, at FROM d WHERE state NOT IN ('open', 'sealed') AND i % 3 = 0""",
    """INSERT INTO uploads (id, dossier, name, length, uploaded_by, branch, created, expires)
      SELECT 'upl_' || g, (SELECT max(code) FROM d), 'a.pdf', 9, 'key_s1', 'b1', :now,
        CAST(:now AS timestamptz) + g * interval '1 hour' FROM generate_series(1, 20) g""",
    """INSERT INTO api_keys (id, secret_hash, name, role, branch, created)
      SELECT 'key_s' || g, lpad(to_hex(g), 64, '0'), 'k', 'scanner', 'b1', :now
      FROM generate_series(1, 40) g""",
    """INSERT INTO heartbeats (process, kind, beat_at)
      SELECT 'host-' || g, 'worker', :now FROM generate_series(1, 9) g""",
    "DROP TABLE d",
)


@contextmanager
def many_rows(pages: int) -> Iterator[Database]:
    """A database with this version's tables and about `pages` pages, dropped afterwards."""
    with own_database() as url:
        database = Database(make_url(url))
        try:
            database.migrate()
            fill(database, pages)
            yield database
        finally:
            database.dispose()


@contextmanager
def own_database() -> Iterator[str]:
    """The URL of an empty database on the tests' PostgreSQL; skips the test without one."""
    server, name = make_url(_SERVER), f"sohoa_flat_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        missing("no PostgreSQL answers at SOHOA_TEST_POSTGRES")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def fill(database: Database, pages: int) -> None:
    """Put `pages` pages with all that belongs to them into empty tables."""
    values = {
        "n": max(pages // PAGES_EACH, IN_HAND + 30),
        "open": OPEN,
        "sealed": SEALED,
        "in_hand": IN_HAND,
        "branches": BRANCHES,
        "now": NOW,
        "record": json.dumps(_RECORD.to_json()),
    }
    with database.write() as session:
        for statement in _STATEMENTS:
            clause = text(statement)
            session.execute(clause, {k: values[k] for k in clause._bindparams})
    with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As autovacuum leaves a table some time after: the numbers that plans are made from.
        connection.execute(text("VACUUM ANALYZE"))
