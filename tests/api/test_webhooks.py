"""Webhooks through the API: who may, what is shown, whose it is."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api.app import create_app
from dossier.messages import EventKind
from dossier.store import events, keys, webhooks
from dossier.store.scope import EVERYWHERE
from dossier.store.states import Role
from dossier.store.webhooks import Outcome
from dossier.targets import AllowedTargets
from tests.api.conftest import CODE, Office

pytestmark = pytest.mark.anyio

URL = "https://dvc.example.gov.vn/sohoa"
KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture
async def listening(office: Office) -> AsyncIterator[Office]:
    """An office that may send to one host, by a resolver that asks nobody."""
    context = dataclasses.replace(
        office.context,
        targets=AllowedTargets.parse("dvc.example.gov.vn,10.0.0.0/8"),
        resolve=lambda host, _port: ["10.0.0.7" if host == "inside" else "8.8.8.8"],
    )
    transport = httpx.ASGITransport(create_app(context))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        yield dataclasses.replace(office, context=context, client=client)


async def create(office: Office, url: str = URL, **options: Any) -> dict[str, Any]:
    answer = await office.call("POST", "/v1/webhooks", json={"url": url}, **options)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_the_secret_is_shown_once(listening: Office) -> None:
    made = await create(listening)
    assert made["secret"].startswith("whsec_")
    assert made["events"] == list(EventKind)
    where = f"/v1/webhooks/{made['id']}"
    for path in (where, "/v1/webhooks"):
        shown = await listening.call("GET", path)
        assert (shown.status_code, made["secret"] in shown.text) == (200, False)
    rotated = (await listening.call("POST", f"{where}/rotate")).json()
    assert rotated["secret"] not in ("", made["secret"])


async def test_a_call_with_a_key_makes_one(listening: Office) -> None:
    first, again = [await create(listening, headers=KEY) for _ in range(2)]
    assert first == again
    assert len((await listening.call("GET", "/v1/webhooks")).json()["webhooks"]) == 1
    for action, body in (("rotate", None), ("enable", None), ("replay", {"after": 0})):
        headers = {"Idempotency-Key": f"k-{action}"}
        path = f"/v1/webhooks/{first['id']}/{action}"
        answers = [await listening.call("POST", path, headers=headers, json=body) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert answers[1].headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "url", ["https://elsewhere.vn/", "http://dvc.example.gov.vn/", "http://127.0.0.1/", "x"]
)
async def test_targets_that_are_refused(listening: Office, url: str) -> None:
    answer = await listening.call("POST", "/v1/webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "target_refused")


async def test_without_a_list_nothing_may_be_told(office: Office) -> None:
    answer = await office.call("POST", "/v1/webhooks", json={"url": "http://127.0.0.1/"})
    assert "SOHOA_WEBHOOK_TARGETS" in answer.json()["detail"]


async def test_the_ledger_shows_every_try(listening: Office) -> None:
    made = await create(listening, url="http://inside/hook")
    where, now = f"/v1/webhooks/{made['id']}", datetime.now(UTC)
    await listening.register()
    with listening.context.database.write() as session:
        for _ in range(3):
            events.append(session, EventKind.READ, CODE, {}, now=now)
        first, second, _third = webhooks.take_due(session, now=now, each=9)
        for taken, status, reason in ((first, 200, ""), (second, None, "TimeoutError")):
            webhooks.settle(session, taken, Outcome(status=status, reason=reason), now=now)
    page = (await listening.call("GET", f"{where}/deliveries?limit=2")).json()
    assert [entry["state"] for entry in page["deliveries"]] == ["delivered", "pending"]
    assert [t["reason"] for entry in page["deliveries"] for t in entry["tries"]] == [
        "",
        "TimeoutError",
    ]
    rest = (await listening.call("GET", f"{where}/deliveries?after={page['next']}")).json()
    assert [entry["tries"] for entry in rest["deliveries"]] == [[]]
    found = (await listening.call("GET", f"{where}/deliveries?state=delivered")).json()
    assert len(found["deliveries"]) == 1
    replayed = await listening.call("POST", f"{where}/replay", json={"after": 1, "until": 2})
    assert replayed.json() == {"events": 1}


async def test_one_that_was_ended_is_told_nothing(listening: Office) -> None:
    where = f"/v1/webhooks/{(await create(listening))['id']}"
    assert (await listening.call("DELETE", where)).status_code == 204
    assert (await listening.call("DELETE", where)).status_code == 404
    await listening.register()
    with listening.context.database.write() as session:
        events.append(session, EventKind.READ, CODE, {}, now=datetime.now(UTC))
        assert webhooks.take_due(session, now=datetime.now(UTC), each=9) == []


@pytest.mark.parametrize("context", ["sqlite"], indirect=True)
async def test_another_branch_does_not_find_it(listening: Office) -> None:
    centre, own, other = (headers_of(listening, branch) for branch in (None, "H26.01", "H26.02"))
    made = (await listening.client.post("/v1/webhooks", json={"url": URL}, headers=own)).json()
    where = f"/v1/webhooks/{made['id']}"
    calls = (
        *(("GET", where, None), ("GET", f"{where}/deliveries", None)),
        *(("POST", f"{where}/rotate", None), ("POST", f"{where}/enable", None)),
        *(("POST", f"{where}/replay", {"after": 0}), ("DELETE", where, None)),
    )
    for headers, found in ((other, False), (centre, True)):
        listed = (await listening.client.get("/v1/webhooks", headers=headers)).json()
        assert bool(listed["webhooks"]) is found
        for method, path, body in calls:
            answer = await listening.client.request(method, path, json=body, headers=headers)
            assert (answer.status_code != 404) is found, (method, path)


@pytest.mark.parametrize("context", ["sqlite"], indirect=True)
async def test_a_branch_is_told_of_its_own_dossiers(listening: Office) -> None:
    for branch in ("H26.01", "H26.02", None):
        await listening.client.post(
            "/v1/webhooks", json={"url": URL}, headers=headers_of(listening, branch)
        )
    await listening.register()  # by a key of H26.01
    with listening.context.database.write() as session:
        events.append(session, EventKind.READ, CODE, {}, now=datetime.now(UTC))
        told = {d.webhook for d in webhooks.take_due(session, now=datetime.now(UTC), each=9)}
        rows = [webhooks.find(session, webhook, EVERYWHERE) for webhook in told]
    assert {row.branch for row in rows} == {"H26.01", ""}


def headers_of(office: Office, branch: str | None) -> dict[str, str]:
    with office.context.database.write() as session:
        key = keys.create_key(
            session, role=Role.DOSSIER_SYSTEM, name="x", branch=branch, now=datetime.now(UTC)
        )
    return {"X-Api-Key": key.secret}
