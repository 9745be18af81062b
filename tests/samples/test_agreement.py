"""What stands on one made paper agrees: its dates come in the order in which they can."""

from __future__ import annotations

import random
from datetime import date

import pytest

from samples.generator.chance import Share, stream
from samples.generator.forms import FORMS
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.people import make_adult, with_card_before
from samples.generator.style import choose_style
from samples.generator.vocabulary import load_vocabulary

SEEDS = range(60)
SHARE: Share = "development"
WORDS = load_vocabulary(SHARE)
REQUESTS = (
    "birth_registration",
    "civil_extract_request",
    "criminal_record_request",
    "death_registration",
    "marital_status_request",
)


def fill(form: str, seed: int) -> FilledForm:
    style = choose_style(stream(seed, SHARE, "style"), SHARE, "typed")
    desk = Desk(rng=stream(seed, SHARE, form), share=SHARE, words=WORDS, style=style)
    return FORMS[form](desk)


def day_of(filled: FilledForm, key: str) -> date | None:
    answer = filled.answers.get(key)
    return date.fromisoformat(str(answer.value)) if answer and answer.value else None


@pytest.mark.parametrize("form", REQUESTS)
def test_no_card_is_given_out_after_the_declaration(form: str) -> None:
    key = "subject_id_issued_on" if form == "criminal_record_request" else "requester_id_issued_on"
    filled = [fill(form, seed) for seed in SEEDS]
    days = [(day_of(f, key), day_of(f, "declared_on")) for f in filled]
    both = [(issued, declared) for issued, declared in days if issued and declared]
    assert len(both) >= 20
    assert all(issued < declared for issued, declared in both)


def test_no_notice_of_death_is_later_than_the_form_that_names_it() -> None:
    filled = [fill("death_registration", seed) for seed in SEEDS]
    days = [(day_of(f, "death_notice_on"), day_of(f, "declared_on")) for f in filled]
    both = [(notice, declared) for notice, declared in days if notice and declared]
    assert len(both) >= 20
    assert all(notice <= declared for notice, declared in both)


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2024, 7, 4), date(2021, 3, 1)), (date(2018, 5, 1), date(2016, 1, 4))],
    ids=["chip", "barcode"],
)
def test_an_earlier_card_is_of_its_time(day: date, first: date) -> None:
    rng = random.Random(7)
    people = [make_adult(rng, WORDS, "female") for _ in SEEDS]
    changed = [(p, with_card_before(p, day)) for p in people]
    assert all(first <= after.id_issued_on < day for _, after in changed)
    assert all(after == before for before, after in changed if before.id_issued_on < day)
    assert any(after.id_issuer != before.id_issuer for before, after in changed)


def test_a_house_is_no_larger_than_its_lot() -> None:
    for seed in SEEDS:
        sizes = fill("construction_permit_request", seed).answers
        ground = float(str(sizes["ground_floor_area_m2"].value))
        assert ground <= float(str(sizes["site_area_m2"].value))
        assert ground <= float(str(sizes["total_floor_area_m2"].value))
