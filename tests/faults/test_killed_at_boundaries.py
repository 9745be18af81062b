"""kill -9 of worker, sweeper and API at every boundary: nothing lost, doubled or stuck."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.faults.dying import Boundaries, Killed, counted, raise_killed
from tests.faults.installation import (
    Installation,
    made_scan,
)
from tests.worker.conftest import Bench, bench
from worker.steps import run_step

__all__ = ["bench"]
PAGES = 2
_MOST_BOUNDARIES = 100


@pytest.mark.parametrize("broker", ["kept", "emptied"])
def test_whatever_ends_anywhere_costs_one_lease(bench: Bench, broker: str) -> None:
    """Sweeper, relay and worker on one clock: one lease later the work goes on, and ends."""
    it = Installation(
        told={},
        database=bench.database,
        objects=bench.runtime.objects,
        folder=bench.folder,
        clock=bench.clock,
    )
    for boundary in range(1, _MOST_BOUNDARIES):
        code = f"H26-{boundary}"
        it.upload(code, made_scan(PAGES, code))
        with counted(Boundaries(boundary, raise_killed)) as boundaries, suppress(Killed):
            work_on(it, bench, code)
        if broker == "emptied":
            bench.rung.clear()
        bench.clock.now += bench.runtime.settings.lease
        bench.clock.forward(seconds=1)
        work_on(it, bench, code)
        it.require_whole(code, PAGES)
        if boundaries.passed < boundary:
            break
    assert 30 < boundary < _MOST_BOUNDARIES, "every boundary was died at, and there were some"


def work_on(it: Installation, bench: Bench, code: str) -> None:
    """Sweeper, relay and worker until no bell rings."""
    keeper = bench.keeper()
    while True:
        keeper.turn()
        it.seal_if_counted(code)
        if not bench.rung:
            keeper.turn()
        if not bench.rung:
            return
        while bench.rung:
            # Gone from the broker only when it was answered.
            run_step(bench.rung[0], bench.runtime)
            bench.rung.pop(0)
