"""Second person, third person, seniors: who may do what to whose work, and what each may see."""

from __future__ import annotations

import json

import pytest

from dossier.store.states import Role
from tests.api.conftest import Office
from tests.api.reviewers import Reviewer, field_of, key_again, settle_all
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio

NAME = "child_name"


@pytest.fixture
def made(office: Office) -> Made:
    return store_dossier(office.context, "01-birth", misread=(NAME,), unsure=("father_name",))


async def review_first(office: Office, made: Made) -> Reviewer:
    """The first person corrects the name and hands the dossier on."""
    lan = Reviewer(office, "Lan")
    await lan.take(made.code)
    await settle_all(lan, made)
    handed = (await lan.do(made.code, "complete")).json()
    assert (handed["state"], handed["handed_on"]) == ("needs_review", "second")
    return lan


async def test_nobody_approves_their_own(office: Office, made: Made) -> None:
    lan = await review_first(office, made)
    refused = await lan.take(made.code)
    assert (refused.status_code, refused.json()["code"]) == (409, "own_work")
    assert (await lan.call("POST", "/next", json={})).json() == {"held": None}
    listed = (await lan.call("GET", "/queue")).json()["dossiers"]
    assert [(d["stage"], d["own"]) for d in listed] == [("second", True)]
    minh = Reviewer(office, "Minh")
    assert (await minh.call("POST", "/next", json={})).json()["held"]["dossier"] == made.code


async def test_who_keys_again_sees_no_value(office: Office, made: Made) -> None:
    await review_first(office, made)
    minh = Reviewer(office, "Minh")
    await minh.take(made.code)
    shown = await minh.call("GET", f"/dossiers/{made.code}")
    view = shown.json()
    assert [f["key"] for d in view["documents"] for f in d["fields"]] == [NAME]
    assert field_of(view, NAME)["box"] is not None, "where to look is shown"
    told = await minh.call("GET", f"/dossiers/{made.code}/history")
    for text in (shown.text, told.text):
        for secret in (made.truth[NAME], made.misread[NAME]):
            assert secret not in json.dumps(json.loads(text), ensure_ascii=False)
    words = await minh.call("GET", f"/dossiers/{made.code}/words", params={"page": 1})
    assert words.json()["words"] == [], "what the machine read is hidden too"
    for kind in ("confirm", "verify", "rescan"):
        answer = await minh.act(made.code, kind, NAME, page=1)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    early = await minh.do(made.code, "complete")
    assert (early.status_code, early.json()["fields"]) == (409, 1)
    assert (await minh.do(made.code, "undo")).status_code == 409, "the first person's work stays"


async def test_two_who_agree_let_it_go(office: Office, made: Made) -> None:
    await review_first(office, made)
    done = await key_again(Reviewer(office, "Minh"), made)
    assert (done["state"], done["record_version"]) == ("completed", 2)
    record = (await office.call("GET", f"/v1/dossiers/{made.code}/record")).json()
    assert record["documents"][0]["fields"][NAME]["value"] == made.truth[NAME]


async def test_a_third_settles_what_two_disagree_about(office: Office, made: Made) -> None:
    lan = await review_first(office, made)
    minh = Reviewer(office, "Minh")
    handed = await key_again(minh, made, **{NAME: "Hoàng Thị Mại"})
    assert (handed["state"], handed["handed_on"]) == ("needs_review", "senior")
    hoa = Reviewer(office, "Hoa")
    assert (await hoa.take(made.code)).status_code == 403, "it takes a senior"
    assert (await hoa.call("POST", "/next", json={})).json() == {"held": None}
    senior = Reviewer(office, "Quang", role=Role.SENIOR_REVIEWER)
    held = (await senior.call("POST", "/next", json={"stage": "senior"})).json()["held"]
    senior.lock, senior.version = held["lock"], held["version"]
    view = (await senior.call("GET", f"/dossiers/{made.code}")).json()
    field = field_of(view, NAME)
    assert (view["waiting"], field["settled"]) == (1, None)
    assert (field["value"], field["shown"], field["raw"]) == (None, "", ""), "nobody has won yet"
    hasty = await senior.act(made.code, "confirm", NAME)
    assert (hasty.status_code, hasty.json()["code"]) == (422, "invalid_request")
    keyed = {o["value"] for o in field["others"] if o["source"] == "reviewer"}
    assert keyed == {made.truth[NAME], "Hoàng Thị Mại"}
    await senior.act(made.code, "correct", NAME, value=made.truth[NAME])
    for number in (await senior.call("GET", f"/dossiers/{made.code}")).json()["unverified"]:
        await senior.act(made.code, "verify", document=number)
    done = (await senior.do(made.code, "complete")).json()
    assert (done["state"], done["handed_on"]) == ("completed", None)
    told = (await lan.call("GET", f"/dossiers/{made.code}/history")).json()
    assert told["unbroken"]
    assert [a["before"]["stage"] for a in told["actions"] if a["kind"] == "hand_on"] == [
        *("second", "senior")
    ]


async def test_a_mark_stands_beside_a_value(office: Office, made: Made) -> None:
    """One person keyed a name where the other found nothing: both are there to be taken."""
    await review_first(office, made)
    minh = Reviewer(office, "Minh")
    await minh.take(made.code)
    await minh.act(made.code, "not_applicable", NAME)
    assert (await minh.do(made.code, "complete")).json()["handed_on"] == "senior"
    senior = Reviewer(office, "Quang", role=Role.SENIOR_REVIEWER)
    await senior.take(made.code)
    field = field_of((await senior.call("GET", f"/dossiers/{made.code}")).json(), NAME)
    said = [(o["mark"], o["value"]) for o in field["others"] if o["source"] == "reviewer"]
    assert said == [("", made.truth[NAME]), ("not_applicable", "")]
    settled = field_of((await senior.act(made.code, "not_applicable", NAME)).json(), NAME)
    assert (settled["state"], settled["settled"]["kind"]) == ("blank", "not_applicable")


async def test_asking_a_senior_and_saying_why(office: Office, made: Made) -> None:
    lan = Reviewer(office, "Lan")
    await lan.take(made.code)
    view = (await lan.do(made.code, "comments", text="Con dấu che mất tên")).json()
    assert [(c["by"], c["text"]) for c in view["comments"]] == [("Lan", "Con dấu che mất tên")]
    answer = await lan.do(made.code, "aside", reason="ask_senior", note="Chưa rõ dấu")
    assert answer.status_code == 204, answer.text
    assert (await lan.take(made.code)).status_code == 403
    senior = Reviewer(office, "Quang", role=Role.SENIOR_REVIEWER)
    await senior.take(made.code)
    view = await settle_all(senior, made)
    assert [c["text"] for c in view["comments"]] == ["Con dấu che mất tên", "Chưa rõ dấu"]
    # A senior's correction is keyed again like anybody's.
    assert (await senior.do(made.code, "complete")).json()["handed_on"] == "second"
    assert (await senior.take(made.code)).json()["code"] == "own_work"


async def test_what_is_put_aside_waits(office: Office, made: Made) -> None:
    lan = Reviewer(office, "Lan")
    await lan.take(made.code)
    await lan.do(made.code, "aside", reason="waits_for_paper", note="Thiếu giấy chứng sinh")
    assert (await lan.call("POST", "/next", json={})).json() == {"held": None}
    listed = (await lan.call("GET", "/queue")).json()["dossiers"]
    assert [d["aside"] for d in listed] == ["waits_for_paper"]
    # Who knows better opens it all the same.
    assert (await lan.take(made.code)).status_code == 200
    listed = (await lan.call("GET", "/queue")).json()
    assert [d["aside"] for d in listed["dossiers"]] == [None]
    assert listed["at_work"] == [{"name": "Lan", "dossier": made.code, "stage": "first"}]


async def test_queues_by_stage_branch_and_kind(office: Office, made: Made) -> None:
    other = store_dossier(office.context, "02-residence-by-hand", branch="H26.02")
    everywhere = Reviewer(office, "Quang", branch=None, role=Role.SENIOR_REVIEWER)
    queue = (await everywhere.call("GET", "/queue")).json()
    assert {(p["branch"], p["kind"], p["waiting"]) for p in queue["parts"]} == {
        ("H26.01", "birth_registration", 1),
        ("H26.02", "residence_ct01", 1),
    }
    for params, codes in (
        ({"branch": "H26.02"}, [other.code]),
        ({"kind": "birth_registration"}, [made.code]),
        ({"stage": "second"}, []),
    ):
        found = (await everywhere.call("GET", "/queue", params=params)).json()
        assert [d["code"] for d in found["dossiers"]] == codes
    held = (await everywhere.call("POST", "/next", json={"kind": "residence_ct01"})).json()
    assert held["held"]["dossier"] == other.code
