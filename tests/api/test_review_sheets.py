"""Sheets of crops: who confirms all but the odd one out, and what becomes of the fields."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Office
from tests.api.reviewers import Reviewer, field_of
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio


@pytest.fixture
def made(office: Office) -> Made:
    return store_dossier(
        office.context,
        "01-birth",
        misread=("child_name",),
        unsure=("father_name", "mother_ethnicity", "declared_place"),
    )


def marks(sheet: dict[str, Any], **typed: str | None) -> dict[str, Any]:
    """The whole sheet confirmed, but for the fields in `typed`."""
    items = []
    for item in sheet["items"]:
        said = item["shown"] if item["place"] is None else item["letter"]
        keys = ("dossier", "version", "document", "field", "place")
        items.append({k: item[k] for k in keys} | {"typed": typed.get(item["field"], said)})
    return {"items": items}


async def flagged(who: Reviewer, made: Made) -> dict[str, Any]:
    """Field -> what settled it, of all that was flagged."""
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    fields = (f for d in view["documents"] for f in d["fields"] if f["flagged"])
    return {f["key"]: f["settled"] and f["settled"]["kind"] for f in fields}


async def test_all_values_of_a_kind_on_one_sheet(office: Office, made: Made) -> None:
    lan = Reviewer(office, "Lan")
    sheets = (await lan.call("GET", "/sheets")).json()
    names = next(s for s in sheets["values"] if s["name"] == "name")
    assert {i["field"] for i in names["items"]} == {"child_name", "father_name"}
    body = marks(names, child_name=made.truth["child_name"])
    answer = await lan.call("POST", "/sheets", json=body)
    assert answer.json() == {"done": 2, "left": 0}, answer.text
    settled = await flagged(lan, made)
    assert settled["child_name"] == "correct"
    assert settled["father_name"] == "confirm"
    assert settled["mother_ethnicity"] is None
    view = (await lan.call("GET", f"/dossiers/{made.code}")).json()
    assert field_of(view, "child_name")["value"] == made.truth["child_name"]
    again = await lan.call("POST", "/sheets", json=body)
    assert again.json() == {"done": 0, "left": 2}, "said of an older view: not written twice"


async def test_letters_that_look_alike(office: Office, made: Made) -> None:
    lan = Reviewer(office, "Lan")
    place = made.truth["declared_place"]
    assert place == "Yên Hòa"
    # Its last letters, "òa", were doubted: once both are found right the field is.
    for name in ("ò", "a"):
        sheets = (await lan.call("GET", "/sheets")).json()["letters"]
        sheet = next(s for s in sheets if name in s["name"].split())
        here = [i for i in sheet["items"] if i["field"] == "declared_place"]
        sheet["items"] = [i for i in here if i["letter"] == name]
        assert len(sheet["items"]) == 1
        assert (await flagged(lan, made))["declared_place"] is None
        answer = await lan.call("POST", "/sheets", json=marks(sheet))
        assert answer.json() == {"done": 1, "left": 0}
    assert (await flagged(lan, made))["declared_place"] == "confirm"


async def test_letters_seen_once_share_a_sheet(office: Office, made: Made) -> None:
    """A sheet of one crop would cost a key and show nothing that stands out."""
    store_dossier(office.context, "06-worn", unsure=("declared_place", "child_name"))
    sheets = (await Reviewer(office, "Lan").call("GET", "/sheets")).json()["letters"]
    several = [s for s in sheets if len({i["letter"] for i in s["items"]}) > 1]
    assert several
    assert all(s["name"].split() == sorted({i["letter"] for i in s["items"]}, key=s["name"].index)
               for s in several)  # fmt: skip
    assert min(len(s["items"]) for s in sheets[:-1] or sheets) >= 4
    assert [s["title"] for s in sheets] == [""] * len(sheets)


async def test_the_odd_one_out(office: Office, made: Made) -> None:
    lan = Reviewer(office, "Lan")
    sheets = (await lan.call("GET", "/sheets")).json()["letters"]
    sheet = next(s for s in sheets if any(i["field"] == "declared_place" for i in s["items"]))
    sheet["items"] = [i for i in sheet["items"] if i["field"] == "declared_place"][:1]
    wrong = await lan.call("POST", "/sheets", json=marks(sheet, declared_place=None))
    assert wrong.json() == {"done": 1, "left": 0}
    assert (await flagged(lan, made))["declared_place"] is None, "it goes to the desk"
    sheets = (await lan.call("GET", "/sheets")).json()["letters"]
    sheet = next(s for s in sheets if s["name"] == sheet["name"])
    sheet["items"] = [i for i in sheet["items"] if i["field"] == "declared_place"][:1]
    await lan.call("POST", "/sheets", json=marks(sheet, declared_place="ó"))
    view = (await lan.call("GET", f"/dossiers/{made.code}")).json()
    told = field_of(view, "declared_place")
    assert (told["settled"]["kind"], told["value"].count("ó")) == ("correct", 1)


async def test_what_is_on_a_desk_is_left_alone(office: Office, made: Made) -> None:
    lan, minh = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    sheet = (await lan.call("GET", "/sheets")).json()["values"][0]
    await minh.take(made.code)
    answer = (await lan.call("POST", "/sheets", json=marks(sheet))).json()
    assert answer == {"done": 0, "left": len(sheet["items"])}
    assert (await lan.call("GET", "/sheets")).json() == {"letters": [], "values": []}
    assert (await minh.act(made.code, "confirm", "father_name")).status_code == 200


async def test_another_branch_finds_nothing(office: Office, made: Made) -> None:
    lan, other = Reviewer(office, "Lan"), Reviewer(office, "Hoa", branch="H26.02")
    sheets = (await lan.call("GET", "/sheets")).json()
    assert (await other.call("GET", "/sheets")).json() == {key: [] for key in sheets}
    names = next(s for s in sheets["values"] if s["name"] == "name")
    answer = await other.call("POST", "/sheets", json=marks(names))
    assert answer.json() == {"done": 0, "left": len(names["items"])}, answer.text
    assert set((await flagged(lan, made)).values()) == {None}
