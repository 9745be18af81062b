"""A worker that hears nothing while work waits."""

from __future__ import annotations

import pytest

from dossier.store import outbox
from tests.fakes.reader import scan
from tests.worker.conftest import Bench
from worker.deafness import Ear


def relay(bench: Bench) -> None:
    """Send every message to nobody."""
    with bench.database.write() as session:
        waiting = [message.id for message in outbox.unsent(session, limit=99)]
        outbox.mark_sent(session, waiting, now=bench.clock.now)


def test_idle_while_work_waits_is_deaf(bench: Bench) -> None:
    ear = Ear(bench.clock.now)
    bench.upload(scan(1))
    relay(bench)
    bench.clock.forward(seconds=89)
    assert not ear.is_deaf(bench.database, now=bench.clock.now)
    bench.clock.forward(seconds=1)
    assert ear.is_deaf(bench.database, now=bench.clock.now)


@pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
def test_others_are_not(bench: Bench) -> None:
    ear = Ear(bench.clock.now)
    bench.clock.forward(hours=1)
    assert not ear.is_deaf(bench.database, now=bench.clock.now), "nothing to do"
    bench.upload(scan(1))
    bench.clock.forward(minutes=5)
    assert not ear.is_deaf(bench.database, now=bench.clock.now), "the broker was not told yet"
    relay(bench)
    ear.start()
    assert not ear.is_deaf(bench.database, now=bench.clock.now), "busy, however long"
    ear.stop(bench.clock.now)
    assert not ear.is_deaf(bench.database, now=bench.clock.now), "idle just now"
    bench.clock.forward(minutes=2)
    assert ear.is_deaf(bench.database, now=bench.clock.now)
