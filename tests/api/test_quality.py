"""Accepted fields keyed again blind, through the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dossier.calibration import Calibration
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
    RecordPage,
    RecordQuality,
)
from dossier.store import keys, quality, records
from dossier.store.states import Role
from tests.api.conftest import CODE, Office

pytestmark = pytest.mark.anyio

NAME = "Nguyễn Thị Hòa"


async def accepted(office: Office, *values: str) -> list[str]:
    """A dossier whose accepted child names are all drawn; the ids of the samples."""
    await office.register()
    page = RecordPage(
        page=1,
        file="a.pdf",
        file_page=1,
        sha256="0" * 64,
        width_px=10,
        height_px=10,
        rotation=180,
        quality=RecordQuality(verdict="good"),
    )
    documents = [
        DocumentReading(
            form="birth_registration",
            confidence=1.0,
            pages=[1],
            fields={
                "child_name": FieldReading(
                    value=value or None,
                    state=FieldState.READ if value else FieldState.BLANK,
                    confidence=0.99,
                    review=False,
                    page=1,
                    box=[0.1, 0.2, 0.3, 0.4],
                )
            },
        )
        for value in values
    ]
    record = Record(
        dossier=CODE,
        decision=Decision.ACCEPT,
        pages=[page],
        documents=documents,
        engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
    )
    now = datetime.now(UTC)
    with office.context.database.write() as session:
        version = records.add_record(session, record, now=now)
        quality.add_lots(session, record, version, Calibration(drawn=1.0), now=now)
    listed = await office.call("GET", "/v1/quality/samples", role=Role.REVIEWER)
    return [sample["id"] for sample in listed.json()["samples"]]


async def key(office: Office, sample: str, **body: object) -> dict[str, object]:
    path = f"/v1/quality/samples/{sample}/keyed"
    answer = await office.call("POST", path, role=Role.REVIEWER, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


async def test_who_keys_does_not_see_what_was_read(office: Office) -> None:
    await accepted(office, NAME)
    answer = await office.call("GET", "/v1/quality/samples", role=Role.REVIEWER)
    assert NAME not in answer.text
    (sample,) = answer.json()["samples"]
    assert (sample["field"], sample["kind"], sample["page"]) == ("child_name", "name", 1)
    # The page lies upside down; the box is that of the upright one.
    assert sample["box"] == pytest.approx([0.7, 0.6, 0.9, 0.8])


async def test_keyed_alike_is_right_and_the_report_counts_it(office: Office) -> None:
    same, blank, unreadable = await accepted(office, NAME, "", NAME)
    assert (await key(office, same, value="Nguyễn Thị Hoà"))["state"] == "right"
    assert (await key(office, blank))["state"] == "right"
    assert (await key(office, unreadable, illegible=True))["state"] == "unusable"
    report = (await office.call("GET", "/v1/quality/report", role=Role.REVIEWER)).json()
    assert report["waiting"] == 0
    groups = {group["group"]: group for group in report["groups"]}
    assert {name: (g["checked"], g["wrong"]) for name, g in groups.items()} == {
        "blank": (1, 0),
        "name": (1, 0),
    }
    assert groups["name"]["high"] == pytest.approx(0.975)
    assert groups["name"]["kept"] is None


@pytest.mark.parametrize(("right", "wrong"), [("read", 0), ("keyed", 1)])
async def test_a_difference_counts_once_somebody_has_seen_both(
    office: Office, right: str, wrong: int
) -> None:
    (sample,) = await accepted(office, NAME)
    settle = f"/v1/quality/samples/{sample}/settled"
    early = await office.call("POST", settle, role=Role.REVIEWER, json={"right": right})
    assert early.status_code == 409
    told = await key(office, sample, value="Nguyễn Thị Hoa")
    assert (told["state"], told["read"]) == ("differs", NAME)
    report = (await office.call("GET", "/v1/quality/report", role=Role.REVIEWER)).json()
    assert report["groups"] == []
    answer = await office.call("POST", settle, role=Role.REVIEWER, json={"right": right})
    assert answer.json()["state"] == ("wrong" if wrong else "right")
    report = (await office.call("GET", "/v1/quality/report", role=Role.REVIEWER)).json()
    assert report["groups"][0]["wrong"] == wrong
    again = await office.call("POST", settle, role=Role.REVIEWER, json={"right": right})
    assert again.status_code == 409


async def test_another_branch_finds_nothing(office: Office) -> None:
    (sample,) = await accepted(office, NAME)
    with office.context.database.write() as session:
        made = keys.create_key(
            session,
            role=Role.SENIOR_REVIEWER,
            name="Hoa",
            branch="H26.02",
            now=datetime.now(UTC),
        )
    other = {"X-Api-Key": made.secret}
    listed = (await office.client.get("/v1/quality/samples", headers=other)).json()
    assert (listed["waiting"], listed["samples"]) == (0, [])
    assert (await office.client.get("/v1/quality/report", headers=other)).json()["groups"] == []
    for call, body in (("keyed", {"value": NAME}), ("settled", {"right": "read"})):
        path = f"/v1/quality/samples/{sample}/{call}"
        answer = await office.client.post(path, headers=other, json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), call
