"""Letters that JSON can write and a database or an encoder cannot keep: refused, or kept whole."""

from __future__ import annotations

import pytest

from tests.api.conftest import CODE, Office

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rb'{"submitted": {"birth_registration": {"child_name": "\u0000"}}}', id="nul"),
        pytest.param(
            rb'{"submitted": {"birth_registration": {"child_name": "\ud800"}}}', id="half"
        ),
        pytest.param(b'{"submitted": {"birth_registration": {"\\ud800": "a"}}}', id="half a key"),
        pytest.param(b'{"submitted": ' + b"[" * 5000, id="deep"),
        pytest.param(b'{"submitted": {"a": {"b": ' + b"9" * 5000 + b"}}}", id="a long number"),
        pytest.param(b'{"submitted": {"a": {"b": NaN}}}', id="no number"),
        pytest.param(b"\xff\xfe{}", id="other letters"),
    ],
)
async def test_a_body_is_answered_with_a_reason(office: Office, body: bytes) -> None:
    answer = await office.call("PUT", f"/v1/dossiers/{CODE}", content=body, headers=JSON)
    assert answer.status_code in (201, 400, 422), answer.text
    if answer.status_code == 201:
        shown = await office.call("GET", f"/v1/dossiers/{CODE}")
        assert shown.status_code == 200
    else:
        assert answer.json()["code"] in ("invalid_request", "request_refused")


async def test_metadata_nested_too_deep_are_refused(office: Office) -> None:
    answer = await office.call(
        "POST",
        "/api/v1/documents/import",
        data={"metadata": "[" * 50_000},
        files={"file": ("a.pdf", b"%PDF-")},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
