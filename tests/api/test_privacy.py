"""Rules, holds and removal through the API: by whom, of whose dossiers, and written down."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from dossier.lifecycle.statement import Statement, follow
from dossier.store import audit
from dossier.store.states import Role
from dossier.store.tables import AuditRow, DossierRow
from tests.api.conftest import Office
from tests.api.test_branches import key_of
from tests.fakes.aged import store_aged
from tests.fakes.reader import scan

pytestmark = pytest.mark.anyio

OWN, OTHER = "H26.01", "H26.02"
CONFIRMED = "Quyết định 12/QĐ ngày 05/01/2026"
OLD = datetime.now(UTC) - timedelta(days=365 * 30)


@pytest.fixture
def confirmed(office: Office) -> Office:
    path = office.context.settings.retention_file
    path.write_text(f'confirmed = "{CONFIRMED}"\n', encoding="utf-8")
    return office


def store(office: Office, folder: Path, code: str, branch: str = OWN) -> str:
    context = office.context
    return store_aged(context.database, context.objects, folder, code, closed=OLD, branch=branch)


def actions(office: Office) -> list[tuple[str, str]]:
    with office.context.database.read() as session:
        assert audit.verify(session).broken == ""
        rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    return [(row.action, row.subject.partition(":")[0]) for row in rows]


async def test_seen_held_released_removed_and_told(confirmed: Office, tmp_path: Path) -> None:
    office, sha256 = confirmed, store(confirmed, tmp_path, "A-1")
    rules = (await office.call("GET", "/v1/privacy/rules")).json()
    assert rules["confirmed"] == CONFIRMED
    assert {"kind": "record", "procedure": "1.001193", "keep": "forever"}.items() <= next(
        rule for rule in rules["rules"] if rule["procedure"] == "1.001193"
    ).items()
    due = (await office.call("GET", "/v1/privacy/due")).json()
    record = next(kind for kind in due["kinds"] if kind["kind"] == "record")
    assert (record["may_go"], record["first"][0]["subject"]) == (1, "A-1")

    body = {"dossier": "A-1", "reason": "Khiếu nại 15/KN"}
    held = await office.call("POST", "/v1/privacy/holds", json=body)
    assert held.status_code == 201, held.text
    due = (await office.call("GET", "/v1/privacy/due")).json()
    record = next(kind for kind in due["kinds"] if kind["kind"] == "record")
    assert (record["may_go"], record["stays"]) == (0, {"held": 1})
    done = (await office.call("POST", "/v1/privacy/purges", json={})).json()
    assert done["removed"] == {}
    listed = (await office.call("GET", "/v1/privacy/holds?dossier=A-1")).json()["holds"]
    assert [hold["reason"] for hold in listed] == ["Khiếu nại 15/KN"]

    path = f"/v1/privacy/holds/{held.json()['id']}/release"
    released = await office.call("POST", path, json={"reason": "đã giải quyết"})
    assert released.status_code == 200, released.text
    assert (await office.call("POST", path, json={"reason": "lại"})).status_code == 409
    done = (await office.call("POST", "/v1/privacy/purges", json={"limit": 10})).json()
    assert done["removed"] == {"record": 1, "object": 1}
    assert (await office.call("GET", "/v1/dossiers/A-1")).status_code == 404
    assert not office.context.objects.has(sha256)

    told = await office.call("GET", "/v1/privacy/purges")
    statement = Statement.model_validate_json(told.content)
    assert follow(statement.entries).entries == 2
    assert "Hòa" not in told.text
    paper = await office.call("GET", "/v1/privacy/purges.pdf?office=Trung%20t%C3%A2m")
    text = pypdfium2.PdfDocument(io.BytesIO(paper.content))[0].get_textpage().get_text_range()
    assert "DANH MỤC DỮ LIỆU ĐÃ HỦY" in text
    assert CONFIRMED in text.replace("\r\n", " ")
    names = [
        *[("hold_placed", "A-1"), ("hold_released", "A-1"), ("purge_record", "A-1")],
        ("purge_head", "2"),
    ]
    assert set(names) <= set(actions(office))


async def test_nothing_goes_before_the_office_has_confirmed(office: Office, tmp_path: Path) -> None:
    store(office, tmp_path, "A-1")
    refused = await office.call("POST", "/v1/privacy/purges", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (await office.call("GET", "/v1/dossiers/A-1")).status_code == 200


async def test_another_branch_finds_nothing(confirmed: Office, tmp_path: Path) -> None:
    office = confirmed
    store(office, tmp_path, "A-1")
    own, other = (key_of(office, Role.ADMIN, branch) for branch in (OWN, OTHER))
    centre = key_of(office, Role.ADMIN, None)

    async def ask(method: str, path: str, key: dict[str, str], **body: Any) -> tuple[int, Any]:
        options: dict[str, Any] = {"json": body} if method == "POST" else {}
        answer = await office.client.request(method, f"/v1/privacy{path}", headers=key, **options)
        return answer.status_code, answer.json()

    body = {"dossier": "A-1", "reason": "khiếu nại"}
    assert (await ask("POST", "/holds", other, **body))[0] == 404
    code, hold = await ask("POST", "/holds", own, **body)
    assert code == 201
    release = f"/holds/{hold['id']}/release"
    assert (await ask("POST", release, other, reason="xong"))[0] == 404
    assert (await ask("GET", "/holds", other))[1] == {"holds": []}
    assert (await ask("POST", release, centre, reason="xong"))[0] == 200
    _, due = await ask("GET", "/due", other)
    assert all(kind["may_go"] == 0 for kind in due["kinds"])
    _, done = await ask("POST", "/purges", other)
    assert done["removed"] == {}
    with office.context.database.read() as session:
        assert session.get(DossierRow, "A-1") is not None
    _, done = await ask("POST", "/purges", own)
    assert done["removed"] == {"record": 1, "object": 1}
    assert (await ask("GET", "/purges", other))[1]["entries"] == []
    assert len((await ask("GET", "/purges", own))[1]["entries"]) == 2
    paper = await office.client.get("/v1/privacy/purges.pdf", headers=other)
    text = pypdfium2.PdfDocument(io.BytesIO(paper.content))[0].get_textpage().get_text_range()
    assert "A-1" not in text


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.SCANNER, "CCCD 001190012345.pdf"),
        (Role.REVIEWER, "CCCD 001*******45.pdf"),
        (Role.DOSSIER_SYSTEM, "CCCD 001*******45.pdf"),
    ],
)
async def test_numbers_in_file_names_are_masked_for_who_did_not_name_them(
    office: Office, role: Role, shown: str
) -> None:
    await office.register("A-1")
    files = [("CCCD 001190012345.pdf", scan(1, "refused"))]
    assert (await office.upload(*files, code="A-1")).status_code == 201
    office.work()
    answer = (await office.call("GET", "/v1/dossiers/A-1", role=role)).json()
    (file,) = answer["files"]
    assert file["name"] == file["problem"]["file"] == shown
