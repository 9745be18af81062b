from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.identity import IdNumberKind, IdStructure, compare_digits, read_structure
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict

KIND = IdNumberKind()
NUMBERS = st.from_regex(r"0[0-9]{11}", fullmatch=True)


@given(NUMBERS, st.sampled_from(["{}", "số {}", "CCCD số: {}.", "{} do Bộ Công an"]))
def test_reads_a_number_wherever_it_stands(number: str, around: str) -> None:
    assert KIND.parse(around.format(number)) == Parsed(number)


@given(NUMBERS, st.sampled_from([" ", ".", "-", " - ", "|"]))
def test_reads_a_number_in_groups(number: str, sep: str) -> None:
    groups = sep.join(number[i : i + 3] for i in range(0, 12, 3))
    assert KIND.parse(groups) == Parsed(number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("O01O99012345", "001099012345"),
        ("0010990l2345", "001099012345"),
        ("0123S5678", "012355678"),
    ],
)
def test_mends_letters_and_says_so(text: str, value: str) -> None:
    outcome = KIND.parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert outcome.certainty < 1
    assert "letters read as digits" in outcome.note


@pytest.mark.parametrize(
    "text",
    ["12345", "00109901234", "0010990123456", "001099012345 và 001099012346", "không có", ""],
)
def test_refuses(text: str) -> None:
    assert isinstance(KIND.parse(text), Unreadable)


def test_reads_a_passport() -> None:
    assert KIND.parse("Hộ chiếu số B1234567") == Parsed(
        "B1234567", 0.95, "số hộ chiếu / a passport number"
    )


@pytest.mark.parametrize(
    ("number", "structure"),
    [
        ("001099012345", IdStructure("001", "male", 1999)),
        ("025188001010", IdStructure("025", "female", 1988)),
        ("001324000001", IdStructure("001", "female", 2024)),
        ("012345678", None),
    ],
)
def test_takes_a_number_apart(number: str, structure: IdStructure | None) -> None:
    assert read_structure(number) == structure


@pytest.mark.parametrize(
    ("number", "failed"),
    [
        ("001099012345", []),
        ("012345678", []),
        ("003099012345", ["id_province"]),
        ("001999012345", ["id_century"]),
        ("B1234567", ["id_length"]),
    ],
)
def test_checks_the_structure(number: str, failed: list[str]) -> None:
    assert [check.rule for check in KIND.check(number) if not check.ok] == failed


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [
        ("001099012345", Verdict.SAME),
        ("001 099 012 345", Verdict.EQUIVALENT),
        ("001099012346", Verdict.CLOSE),
        ("001099012354", Verdict.CLOSE),
        ("00109901234", Verdict.CLOSE),
        ("001099012999", Verdict.DIFFERENT),
        ("012345678", Verdict.DIFFERENT),
        ("", Verdict.DIFFERENT),
    ],
)
def test_compares_digits(submitted: str, verdict: Verdict) -> None:
    assert compare_digits(submitted, "001099012345").verdict is verdict


@given(NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_another_person(number: str, at: int, by: int) -> None:
    digit = str((int(number[at]) + by) % 10)
    found = KIND.compare(number, number[:at] + digit + number[at + 1 :])
    assert found.verdict is Verdict.DIFFERENT
    assert f"digit {at + 1} differs" in found.detail


@pytest.mark.parametrize(
    ("submitted", "verdict", "said"),
    [
        ("001099012345", Verdict.SAME, ""),
        ("001 099 012 345", Verdict.EQUIVALENT, "written otherwise"),
        ("007099012345", Verdict.DIFFERENT, "easily confused"),
        ("003099012345", Verdict.DIFFERENT, "digit 3 differs"),
        ("001099012354", Verdict.DIFFERENT, "digit 11, 12 differs"),
        ("00109901234", Verdict.DIFFERENT, "11 and 12 digits"),
        ("012345678", Verdict.DIFFERENT, "a CMND number"),
    ],
)
def test_compares_numbers_of_persons(submitted: str, verdict: Verdict, said: str) -> None:
    found = KIND.compare(submitted, "001099012345")
    assert found.verdict is verdict
    assert said in found.detail


def test_names_the_digit_that_differs() -> None:
    assert "digit 12" in compare_digits("001099012346", "001099012345").detail
