from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.codes.facts import UNLIMITED
from dossier.codes.mrz import check_digit, name_of, parse_mrz

FIRST = "IDVNM1990000014001199000001<<5"
SECOND = "9901155F3901153VNM<<<<<<<<<<<8"
THIRD = "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"


# The last three are the worked examples of ICAO Doc 9303 (part 3, 4.9, and part 4, appendix B).
@pytest.mark.parametrize(
    ("characters", "digit"),
    [
        ("199000001", "4"),
        ("001199000001<<", "5"),
        ("<<<<<<<<", "0"),
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("L898902C3", "6"),
    ],
)
def test_check_digits(characters: str, digit: str) -> None:
    assert check_digit(characters) == digit


@pytest.mark.parametrize("strange", ["a", "Đ", " ", "٣", "-"])
def test_a_character_of_no_zone_is_refused(strange: str) -> None:
    with pytest.raises(ValueError, match="machine-readable zone"):
        check_digit(f"12{strange}")


def test_a_whole_zone_gives_its_facts() -> None:
    facts = parse_mrz(FIRST, SECOND, THIRD)
    assert facts is not None
    assert facts.id_number == "001199000001"
    assert facts.plain_name == "TRAN THI MAU"
    assert (facts.dob, facts.sex, facts.expires_on) == ("1999-01-15", "female", "2039-01-15")
    assert facts.mrz == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_a_card_without_expiry() -> None:
    dates = "9901155F9912315VNM<<<<<<<<<<<"
    composite = check_digit(FIRST[5:] + dates[:7] + dates[8:15] + dates[18:29])
    facts = parse_mrz(FIRST, f"{dates}{composite}", THIRD)
    assert facts is not None
    assert facts.expires_on == UNLIMITED


def test_a_malformed_name_is_left_out_and_the_number_kept() -> None:
    facts = parse_mrz(FIRST, SECOND, "TRAN<<THI<MAU")
    assert facts is not None
    assert (facts.id_number, facts.plain_name, facts.mrz) == ("001199000001", None, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (THIRD, "TRAN THI MAU"),
        ("NGUYEN<<AN<<<<<<<<<<<<<<<<<<<<", "NGUYEN AN"),
        ("TRAN<<<THI<<<<<<<<<<<<<<<<<<<<", None),
        ("TRAN<<THI<MAU<<<<<<<<<<<<<<<<A", None),
    ],
)
def test_names(line: str, name: str | None) -> None:
    assert name_of(line) == name


@given(st.integers(0, 29), st.sampled_from("0123456789<ABCKM"), st.booleans())
def test_one_misread_character_never_gives_another_number(at: int, char: str, upper: bool) -> None:
    lines = [FIRST, SECOND]
    line = lines[0 if upper else 1]
    lines[0 if upper else 1] = line[:at] + char + line[at + 1 :]
    facts = parse_mrz(lines[0], lines[1], THIRD)
    assert facts is None or facts.id_number == "001199000001"


@given(st.lists(st.tuples(st.integers(5, 27), st.sampled_from("0123456789")), max_size=4))
def test_a_number_is_given_only_where_both_of_its_places_say_so(
    misread: list[tuple[int, str]],
) -> None:
    first = FIRST
    for at, digit in misread:
        first = first[:at] + digit + first[at + 1 :]
    facts = parse_mrz(first, SECOND, THIRD)
    assert facts is None or first[5:14] == first[18:27]
