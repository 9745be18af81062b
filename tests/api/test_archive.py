"""The four calls of Công văn 7197/BKHCN-CĐSQG, by the names and numbers that the letter gives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from dossier.store import keys, ledger
from dossier.store.states import Role
from dossier.vietnam_time import VIETNAM
from tests.api.conftest import Office
from tests.fakes.reader import scan

pytestmark = pytest.mark.anyio

CODE = "G06.01_CV_000021_V1"
METADATA: dict[str, Any] = {
    "DocCode": CODE,
    "TypeName": "Công văn",
    "CodeNumber": "7197",
    "CodeNotation": "7197/BKHCN-CĐSQG",
    "IssuedDate": "2025-11-29",
    "OrganName": "Bộ Khoa học và Công nghệ",
    "Subject": "Hướng dẫn số hóa",
}
IMPORT = "/api/v1/documents/import"
ONE = f"/api/v1/documents/{CODE}"
DOWNLOAD = f"/api/v1/documents/download/{CODE}"
sqlite = pytest.mark.parametrize("context", ["sqlite"], indirect=True)


async def send(
    office: Office, told: dict[str, Any] | str, content: bytes = b"%PDF-", **options: Any
) -> httpx.Response:
    metadata = told if isinstance(told, str) else json.dumps(told)
    return await office.call(
        "POST",
        options.pop("path", IMPORT),
        data={"metadata": metadata},
        files={"file": ("gốc.pdf", content)},
        **options,
    )


async def test_a_document_comes_in_is_read_changed_and_goes_out(office: Office) -> None:
    content = scan(2)
    made = await send(office, METADATA, content, role=Role.DOSSIER_SYSTEM)
    assert made.status_code == 201, made.text
    assert {name: made.json()[name] for name in METADATA} == METADATA
    assert (made.json()["State"], made.json()["Size"]) == ("sealed", len(content))
    office.work()
    shown = (await office.call("GET", ONE, role=Role.DOSSIER_SYSTEM)).json()
    assert (shown["State"], shown["PageAmount"]) == ("completed", 2)
    record = await office.call("GET", f"/v1/dossiers/{CODE}/record")
    assert len(record.json()["pages"]) == 2

    change = METADATA | {"Subject": 'Hướng dẫn mới: "số hóa"/..', "Keyword": "số hóa"}
    changed = await office.call("PUT", ONE, json=change, role=Role.DOSSIER_SYSTEM)
    assert (changed.status_code, changed.json()["Keyword"]) == (200, "số hóa")
    got = await office.call("GET", DOWNLOAD, role=Role.DOSSIER_SYSTEM)
    assert (got.status_code, got.content) == (200, content)
    assert got.headers["Content-Disposition"] == (
        f'attachment; filename="{CODE}_20251129_huong-dan-moi-so-hoa.bin"'
    )
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@sqlite
async def test_fields_of_their_own_names_and_the_date_of_the_letter(office: Office) -> None:
    told = METADATA | {"IssuedDate": "2025-29-11", "PageAmount": "1"}
    made = await office.call(
        "POST", f"{IMPORT}?dates=letter", data=told, files={"file": ("a.pdf", scan(1))}
    )
    assert (made.status_code, made.json()["IssuedDate"]) == (201, "2025-29-11"), made.text
    assert (await office.call("GET", ONE)).json()["IssuedDate"] == "2025-11-29"
    assert (await office.call("GET", f"{ONE}?dates=letter")).json()["IssuedDate"] == "2025-29-11"


@sqlite
async def test_a_year_of_fewer_figures_stays_what_it_was(office: Office) -> None:
    made = await send(office, METADATA | {"IssuedDate": "0907-05-07"})
    assert (made.status_code, made.json()["IssuedDate"]) == (201, "0907-05-07"), made.text
    letter = await office.call("GET", f"{ONE}?dates=letter")
    assert letter.json()["IssuedDate"] == "0907-07-05"


@sqlite
async def test_the_same_again_changes_nothing_and_another_is_refused(office: Office) -> None:
    assert (await send(office, METADATA)).status_code == 201
    assert (await send(office, METADATA)).status_code == 200
    assert (await send(office, METADATA, b"%PDF-other")).json()["code"] == "conflict"
    assert (await send(office, METADATA | {"Subject": "khác"})).status_code == 409
    await office.register("G06.01_CV_000022_V1")
    taken = await send(office, METADATA | {"DocCode": "G06.01_CV_000022_V1"})
    assert taken.status_code == 409, "an ordinary dossier has that code"


@sqlite
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in METADATA),
        ("DocCode", "G06.01-CV-000021"),
        ("DocCode", "G06.01_CV_" + "0" * 20 + "_V1"),
        ("TypeName", "x" * 101),
        ("CodeNumber", "1" * 12),
        ("CodeNotation", "x" * 31),
        ("IssuedDate", "29/11/2025"),
        ("IssuedDate", "2025-29-11"),
        ("IssuedDate", 20251129),
        ("OrganName", "x" * 201),
        ("Subject", "x" * 501),
        ("PageAmount", 10000),
        ("Unknown", "told"),
    ],
)
async def test_what_the_letter_does_not_allow_is_named(
    office: Office, name: str, value: object
) -> None:
    told = {k: v for k, v in (METADATA | {name: value}).items() if v is not None}
    refused = await send(office, told)
    assert refused.status_code == 422, refused.text
    assert [error["at"] for error in refused.json()["errors"]] == [name]
    assert str(value) not in json.dumps(refused.json()["errors"])


@sqlite
@pytest.mark.parametrize("told", ["{", "[]", "x" * 70_000], ids=["cut", "a list", "too long"])
async def test_metadata_that_are_none(office: Office, told: str) -> None:
    refused = await send(office, told)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


@sqlite
async def test_another_branch_does_not_find_it(office: Office) -> None:
    await send(office, METADATA)
    with office.context.database.write() as session:
        other = keys.create_key(
            session, role=Role.ADMIN, name="x", branch="H26.02", now=datetime.now(UTC)
        )
    headers = {"X-Api-Key": other.secret}
    for method, path in (("GET", ONE), ("GET", DOWNLOAD), ("PUT", ONE)):
        body = {"json": METADATA} if method == "PUT" else {}
        answer = await office.call(method, path, role=None, headers=headers, **body)
        assert answer.status_code == 404, path
    assert (await send(office, METADATA, role=None, headers=headers)).status_code == 404


@sqlite
async def test_a_document_without_a_number_of_pages_leaves_no_gap(office: Office) -> None:
    await send(office, METADATA, scan(3))
    office.work()
    now = datetime.now(UTC)
    with office.context.database.read() as session:
        (line,) = ledger.of_day(session, now.astimezone(VIETNAM).date(), before=now)
    assert (line.scanned, line.stored, line.read) == (3, 3, 3)
