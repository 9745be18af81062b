"""Lease, fence, attempts: a step is done once, whoever dies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dossier.errors import LeaseLost
from dossier.messages import StepKind
from dossier.store import outbox, steps
from dossier.store.database import Database
from dossier.store.states import StepState
from dossier.store.steps import Claim
from dossier.store.tables import OutboxRow, StepRow

LEASE = timedelta(seconds=60)


def make_step(database: Database, now: datetime, subject: str = "pag_1") -> str:
    with database.write() as session:
        steps.create_step(session, StepKind.READ_PAGE, subject, now=now)
    with database.read() as session:
        return session.scalars(select(StepRow.id).where(StepRow.subject == subject)).one()


def claim(database: Database, step_id: str, now: datetime) -> Claim | None:
    with database.write() as session:
        return steps.claim(session, step_id, lease=LEASE, now=now)


def must_claim(database: Database, step_id: str, now: datetime) -> Claim:
    claimed = claim(database, step_id, now)
    assert claimed is not None
    return claimed


def state(database: Database, step_id: str) -> StepRow:
    with database.read() as session:
        return session.get_one(StepRow, step_id)


def test_a_step_is_made_once_and_rung_once(database: Database, now: datetime) -> None:
    with database.write() as session:
        assert steps.create_step(session, StepKind.READ_PAGE, "pag_1", now=now)
        assert not steps.create_step(session, StepKind.READ_PAGE, "pag_1", now=now)
    with database.read() as session:
        (message,) = outbox.unsent(session, limit=10)
    assert message.name == "sohoa.read_page"
    assert list(message.payload) == ["step_id"]


def test_only_one_claims(database: Database, now: datetime) -> None:
    step_id = make_step(database, now)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: claim(database, step_id, now), range(8)))
    (won,) = [c for c in claims if c is not None]
    assert (won.attempt, won.fence) == (1, 1)
    assert won.lease_until == now + LEASE


def test_finishing_ends_it(database: Database, now: datetime) -> None:
    step_id = make_step(database, now)
    held = must_claim(database, step_id, now)
    with database.write() as session:
        steps.finish(session, held, now=now)
    assert state(database, step_id).state is StepState.DONE
    assert claim(database, step_id, now + LEASE) is None


def test_an_expired_lease_costs_one_attempt_and_fences_the_first_holder(
    database: Database, now: datetime
) -> None:
    step_id = make_step(database, now)
    first = must_claim(database, step_id, now)
    later = now + LEASE + timedelta(seconds=1)
    with database.write() as session:
        (stopped,) = steps.give_back_expired(session, max_attempts=3, now=later)
    assert not stopped.quarantined
    second = must_claim(database, step_id, later)
    assert second.attempt == 2
    assert second.fence > first.fence

    def finish_late() -> None:
        with database.write() as session:
            session.add(OutboxRow(name="must-not-stay", payload={}, created=now))
            session.flush()
            steps.finish(session, first, now=later)

    with pytest.raises(LeaseLost):
        finish_late()
    with database.read() as session:
        assert "must-not-stay" not in [m.name for m in outbox.unsent(session, limit=99)]
    with database.write() as session:
        steps.finish(session, second, now=later)


def test_a_lease_that_was_taken_away_cannot_be_renewed(database: Database, now: datetime) -> None:
    held = must_claim(database, make_step(database, now), now)
    with database.write() as session:
        steps.give_back_expired(session, max_attempts=3, now=now + LEASE * 2)
    with pytest.raises(LeaseLost), database.write() as session:
        steps.renew(session, held, lease=LEASE, now=now)


def test_a_renewed_lease_does_not_expire(database: Database, now: datetime) -> None:
    held = must_claim(database, make_step(database, now), now)
    with database.write() as session:
        steps.renew(session, held, lease=LEASE, now=now + LEASE)
    with database.write() as session:
        assert steps.give_back_expired(session, max_attempts=3, now=now + LEASE * 1.5) == []


def test_failures_wait_longer_and_end_in_quarantine(database: Database, now: datetime) -> None:
    step_id = make_step(database, now)
    for attempt in (1, 2, 3):
        assert claim(database, step_id, now - timedelta(microseconds=1)) is None
        held = must_claim(database, step_id, now)
        with database.write() as session:
            stopped = steps.fail(session, held, "engine_failed", max_attempts=3, now=now)
        assert stopped.quarantined is (attempt == 3)
        now += steps.backoff(attempt)
    row = state(database, step_id)
    assert (row.state, row.last_error) == (StepState.QUARANTINED, "engine_failed")
    assert claim(database, step_id, now + timedelta(days=1)) is None


def test_a_blameless_failure_is_no_attempt(database: Database, now: datetime) -> None:
    step_id = make_step(database, now)
    for _ in range(5):
        held = must_claim(database, step_id, now)
        assert held.attempt == 1
        with database.write() as session:
            steps.fail(session, held, "storage", max_attempts=1, blame=False, now=now)
        now += steps.backoff(1)
    assert state(database, step_id).state is StepState.PENDING


def test_deaths_end_in_quarantine_and_release_starts_anew(
    database: Database, now: datetime
) -> None:
    step_id = make_step(database, now)
    for _ in range(2):
        must_claim(database, step_id, now)
        now += LEASE * 2
        with database.write() as session:
            steps.give_back_expired(session, max_attempts=2, now=now)
    assert state(database, step_id).state is StepState.QUARANTINED
    with database.write() as session:
        assert steps.release(session, step_id, now=now)
        assert not steps.release(session, step_id, now=now)
    assert must_claim(database, step_id, now).attempt == 1


def test_a_lost_bell_rings_again_and_ever_more_rarely(database: Database, now: datetime) -> None:
    make_step(database, now)
    rung_at: list[float] = []
    for second in range(0, 3600, 10):
        with database.write() as session:
            if steps.ring_lost(session, now=now + timedelta(seconds=second)):
                rung_at.append(second)
    assert rung_at[:3] == [30, 90, 210]
    assert len(rung_at) <= 8


def test_a_long_queue_that_is_answered_is_not_rung_again(database: Database, now: datetime) -> None:
    """Ten thousand waiting pages got six bells each, and records stood behind sixty thousand."""
    first = make_step(database, now, "first")
    make_step(database, now + timedelta(seconds=1), "second")
    later = now + timedelta(hours=1)
    held = must_claim(database, first, later)
    with database.write() as session:
        steps.finish(session, held, now=later)
    with database.write() as session:
        assert steps.ring_lost(session, now=later) == 0


def test_a_bell_is_lost_when_a_later_one_was_answered(database: Database, now: datetime) -> None:
    make_step(database, now, "first")
    second = make_step(database, now + timedelta(seconds=1), "second")
    later = now + timedelta(minutes=1)
    held = must_claim(database, second, later)
    with database.write() as session:
        steps.finish(session, held, now=later)
    with database.write() as session:
        assert steps.ring_lost(session, now=later) == 1


def test_urgent_steps_say_nothing_of_the_queue(database: Database, now: datetime) -> None:
    """They are done out of turn, before pages that were rung for earlier."""
    make_step(database, now, "page")
    later = now + timedelta(minutes=9)
    with database.write() as session:
        steps.create_step(session, StepKind.SPLIT_FILE, "file", now=later)
        urgent = steps.due(session, {StepKind.SPLIT_FILE}, now=later)[0]
    held = must_claim(database, urgent, later)
    with database.write() as session:
        steps.finish(session, held, now=later)
    with database.write() as session:
        assert steps.ring_lost(session, now=later) == 0
        assert steps.ring_lost(session, now=now + timedelta(minutes=11)) == 1


def test_a_failed_step_is_rung_when_its_backoff_is_over(database: Database, now: datetime) -> None:
    held = must_claim(database, make_step(database, now), now)
    with database.write() as session:
        steps.fail(session, held, "x", max_attempts=3, now=now)
    with database.write() as session:
        assert steps.ring_lost(session, now=now + steps.backoff(1) / 2) == 0
        assert steps.ring_lost(session, now=now + steps.backoff(1)) == 1


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 2), (2, 8), (3, 32), (4, 128), (5, 300), (50, 300)]
)
def test_backoff(attempt: int, seconds: int) -> None:
    assert steps.backoff(attempt).total_seconds() == seconds
