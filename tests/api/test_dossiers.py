"""Register, upload, seal, follow, fetch."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any

import pytest

from dossier.record import Record
from dossier.store.states import Role
from tests.api.conftest import CODE, Office
from tests.fakes.reader import scan

pytestmark = pytest.mark.anyio

PATH = f"/v1/dossiers/{CODE}"
PDF = b"%PDF-1.7 pages=2"


async def test_the_whole_way(office: Office) -> None:
    await office.register(submitted={"fake": {"decision": "review"}})
    answer = await office.upload(("a.pdf", PDF), ("b.pdf", scan(1)))
    assert answer.status_code == 201
    assert (await office.call("GET", PATH)).json()["progress"]["files_waiting"] == 2
    office.work()
    sealed = await office.seal(3)
    assert (sealed.status_code, sealed.json()["state"]) == (200, "sealed")
    office.work()
    status = (await office.call("GET", PATH)).json()
    assert status["state"] == "needs_review"
    assert status["progress"] == {
        "files_total": 2,
        "files_waiting": 0,
        "pages_total": 3,
        "pages_done": 3,
    }
    assert [page["page"] for page in status["pages"]] == [1, 2, 3]
    assert status["files"][0]["media_type"] == "application/pdf"
    record = (await office.call("GET", f"{PATH}/record")).json()
    assert Record.model_validate(record).dossier == CODE
    assert "lines" not in record["pages"][0]
    full = (await office.call("GET", f"{PATH}/record?include=text")).json()
    assert full["pages"][0]["lines"][0]["text"] == "a.pdf 1"
    events = (await office.call("GET", "/v1/events")).json()
    assert [e["type"] for e in events["events"]] == ["dossier.read", "dossier.needs_review"]


async def test_registering_again(office: Office) -> None:
    statuses = []
    for submitted in ({"a": {"b": "1"}}, {"a": {"b": "1"}}, {"a": {"b": "2"}}):
        answer = await office.call("PUT", PATH, json={"submitted": submitted})
        statuses.append(answer.status_code)
    assert statuses == [201, 200, 200]


async def test_the_procedure_is_held_against_the_papers(office: Office) -> None:
    body = {"submitted": None, "procedure": "1.001193"}
    answer = await office.call("PUT", PATH, json=body)
    assert (answer.status_code, answer.json()["procedure"]) == (201, "1.001193")
    await office.upload(("a.pdf", scan(1)))
    office.work()
    await office.seal(1)
    office.work()
    record = (await office.call("GET", f"{PATH}/record")).json()
    assert record["completeness"]["procedure"] == "1.001193"
    # After the sealing it stands, as the submitted data does.
    changed = await office.call("PUT", PATH, json=body | {"procedure": "auto"})
    assert changed.status_code == 409


async def test_an_unknown_procedure_is_refused_with_those_there_are(office: Office) -> None:
    answer = await office.call("PUT", PATH, json={"procedure": "9.999999"})
    assert answer.status_code == 422
    assert "1.001193" in answer.json()["detail"]


async def test_sealed_data_stays(office: Office) -> None:
    await office.register(submitted={"a": {"b": "1"}})
    await office.upload(("a.pdf", scan(1)))
    office.work()
    await office.seal(1)
    same = await office.call("PUT", PATH, json={"submitted": {"a": {"b": "1"}}})
    other = await office.call("PUT", PATH, json={"submitted": {"a": {"b": "2"}}})
    assert (same.status_code, other.status_code) == (200, 409)


async def test_submitted_text_is_kept_in_nfc(office: Office) -> None:
    name = "TRẦN THỊ NGỌC"
    decomposed = {"f": {"n": unicodedata.normalize("NFD", name)}}
    await office.register(submitted=decomposed)
    again = await office.call("PUT", PATH, json={"submitted": {"f": {"n": name}}})
    assert again.status_code == 200


@pytest.mark.parametrize("code", ["..", "a/b", "-a", "a" * 65, "hồ-sơ", "a b"])
async def test_codes_that_are_none(office: Office, code: str) -> None:
    answer = await office.call("PUT", f"/v1/dossiers/{code}", json={})
    assert answer.status_code in (404, 405, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_keys_of_two_callers_are_two(office: Office) -> None:
    key = {"Idempotency-Key": "k-1"}
    for role, expected in ((Role.ADMIN, 201), (Role.DOSSIER_SYSTEM, 200)):
        answer = await office.call("PUT", PATH, json={}, headers=key, role=role)
        assert answer.status_code == expected


async def test_a_refused_first_call_may_be_made_again(office: Office) -> None:
    await office.register(submitted={"a": {"b": "1"}})
    await office.upload(("a.pdf", scan(1)))
    office.work()
    await office.seal(1)
    key = {"Idempotency-Key": "k-1"}
    for _ in range(2):
        answer = await office.call("PUT", PATH, json={"submitted": None}, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_sealing_waits_for_the_count(office: Office) -> None:
    await office.register()
    await office.upload(("a.pdf", scan(2)))
    early = await office.seal(2)
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    assert early.headers["Retry-After"] == "1"
    office.work()
    wrong = await office.seal(3)
    assert wrong.status_code == 409
    assert (wrong.json()["declared"], wrong.json()["counted"]) == (3, 2)
    assert (await office.seal(2)).status_code == 200
    assert (await office.seal(2)).status_code == 200, "sealing again changes nothing"
    assert (await office.seal(1)).status_code == 409


async def test_an_empty_dossier_is_not_sealed(office: Office) -> None:
    await office.register()
    assert (await office.seal(0)).status_code == 409


async def test_a_sealed_dossier_takes_nothing_more(office: Office) -> None:
    await office.register()
    await office.upload(("a.pdf", scan(1)))
    office.work()
    await office.seal(1)
    answer = await office.upload(("b.pdf", scan(1, note="b")))
    assert (answer.status_code, answer.json()["state"]) == (409, "sealed")


async def test_a_record_is_not_ready_before_it_is(office: Office) -> None:
    await office.register()
    answer = await office.call("GET", f"{PATH}/record")
    assert answer.status_code == 409
    assert answer.json()["state"] == "open"


async def test_a_dossier_of_refused_files_still_ends(office: Office) -> None:
    await office.register()
    await office.upload(("bad.pdf", b"refused"))
    office.work()
    assert (await office.seal(0)).status_code == 200
    office.work()
    record = (await office.call("GET", f"{PATH}/record")).json()
    assert [p["code"] for p in record["problems"]] == ["damaged_file"]


async def test_progress_is_followed_without_asking_in_vain(office: Office) -> None:
    await office.register()
    await office.upload(("a.pdf", scan(1)))
    seen = (await office.call("GET", PATH)).headers["ETag"]
    quiet = await office.call("GET", f"{PATH}?wait=0.1", headers={"If-None-Match": seen})
    assert (quiet.status_code, quiet.headers["ETag"], quiet.content) == (304, seen, b"")
    waiting = asyncio.create_task(
        office.call("GET", f"{PATH}?wait=20", headers={"If-None-Match": seen})
    )
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await asyncio.to_thread(office.work)
    news = await asyncio.wait_for(waiting, 10)
    assert (news.status_code, news.json()["progress"]["pages_total"]) == (200, 1)
    assert news.headers["ETag"] != seen


async def test_the_list_goes_page_by_page(office: Office) -> None:
    codes = [f"A-{number}" for number in range(5)]
    for code in codes:
        await office.register(code)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page: Any = (
            await office.call("GET", "/v1/dossiers", params={"limit": 2, "after": after})
        ).json()
        seen += [d["code"] for d in page["dossiers"]]
        after = page["next"]
    assert seen == codes
    none = (await office.call("GET", "/v1/dossiers?state=sealed")).json()
    assert none == {"dossiers": [], "next": None}
