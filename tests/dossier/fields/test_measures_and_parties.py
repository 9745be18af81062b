"""Sizes with their details, numbers of persons or enterprises, ends of a stay."""

from __future__ import annotations

import pytest

from dossier.fields.measures import MeasureKind
from dossier.fields.outcome import Parsed, Unreadable
from dossier.fields.party_number import PartyNumberKind
from dossier.fields.until import UntilKind
from dossier.record import Verdict

MEASURE, PARTY, UNTIL = MeasureKind(), PartyNumberKind(), UntilKind()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120,5 m2", "120.5"),
        ("245,6 m² (tầng 1: 81,8 m²; tầng 2: 81,8 m²; tum: 20 m²)", "245.6"),
        ("80,5 m2, tum 20 m2", "80.5"),
        ("03 tầng + 01 tum", "3"),
        ("04", "4"),
        ("13,20 m gồm tầng 1 cao 3,9 m", "13.2"),
    ],
)
def test_the_size_stands_before_its_details(text: str, value: str) -> None:
    assert MEASURE.parse(text) == Parsed(value)


@pytest.mark.parametrize("text", ["01 tầng hầm + 03 tầng nổi", "81,8 164", "không rõ"])
def test_no_size_of_the_whole(text: str) -> None:
    assert isinstance(MEASURE.parse(text), Unreadable)


def test_details_make_no_difference() -> None:
    assert MEASURE.compare("3 tầng + 1 tum", "3").verdict is Verdict.EQUIVALENT
    assert MEASURE.compare("4 tầng", "3").verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("001080001234", "001080001234"),
        ("MSDN: 0101234565", "0101234565"),
        ("0101234565 - 001", "0101234565-001"),
    ],
)
def test_a_person_or_an_enterprise(text: str, value: str) -> None:
    assert PARTY.parse(text) == Parsed(value)


def test_an_old_number_may_be_a_new_one_cut_short() -> None:
    parsed = PARTY.parse("011234567")
    assert isinstance(parsed, Parsed)
    assert parsed.value == "011234567"
    assert parsed.certainty < 1
    assert "9 số" in parsed.note


def test_two_codes_are_no_number() -> None:
    assert isinstance(PARTY.parse("0101234565; 0101234573"), Unreadable)


def test_only_numbers_of_persons_have_a_structure() -> None:
    assert PARTY.check("0101234565") == ()
    assert PARTY.check("001080001234")[0].rule == "id_length"


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("0101234565", "0101234565", Verdict.SAME),
        ("0101234566", "0101234565", Verdict.CLOSE),
        ("001080001235", "001080001234", Verdict.DIFFERENT),
    ],
)
def test_parties_are_compared_by_their_kind(submitted: str, read: str, verdict: Verdict) -> None:
    assert PARTY.compare(submitted, read).verdict is verdict


@pytest.mark.parametrize("text", ["nay", "đến nay", "Hiện nay.", "hiện tại"])
def test_a_stay_that_goes_on(text: str) -> None:
    assert UNTIL.parse(text) == Parsed("nay")


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("nay", "nay", Verdict.SAME),
        ("đến nay", "nay", Verdict.EQUIVALENT),
        ("nay", "2015-08", Verdict.DIFFERENT),
        ("08/2015", "2015-08", Verdict.EQUIVALENT),
    ],
)
def test_ends_are_compared(submitted: str, read: str, verdict: Verdict) -> None:
    assert UNTIL.compare(submitted, read).verdict is verdict
