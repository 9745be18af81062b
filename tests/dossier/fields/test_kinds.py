"""What every kind promises, whatever it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict
from dossier.text import clean, strip_leaders

CONTRACT = {
    "name", "date", "id_number", "sex", "ethnicity", "nationality", "address", "text", "number",
    "phone", "relation", "choice", "date_words",
}  # fmt: skip
NOISE = st.one_of(
    st.text(),
    st.text(alphabet="0123456789 .,/-…:()OolIBS", max_size=40),
    st.text(alphabet="ngàyhátămNguyễnVăPườQậTPHồ ,.-/0159", max_size=60),
)
EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def test_every_kind_of_the_contract_is_there() -> None:
    assert set(KINDS) >= CONTRACT
    assert all(KINDS[name].name == name for name in KINDS)


@EVERY_KIND
@given(text=NOISE)
def test_parse_never_raises_and_explains_itself(name: str, text: str) -> None:
    outcome = KINDS[name].parse(strip_leaders(clean(text)))
    match outcome:
        case Parsed(value, certainty, note):
            assert value
            assert 0 < certainty <= 1
            assert certainty == 1 or note
        case Unreadable(reason):
            assert " / " in reason


@EVERY_KIND
@given(text=NOISE)
def test_compare_is_reflexive_and_check_never_raises(name: str, text: str) -> None:
    field_kind = KINDS[name]
    assert field_kind.compare(text, text).verdict is Verdict.SAME
    field_kind.check(text)


@EVERY_KIND
@given(first=NOISE, second=NOISE)
def test_compare_never_raises_and_explains_itself(name: str, first: str, second: str) -> None:
    found = KINDS[name].compare(first, second)
    assert found.verdict is Verdict.SAME or " / " in found.detail


@EVERY_KIND
@pytest.mark.parametrize("unit", ["1", "1 ", ". ", "một ", "l", "O0", "0,", "a@", "phường ", "(1)"])
def test_a_page_of_noise_is_no_burden(name: str, unit: str) -> None:
    """Work that grows with the square of the length outlasts the limit of every test."""
    noise = unit * 10_000
    # The processor's time: a busy machine makes the wall's as long as it likes.
    begun = time.process_time()
    KINDS[name].parse(noise)
    KINDS[name].compare(noise, noise[:-1])
    strip_leaders(noise)
    assert time.process_time() - begun < 3.0, "seconds"


@EVERY_KIND
@given(text=NOISE)
def test_a_value_reads_back_as_itself(name: str, text: str) -> None:
    """A normal form is stable, or a reviewer who confirms a value would change it."""
    field_kind = KINDS[name]
    outcome = field_kind.parse(strip_leaders(clean(text)))
    if isinstance(outcome, Parsed) and field_kind.name != "date_words":
        again = field_kind.parse(outcome.value)
        assert isinstance(again, Parsed)
        assert again.value == outcome.value


def test_a_country_code_is_less_certain_than_a_province() -> None:
    home, abroad = (
        KINDS["id_number"].parse("025073300548"),
        KINDS["id_number"].parse("122073300548"),
    )
    assert isinstance(home, Parsed)
    assert isinstance(abroad, Parsed)
    assert abroad.certainty < home.certainty
