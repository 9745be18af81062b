"""A full disk and a clock that jumps: refused with a reason, and nothing stays stuck."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dossier.messages import EventKind
from dossier.store import dossiers, events, steps, webhooks
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState
from dossier.store.tables import DeliveryRow, RecordRow, StepRow
from tests.api.conftest import CODE, Office, anyio_backend, context, office
from tests.fakes.reader import scan
from tests.worker.conftest import CODE as BENCH_CODE
from tests.worker.conftest import Bench, bench

__all__ = ["anyio_backend", "bench", "context", "office"]


@contextmanager
def no_room_for(bytes_: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.anyio
@pytest.mark.parametrize("context", ["postgresql"], indirect=True)
async def test_a_full_disk_is_said_and_nothing_is_left_behind(office: Office) -> None:
    await office.register()
    large = scan(1, note="x" * 50_000)
    with no_room_for(10_000):
        refused = await office.upload(("a.pdf", large))
    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full"), refused.text
    settings = office.context.settings
    left = [settings.spool_folder, settings.objects_folder / "incoming"]
    assert [path for folder in left for path in folder.rglob("*")] == []
    assert (await office.call("GET", f"/v1/dossiers/{CODE}")).json()["files"] == []
    taken = await office.upload(("a.pdf", large))
    assert (taken.status_code, taken.json()["files"][0]["duplicate"]) == (201, False)


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(days=-3)], ids=["ahead", "back"])
def test_a_worker_killed_before_the_clock_jumps_costs_one_lease(
    bench: Bench, jump: timedelta
) -> None:
    bench.upload(scan(2))
    bench.keeper().turn()
    (split,) = bench.rung
    with bench.database.write() as session:
        held = steps.claim(session, split, lease=bench.runtime.settings.lease, now=bench.clock.now)
    assert held is not None
    bench.clock.now += jump
    for _ in range(4):
        bench.work()
        bench.clock.forward(seconds=61)
    bench.seal()
    bench.work()
    with bench.database.read() as session:
        assert dossiers.find(session, BENCH_CODE, EVERYWHERE).state is DossierState.COMPLETED
        assert session.scalar(select(func.count()).select_from(RecordRow)) == 1


def test_what_waits_does_not_wait_for_the_clock_to_catch_up(bench: Bench) -> None:
    bench.upload(scan(1, "crash-page=1"))
    bench.work()
    with bench.database.write() as session:
        webhooks.create(session, "http://a/", list(EventKind), EVERYWHERE, now=bench.clock.now)
        events.append(session, EventKind.READ, BENCH_CODE, {}, now=bench.clock.now)
    bench.clock.forward(days=-3)
    bench.keeper().turn()
    with bench.database.read() as session:
        (waiting,) = session.scalars(select(StepRow).where(StepRow.state == "pending"))
        assert waiting.not_before <= bench.clock.now
        assert session.scalars(select(DeliveryRow.next_at)).one() <= bench.clock.now


def test_a_clock_that_goes_right_changes_nothing(bench: Bench) -> None:
    bench.upload(scan(1, "crash-page=1"))
    bench.work()
    with bench.database.write() as session:
        lease = bench.runtime.settings.lease
        assert steps.mend_clock(session, lease=lease, now=bench.clock.now) == 0
