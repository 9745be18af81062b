"""A hundred dossiers by the keyboard alone: two people, blind keying between them, all right.

The dossiers are made at record level with one small picture: what is under test is the desk.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import OpenDesk, Service
from tests.browser.keyboard import record_of, review_all, sign_in
from tests.fakes.reviews import Made, store_dossier

pytestmark = [pytest.mark.long, pytest.mark.timeout(10_800)]

DOSSIERS = 100
# Fields that the machine misread, was unsure of or could not read; the first of a dossier.
FAULTS: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [
    (("child_name",), ("father_name",), ()),
    (("mother_dob",), (), ("requester_relation",)),
    ((), ("mother_address", "father_name"), ()),
    (("child_birth_place",), ("child_sex",), ()),
    (("father_id_number",), (), ()),
]


@pytest.fixture
def many(service: Service, tmp_path: Path) -> dict[str, Made]:
    picture = tmp_path / "page.jpg"
    Image.new("RGB", (413, 585), "white").save(picture, quality=40)
    begun = datetime.now(UTC) - timedelta(days=1)
    made = [
        store_dossier(
            service.context,
            "01-birth",
            misread=misread,
            unsure=unsure,
            unreadable=unreadable,
            code=f"000.00.19.H26-261101-{number:04}",
            picture=picture,
            now=begun + timedelta(minutes=number),
        )
        for number in range(DOSSIERS)
        for misread, unsure, unreadable in [FAULTS[number % len(FAULTS)]]
    ]
    return {one.code: one for one in made}


def test_a_hundred_dossiers_by_the_keyboard_alone(
    open_desk: OpenDesk, service: Service, many: dict[str, Made]
) -> None:
    first, second = open_desk(), open_desk()
    sign_in(first, service, "Lan")
    assert review_all(first, service, many) == list(many), "in the order of the queue"
    sign_in(second, service, "Minh")
    keyed = review_all(second, service, many)
    critical = {"child_name", "father_id_number"}
    assert keyed == [code for code, made in many.items() if critical & set(made.misread)]
    for made in many.values():
        state, body = record_of(service, made.code)
        assert state == "completed", made.code
        fields = body["documents"][0]["fields"]
        for key, truth in made.truth.items():
            assert (fields[key]["value"] or "") == truth, (made.code, key)
        for key in made.misread:
            assert fields[key]["source"] == "reviewer"
    assert [page.evaluate("window.mouse") for page in (first, second)] == [0, 0]
