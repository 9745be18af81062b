"""Areas of a page that are read again: asked for by who holds the dossier, read before any page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from dossier.errors import DamagedFile
from dossier.messages import StepKind
from dossier.page import PageReading
from dossier.spot import Spot, SpotReading
from dossier.store import quarantine, steps
from dossier.store.states import StepState
from dossier.store.tables import AuditRow
from tests.api.conftest import CODE, Office
from tests.api.reviewers import Reviewer, field_of, settle_all
from tests.fakes.reader import FakeReader, scan
from tests.fakes.reviews import Made, store_dossier

pytestmark = pytest.mark.anyio

BOX = [0.2, 0.3, 0.7, 0.35]


class Reads(FakeReader):
    """Answers with a text and keeps what it was asked."""

    def __init__(self, text: str = "", value: str | None = None, fault: Exception | None = None):
        self.text, self.value, self.fault = text, value, fault
        self.asked: list[Spot] = []
        self.order: list[str] = []

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        self.order.append("page")
        return super().read_page(path, name, page)

    def read_spot(
        self, path: Path, name: str, page: int, read: PageReading, spot: Spot
    ) -> SpotReading:
        self.order.append("spot")
        self.asked.append(spot)
        if self.fault is not None:
            raise self.fault
        made = super().read_spot(path, name, page, read, spot)
        sure = (*(0.99 for _ in self.text[1:]), 0.4)[: len(self.text)]
        return made.model_copy(update={"text": self.text, "value": self.value, "confidences": sure})


@pytest.fixture
def made(office: Office) -> Made:
    return store_dossier(office.context, "01-birth", misread=("child_name", "mother_dob"))


async def ask(who: Reviewer, made: Made, **body: Any) -> httpx.Response:
    wanted = {"lock": who.lock, "page": 1, "box": BOX, "document": 1, "field": "child_name"} | body
    return await who.call("POST", f"/dossiers/{made.code}/spots", json=wanted)


async def look(who: Reviewer, made: Made, spot: str, wait: float = 0) -> dict[str, Any]:
    answer = await who.call("GET", f"/dossiers/{made.code}/spots/{spot}?wait={wait}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_area_is_read_as_the_kind_of_its_field(office: Office, made: Made) -> None:
    who, reader = Reviewer(office, "Lan"), Reads("Trần Thị Mơ", "TRẦN THỊ MƠ")
    await who.take(made.code)
    before = (await who.call("GET", f"/dossiers/{made.code}")).json()
    asked = (await ask(who, made)).json()
    assert asked["state"] == "waiting"
    assert asked["box"] == BOX
    office.work(reader=reader)
    told = await look(who, made, asked["id"], wait=5)
    assert (told["state"], told["text"]) == ("ready", "Trần Thị Mơ")
    assert (told["value"], told["shown"]) == ("TRẦN THỊ MƠ", "TRẦN THỊ MƠ")
    assert [spot.kind for spot in reader.asked] == ["name"]
    assert reader.asked[0].area.as_list() == BOX
    after = (await who.call("GET", f"/dossiers/{made.code}")).json()
    assert field_of(after, "child_name") == field_of(before, "child_name"), "a proposal only"


async def test_a_day_is_shown_as_people_write_it_and_doubtful_letters_are_named(
    office: Office, made: Made
) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    spot = (await ask(who, made, field="mother_dob")).json()["id"]
    office.work(reader=Reads("23/03/1991", "1991-03-23"))
    told = await look(who, made, spot)
    assert (told["value"], told["shown"]) == ("1991-03-23", "23/03/1991")
    assert told["doubts"] == [[9, 10]]
    spot = (await ask(who, made, field="mother_dob")).json()["id"]
    office.work(reader=Reads("23/O3", None))
    told = await look(who, made, spot)
    assert (told["value"], told["shown"]) == (None, "23/O3"), "what stands there, as it is"


async def test_an_area_of_a_turned_page_is_one_of_the_scan(office: Office) -> None:
    made = store_dossier(office.context, "01-birth")
    who, reader = Reviewer(office, "Lan"), Reads("A", "A")
    await who.take(made.code)
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    assert len(view["pages"]) >= 1
    await ask(who, made, box=[0.0, 0.0, 0.5, 0.1])
    office.work(reader=reader)
    assert reader.asked[0].area.as_list() == [0.0, 0.0, 0.5, 0.1]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"box": [0.5, 0.1, 0.5, 0.2]}, 422),
        ({"box": [0.5, 0.1, 1.5, 0.2]}, 422),
        ({"page": 99}, 404),
        ({"document": 9}, 404),
        ({"field": "no_such_field"}, 404),
        ({"lock": "lck_of_nobody"}, 423),
    ],
)
async def test_what_cannot_be_read_is_refused(
    office: Office, made: Made, body: dict[str, Any], status: int
) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    answer = await ask(who, made, **body)
    assert answer.status_code == status, answer.text


async def test_only_who_holds_the_dossier_asks_and_only_its_branch_looks(
    office: Office, made: Made
) -> None:
    lan, minh = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    away = Reviewer(office, "Hoa", branch="H26.02")
    await lan.take(made.code)
    spot = (await ask(lan, made)).json()["id"]
    assert (await ask(minh, made)).status_code == 423
    assert (await ask(away, made)).status_code == 404
    for who, status in ((minh, 200), (away, 404)):
        answer = await who.call("GET", f"/dossiers/{made.code}/spots/{spot}")
        assert answer.status_code == status
    other = store_dossier(office.context, "06-worn")
    answer = await lan.call("GET", f"/dossiers/{other.code}/spots/{spot}")
    assert answer.status_code == 404, "of another dossier"


async def test_who_keys_blind_is_read_nothing(office: Office, made: Made) -> None:
    lan, minh = Reviewer(office, "Lan"), Reviewer(office, "Minh")
    await lan.take(made.code)
    spot = (await ask(lan, made)).json()["id"]
    office.work(reader=Reads("A", "A"))
    await settle_all(lan, made)
    assert (await lan.do(made.code, "complete")).json()["handed_on"] == "second"
    await minh.take(made.code)
    assert (await ask(minh, made)).status_code == 409
    answer = await minh.call("GET", f"/dossiers/{made.code}/spots/{spot}")
    assert answer.status_code == 404, "nor what was read for somebody else"


async def test_it_is_told_who_asked_for_which_dossier(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    await ask(who, made)
    with office.context.database.read() as session:
        last = session.query(AuditRow).order_by(AuditRow.seq.desc()).first()
    assert last is not None
    assert (last.action, last.subject, last.branch) == ("review_read_spot", made.code, "H26.01")


async def test_a_person_waits_for_no_pile(office: Office, made: Made) -> None:
    """The bell of a page rings first, and the spot is read before it."""
    await office.register()
    await office.upload(("a.pdf", scan(3)))
    reader = Reads("A", "A")
    office.work(steps=1, reader=reader)
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    await ask(who, made)
    office.work(reader=reader)
    assert reader.order == ["spot", "page", "page", "page"]


async def test_a_damaged_page_and_a_crash_are_told(office: Office, made: Made) -> None:
    who = Reviewer(office, "Lan")
    await who.take(made.code)
    refused = (await ask(who, made)).json()["id"]
    office.work(reader=Reads(fault=DamagedFile("hỏng / damaged")))
    told = await look(who, made, refused)
    assert (told["state"], told["problem"]["code"]) == ("refused", "damaged_file")
    crashed = (await ask(who, made)).json()["id"]
    office.work(reader=Reads(fault=ZeroDivisionError("quotes")), max_attempts=1)
    told = await look(who, made, crashed)
    assert (told["state"], told["problem"]["code"]) == ("quarantined", "quarantined")
    assert "quotes" not in str(told)
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    assert view["state"] == "needs_review", "the dossier is none the worse"
    with office.context.database.write() as session:
        assert len(quarantine.release_all(session, now=datetime.now(UTC))) == 1
    assert (await look(who, made, crashed))["state"] == "waiting"
    office.work(reader=Reads("A", "A"))
    assert (await look(who, made, crashed))["state"] == "ready"
    with office.context.database.read() as session:
        unfinished = steps.count_unfinished(session)
    assert (StepKind.READ_SPOT, StepState.PENDING) not in unfinished
    assert made.code != CODE
