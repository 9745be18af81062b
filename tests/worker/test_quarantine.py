"""What was put aside is let go after its cause was mended, and reaches the record."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from dossier.page import PageReading
from dossier.store import dossiers, ledger, pages, quarantine, records
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, PageStatus
from dossier.vietnam_time import VIETNAM
from tests.fakes.reader import FakeReader, scan
from tests.worker.conftest import CODE, Bench


class Mended(FakeReader):
    """Reads everything as if it said nothing bad."""

    def count_pages(self, path: Path, name: str) -> int:
        return 2

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        sound = path.parent / f"{path.name}.sound"
        if not sound.exists():
            sound.write_bytes(scan(9))
        return super().read_page(sound, name, page)


def fail_until_put_aside(bench: Bench) -> None:
    for _ in range(3):
        bench.work()
        bench.clock.forward(minutes=1)


def let_go(bench: Bench) -> int:
    """Mend the cause and release everything."""
    bench.runtime = dataclasses.replace(bench.runtime, reader=Mended())
    with bench.database.write() as session:
        released = quarantine.release_all(session, now=bench.clock.now)
    bench.work()
    return len(released)


def page_states(bench: Bench) -> list[tuple[int | None, PageStatus]]:
    with bench.database.read() as session:
        return [(page.ordinal, page.state) for page, _, _ in pages.pages_of(session, CODE)]


def outcome(bench: Bench) -> tuple[DossierState, int]:
    with bench.database.read() as session:
        newest = records.latest(session, CODE)
        state = dossiers.find(session, CODE, EVERYWHERE).state
    return state, 0 if newest is None else newest.version


def test_a_page_let_go_reaches_a_new_version_of_the_record(bench: Bench) -> None:
    bench.upload(scan(2, "crash-page=1"))
    fail_until_put_aside(bench)
    bench.seal()
    bench.work()
    assert outcome(bench) == (DossierState.NEEDS_REVIEW, 1)
    with bench.database.read() as session:
        (held,) = quarantine.list_held(session, limit=9)
    assert (held.dossier, held.reason.split()[0]) == (CODE, "ZeroDivisionError")
    assert let_go(bench) == 1
    assert page_states(bench) == [(1, PageStatus.READ), (2, PageStatus.READ)]
    assert outcome(bench) == (DossierState.COMPLETED, 2)


def test_a_file_let_go_brings_its_pages_into_their_places(bench: Bench) -> None:
    bench.upload(b"crash-split", "first.pdf")
    bench.upload(scan(1), "second.pdf")
    fail_until_put_aside(bench)
    bench.seal()
    bench.work()
    assert outcome(bench)[1] == 1
    assert let_go(bench) == 1
    assert [place for place, _ in page_states(bench)] == [1, 2, 3]
    assert outcome(bench) == (DossierState.COMPLETED, 2)


def test_a_dossier_let_go_is_assembled(bench: Bench) -> None:
    bench.register({"crash": {}})
    bench.upload(scan(1))
    bench.work()
    bench.seal()
    fail_until_put_aside(bench)
    assert outcome(bench) == (DossierState.FAILED, 0)
    with bench.database.write() as session:
        dossiers.lock(session, CODE, EVERYWHERE).submitted = None
    assert let_go(bench) == 1
    assert outcome(bench) == (DossierState.COMPLETED, 1)


@pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
def test_an_open_dossier_stays_open(bench: Bench) -> None:
    bench.upload(scan(1, "crash-page=1"))
    fail_until_put_aside(bench)
    assert let_go(bench) == 1
    assert let_go(bench) == 0
    assert outcome(bench) == (DossierState.OPEN, 0)
    assert page_states(bench) == [(None, PageStatus.READ)]


def lines(bench: Bench, *, grace: timedelta = timedelta()) -> list[tuple[int, int, int, int]]:
    day = bench.clock.now.astimezone(VIETNAM).date()
    with bench.database.read() as session:
        found = ledger.of_day(session, day, before=bench.clock.now + timedelta(1) - grace)
    return [(line.scanned, line.stored, line.read, line.delivered) for line in found]


def test_the_ledger_adds_up_or_shows_where_not(bench: Bench) -> None:
    assert lines(bench) == []
    bench.upload(scan(3))
    bench.work()
    bench.seal()
    with bench.database.write() as session:
        row = dossiers.lock(session, CODE, EVERYWHERE)
        row.declared_pages, row.sealed_at = 4, bench.clock.now
    assert lines(bench) == [(4, 3, 3, 0)]
    bench.work()
    with bench.database.write() as session:
        dossiers.lock(session, CODE, EVERYWHERE).declared_pages = 3
        dossiers.note_delivery(session, CODE, now=bench.clock.now)
    assert lines(bench) == [(3, 3, 3, 3)]
    assert lines(bench, grace=timedelta(days=2)) == []
