"""Every call leaves its entry, before anything is seen or changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.auth import ACCESS, UNAUDITED
from dossier.store import audit
from dossier.store.states import Role
from dossier.store.tables import AuditRow
from tests.api.conftest import CODE, Office

pytestmark = [
    pytest.mark.anyio,
    # The chain itself is under test on both databases in tests/store.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]


def entries(office: Office) -> list[tuple[str, str, str]]:
    with office.context.database.read() as session:
        assert audit.verify(session).broken == ""
        rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    return [(row.action, row.subject, row.outcome) for row in rows]


async def test_views_changes_and_refusals(office: Office) -> None:
    path = f"/v1/dossiers/{CODE}"
    await office.call("PUT", path, json={})
    await office.call("GET", path, role=Role.REVIEWER)
    await office.call("GET", f"{path}/record")
    await office.call("GET", f"{path}/record", role=Role.SCANNER)
    await office.call("GET", "/v1/dossiers")
    assert entries(office) == [
        ("register_dossier", CODE, "allowed"),
        ("show_dossier", CODE, "allowed"),
        ("show_record", CODE, "allowed"),
        ("show_record", CODE, "forbidden"),
        ("list_dossiers", "", "allowed"),
    ]


async def test_what_a_caller_made_up_is_not_kept(office: Office) -> None:
    await office.call("GET", "/v1/dossiers/NGUYỄN VĂN A")
    await office.call("GET", "/v1/dossiers/" + "a" * 300)
    assert [subject[:3] for _, subject, _ in entries(office)] == ["", "aaa"]


async def test_strangers_are_not_written_down(office: Office) -> None:
    await office.call("GET", "/v1/events", role=None)
    await office.call("GET", "/v1/events", role=None, headers={"X-Api-Key": "sk_no"})
    assert entries(office) == []


async def test_what_is_not_audited_is_named(office: Office) -> None:
    assert set(ACCESS) > UNAUDITED
    await office.call("GET", "/metrics")
    await office.call("GET", "/metrics", role=Role.SCANNER)
    assert entries(office) == [("show_metrics", "", "forbidden")]
