"""From files to a record, whatever fails on the way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from dossier.messages import StepKind
from dossier.store import dossiers, events, pages, records, steps
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, PageStatus, StepState
from dossier.store.tables import FileRow, PageRow, RecordRow, StepRow
from tests.fakes.reader import scan
from tests.worker.conftest import CODE, Bench
from worker.attempt import Attempt
from worker.steps import run_step


def states(bench: Bench) -> list[PageStatus]:
    with bench.database.read() as session:
        return [page.state for page, _, _ in pages.pages_of(session, CODE)]


def dossier_state(bench: Bench) -> DossierState:
    with bench.database.read() as session:
        return dossiers.find(session, CODE, EVERYWHERE).state


def record(bench: Bench) -> dict[str, Any]:
    with bench.database.read() as session:
        found = records.latest(session, CODE)
    assert found is not None
    return found.body


def event_kinds(bench: Bench) -> list[str]:
    with bench.database.read() as session:
        return [event.kind.value for event in events.list_after(session, 0, EVERYWHERE, limit=99)]


def test_a_dossier_becomes_a_record(bench: Bench) -> None:
    bench.upload(scan(2), "a.pdf")
    bench.upload(scan(1, "blank-page=1"), "b.pdf")
    bench.work()
    assert states(bench) == [PageStatus.READ, PageStatus.READ, PageStatus.BLANK]
    assert dossier_state(bench) is DossierState.OPEN
    bench.seal()
    bench.work()
    body = record(bench)
    assert [(p["page"], p["file"], p["file_page"]) for p in body["pages"]] == [
        (1, "a.pdf", 1),
        (2, "a.pdf", 2),
        (3, "b.pdf", 1),
    ]
    assert body["pages"][0]["lines"][0]["text"] == "a.pdf 1"
    assert dossier_state(bench) is DossierState.COMPLETED
    assert event_kinds(bench) == ["dossier.read", "dossier.completed"]


@pytest.mark.parametrize(
    ("decision", "state", "event"),
    [
        ("accept", DossierState.COMPLETED, "dossier.completed"),
        ("review", DossierState.NEEDS_REVIEW, "dossier.needs_review"),
        ("rescan", DossierState.RESCAN, "dossier.failed"),
    ],
)
def test_every_decision_has_its_state_and_event(
    bench: Bench, decision: str, state: DossierState, event: str
) -> None:
    bench.register({"fake": {"decision": decision}})
    bench.upload(scan(1))
    bench.work()
    bench.seal()
    bench.work()
    assert dossier_state(bench) is state
    assert event_kinds(bench) == ["dossier.read", event]


def test_a_refused_file_does_not_stop_the_dossier(bench: Bench) -> None:
    bench.upload(b"refused", "bad.pdf")
    bench.upload(scan(2), "good.pdf")
    bench.work()
    bench.seal()
    bench.work()
    (problem,) = record(bench)["problems"]
    assert (problem["code"], problem["file"]) == ("damaged_file", "bad.pdf")
    assert [page["file"] for page in record(bench)["pages"]] == ["good.pdf", "good.pdf"]


def test_a_refused_page_does_not_stop_the_others(bench: Bench) -> None:
    bench.upload(scan(3, "refuse-page=2"))
    bench.work()
    bench.seal()
    bench.work()
    assert states(bench) == [PageStatus.READ, PageStatus.REFUSED, PageStatus.READ]
    assert record(bench)["pages"][1]["problem"]["code"] == "damaged_file"


def test_a_page_that_crashes_the_reader_is_quarantined_with_its_reason(bench: Bench) -> None:
    bench.upload(scan(2, "crash-page=1"))
    for _ in range(3):
        bench.work()
        bench.clock.forward(minutes=1)
    bench.seal()
    bench.work()
    assert states(bench) == [PageStatus.QUARANTINED, PageStatus.READ]
    problem = record(bench)["pages"][0]["problem"]
    assert problem["code"] == "quarantined"
    assert problem["detail"].startswith("ZeroDivisionError at reader.py:")
    assert "quote" not in problem["detail"], "a foreign message may quote the page"


def test_a_file_that_crashes_the_reader_is_quarantined(bench: Bench) -> None:
    bench.upload(b"crash-split")
    for _ in range(3):
        bench.work()
        bench.clock.forward(minutes=1)
    with bench.database.read() as session:
        file = session.scalars(select(FileRow)).one()
    assert file.state is FileState.QUARANTINED
    assert file.problem is not None


def test_a_dossier_that_cannot_be_assembled_fails_and_says_so(bench: Bench) -> None:
    bench.register({"crash": {}})
    bench.upload(scan(1))
    bench.work()
    bench.seal()
    for _ in range(3):
        bench.work()
        bench.clock.forward(minutes=1)
    assert dossier_state(bench) is DossierState.FAILED
    assert event_kinds(bench) == ["dossier.failed"]


def test_a_missing_original_is_waited_for_and_then_named(bench: Bench) -> None:
    file = bench.upload(scan(1))
    with bench.runtime.objects.path(file.sha256) as path:
        path.unlink()
    for _ in range(3):
        bench.work()
        bench.clock.forward(minutes=1)
    with bench.database.read() as session:
        problem = session.get_one(FileRow, file.id).problem
    assert problem is not None
    assert problem["detail"].startswith("not_found")


def test_bells_that_ring_three_times_do_everything_once(bench: Bench) -> None:
    bench.upload(scan(3))
    while True:
        bench.keeper().turn()
        if not bench.rung:
            break
        for step_id in bench.rung * 3:
            run_step(step_id, bench.runtime)
        bench.rung.clear()
        with bench.database.read() as session:
            split = pages.count_pages(session, CODE) == 3
        if split and not pages_waiting(bench):
            bench.seal() if dossier_state(bench) is DossierState.OPEN else None
    with bench.database.read() as session:
        assert session.scalar(select(func.count()).select_from(PageRow)) == 3
        assert session.scalar(select(func.count()).select_from(RecordRow)) == 1
    assert event_kinds(bench) == ["dossier.read", "dossier.completed"]


def pages_waiting(bench: Bench) -> int:
    with bench.database.read() as session:
        return pages.count_waiting(session, CODE)


def test_a_worker_that_dies_with_a_page_costs_one_lease(bench: Bench) -> None:
    """Claimed, then nothing: what a SIGKILL leaves behind."""
    bench.upload(scan(1))
    run_first_step(bench)  # split
    dead = claim_next(bench)
    bench.seal()
    bench.work()
    assert states(bench) == [PageStatus.WAITING]
    bench.clock.forward(seconds=bench.runtime.settings.lease_s + 1)
    bench.work()
    assert dossier_state(bench) is DossierState.COMPLETED
    with bench.database.read() as session:
        step = session.get_one(StepRow, dead.step_id)
    assert (step.state, step.attempt) == (StepState.DONE, 2)
    assert event_kinds(bench) == ["dossier.read", "dossier.completed"]


def test_a_worker_that_comes_back_late_changes_nothing(bench: Bench) -> None:
    bench.upload(scan(1))
    run_first_step(bench)
    late = claim_next(bench)
    bench.clock.forward(seconds=bench.runtime.settings.lease_s + 1)
    bench.work()
    with Attempt(bench.runtime, late), bench.database.write() as session:
        pages.save_problem(
            session, late.subject, {"late": 1}, state=PageStatus.REFUSED, now=bench.clock.now
        )
        steps.finish(session, late, now=bench.clock.now)
    assert states(bench) == [PageStatus.READ]


def test_a_page_that_kills_its_worker_each_time_is_quarantined(bench: Bench) -> None:
    bench.upload(scan(1))
    run_first_step(bench)
    for _ in range(bench.runtime.settings.max_attempts):
        claim_next(bench)
        bench.clock.forward(seconds=bench.runtime.settings.lease_s + 1)
        bench.keeper().turn()
    assert states(bench) == [PageStatus.QUARANTINED]
    bench.rung.clear()
    bench.seal()
    bench.work()
    assert record(bench)["pages"][0]["state"] == "quarantined"


def test_a_broker_that_lost_everything(bench: Bench) -> None:
    bench.upload(scan(2))
    bench.keeper().turn()
    bench.rung.clear()
    assert bench.work() == 0
    bench.clock.forward(seconds=31)
    assert bench.work() == 3


def test_files_are_counted_before_pages_that_wait(bench: Bench) -> None:
    """A batch can be sealed once it is counted, and somebody stands there until then."""
    bench.upload(scan(3), "a.pdf")
    run_first_step(bench)
    bench.keeper().turn()
    second = bench.upload(scan(2, note="b"), "b.pdf")
    assert run_step(bench.rung[0], bench.runtime)
    with bench.database.read() as session:
        assert session.get_one(FileRow, second.id).state is FileState.SPLIT
    assert pages_waiting(bench) == 4


def test_a_forgotten_dossier_is_found(bench: Bench) -> None:
    bench.upload(scan(1))
    bench.work()
    with bench.database.write() as session:
        dossiers.lock(session, CODE, EVERYWHERE).state = DossierState.SEALED
    bench.work()
    assert dossier_state(bench) is DossierState.COMPLETED


def run_first_step(bench: Bench) -> None:
    bench.keeper().turn()
    (step_id,) = bench.rung
    bench.rung.clear()
    assert run_step(step_id, bench.runtime)


def claim_next(bench: Bench) -> steps.Claim:
    """Take the one step that waits, as a worker that dies right after."""
    with bench.database.write() as session:
        step_id = session.scalars(
            select(StepRow.id).where(
                StepRow.state == StepState.PENDING, StepRow.kind == StepKind.READ_PAGE
            )
        ).one()
        claim = steps.claim(
            session, step_id, lease=bench.runtime.settings.lease, now=bench.clock.now
        )
    assert claim is not None
    return claim
