"""`Idempotency-Key` on every writing call: done once, answered alike."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.repeat import REPLAYED
from dossier.store.idempotency import KEPT_FOR
from dossier.store.tables import IdempotencyRow
from tests.api.conftest import CODE, Office, announce_headers
from tests.api.test_archive import IMPORT, METADATA, ONE
from tests.fakes.reader import scan

pytestmark = pytest.mark.anyio

PATH = f"/v1/dossiers/{CODE}"
HOLDS = "/v1/privacy/holds"
KEY = {"Idempotency-Key": "k-1"}
IN_TEST_WEBHOOKS = {"create_webhook", "rotate_webhook", "enable_webhook", "replay_webhook"}
WITHOUT_KEY = {
    "append_upload": "its offset lets it happen once",
    "end_upload": "the second one finds nothing",
    "end_webhook": "the second one finds nothing",
    **dict.fromkeys(
        ("review_act", "review_undo", "review_redo", "review_complete"),
        "the version it names is gone after the first",
    ),
    **dict.fromkeys(
        ("review_comment", "review_put_aside", "review_mark_sheet", "save_form"),
        "the version it names is gone after the first",
    ),
    **dict.fromkeys(("quality_key", "quality_settle"), "the second one finds it keyed or settled"),
    **dict.fromkeys(("export_person", "export_corrections"), "it changes nothing"),
    "review_read_spot": "an area may be read twice: it changes nothing",
    "retention_purge": "what is gone is not removed twice",
    "release_hold": "the second one finds it released",
    "sign_in": "each one opens a session of its own",
    **dict.fromkeys(("sign_out", "end_session"), "a session that has ended stays so"),
    "withdraw_form": "a form that is withdrawn stays so",
    **dict.fromkeys(
        ("add_form_sample", "check_form", "try_form"), "it changes no form; samples are cheap"
    ),
    **dict.fromkeys(
        ("review_next", "review_lock", "review_heartbeat", "review_unlock"),
        "a lock that is held is held once more",
    ),
}
"""Writing calls that take none -> why."""


def files(*contents: bytes) -> dict[str, Any]:
    return {"files": [("files", (f"{i}.pdf", content)) for i, content in enumerate(contents)]}


def announced(length: int) -> dict[str, Any]:
    return {"headers": KEY | announce_headers(length)}


def hold(reason: str) -> dict[str, Any]:
    return {"json": {"dossier": CODE, "reason": reason}}


def document(keyword: str) -> dict[str, Any]:
    metadata = json.dumps(METADATA | {"Keyword": keyword})
    return {"data": {"metadata": metadata}, "files": {"file": ("a.pdf", scan(1))}}


CALLS = {
    "register_dossier": ("PUT", PATH, {"json": {}}, {"json": {"submitted": {"a": {"b": "1"}}}}),
    "add_files": ("POST", f"{PATH}/files", files(scan(1)), files(scan(1), scan(2))),
    "create_upload": ("POST", "/v1/uploads", announced(10), announced(11)),
    "seal_dossier": ("POST", f"{PATH}/seal", {"json": {"pages": 3}}, {"json": {"pages": 4}}),
    "place_hold": ("POST", HOLDS, hold("khiếu nại"), hold("thanh tra")),
}
"""operation -> (method, path, a request, another request)."""
OF_DOCUMENTS = {
    "import_document": ("POST", IMPORT, document("a"), document("b")),
    "change_document": (
        "PUT",
        ONE,
        {"json": METADATA | {"Keyword": "a"}},
        {"json": METADATA | {"Keyword": "b"}},
    ),
}
CALLS |= OF_DOCUMENTS


async def prepare(office: Office, operation: str) -> None:
    if operation in OF_DOCUMENTS:
        if operation == "change_document":
            made = await office.call("POST", IMPORT, **document("before"))
            assert made.status_code == 201, made.text
        return
    if operation != "register_dossier":
        await office.register()
    if operation == "seal_dossier":
        await office.upload(("a.pdf", scan(3)))
        office.work()


async def test_every_writing_call_takes_a_key(office: Office) -> None:
    described = (await office.client.get("/openapi.json")).json()["paths"]
    writing, taking = set(), set()
    for calls in described.values():
        for method, call in calls.items():
            if method not in ("get", "head", "options"):
                writing.add(call["operationId"])
                names = {parameter["name"] for parameter in call.get("parameters", [])}
                if "idempotency-key" in names:
                    taking.add(call["operationId"])
    assert taking == set(CALLS) | IN_TEST_WEBHOOKS
    assert writing - taking == set(WITHOUT_KEY)


@pytest.mark.parametrize("operation", CALLS)
async def test_the_first_answer_is_given_again(office: Office, operation: str) -> None:
    method, path, request, other = CALLS[operation]
    await prepare(office, operation)
    first = await office.call(method, path, **({"headers": KEY} | request))
    assert first.status_code in (200, 201), first.text
    office.work()
    again = await office.call(method, path, **({"headers": KEY} | request))
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (first.headers.get(REPLAYED), again.headers.get(REPLAYED)) == (None, "true")
    refused = await office.call(method, path, **({"headers": KEY} | other))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_a_key_belongs_to_its_call(office: Office) -> None:
    await office.call("PUT", PATH, headers=KEY, json={})
    answer = await office.call("POST", f"{PATH}/seal", headers=KEY, json={"pages": 0})
    assert answer.status_code == 422


@pytest.mark.parametrize("operation", [name for name in CALLS if name not in OF_DOCUMENTS])
async def test_many_at_once_are_done_once(office: Office, operation: str) -> None:
    method, path, request, _ = CALLS[operation]
    await prepare(office, operation)
    answers = await asyncio.gather(
        *[office.call(method, path, **({"headers": KEY} | request)) for _ in range(5)]
    )
    done = [answer for answer in answers if answer.status_code < 300]
    assert {answer.status_code for answer in answers} <= {done[0].status_code, 409}
    assert len({answer.text for answer in done}) == 1
    assert sum(REPLAYED not in answer.headers for answer in done) == 1
    shown = (await office.call("GET", PATH)).json()
    assert len(shown["files"]) == (operation in ("add_files", "seal_dossier"))


@pytest.mark.parametrize("operation", CALLS)
async def test_a_call_that_died_may_be_made_again_after_a_minute(
    office: Office, operation: str
) -> None:
    method, path, request, _ = CALLS[operation]
    await prepare(office, operation)
    await office.call(method, path, **({"headers": KEY} | request))
    with office.context.database.write() as session:
        for row in session.query(IdempotencyRow):
            row.status = row.body = None
    assert (await office.call(method, path, **({"headers": KEY} | request))).status_code == 409
    assert (await later(office, timedelta(seconds=61), operation)).status_code in (200, 201)


async def test_a_key_is_free_again_when_its_time_is_over(office: Office) -> None:
    await office.call("PUT", PATH, headers=KEY, json={"submitted": {"a": {}}})
    await office.register(submitted={"b": {}})
    answer = await later(office, KEPT_FOR, "register_dossier")
    assert (answer.status_code, answer.headers.get(REPLAYED)) == (200, None)


async def later(office: Office, span: timedelta, operation: str) -> httpx.Response:
    """The call of `CALLS`, made to an API whose clock is `span` ahead."""
    clock = office.context.clock
    ahead = dataclasses.replace(office.context, clock=lambda: clock() + span)
    method, path, request, _ = CALLS[operation]
    transport = httpx.ASGITransport(create_app(ahead))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        return await dataclasses.replace(office, client=client).call(
            method, path, **({"headers": KEY} | request)
        )
