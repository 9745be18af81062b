"""Pages that do not add up raise the alarm; those that are rightly on their way do not."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from dossier.store import dossiers
from dossier.store.scope import EVERYWHERE
from dossier.store.states import PageStatus
from dossier.store.tables import PageRow
from tests.fakes.reader import scan
from tests.worker.conftest import CODE, Bench
from worker.sweeper import check_ledger


@pytest.mark.parametrize(("declared", "gaps"), [(2, 0), (3, 1)])
def test_a_page_that_was_scanned_and_is_not_here_is_told_of(
    bench: Bench, declared: int, gaps: int
) -> None:
    bench.upload(scan(2))
    bench.work()
    bench.seal()
    with bench.database.write() as session:
        row = dossiers.lock(session, CODE, EVERYWHERE)
        row.declared_pages, row.sealed_at = declared, bench.clock.now
    bench.work()
    with capture_logs() as early:
        assert check_ledger(bench.database, bench.clock) == 0
    bench.clock.forward(hours=3)
    with capture_logs() as logs:
        assert check_ledger(bench.database, bench.clock) == gaps
    told = [(line["scanned"], line["stored"]) for line in logs if line["event"] == "ledger gap"]
    assert (early, told) == ([], [(declared, 2)] * gaps)


def test_a_page_that_nobody_read_is_told_of(bench: Bench) -> None:
    bench.upload(scan(2))
    bench.work()
    with bench.database.write() as session:
        row = dossiers.lock(session, CODE, EVERYWHERE)
        row.declared_pages, row.sealed_at = 2, bench.clock.now
        session.execute(update(PageRow).values(state=PageStatus.WAITING))
    bench.clock.forward(hours=3)
    assert check_ledger(bench.database, bench.clock) == 1
