"""Every error is an RFC 9457 document, in two languages, without what was sent."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event, text

from api.app import create_app
from api.services import health
from dossier.messages import EventKind, StepKind
from dossier.store import events, heartbeats, outbox
from tests.api.conftest import CODE, Office
from tests.fakes.reader import scan

pytestmark = [
    pytest.mark.anyio,
    # Nothing here depends on the database; the other files run on both.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]

SECRET = "NGUYỄN THỊ BÍ MẬT"


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/nowhere", {}, 404, "not_found"),
        ("GET", "/v1/dossiers/A-9", {}, 404, "not_found"),
        ("PATCH", "/v1/events", {}, 405, "method_not_allowed"),
        ("GET", "/v1/events?after=x", {}, 422, "invalid_request"),
        ("GET", "/v1/events?after=-1", {}, 422, "invalid_request"),
        ("GET", f"/v1/events?after={2**63}", {}, 422, "invalid_request"),
        ("GET", "/v1/dossiers?limit=0", {}, 422, "invalid_request"),
        ("GET", f"/v1/dossiers/{CODE}/record?include=all", {}, 422, "invalid_request"),
        ("PUT", "/v1/dossiers/A-1", {"content": b"{broken"}, 422, "invalid_request"),
        ("PUT", "/v1/dossiers/A-1", {"content": b"\xff\xfe"}, 422, "invalid_request"),
        ("PUT", "/v1/dossiers/A-1", {"json": {"sent": SECRET}}, 422, "invalid_request"),
        ("PUT", "/v1/dossiers/A-1", {"json": {"submitted": SECRET}}, 422, "invalid_request"),
        ("PUT", "/v1/dossiers/A-1", {"content": b" " * 20_001}, 413, "too_large"),
        ("POST", "/v1/dossiers/A-1/seal", {"json": {"pages": -1}}, 422, "invalid_request"),
        ("POST", "/v1/dossiers/A-1/seal", {"json": {"pages": 1}}, 404, "not_found"),
    ],
)
async def test_problems(
    office: Office, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    headers = {"Content-Type": "application/json"} if "content" in options else {}
    answer = await office.call(method, path, headers=headers, **options)
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"urn:sohoa:problem:{code}"
    assert " / " in body["title"]
    assert SECRET not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_an_unexpected_error_says_nothing(office: Office) -> None:
    broken = dataclasses.replace(office.context, clock=_broken_clock)
    transport = httpx.ASGITransport(create_app(broken), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        answer = await client.get("/v1/events", headers={"X-Api-Key": "sk_x"})
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text


def _broken_clock() -> datetime:
    raise ZeroDivisionError(SECRET)


OPEN_TO_ALL = {"show_session"}
"""Whether somebody is signed in is asked before anybody is."""
SIGNING_IN = {"sign_in", "begin_sign_in", "finish_sign_in", "sign_out"}
"""What they take is a password, the provider's answer or the cookie of what ends."""


async def test_every_call_is_described_with_its_problems(office: Office) -> None:
    described = (await office.client.get("/openapi.json")).json()
    assert "Problem" in described["components"]["schemas"]
    assert "HTTPValidationError" not in described["components"]["schemas"]
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert " / " in call["summary"], path
            if call["operationId"] in OPEN_TO_ALL:
                assert "application/problem+json" in call["responses"]["503"]["content"]
            elif path.startswith("/v1") and method != "options":
                assert "application/problem+json" in call["responses"]["401"]["content"]
                assert call.get("security") or call["operationId"] in SIGNING_IN, path


async def test_events_have_a_cursor(office: Office) -> None:
    await office.register()
    with office.context.database.write() as session:
        for kind in EventKind:
            events.append(session, kind, CODE, {}, now=office.context.clock())
    first = (await office.call("GET", "/v1/events?limit=3")).json()
    rest = (await office.call("GET", f"/v1/events?after={first['next']}")).json()
    assert [e["type"] for e in first["events"] + rest["events"]] == list(EventKind)
    none = (await office.call("GET", f"/v1/events?after={rest['next']}&wait=0.2")).json()
    assert none == {"events": [], "next": rest["next"]}


async def test_an_api_without_workers_is_ready_and_says_what_is_missing(office: Office) -> None:
    assert (await office.call("GET", "/healthz", role=None)).json() == {"status": "ok"}
    answer = await office.call("GET", "/readyz", role=None)
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    checks = answer.json()["checks"]
    assert checks == {
        "database": "ok",
        "object_store": "ok",
        "workers": "no_worker",
        "keeper": "no_keeper",
        "messages": "ok",
        "disk": "ok",
    }


async def test_readiness_is_of_this_process(office: Office) -> None:
    now = office.context.clock()
    with office.context.database.write() as session:
        for kind in (heartbeats.WORKER, heartbeats.KEEPER):
            heartbeats.beat(session, kind, kind, now=now)
    assert (await office.call("GET", "/readyz", role=None)).json()["status"] == "ok"
    with office.context.database.write() as session:
        outbox.ring(session, StepKind.READ_PAGE, "stp_1", now=now - timedelta(seconds=61))
    answer = await office.call("GET", "/readyz", role=None)
    assert (answer.status_code, answer.json()["checks"]["messages"]) == (200, "messages_stuck")
    with office.context.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = await office.call("GET", "/readyz", role=None)
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "misconfigured")


async def test_metrics_count_by_state(office: Office) -> None:
    await office.register()
    await office.upload(("a.pdf", scan(2)))
    office.work(steps=1)
    lines = (await office.call("GET", "/metrics")).text.splitlines()
    assert 'sohoa_dossiers{state="open"} 1' in lines
    assert 'sohoa_steps{kind="read_page",state="pending"} 2' in lines
    assert "sohoa_workers_alive 0" in lines
    assert 'sohoa_http_requests_total{operation="add_files",status="201"} 1.0' in lines


async def test_metrics_never_walk_through_all_pages(office: Office) -> None:
    """Each statement is explained: a table that grows for ever may be searched, never scanned."""
    seen: list[tuple[str, Any]] = []
    with office.context.database.read() as session:
        engine = session.get_bind()

    def note(_c: Any, _cur: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    health.metrics(office.context)
    event.remove(engine, "before_cursor_execute", note)
    with office.context.database.read() as session:
        plans = [
            row[-1]
            for statement, parameters in seen
            for row in session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
        ]
    assert len(plans) >= 7
    growing = "dossiers|files|pages|steps|outbox|records|events|webhook_deliveries|audit"
    scans = [plan for plan in plans if re.match(rf"SCAN ({growing})\b(?! USING)", plan)]
    assert scans == []
