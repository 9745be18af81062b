"""Personal data given out: only the person's, only one's own branch's, and written down."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
from PIL import Image

from api.services.corrections_export import SCHEMA
from dossier.lifecycle.incident import IncidentPack
from dossier.store import audit, records
from dossier.store.states import Role
from dossier.store.tables import AuditRow
from models.train.corrected import read_corrections
from tests.api.conftest import Office
from tests.api.reviewers import Reviewer, settle_all
from tests.api.test_branches import key_of
from tests.fakes.aged import FATHER, FORM, MOTHER, store_aged
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio

OWN, OTHER = "H26.01", "H26.02"
NOW = datetime.now(UTC)
PERSONS, CORRECTIONS = "/v1/privacy/persons/export", "/v1/privacy/corrections/export"


def span() -> str:
    since, until = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    return f"since={since:%Y-%m-%dT%H:%M:%SZ}&until={until:%Y-%m-%dT%H:%M:%SZ}"


def opened(answer: httpx.Response) -> zipfile.ZipFile:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.fixture
def aged(office: Office, tmp_path: Path) -> Office:
    """Two dossiers of two branches; the page of the first can be drawn."""
    context, page = office.context, io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(page, "PNG")
    for code, branch, content in (("A-1", OWN, page.getvalue()), ("B-1", OTHER, b"")):
        told = {"closed": NOW, "branch": branch, "form": FORM, "content": content}
        store_aged(context.database, context.objects, tmp_path, code, **told)  # type: ignore[arg-type]
    return office


def audited(office: Office, action: str) -> list[str]:
    with office.context.database.read() as session:
        assert audit.verify(session).broken == ""
        return [row.subject for row in session.query(AuditRow).filter_by(action=action)]


async def test_a_person_gets_what_is_theirs(aged: Office) -> None:
    await aged.call("GET", "/v1/dossiers/A-1", role=Role.REVIEWER)
    answer = await aged.call("POST", PERSONS, json={"id_number": MOTHER})
    archive = opened(answer)
    body = json.loads(archive.read("thong-tin.json"))
    assert body["schema"] == "sohoa.person/v1"
    (dossier,) = body["dossiers"]
    assert dossier["code"] == "A-1"
    fields = dossier["records"][-1]["documents"][0]["fields"]
    assert fields["mother_name"]["value"] == "Nguyễn Thị Hòa"
    assert fields["mother_name"]["source"] == "reviewer"
    assert "father_name" not in fields
    assert FATHER not in archive.read("thong-tin.json").decode()
    (correction,) = dossier["corrections"]
    assert (correction["before"]["value"], correction["by"]) == ("Nguyễn Thị Hoa", "key_2")
    assert "show_dossier" in [view["what"] for view in dossier["views"]]
    page = archive.read("index.html").decode()
    assert "Nguyễn Thị Hòa" in page
    assert "Trần Văn Nam" not in page
    with Image.open(io.BytesIO(archive.read("trang/A-1/1.webp"))) as picture:
        assert picture.size == (200, 280)
    assert audited(aged, "person_exported") == ["A-1"]
    assert audited(aged, "export_person") == [""]


async def test_a_page_that_is_gone_is_told(aged: Office) -> None:
    centre = key_of(aged, Role.ADMIN, None)
    answer = await aged.client.post(PERSONS, headers=centre, json={"id_number": MOTHER})
    body = json.loads(opened(answer).read("thong-tin.json"))
    pages = {dossier["code"]: dossier["pages"][0] for dossier in body["dossiers"]}
    assert (pages["A-1"]["file"], pages["B-1"]["file"]) == ("trang/A-1/1.webp", None)
    assert pages["B-1"]["why"] == "damaged_file"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"id_number": "001190099999"}, 404),
        ({"name": "Nguyễn Thị Hòa"}, 422),
        ({}, 422),
        ({"name": "NGUYỄN THỊ HOÀ", "dob": "06/05/1990", "with_pages": False}, 200),
    ],
)
async def test_who_is_not_known_or_not_told_apart(
    aged: Office, body: dict[str, Any], status: int
) -> None:
    answer = await aged.call("POST", PERSONS, json=body)
    assert answer.status_code == status
    if status != 200:
        assert audited(aged, "person_exported") == []


async def test_an_incident_tells_what_was_touched_by_whom(office: Office) -> None:
    made = store_dossier(office.context, "01-birth")
    other = store_dossier(office.context, "02-residence-by-hand")
    path = f"/v1/dossiers/{made.code}"
    for _ in range(3):
        await office.call("GET", f"{path}/record", role=Role.REVIEWER)
    await office.call("GET", f"{path}/record", role=Role.SCANNER)
    await office.call("GET", "/v1/dossiers", role=Role.REVIEWER)
    await office.call("POST", f"/v1/review/dossiers/{made.code}/lock", role=Role.REVIEWER, json={})
    answer = await office.call("GET", f"/v1/privacy/incidents?{span()}")
    pack = IncidentPack.model_validate_json(answer.content)
    (dossier,) = pack.dossiers
    assert dossier.code == made.code != other.code
    touches = {touch.action: touch for touch in dossier.touches}
    assert (touches["show_record"].times, touches["show_record"].effect) == (3, "seen")
    assert touches["show_record"].actor_name == "reviewer"
    assert "list_dossiers" in {touch.action for touch in pack.listed}
    assert [touch.action for touch in pack.refused] == ["show_record"]
    assert pack.audit_whole
    with office.context.database.read() as session:
        newest = records.latest(session, made.code)
        assert newest is not None
        people = newest.body["persons"]
    assert pack.persons == len(people) == len(dossier.persons)
    numbers = [f["value"] for p in people for f in p["facts"] if f["attribute"] == "id_number"]
    assert numbers
    assert not any(number in answer.text for number in numbers)
    assert pack.categories["name"] == len(people)

    nobody = await office.call("GET", f"/v1/privacy/incidents?{span()}&key=key_none")
    assert nobody.json()["dossiers"] == []
    paper = await office.call("GET", f"/v1/privacy/incidents.pdf?{span()}&office=X")
    with pypdfium2.PdfDocument(io.BytesIO(paper.content)) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "THÔNG BÁO VI PHẠM QUY ĐỊNH" in text
    assert "72 giờ" in text
    assert made.code in text.replace("\r\n", "").replace("\n", "")
    assert not any(number in text for number in numbers)


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
        "since=2020-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
        "since=2026-01-01T00:00:00&until=2026-01-02T00:00:00",
        "since=0001-01-01T00:00:00%2B14:00&until=0001-02-01T00:00:00%2B14:00",
    ],
)
async def test_a_time_that_is_none_is_refused(office: Office, query: str) -> None:
    answer = await office.call("GET", f"/v1/privacy/incidents?{query}")
    assert answer.status_code == 422


async def reviewed(office: Office) -> Made:
    made = store_dossier(
        office.context,
        "01-birth",
        misread=("child_name", "child_dob", "mother_dob"),
        unsure=("father_name",),
    )
    who = Reviewer(office, "Nguyễn Văn Lan")
    await who.take(made.code)
    await settle_all(who, made)
    return made


async def test_corrections_leave_without_names_under_their_rule(
    office: Office, tmp_path: Path
) -> None:
    made = await reviewed(office)
    assert (await office.call("POST", CORRECTIONS, json={})).status_code == 409
    rules = office.context.settings.retention_file
    rules.write_text('confirmed = "Quyết định 12/QĐ"\n', encoding="utf-8")
    answer = await office.call("POST", CORRECTIONS, json={})
    archive = opened(answer)
    lines = [json.loads(line) for line in archive.read("lines.jsonl").decode().splitlines()]
    assert {line["field"] for line in lines if line["corrected"]} == {"child_dob", "mother_dob"}
    assert {line["kind"] for line in lines} == {"date"}
    dob = next(line for line in lines if line["field"] == "child_dob")
    assert dob["after"] == made.truth["child_dob"]
    assert dob["before"] != dob["after"]
    assert dob["by"].startswith("R")
    with Image.open(io.BytesIO(archive.read(dob["crop"]))) as picture:
        assert picture.width > picture.height > 10
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["schema"], manifest["fields"]) == (SCHEMA, len(lines))
    assert manifest["left_out"]["name"] >= 2
    delete_by = datetime.fromisoformat(manifest["delete_by"])
    assert timedelta(days=364) < delete_by - NOW < timedelta(days=368)
    everything = b"".join(archive.read(n) for n in archive.namelist() if n.endswith("json")) + (
        archive.read("lines.jsonl") + archive.read("samples.jsonl")
    )
    for word in (made.truth["child_name"], made.code, "Lan", "key_"):
        assert word.encode() not in everything
    samples = [json.loads(line) for line in archive.read("samples.jsonl").decode().splitlines()]
    assert {"name", "date"} <= {sample["group"] for sample in samples}
    kept = tmp_path / "sua-chua.zip"
    kept.write_bytes(answer.content)
    strips = read_corrections(kept)
    assert {line.text for line in strips} == {line["after"] for line in lines}
    assert all(line.strip.shape[0] == 48 for line in strips)


async def test_a_name_leaves_by_a_rule_of_its_own(office: Office) -> None:
    made = await reviewed(office)
    office.context.settings.retention_file.write_text(
        'confirmed = "Quyết định 12/QĐ"\n[[training.allow]]\n'
        'field = "birth_registration.child_name"\nsource = "Quyết định 13/QĐ, khử nhận dạng"\n',
        encoding="utf-8",
    )
    archive = opened(await office.call("POST", CORRECTIONS, json={}))
    told = archive.read("lines.jsonl").decode()
    assert made.truth["child_name"] in told
    assert made.truth["father_name"] not in told


async def test_another_branch_finds_nothing(aged: Office) -> None:
    aged.context.settings.retention_file.write_text('confirmed = "Quyết định"\n', encoding="utf-8")
    await reviewed(aged)
    third = key_of(aged, Role.ADMIN, "H26.03")
    own = key_of(aged, Role.ADMIN, OWN)
    person = {"id_number": MOTHER, "with_pages": False}
    answer = await aged.client.post(PERSONS, headers=third, json=person)
    assert answer.status_code == 404
    answer = await aged.client.post(PERSONS, headers=own, json=person)
    body = json.loads(opened(answer).read("thong-tin.json"))
    assert [dossier["code"] for dossier in body["dossiers"]] == ["A-1"]
    for suffix in ("", ".pdf"):
        path = f"/v1/privacy/incidents{suffix}?{span()}"
        assert (await aged.client.get(path, headers=third)).status_code == 200
    pack = (await aged.client.get(f"/v1/privacy/incidents?{span()}", headers=third)).json()
    assert (pack["dossiers"], pack["branch"]) == ([], "H26.03")
    asked = f"/v1/privacy/incidents?{span()}&branch={OWN}"
    assert (await aged.client.get(asked, headers=third)).json()["dossiers"] == []
    archive = opened(await aged.client.post(CORRECTIONS, headers=third, json={}))
    assert archive.read("lines.jsonl") == archive.read("samples.jsonl") == b""
    archive = opened(await aged.client.post(CORRECTIONS, headers=own, json={}))
    assert archive.read("lines.jsonl") != b""
