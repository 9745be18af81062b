"""Whose field is whose: the person who is asked about, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from dossier.errors import InvalidRequest
from dossier.lifecycle.masking import mask_id, mask_ids
from dossier.lifecycle.person import (
    Wanted,
    pages_of,
    share_of,
    share_of_submission,
    told_fields,
)
from dossier.record import DocumentReading, FieldReading, FieldState, Record
from tests.fakes.aged import FATHER, MOTHER, record_of


def field(value: Any, page: int = 1) -> FieldReading:
    told = {"value": value, "raw": "", "state": FieldState.READ, "confidence": 0.9}
    return FieldReading.model_validate(told | {"review": False, "page": page})


def with_papers(*papers: DocumentReading) -> Record:
    made = record_of("A-1", "0" * 64)
    return made.model_copy(update={"documents": [*made.documents, *papers]})


CARD = DocumentReading(
    form="citizen_id_front",
    confidence=1.0,
    pages=[2],
    fields={"id_number": field(FATHER, 2), "name": field("Trần Văn Nam", 2)},
)
HOUSEHOLD = DocumentReading(
    form="residence_ct01",
    confidence=1.0,
    pages=[3],
    fields={
        "declarant_name": field("Lê Thị Mai", 3),
        "members": field(
            [
                {"name": "Trần Văn Nam", "dob": "1985-01-02", "id_number": FATHER},
                {"name": "Trần Văn Bắc", "dob": "2015-01-02", "id_number": ""},
            ],
            3,
        ),
    },
)


def keys(record: Record, wanted: Wanted) -> set[tuple[int, str]]:
    return {(number, key) for number, key, _ in told_fields(record, share_of(record, wanted))}


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted.parse(id_number=MOTHER),
        Wanted.parse(id_number="001190 012345"),
        Wanted.parse(name="NGUYỄN THỊ HOÀ", dob="06/05/1990"),
    ],
)
def test_the_mother_gets_hers_and_nobodys_but_not_the_fathers(wanted: Wanted) -> None:
    record = record_of("A-1", "0" * 64, corrected=True)
    assert keys(record, wanted) == {
        (1, "mother_name"),
        (1, "mother_dob"),
        (1, "mother_id_number"),
        (1, "declared_place"),
    }
    assert len(share_of(record, wanted).others) == 2
    assert pages_of(record, share_of(record, wanted)) == [1]


def test_a_card_is_its_holders_and_a_row_its_members() -> None:
    record = with_papers(CARD, HOUSEHOLD)
    share = share_of(record, Wanted.parse(id_number=FATHER))
    told = {(number, key): reading for number, key, reading in told_fields(record, share)}
    assert {(1, "father_name"), (2, "name"), (3, "members")} <= set(told)
    assert (1, "mother_name") not in told
    assert (3, "declarant_name") not in told
    assert told[3, "members"].value == [
        {"name": "Trần Văn Nam", "dob": "1985-01-02", "id_number": FATHER}
    ]
    assert pages_of(record, share) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "dob"), [("Nguyễn Thị Hoa", "1990-05-06"), ("Nguyễn Thị Hòa", "1990-05-07")]
)
def test_somebody_of_another_name_or_day_gets_nothing(name: str, dob: str) -> None:
    record = record_of("A-1", "0" * 64, corrected=True)
    assert not share_of(record, Wanted.parse(name=name, dob=dob)).found


def test_the_same_name_under_another_number_is_somebody_else() -> None:
    wanted = Wanted.parse(id_number="001190099999", name="Nguyễn Thị Hòa", dob="1990-05-06")
    assert not share_of(record_of("A-1", "0" * 64, corrected=True), wanted).found


def test_submitted_data_are_parted_too() -> None:
    submitted = {
        "birth_registration": {
            "mother_name": "Nguyễn Thị Hòa",
            "mother_id_number": MOTHER,
            "father_name": "Trần Văn Nam",
        }
    }
    assert share_of_submission(submitted, Wanted.parse(id_number=MOTHER)) == {
        "birth_registration": {"mother_name": "Nguyễn Thị Hòa", "mother_id_number": MOTHER}
    }


@pytest.mark.parametrize(
    "told",
    [{}, {"name": "A"}, {"dob": "1990-01-01"}, {"id_number": "12"}, {"name": "A", "dob": "x"}],
)
def test_who_is_not_told_apart_is_not_looked_for(told: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        Wanted.parse(**told)


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        ("001190012345", "001*******45"),
        ("012345678", "012****78"),
        ("B1234567", "B12***67"),
        ("1234", "****"),
    ],
)
def test_numbers_are_masked(shown: str, masked: str) -> None:
    assert mask_id(shown) == masked


def test_numbers_are_masked_in_texts_and_others_left_alone() -> None:
    text = "CCCD 001190012345.pdf, 22/11/2026, 000.00.01.H26-261122-0042, 0912345678"
    assert mask_ids(text) == text.replace("001190012345", "001*******45")
