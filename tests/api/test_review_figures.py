"""What managers look at: counted right, drawn, given away as CSV, and shown to managers alone."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from api.services import charts
from dossier.messages import EventKind
from dossier.review_entry import kind_of
from dossier.store import events
from dossier.store.states import Role
from tests.api.conftest import CODE, Office
from tests.api.reviewers import Reviewer, key_again, settle_all
from tests.fakes.reader import scan
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def made(office: Office) -> Made:
    made = store_dossier(
        office.context,
        "01-birth",
        misread=("child_name",),
        unsure=("father_name",),
        due="2020-01-02",
    )
    straight = store_dossier(office.context, "02-residence-by-hand")
    now = datetime.now(UTC)
    with office.context.database.write() as session:
        births, moves = "1.001193", "residence_ct01"
        for kind, code, under in (
            (EventKind.NEEDS_REVIEW, made.code, births),
            (EventKind.COMPLETED, straight.code, moves),
            (EventKind.COMPLETED, straight.code, births),
        ):
            events.append(session, kind, code, {}, now=now, procedure=under)
    return made


async def test_the_figures_add_up(office: Office, made: Made) -> None:
    manager = Reviewer(office, "Quang", branch=None, role=Role.SENIOR_REVIEWER)
    await manager.call("GET", "/queue")
    told = (await manager.call("GET", "/figures")).json()
    [waiting] = told["waiting"]
    assert (waiting["branch"], waiting["waiting"], waiting["late"]) == ("H26.01", 2, 1)
    lan = Reviewer(office, "Lan")
    await lan.take(made.code)
    await settle_all(lan, made)
    await lan.do(made.code, "complete")
    assert (await key_again(Reviewer(office, "Minh"), made))["state"] == "completed"
    told = (await manager.call("GET", "/figures")).json()
    # What a person finished is no straight one.
    [day] = told["outcomes"]
    assert (day["straight"], day["reviewed"], day["rescan"]) == (2, 1, 0)
    assert told["straight_share"] == 2 / 3
    births, moves = told["procedures"]
    assert (births["kind"], births["dossiers"], births["straight_share"]) == ("1.001193", 2, 0.5)
    assert (moves["title"], moves["straight_share"]) == (
        "CT01 Tờ khai thay đổi thông tin cư trú",
        1,
    )
    assert births["title"] != births["kind"]
    [branch] = told["branches"]
    assert (branch["branch"], branch["dossiers"], branch["straight"]) == ("H26.01", 3, 2)
    assert (branch["straight_share"], branch["waiting"], branch["late"]) == (2 / 3, 1, 0)
    [form] = told["forms"]
    assert (form["seen"], form["corrected"]) == (
        sum(f["seen"] for f in told["fields"]),
        sum(f["corrected"] for f in told["fields"]),
    )
    by_field = {f["field"]: f for f in told["fields"]}
    assert (by_field["child_name"]["seen"], by_field["child_name"]["corrected"]) == (2, 2)
    assert (by_field["father_name"]["seen"], by_field["father_name"]["corrected"]) == (1, 0)
    assert by_field["father_name"]["median_s"] >= 0
    assert sum(r["seen"] for r in told["reliability"]) == len(by_field)
    for chart in told["charts"].values():
        assert ET.fromstring(chart).tag == f"{SVG}svg"
    secret = made.truth["child_name"]
    assert secret not in str(told)


async def test_what_a_worker_read_is_counted_under_what_it_is(office: Office) -> None:
    await office.register()
    await office.upload(("a.pdf", scan(1)))
    office.work()
    await office.seal(1)
    office.work()
    manager = Reviewer(office, "Quang", branch=None, role=Role.SENIOR_REVIEWER)
    told = (await manager.call("GET", "/figures")).json()
    record = (await office.call("GET", f"/v1/dossiers/{CODE}/record")).json()
    [line] = told["procedures"]
    assert (line["kind"], line["dossiers"]) == (kind_of(record), 1)


async def test_a_table_as_csv(office: Office, made: Made) -> None:
    manager = Reviewer(office, "Quang", role=Role.SENIOR_REVIEWER)
    answer = await manager.call("GET", "/figures.csv", params={"table": "outcomes"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["branch"], row["straight"], row["reviewed"]) == ("H26.01", "2", "1")
    answer = await manager.call("GET", "/figures.csv", params={"table": "procedures"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["kind"], row["straight_share"]) for row in rows] == [
        ("1.001193", "0.5"),
        ("residence_ct01", "1.0"),
    ]
    empty = await manager.call("GET", "/figures.csv", params={"table": "quality"})
    assert (empty.status_code, empty.text) == (200, "")


@pytest.mark.parametrize(
    ("language", "form", "axis"),
    [("vi", "Tờ khai đăng ký khai sinh", "giây"), ("en", "Birth registration request", "seconds")],
)
async def test_a_manager_reads_titles_and_no_keys(
    office: Office, made: Made, language: str, form: str, axis: str
) -> None:
    lan = Reviewer(office, "Lan")
    await lan.take(made.code)
    await settle_all(lan, made)
    manager = Reviewer(office, "Quang", branch=None, role=Role.SENIOR_REVIEWER)
    asked = {"language": language}
    told = (await manager.call("GET", "/figures", params=asked)).json()
    by_field = {line["field"]: line for line in told["fields"]}
    assert by_field["father_name"]["field_title"] == "Họ, chữ đệm, tên người cha"
    assert by_field["father_name"]["title"] == form
    drawn = "".join(ET.fromstring(told["charts"]["fields"]).itertext())
    assert f"Họ, chữ đệm, tên người cha, {form}: {axis} " in drawn
    for chart in told["charts"].values():
        words = list(ET.fromstring(chart).itertext())
        assert [word for word in words if "_" in word or " / " in word] == []
    answer = await manager.call("GET", "/figures.csv", params={**asked, "table": "fields"})
    assert {row["title"] for row in csv.DictReader(io.StringIO(answer.text))} == {form}


async def test_another_branch_counts_nothing(office: Office, made: Made) -> None:
    other = Reviewer(office, "Hoa", branch="H26.02", role=Role.SENIOR_REVIEWER)
    told = (await other.call("GET", "/figures")).json()
    assert (told["outcomes"], told["waiting"], told["fields"]) == ([], [], [])
    assert (await Reviewer(office, "Lan").call("GET", "/figures")).status_code == 403


def test_charts_say_their_numbers() -> None:
    drawn = charts.ranges("x", [charts.Ranged(label="name", share=0.01, low=0.0, high=0.05)])
    root = ET.fromstring(drawn)
    assert [t.text for t in root.iter(f"{SVG}title")] == ["name: 1.00% (0.00% - 5.00%)"]
    barred = ET.fromstring(
        charts.bars("x", ("a", "b"), [charts.Bar(label="H26.01", parts=(3, 1), told="75%")])
    )
    assert [t.text for t in barred.iter(f"{SVG}title")] == ["H26.01: a 3", "H26.01: b 1"]
    assert [t.text for t in barred.iter(f"{SVG}text")] == ["H26.01", "75%"]
    long = charts.Bar(label="a" * 60, parts=(1,), told="", under="b")
    lines = [t.text or "" for t in ET.fromstring(charts.bars("x", ("n",), [long])).iter()]
    assert f"{'a' * 60}, b: n 1" in lines
    assert [len(line) for line in lines if line.endswith("…")] == [38]
    assert ET.fromstring(charts.bars("x", ("a",), [])).tag == f"{SVG}svg"
    stacked = charts.stacks("x", ("a", "b"), [charts.Stack(label="01/11", parts=(3, 1))])
    heights = [float(r.attrib["height"]) for r in ET.fromstring(stacked).iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(3 * heights[1], rel=0.01)
    told = [(t.text, float(t.attrib["y"])) for t in ET.fromstring(stacked).iter(f"{SVG}text")]
    assert [text for text, _ in told] == ["01/11", "4"]
    assert min(foot for _, foot in told) > 11, "whole letters within the picture"
    assert ET.fromstring(charts.stacks("x", ("a",), [])).tag == f"{SVG}svg"
