"""Every route times every role, from the one table; and no route outside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.app import create_app
from api.auth import ACCESS
from api.context import Context
from dossier.store import keys
from dossier.store.states import Role
from tests.api.conftest import Office

pytestmark = [
    pytest.mark.anyio,
    # Nothing here depends on the database; the other files run on both.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]

OPEN = {
    *("show_health", "show_readiness", "describe_uploads"),
    # The door itself: `test_sessions.py`, `test_organisation.py`.
    *("show_session", "sign_in", "sign_out", "begin_sign_in", "finish_sign_in"),
}
WEBHOOK = f"/v1/webhooks/whk_{'0' * 32}"
REVIEW = "/v1/review/dossiers/A-1"
FORM_SAMPLE = f"fsm_{'0' * 32}"
SAMPLE = f"/v1/quality/samples/smp_{'0' * 32}"
UPLOAD = f"/v1/uploads/upl_{'0' * 32}"
TIMES = "since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z"
DOCUMENT = "/api/v1/documents/G06.01_CV_000021_V1"
CALLS = {
    "register_dossier": ("PUT", "/v1/dossiers/A-1"),
    "list_dossiers": ("GET", "/v1/dossiers"),
    "show_dossier": ("GET", "/v1/dossiers/A-1"),
    "add_files": ("POST", "/v1/dossiers/A-1/files"),
    "create_upload": ("POST", "/v1/uploads"),
    "ask_upload": ("HEAD", UPLOAD),
    "show_upload": ("GET", UPLOAD),
    "append_upload": ("PATCH", UPLOAD),
    "end_upload": ("DELETE", UPLOAD),
    "seal_dossier": ("POST", "/v1/dossiers/A-1/seal"),
    "show_advice": ("GET", "/v1/branch/advice"),
    "print_separators": ("GET", "/v1/branch/separators?dossier=A-1"),
    "show_receipt": ("GET", "/v1/branch/receipts/A-1"),
    "show_record": ("GET", "/v1/dossiers/A-1/record"),
    "import_document": ("POST", "/api/v1/documents/import"),
    "show_document": ("GET", DOCUMENT),
    "change_document": ("PUT", DOCUMENT),
    "download_document": ("GET", "/api/v1/documents/download/G06.01_CV_000021_V1"),
    "list_events": ("GET", "/v1/events"),
    "create_webhook": ("POST", "/v1/webhooks"),
    "list_webhooks": ("GET", "/v1/webhooks"),
    "show_webhook": ("GET", WEBHOOK),
    "end_webhook": ("DELETE", WEBHOOK),
    "rotate_webhook": ("POST", f"{WEBHOOK}/rotate"),
    "enable_webhook": ("POST", f"{WEBHOOK}/enable"),
    "replay_webhook": ("POST", f"{WEBHOOK}/replay"),
    "list_deliveries": ("GET", f"{WEBHOOK}/deliveries"),
    "quality_samples": ("GET", "/v1/quality/samples"),
    "quality_key": ("POST", f"{SAMPLE}/keyed"),
    "quality_settle": ("POST", f"{SAMPLE}/settled"),
    "quality_report": ("GET", "/v1/quality/report"),
    "list_forms": ("GET", "/v1/forms"),
    "add_form_sample": ("POST", "/v1/forms/files"),
    "show_form_sample": ("GET", f"/v1/forms/samples/{FORM_SAMPLE}"),
    "form_sample_picture": ("GET", f"/v1/forms/samples/{FORM_SAMPLE}/picture"),
    "check_form": ("POST", "/v1/forms/check"),
    "try_form": ("POST", "/v1/forms/trials"),
    "show_form_trial": ("GET", f"/v1/forms/trials/ftr_{'0' * 32}"),
    "show_form": ("GET", "/v1/forms/leave_request"),
    "save_form": ("PUT", "/v1/forms/leave_request"),
    "withdraw_form": ("POST", "/v1/forms/leave_request/withdraw"),
    "review_queue": ("GET", "/v1/review/queue"),
    "review_next": ("POST", "/v1/review/next"),
    "review_lock": ("POST", f"{REVIEW}/lock"),
    "review_heartbeat": ("POST", f"{REVIEW}/heartbeat"),
    "review_unlock": ("POST", f"{REVIEW}/unlock"),
    "review_show": ("GET", REVIEW),
    "review_history": ("GET", f"{REVIEW}/history"),
    "review_picture": ("GET", f"{REVIEW}/picture"),
    "review_act": ("POST", f"{REVIEW}/actions"),
    "review_undo": ("POST", f"{REVIEW}/undo"),
    "review_redo": ("POST", f"{REVIEW}/redo"),
    "review_complete": ("POST", f"{REVIEW}/complete"),
    "review_comment": ("POST", f"{REVIEW}/comments"),
    "review_put_aside": ("POST", f"{REVIEW}/aside"),
    "review_words": ("GET", f"{REVIEW}/words?page=1"),
    "review_read_spot": ("POST", f"{REVIEW}/spots"),
    "review_show_spot": ("GET", f"{REVIEW}/spots/spt_{'0' * 32}"),
    "review_figures": ("GET", "/v1/review/figures"),
    "review_figures_csv": ("GET", "/v1/review/figures.csv"),
    "review_sheets": ("GET", "/v1/review/sheets"),
    "review_mark_sheet": ("POST", "/v1/review/sheets"),
    "retention_rules": ("GET", "/v1/privacy/rules"),
    "retention_due": ("GET", "/v1/privacy/due"),
    "retention_purge": ("POST", "/v1/privacy/purges"),
    "list_purges": ("GET", "/v1/privacy/purges"),
    "print_purges": ("GET", "/v1/privacy/purges.pdf"),
    "list_holds": ("GET", "/v1/privacy/holds"),
    "place_hold": ("POST", "/v1/privacy/holds"),
    "release_hold": ("POST", f"/v1/privacy/holds/hld_{'0' * 32}/release"),
    "list_sessions": ("GET", "/v1/sessions"),
    "end_session": ("DELETE", f"/v1/sessions/ses_{'0' * 32}"),
    "export_person": ("POST", "/v1/privacy/persons/export"),
    "incident_pack": ("GET", f"/v1/privacy/incidents?{TIMES}"),
    "print_incident": ("GET", f"/v1/privacy/incidents.pdf?{TIMES}"),
    "export_corrections": ("POST", "/v1/privacy/corrections/export"),
    "show_metrics": ("GET", "/metrics"),
}
REVIEWERS = {Role.REVIEWER, Role.SENIOR_REVIEWER, Role.ADMIN}
EXPECTED = {
    "register_dossier": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "list_dossiers": REVIEWERS | {Role.DOSSIER_SYSTEM},
    "show_dossier": set(Role),
    "add_files": {Role.SCANNER, Role.ADMIN},
    "create_upload": {Role.SCANNER, Role.ADMIN},
    "ask_upload": {Role.SCANNER, Role.ADMIN},
    "show_upload": {Role.SCANNER, Role.ADMIN},
    "append_upload": {Role.SCANNER, Role.ADMIN},
    "end_upload": {Role.SCANNER, Role.ADMIN},
    "seal_dossier": {Role.SCANNER, Role.ADMIN},
    "show_advice": {Role.SCANNER, Role.ADMIN},
    "print_separators": {Role.SCANNER, Role.ADMIN},
    "show_receipt": {Role.SCANNER, Role.ADMIN},
    "show_record": REVIEWERS | {Role.DOSSIER_SYSTEM},
    "import_document": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "show_document": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "change_document": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "download_document": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "list_events": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "create_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "list_webhooks": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "show_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "end_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "rotate_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "enable_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "replay_webhook": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "list_deliveries": {Role.DOSSIER_SYSTEM, Role.ADMIN},
    "quality_samples": REVIEWERS,
    "quality_key": REVIEWERS,
    "quality_settle": REVIEWERS,
    "quality_report": REVIEWERS,
    "list_forms": {Role.ADMIN},
    "add_form_sample": {Role.ADMIN},
    "show_form_sample": {Role.ADMIN},
    "form_sample_picture": {Role.ADMIN},
    "check_form": {Role.ADMIN},
    "try_form": {Role.ADMIN},
    "show_form_trial": {Role.ADMIN},
    "show_form": {Role.ADMIN},
    "save_form": {Role.ADMIN},
    "withdraw_form": {Role.ADMIN},
    "review_queue": REVIEWERS,
    "review_next": REVIEWERS,
    "review_lock": REVIEWERS,
    "review_heartbeat": REVIEWERS,
    "review_unlock": REVIEWERS,
    "review_show": REVIEWERS,
    "review_history": REVIEWERS,
    "review_picture": REVIEWERS,
    "review_act": REVIEWERS,
    "review_undo": REVIEWERS,
    "review_redo": REVIEWERS,
    "review_complete": REVIEWERS,
    "review_comment": REVIEWERS,
    "review_put_aside": REVIEWERS,
    "review_figures": {Role.SENIOR_REVIEWER, Role.ADMIN},
    "review_figures_csv": {Role.SENIOR_REVIEWER, Role.ADMIN},
    "review_words": REVIEWERS,
    "review_read_spot": REVIEWERS,
    "review_show_spot": REVIEWERS,
    "review_sheets": REVIEWERS,
    "review_mark_sheet": REVIEWERS,
    "retention_rules": {Role.ADMIN},
    "retention_due": {Role.ADMIN},
    "retention_purge": {Role.ADMIN},
    "list_purges": {Role.ADMIN},
    "print_purges": {Role.ADMIN},
    "list_holds": {Role.ADMIN},
    "place_hold": {Role.ADMIN},
    "release_hold": {Role.ADMIN},
    "list_sessions": set(Role),
    "end_session": set(Role),
    "export_person": {Role.ADMIN},
    "incident_pack": {Role.ADMIN},
    "print_incident": {Role.ADMIN},
    "export_corrections": {Role.ADMIN},
    "show_metrics": {Role.ADMIN},
}


async def test_every_route_and_role(office: Office) -> None:
    for operation, (method, path) in CALLS.items():
        for role in Role:
            answer = await office.call(method, path, role=role, json={})
            allowed = role in EXPECTED[operation]
            assert (answer.status_code != 403) is allowed, (operation, role, answer.text)
            assert answer.status_code != 401
        unknown = await office.call(method, path, role=None, json={})
        assert unknown.status_code == 401, operation
        assert unknown.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_tables_name_the_same_calls(context: Context) -> None:
    described = create_app(context).openapi()["paths"]
    operations = {call["operationId"] for path in described.values() for call in path.values()}
    assert operations == set(ACCESS) | OPEN
    assert set(CALLS) == set(EXPECTED) == set(ACCESS)


async def test_both_headers_carry_a_key(office: Office) -> None:
    secret = office.secrets[Role.ADMIN]
    for headers in ({"Authorization": f"Bearer {secret}"}, {"X-Api-Key": secret}):
        answer = await office.call("GET", "/v1/events", role=None, headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize("ending", ["revoked", "expired"])
async def test_an_ended_key_is_refused(office: Office, ending: str) -> None:
    now = datetime.now(UTC)
    expires = now - timedelta(seconds=1) if ending == "expired" else None
    with office.context.database.write() as session:
        key = keys.create_key(session, role=Role.ADMIN, name="x", now=now, expires=expires)
        if ending == "revoked":
            keys.revoke_key(session, key.id, now=now)
    answer = await office.call("GET", "/v1/events", role=None, headers={"X-Api-Key": key.secret})
    assert answer.status_code == 401
