from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from samples.generator import Dossier, make_dossier
from samples.generator.degrade import LEVELS, Level
from samples.generator.forms import FORMS
from samples.generator.truth import FieldTruth

Bench = Callable[..., Dossier]

SEEDS = (11, 12)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def fields_of(bench: Bench, form: str, seed: int) -> dict[str, FieldTruth]:
    return bench(seed, form, "clean").truth.documents[0].fields


def crop(page: Image.Image, field: FieldTruth) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    left, top, right, bottom = field.box
    corner = round(left * page.width), round(top * page.height)
    end = round(right * page.width), round(bottom * page.height)
    return np.asarray(page.convert("L").crop((*corner, *end)), dtype=np.uint8)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_bytes(form: str, bench: Bench) -> None:
    first = bench(SEEDS[0], form, "worn")
    again = make_dossier(SEEDS[0], form=form, share="development", level="worn", filling="typed")
    assert [p.tobytes() for p in first.pages] == [p.tobytes() for p in again.pages]
    assert first.truth == again.truth
    assert first.submitted == again.submitted


@pytest.mark.parametrize("form", FORMS)
def test_seeds_and_shares_differ(form: str, bench: Bench) -> None:
    one, other = bench(SEEDS[0], form, "clean"), bench(SEEDS[1], form, "clean")
    tested = bench(SEEDS[0], form, "worn", "test")
    for a, b in pairwise([one, other, tested, one]):
        assert a.truth.documents[0].fields != b.truth.documents[0].fields


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_boxes_of_what_was_read_hold_ink(form: str, seed: int, bench: Bench) -> None:
    dossier = bench(seed, form, "clean")
    for key, field in dossier.truth.documents[0].fields.items():
        left, top, right, bottom = field.box
        assert 0 <= left < right <= 1, key
        assert 0 <= top < bottom <= 1, key
        if field.state == "read":
            assert crop(dossier.pages[field.page - 1], field).min() < 128, key


@pytest.mark.parametrize("level", LEVELS)
def test_boxes_follow_the_page_through_every_level(level: Level, bench: Bench) -> None:
    dossier = bench(SEEDS[0], "residence_ct01", level)
    page = dossier.pages[0]
    field = dossier.truth.documents[0].fields["declarant_id_number"]
    inside = crop(page, field)
    assert inside.min() < inside.max() - 60
    upright = inside.shape[1] > inside.shape[0]
    assert upright == (dossier.truth.pages[0].rotation in (0, 180))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_values_obey_the_contract(form: str, seed: int, bench: Bench) -> None:
    for key, field in fields_of(bench, form, seed).items():
        assert (field.state == "blank") == (not field.raw) == (not field.value), key
        value = field.value
        if not isinstance(value, str) or not value:
            continue
        if key.endswith(("_dob", "_on")):
            assert _DATE.fullmatch(value), key
        elif key.endswith("id_number"):
            assert re.fullmatch(r"\d{12}", value), key
        elif key.endswith("_sex"):
            assert value in {"male", "female"}
        elif key in {"copy_requested", "sealed"}:
            assert value in {"yes", "no"}


@pytest.mark.parametrize("seed", range(20, 24))
def test_an_id_number_agrees_with_birth_and_sex(seed: int, bench: Bench) -> None:
    fields = bench(seed, "residence_ct01", "worn").truth.documents[0].fields
    number, born = str(fields["declarant_id_number"].value), str(fields["declarant_dob"].value)
    century, female = divmod(int(number[3]), 2)
    assert (19 + century) * 100 + int(number[4:6]) == date.fromisoformat(born).year
    assert fields["declarant_sex"].value == ("female" if female else "male")


def test_the_submission_differs_only_where_the_truth_says(bench: Bench) -> None:
    for form in FORMS:
        for seed in SEEDS:
            dossier = bench(seed, form, "clean")
            known = {d.field: d for d in dossier.truth.differences}
            # A sheet may hold two documents: both sides of a card.
            for document in dossier.truth.documents:
                fields = document.fields
                for key, submitted in dossier.submitted[document.form].items():
                    planted = known.get(f"{document.form}.{key}")
                    if planted:
                        assert submitted == planted.submitted != fields[key].value
                    else:
                        assert submitted == fields[key].value
