"""The form studio over HTTP: sample, draft, trial, versions, and what all processes then know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dossier.forms.catalog import catalog, shipped_forms, use_forms
from dossier.store.forms import FormWatch
from tests.api.conftest import Office
from tests.fakes.reader import scan

SAMPLE = scan(2)

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def own_forms() -> Iterator[None]:
    """Forms that a test saves are this process's until it ends."""
    yield
    use_forms({})


async def send(office: Office, content: bytes = SAMPLE) -> dict[str, Any]:
    answer = await office.call("POST", "/v1/forms/files", files=[("file", ("mau.pdf", content))])
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def drafted(office: Office) -> dict[str, Any]:
    sample = await send(office)
    assert (sample["state"], sample["draft"]) == ("waiting", None)
    office.work()
    body: dict[str, Any] = (await office.call("GET", f"/v1/forms/samples/{sample['id']}")).json()
    assert body["state"] == "ready"
    return body


async def save(office: Office, draft: dict[str, Any], after: int = 0, **more: Any) -> Any:
    body = {"draft": draft, "after": after, **more}
    return await office.call("PUT", f"/v1/forms/{draft['key']}", json=body)


async def test_a_sample_becomes_a_draft_a_trial_and_a_form(office: Office) -> None:
    sample = await drafted(office)
    assert [page["page"] for page in sample["pages"]] == [1, 2]
    draft = sample["draft"]
    draft["labels"][0]["fields"][0]["key"] = "employee_name"
    trial = await office.call(
        "POST", "/v1/forms/trials", json={"sample": sample["id"], "draft": draft}
    )
    assert trial.status_code == 202, trial.text
    office.work()
    tried = (await office.call("GET", f"/v1/forms/trials/{trial.json()['id']}")).json()
    assert tried["state"] == "ready"
    assert tried["result"]["document"]["fields"]["employee_name"]["value"] == "A"
    saved = await save(office, draft, sample=sample["id"])
    assert saved.json() == {"key": "leave_request", "version": 1, "withdrawn": False}
    shown = (await office.call("GET", "/v1/forms/leave_request")).json()
    assert shown["draft"] == draft
    assert 'key = "employee_name"' in shown["definition"]
    listed = (await office.call("GET", "/v1/forms")).json()
    versions = {form["key"]: form["version"] for form in listed["forms"]}
    assert versions == dict.fromkeys(shipped_forms()) | {"leave_request": 1}


def learn(watch: FormWatch, office: Office) -> None:
    with office.context.database.read() as session:
        watch.refresh(session)


async def test_another_process_knows_a_saved_form_without_a_restart(office: Office) -> None:
    draft = (await drafted(office))["draft"]
    other = FormWatch()
    learn(other, office)
    assert "leave_request" not in catalog()
    await save(office, draft)
    use_forms({})  # what the API's own process learnt
    learn(other, office)
    assert "leave_request" in catalog()
    await office.call("POST", "/v1/forms/leave_request/withdraw", json={"after": 1})
    learn(other, office)
    assert "leave_request" not in catalog()


async def test_of_two_who_save_the_second_is_told(office: Office) -> None:
    draft = (await drafted(office))["draft"]
    assert (await save(office, draft)).status_code == 200
    late = await save(office, draft)
    assert (late.status_code, late.json()["version"]) == (409, 1)
    assert (await save(office, draft, after=1)).json()["version"] == 2
    history = (await office.call("GET", "/v1/forms/leave_request")).json()["history"]
    assert [entry["version"] for entry in history] == [2, 1]


async def test_what_is_unsound_is_told_and_not_saved(office: Office) -> None:
    draft = (await drafted(office))["draft"]
    draft["labels"][0]["fields"][0]["kind"] = "nmae"
    checked = (await office.call("POST", "/v1/forms/check", json={"draft": draft})).json()
    assert checked["definition"] == ""
    assert "did you mean: name" in checked["faults"][0]["advice"]
    assert (await save(office, draft)).status_code == 422
    draft["labels"][0]["fields"][0]["kind"] = "name"
    draft["labels"][1]["fields"][0]["key"] = "name_1"
    twice = (await office.call("POST", "/v1/forms/check", json={"draft": draft})).json()
    assert "stands twice" in twice["faults"][0]["problem"]
    draft["key"] = "birth_registration"
    assert (await save(office, draft)).status_code == 422


async def test_a_bad_file_and_a_trial_that_fails_have_their_reason(office: Office) -> None:
    sample = await send(office, b"refused")
    office.work()
    shown = (await office.call("GET", f"/v1/forms/samples/{sample['id']}")).json()
    assert (shown["state"], shown["problem"]["code"]) == ("refused", "damaged_file")
    early = await office.call(
        "POST",
        "/v1/forms/trials",
        json={"sample": sample["id"], "draft": (await drafted(office))["draft"]},
    )
    assert early.status_code == 409
    empty = await office.call("POST", "/v1/forms/files", files=[("file", ("a.pdf", b""))])
    assert empty.status_code == 422
    none = await office.call("GET", "/v1/forms/samples/fsm_0123456789abcdef")
    assert none.status_code == 404
