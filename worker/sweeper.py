"""Finds what got stuck, by looking at the database: nothing here depends on the broker."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta

import structlog

from dossier.store import (
    audit,
    heartbeats,
    idempotency,
    ledger,
    outbox,
    pages,
    sessions,
    steps,
    webhooks,
)
from dossier.store.database import Database
from dossier.vietnam_time import VIETNAM
from worker.quarantine import settle
from worker.runtime import Clock

_KEEP_SENT = timedelta(days=1)
_KEEP_HEARTBEATS = timedelta(days=1)
_ON_ITS_WAY = timedelta(hours=2)
"""What was sealed so recently may not be read yet."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one sweep put right."""

    expired: int
    """Leases that had run out: their steps wait again or are quarantined."""
    rung: int
    """Steps that nobody had come for."""
    assembled: int
    """Dossiers that were complete and had not been asked for."""


def sweep(database: Database, clock: Clock, *, max_attempts: int, lease: timedelta) -> Swept:
    """Look once. Each kind of repair commits by itself."""
    with database.write() as session:
        now = clock()
        mended = steps.mend_clock(session, lease=lease, now=now)
        webhooks.mend_clock(session, now=now)
    if mended:
        _log.warning("the clock was set back", steps=mended)
    expired = _take_expired(database, clock, max_attempts=max_attempts)
    with database.write() as session:
        rung = steps.ring_lost(session, now=clock())
    swept = Swept(expired=expired, rung=rung, assembled=_start_forgotten(database, clock))
    if swept.expired or swept.assembled:
        _log.info("swept", expired=swept.expired, rung=swept.rung, assembled=swept.assembled)
    return swept


def forget_old(database: Database, clock: Clock) -> None:
    """Drop what has served its time: sent messages, kept answers, signs of dead processes."""
    now = clock()
    with database.write() as session:
        outbox.forget_sent(session, before=now - _KEEP_SENT)
        idempotency.forget_old(session, now=now)
        sessions.forget_old(session, now=now)
        heartbeats.forget_silent(session, before=now - _KEEP_HEARTBEATS)
        newest = audit.head(session)
    if newest is not None:
        # Kept where the database's owner cannot rewrite it: `sohoa audit verify --expect`.
        _log.info("audit head", seq=newest.seq, hash=newest.hash)


def check_ledger(database: Database, clock: Clock) -> int:
    """Raise the alarm (in the log) for pages of yesterday and today that do not add up."""
    now = clock()
    today = now.astimezone(VIETNAM).date()
    gaps = 0
    with database.read() as session:
        for day in (today - timedelta(days=1), today):
            for line in ledger.of_day(session, day, before=now - _ON_ITS_WAY):
                if line.stored != line.scanned or line.read != line.stored:
                    gaps += 1
                    _log.error("ledger gap", day=day.isoformat(), **dataclasses.asdict(line))
    return gaps


def _take_expired(database: Database, clock: Clock, *, max_attempts: int) -> int:
    with database.write() as session:
        now = clock()
        taken = steps.give_back_expired(session, max_attempts=max_attempts, now=now)
        for stopped in taken:
            settle(session, stopped, now=now)
            _log.warning("lease expired", step=stopped.step_id, quarantined=stopped.quarantined)
    return len(taken)


def _start_forgotten(database: Database, clock: Clock) -> int:
    with database.read() as session:
        codes = pages.stuck_dossiers(session)
    started = 0
    for code in codes:
        with database.write() as session:
            started += pages.start_assembly_if_ready(session, code, now=clock())
    return started
