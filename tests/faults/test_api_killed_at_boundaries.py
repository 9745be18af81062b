"""kill -9 of the API at every boundary of a branch's calls: said again, all of it happens once."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from api.app import create_app
from api.context import Context, make_context
from api.multipart import remove_left_spools
from dossier.store.database import Database
from dossier.store.states import StepState
from dossier.store.tables import (
    DossierRow,
    EventRow,
    FileRow,
    OutboxRow,
    PageRow,
    RecordRow,
    StepRow,
)
from tests.api.conftest import Office, anyio_backend, context, office
from tests.faults.branch import Call, calls_for
from tests.faults.dying import Boundaries, Killed, counted, raise_killed
from tests.faults.installation import made_scan

__all__ = ["anyio_backend", "context", "office"]
pytestmark = [
    pytest.mark.anyio,
    # A process that dies closes its connections; one that plays dead leaves them to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAGES = 2
_MOST_BOUNDARIES = 60


async def test_an_api_that_dies_anywhere_has_done_it_once_or_not_at_all(office: Office) -> None:
    died = 0
    for boundary in range(1, _MOST_BOUNDARIES):
        code = f"H26-{boundary}"
        calls = calls_for(code, PAGES, ("a.pdf", made_scan(PAGES, code)))
        with counted(Boundaries(boundary, raise_killed, all_threads=True)) as boundaries:
            heard = await say_until_killed(office, calls, boundaries)
        office = await started_again(office)
        for number in range(heard, len(calls)):
            if number == len(calls) - 1:
                office.work()
            answer = await say(office, calls[number])
            assert answer.is_success, (boundary, answer.text)
        office.work()
        require_once(office.context.database, code)
        died += heard < len(calls)
        if boundaries.passed < boundary:
            break
    await office.client.aclose()
    office.context.database.dispose()
    gc.collect()
    assert 8 < died == boundary - 1 < _MOST_BOUNDARIES, "every boundary was died at"


async def say(office: Office, call: Call) -> httpx.Response:
    method, path, told = call
    return await office.call(method, path, **told)


async def say_until_killed(office: Office, calls: Sequence[Call], boundaries: Boundaries) -> int:
    """Make the calls, with the worker's part between them; how many were answered."""
    try:
        for number, call in enumerate(calls):
            if number == len(calls) - 1:
                with boundaries.paused():
                    office.work()
            await say(office, call)
    except Killed:
        return number
    return len(calls)


async def started_again(office: Office) -> Office:
    """Another process on the same database and folders, a minute later."""
    before = office.context
    await office.client.aclose()
    before.database.dispose()
    made: Context = make_context(before.settings)
    later = before.clock() + timedelta(seconds=61)
    remove_left_spools(made.settings.spool_folder, before=later)
    fresh = dataclasses.replace(made, clock=lambda: later)
    transport = httpx.ASGITransport(create_app(fresh), raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://sohoa")
    return dataclasses.replace(office, context=fresh, client=client)


def require_once(database: Database, code: str) -> None:
    with database.read() as session:

        def count(*conditions: object) -> int:
            return session.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]

        assert session.get_one(DossierRow, code).state == "completed"
        assert count(FileRow.dossier == code) == 1
        assert count(PageRow.dossier == code, PageRow.state == "read") == PAGES
        assert count(RecordRow.dossier == code) == 1
        assert count(EventRow.dossier == code) == 2
        assert count(StepRow.state != StepState.DONE) == 0
        assert count(OutboxRow.sent_at.is_(None)) == 0
