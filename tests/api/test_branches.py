"""Every route times every role times whose key it is: what is another branch's is not there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api.auth import ACCESS
from dossier.messages import EventKind
from dossier.store import events, keys
from dossier.store.scope import CENTRAL
from dossier.store.states import Role
from dossier.store.tables import DossierRow
from tests.api.conftest import Office, announce_headers
from tests.fakes.reader import scan

pytestmark = [
    pytest.mark.anyio,
    # The rule is one function of the store; what it decides does not depend on the database.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]

OWN, OTHER = "H26.01", "H26.02"
CODE = "H26-1"
BODIES: dict[str, dict[str, Any]] = {
    "add_files": {"files": [("files", ("b.pdf", scan(1, note="b")))]},
    "create_upload": {"headers": announce_headers(10, code=CODE)},
    "seal_dossier": {"json": {"pages": 1}},
    "register_dossier": {"json": {}},
}
ABOUT_ONE = {
    "register_dossier": ("PUT", f"/v1/dossiers/{CODE}"),
    "show_dossier": ("GET", f"/v1/dossiers/{CODE}"),
    "add_files": ("POST", f"/v1/dossiers/{CODE}/files"),
    "create_upload": ("POST", "/v1/uploads"),
    "seal_dossier": ("POST", f"/v1/dossiers/{CODE}/seal"),
    "show_record": ("GET", f"/v1/dossiers/{CODE}/record"),
    "show_receipt": ("GET", f"/v1/branch/receipts/{CODE}"),
}
LISTS = {"list_dossiers": "/v1/dossiers", "list_events": "/v1/events"}
ABOUT_NO_DOSSIER = {
    *("show_metrics", "show_advice", "print_separators", "retention_rules"),
    *("list_forms", "show_form", "save_form", "withdraw_form", "check_form", "add_form_sample"),
    *("show_form_sample", "form_sample_picture", "try_form", "show_form_trial"),
}
"""Forms are every branch's."""
ABOUT_A_WEBHOOK = {
    *("create_webhook", "list_webhooks", "show_webhook", "end_webhook", "rotate_webhook"),
    *("enable_webhook", "replay_webhook", "list_deliveries"),
}
"""`test_webhooks.test_another_branch_does_not_find_it`."""
ABOUT_A_REVIEW = {
    *("review_queue", "review_next", "review_lock", "review_heartbeat", "review_unlock"),
    *("review_show", "review_history", "review_picture"),
    *("review_act", "review_undo", "review_redo", "review_complete"),
    *("review_words", "review_comment", "review_put_aside"),
}
"""`test_review.test_another_branch_finds_nothing`."""
ABOUT_SPOTS = {"review_read_spot", "review_show_spot"}
"""`test_review_spots.test_only_who_holds_the_dossier_asks_and_only_its_branch_looks`."""
ABOUT_FIGURES = {"review_figures", "review_figures_csv"}
"""`test_review_figures.test_another_branch_counts_nothing`."""
ABOUT_SHEETS = {"review_sheets", "review_mark_sheet"}
"""`test_review_sheets.test_another_branch_finds_nothing`."""
ABOUT_QUALITY = {"quality_samples", "quality_key", "quality_settle", "quality_report"}
"""`test_quality.test_another_branch_finds_nothing`."""
ABOUT_A_DOCUMENT = {
    *("import_document", "show_document", "change_document", "download_document"),
}
"""`test_archive.test_another_branch_does_not_find_it`."""
ABOUT_LIFECYCLE = {
    *("retention_due", "retention_purge", "list_purges", "print_purges"),
    *("list_holds", "place_hold", "release_hold"),
    *("export_person", "incident_pack", "print_incident", "export_corrections"),
}
"""`test_privacy` and `test_privacy_exports`: `test_another_branch_finds_nothing`."""
ABOUT_SESSIONS = {"list_sessions", "end_session"}
"""`test_sessions.test_another_branch_finds_nothing`."""
ABOUT_AN_UPLOAD = {"ask_upload", "show_upload", "append_upload", "end_upload"}
"""`test_uploads.test_another_branch_does_not_find_it`."""


def key_of(office: Office, role: Role, branch: str | None) -> dict[str, str]:
    with office.context.database.write() as session:
        if role is Role.SCANNER and branch is None:
            branch = OWN
        made = keys.create_key(session, role=role, name="x", branch=branch, now=datetime.now(UTC))
    return {"X-Api-Key": made.secret}


@pytest.fixture
async def papers(office: Office) -> Office:
    """A dossier of branch OWN with one page read and an event."""
    await office.register(CODE)
    await office.upload(("a.pdf", scan(1)), code=CODE)
    office.work()
    with office.context.database.write() as session:
        events.append(session, EventKind.READ, CODE, {}, now=office.context.clock())
    return office


async def test_the_tables_here_name_every_call(office: Office) -> None:
    named = set(ABOUT_ONE) | set(LISTS) | ABOUT_NO_DOSSIER | ABOUT_AN_UPLOAD | ABOUT_A_WEBHOOK
    named |= ABOUT_A_REVIEW | ABOUT_A_DOCUMENT | ABOUT_FIGURES | ABOUT_SHEETS | ABOUT_QUALITY
    named |= ABOUT_LIFECYCLE | ABOUT_SESSIONS | ABOUT_SPOTS
    assert named == set(ACCESS)


@pytest.mark.parametrize("operation", ABOUT_ONE)
async def test_another_branch_finds_nothing(papers: Office, operation: str) -> None:
    method, path = ABOUT_ONE[operation]
    before = await state_of(papers)
    for role in ACCESS[operation]:
        answer = await call(papers, method, path, key_of(papers, role, OTHER), operation)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), role
        assert await state_of(papers) == before, role
    for role in ACCESS[operation]:
        for branch in (OWN, None):
            answer = await call(papers, method, path, key_of(papers, role, branch), operation)
            assert answer.status_code not in (401, 403, 404), (role, branch, answer.text)


@pytest.mark.parametrize("operation", LISTS)
async def test_lists_hold_what_is_the_callers(papers: Office, operation: str) -> None:
    for role in ACCESS[operation]:
        for branch, expected in ((OWN, [CODE]), (None, [CODE]), (OTHER, [])):
            headers = key_of(papers, role, branch)
            body = (await papers.client.get(LISTS[operation], headers=headers)).json()
            if operation == "list_dossiers":
                found = [entry["code"] for entry in body["dossiers"]]
            else:
                found = [entry["dossier"] for entry in body["events"]]
            assert found == expected, (role, branch)


async def test_the_first_branch_to_bring_a_file_has_the_dossier(office: Office) -> None:
    system = key_of(office, Role.DOSSIER_SYSTEM, None)
    first, second = key_of(office, Role.SCANNER, OWN), key_of(office, Role.SCANNER, OTHER)
    path = f"/v1/dossiers/{CODE}"
    assert (await office.client.put(path, json={}, headers=system)).status_code == 201
    for headers in (first, second):
        assert (await office.client.get(path, headers=headers)).status_code == 200
    parts = {"files": ("a.pdf", scan(1))}
    answers = [
        await office.client.post(f"{path}/files", files=parts, headers=headers)
        for headers in (first, second)
    ]
    assert [answer.status_code for answer in answers] == [201, 404]
    assert (await office.client.get(path, headers=second)).status_code == 404
    assert (await office.client.get(path, headers=first)).status_code == 200
    assert (await office.client.get(path, headers=system)).status_code == 200


async def test_what_the_centre_scanned_is_no_branchs(office: Office) -> None:
    centre = key_of(office, Role.ADMIN, None)
    path = f"/v1/dossiers/{CODE}"
    await office.client.put(path, json={}, headers=centre)
    await office.client.post(f"{path}/files", files={"files": ("a.pdf", scan(1))}, headers=centre)
    with office.context.database.read() as session:
        assert session.get_one(DossierRow, CODE).branch == CENTRAL
    answer = await office.client.get(path, headers=key_of(office, Role.SCANNER, OWN))
    assert answer.status_code == 404


async def call(
    office: Office, method: str, path: str, headers: dict[str, str], operation: str
) -> httpx.Response:
    options = BODIES.get(operation, {})
    headers = headers | options.get("headers", {})
    return await office.client.request(method, path, **(options | {"headers": headers}))


async def state_of(office: Office) -> dict[str, Any]:
    return dict((await office.call("GET", f"/v1/dossiers/{CODE}")).json())
