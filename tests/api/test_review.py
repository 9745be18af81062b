"""The calls of the review desk: queue, lock, actions, history, record and event."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import update

from dossier.review_entry import SkipReason
from dossier.store import review as desk
from dossier.store.states import Role
from dossier.store.tables import ReviewActionRow, ReviewRow
from tests.api.conftest import Office
from tests.api.reviewers import Reviewer, field_of, key_again, settle_all
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio

MISREAD = ("child_name", "mother_dob")
UNSURE = ("father_name",)
UNREADABLE = ("requester_relation",)


@pytest.fixture
def made(office: Office) -> Made:
    return store_dossier(
        office.context, "01-birth", misread=MISREAD, unsure=UNSURE, unreadable=UNREADABLE
    )


async def test_from_the_queue_to_the_record(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    queue = (await who.call("GET", "/queue")).json()
    assert [d["code"] for d in queue["dossiers"]] == [made.code]
    assert queue["reviewer"] == {"name": "Lan", "role": "reviewer", "branch": "H26.01"}
    held = (await who.call("POST", "/next", json={})).json()["held"]
    assert held["dossier"] == made.code
    who.lock, who.version = held["lock"], held["version"]
    view = await settle_all(who, made)
    assert (view["waiting"], view["unverified"]) == (0, [])
    handed = await who.do(made.code, "complete")
    assert handed.json() == {
        "dossier": made.code,
        "state": "needs_review",
        "record_version": 1,
        "handed_on": "second",
    }, "the child's name was corrected: another person keys it"
    done = await key_again(Reviewer(office, "Minh"), made)
    assert (done["state"], done["handed_on"]) == ("completed", None)
    record = (await office.call("GET", f"/v1/dossiers/{made.code}/record")).json()
    fields = record["documents"][0]["fields"]
    assert record["decision"] == "accept"
    for key in (*MISREAD, *UNREADABLE, *UNSURE):
        assert (fields[key]["value"], fields[key]["source"]) == (made.truth[key], "reviewer"), key
        assert not fields[key]["review"]
    assert fields["to_office"]["source"] == "ocr"
    events = (await office.call("GET", "/v1/events")).json()["events"]
    assert [e["type"] for e in events] == ["dossier.completed"]
    assert events[0]["data"]["record_version"] == 2
    assert (await who.call("GET", "/queue")).json()["dossiers"] == []
    assert (await who.take(made.code)).status_code == 409


async def test_a_flagged_field_says_why_where_and_what_others_say(
    office: Office, made: Made
) -> None:
    view = (await Reviewer(office, "Lan").call("GET", f"/dossiers/{made.code}")).json()
    name = field_of(view, "child_name")
    assert name["flagged"]
    assert any("độ tin cậy" in reason for reason in name["reasons"])
    assert name["doubts"] == [[len(name["shown"]) - 2, len(name["shown"])]]
    assert name["others"][0]["source"] == "submitted"
    second = next(o for o in name["others"] if o["source"] == "second_reading")
    # The second engine read the line with its label; what stands for the value is taken.
    assert (second["value"], second["agrees"]) == (made.truth["child_name"], False)
    mother = field_of(view, "mother_dob")
    assert mother["shown"].count("/") == 2
    # The requester is the mother: another line of the same paper gives her day of birth.
    assert {o["value"] for o in mother["others"]} == {made.truth["mother_dob"]}
    assert not field_of(view, "to_office")["flagged"]
    assert field_of(view, "child_sex")["options"][0] == {"value": "male", "label": "Nam"}


async def test_a_corrected_value_is_checked_again(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    refused = await who.act(made.code, "correct", "mother_dob", value="31/02/1991")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert "1991" not in refused.text
    view = (await who.act(made.code, "correct", "mother_dob", value="23/03/1991")).json()
    assert field_of(view, "mother_dob")["value"] == "1991-03-23"
    # One figure against the words below it: both fields are looked at again.
    view = (await who.act(made.code, "correct", "child_dob", value="07/02/2025")).json()
    assert field_of(view, "child_dob_words")["flagged"]
    view = (await who.do(made.code, "undo")).json()
    assert field_of(view, "child_dob")["value"] == made.truth["child_dob"]


async def test_undo_and_redo_and_what_stood_before(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    before = made.misread["child_name"]
    await who.act(made.code, "correct", "child_name", value=made.truth["child_name"])
    await who.act(made.code, "illegible", "father_name")
    view = (await who.do(made.code, "undo")).json()
    assert field_of(view, "father_name")["settled"] is None
    view = (await who.do(made.code, "undo")).json()
    assert field_of(view, "child_name")["value"] == before
    assert (await who.do(made.code, "undo")).status_code == 409
    view = (await who.do(made.code, "redo")).json()
    assert field_of(view, "child_name")["value"] == made.truth["child_name"]
    await who.act(made.code, "not_applicable", "requester_relation")
    assert (await who.do(made.code, "redo")).status_code == 409, "a new action ends the redos"
    told = (await who.call("GET", f"/dossiers/{made.code}/history")).json()
    assert [a["kind"] for a in told["actions"]] == [
        *("correct", "illegible", "undo", "undo", "redo", "not_applicable")
    ]
    assert (told["unbroken"], told["actions"][0]["by"]) == (True, "Lan")
    assert told["actions"][0]["before"]["value"] == before


async def test_a_changed_history_shows(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    await who.act(made.code, "confirm", "father_name")
    await who.act(made.code, "confirm", "child_name")
    with office.context.database.write() as session:
        session.execute(
            update(ReviewActionRow).where(ReviewActionRow.revision == 1).values(kind="illegible")
        )
    told = (await who.call("GET", f"/dossiers/{made.code}/history")).json()
    assert not told["unbroken"]


async def test_two_reviewers_never_overwrite_each_other(office: Office, made: Made) -> None:
    first, second = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    await first.take(made.code)
    refused = await second.take(made.code)
    assert (refused.status_code, refused.json()["holder"]) == (423, "Lan")
    assert (await second.call("POST", "/next", json={})).json() == {"held": None}
    second.lock = first.lock
    assert (await second.act(made.code, "confirm", "father_name")).status_code == 423
    assert (await second.take(made.code, take_over=True)).status_code == 200
    lost = await first.act(made.code, "confirm", "father_name")
    assert (lost.status_code, lost.json()["holder"]) == (423, "Minh")
    beat = await first.call("POST", f"/dossiers/{made.code}/heartbeat", json={"lock": first.lock})
    assert beat.status_code == 423
    assert (await second.act(made.code, "confirm", "father_name")).status_code == 200


async def test_an_older_view_changes_nothing(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    seen = who.version
    await who.act(made.code, "confirm", "father_name")
    stale = await who.act(made.code, "illegible", "father_name", version=seen)
    assert (stale.status_code, stale.json()["code"]) == (409, "review_moved_on")
    assert stale.json()["version"] == who.version


async def test_two_windows_of_one_key_are_two_desks(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    first = who.lock
    assert (await who.take(made.code)).status_code == 423
    assert (await who.take(made.code, lock=first)).status_code == 200, "a reloaded desk goes on"
    assert who.lock == first


async def test_a_lease_that_ran_out(office: Office, made: Made) -> None:
    first, second = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    await first.take(made.code)
    with office.context.database.write() as session:
        session.execute(
            update(ReviewRow).values(lease_until=datetime.now(UTC) - timedelta(seconds=1))
        )
    asleep = await first.act(made.code, "confirm", "father_name")
    assert asleep.status_code == 200, "nobody else came: the same desk goes on"
    with office.context.database.write() as session:
        session.execute(
            update(ReviewRow).values(lease_until=datetime.now(UTC) - timedelta(seconds=1))
        )
    held = (await second.call("POST", "/next", json={})).json()["held"]
    assert held["dossier"] == made.code
    assert (await first.act(made.code, "confirm", "child_name")).status_code == 423


async def test_a_dossier_put_back_is_free(office: Office, made: Made) -> None:
    first, second = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    await first.take(made.code)
    body = {"lock": first.lock}
    assert (await first.call("POST", f"/dossiers/{made.code}/unlock", json=body)).status_code == 204
    assert (await second.take(made.code)).status_code == 200


async def test_nothing_unseen_goes_out(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    early = await who.do(made.code, "complete")
    assert (early.status_code, early.json()["code"]) == (409, "review_unfinished")
    assert early.json()["documents"] == 1
    assert early.json()["fields"] >= 4
    await settle_all(who, made)
    # A value that changes after the comparison was not compared.
    view = (await who.act(made.code, "confirm", "father_name")).json()
    assert view["unverified"] == [1]
    assert (await who.do(made.code, "complete")).status_code == 409


async def test_a_page_to_scan_again(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    assert (await who.act(made.code, "rescan", page=9, document=None)).status_code == 404
    assert (await who.act(made.code, "rescan", page=1, document=None)).status_code == 200
    done = (await who.do(made.code, "complete")).json()
    assert done["state"] == "rescan"
    events = (await office.call("GET", "/v1/events")).json()["events"]
    assert [e["type"] for e in events] == ["dossier.failed"]
    assert "trang 1" in events[0]["data"]["reasons"][0]


async def test_a_wrong_document_loses_its_fields(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    view = (await who.act(made.code, "wrong_document")).json()
    assert (view["documents"][0]["form"], view["documents"][0]["fields"]) == ("unknown", [])
    assert (view["waiting"], view["unverified"]) == (0, [])


async def test_what_is_due_first_comes_first(office: Office) -> None:
    late = datetime.now(UTC)
    for sample, due, age_h in (
        ("01-birth", None, 9),
        ("02-residence-by-hand", "2026-12-02", 1),
        ("06-worn", "2026-11-25", 0),
    ):
        store_dossier(office.context, sample, due=due, now=late - timedelta(hours=age_h))
    queue = (await Reviewer(office, "Lan").call("GET", "/queue")).json()
    assert [d["due"] for d in queue["dossiers"]] == ["2026-11-25", "2026-12-02", ""]
    assert queue["waiting"] == 3


async def test_pictures_stand_upright_and_are_cut(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    path = f"/dossiers/{made.code}/picture"
    whole = await who.call("GET", path, params={"page": 1, "width": 700})
    assert (whole.status_code, whole.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(whole.content)).size[0] == 700
    assert whole.headers["Cache-Control"] == "no-store", "no paper comes to lie on a disk"
    same = await who.call(
        "GET",
        path,
        params={"page": 1, "width": 700},
        headers={"If-None-Match": whole.headers["ETag"]},
    )
    assert (same.status_code, same.content) == (304, b"")
    cut = await who.call("GET", path, params={"page": 1, "box": "0.2,0.3,0.6,0.35", "width": 900})
    size = Image.open(io.BytesIO(cut.content)).size
    assert size[0] == pytest.approx(900, abs=40)
    assert size[1] < 200
    for params in ({"page": 1, "box": "0.5,0,0.1,1"}, {"page": 1, "box": "nan"}):
        assert (await who.call("GET", path, params=params)).status_code == 422
    assert (await who.call("GET", path, params={"page": 2})).status_code == 404


async def test_the_words_of_a_page_stand_where_they_are(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    name = field_of(view, "mother_name")
    told = (await who.call("GET", f"/dossiers/{made.code}/words", params={"page": 1})).json()
    left, top, right, bottom = name["box"]
    inside = [
        word["text"]
        for word in told["words"]
        if left <= (word["box"][0] + word["box"][2]) / 2 <= right
        and top <= (word["box"][1] + word["box"][3]) / 2 <= bottom
    ]
    assert inside == name["raw"].split()
    missing = await who.call("GET", f"/dossiers/{made.code}/words", params={"page": 2})
    assert missing.status_code == 404


async def test_another_branch_finds_nothing(office: Office, made: Made) -> None:
    other = Reviewer(office, "Hoa", branch="H26.02")
    other.lock = "lck_0"
    assert (await other.call("GET", "/queue")).json()["dossiers"] == []
    assert (await other.call("POST", "/next", json={})).json() == {"held": None}
    held = {"json": {"lock": "lck_0"}}
    answers = [
        await other.take(made.code),
        await other.call("POST", f"/dossiers/{made.code}/heartbeat", **held),
        await other.call("POST", f"/dossiers/{made.code}/unlock", **held),
        await other.call("GET", f"/dossiers/{made.code}"),
        await other.call("GET", f"/dossiers/{made.code}/history"),
        await other.call("GET", f"/dossiers/{made.code}/picture", params={"page": 1}),
        await other.call("GET", f"/dossiers/{made.code}/words", params={"page": 1}),
        await other.do(made.code, "comments", text="?"),
        await other.do(made.code, "aside", reason=next(iter(SkipReason))),
        await other.act(made.code, "confirm", "child_name"),
        await other.do(made.code, "undo"),
        await other.do(made.code, "redo"),
        await other.do(made.code, "complete"),
    ]
    assert [a.status_code for a in answers] == [404] * len(answers)
    with office.context.database.read() as session:
        assert desk.find(session, made.code) is None


async def test_only_reviewers_review(office: Office, made: Made) -> None:
    for role in (Role.SCANNER, Role.DOSSIER_SYSTEM):
        answer = await office.call("GET", f"/v1/review/dossiers/{made.code}", role=role)
        assert answer.status_code == 403


async def test_the_desk_runs_its_own_scripts_only(office: Office) -> None:
    page = await office.client.get("/review/")
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    assert " style=" not in page.text
