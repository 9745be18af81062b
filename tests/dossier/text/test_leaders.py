from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text import clean, strip_leaders


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("………Hà Nội……", "Hà Nội"),
        (". . . . Kinh . . . .", "Kinh"),
        ("Nguyễn Văn An (1)...", "Nguyễn Văn An"),
        ("(2) Số 5, ngõ 12", "Số 5, ngõ 12"),
        ("Trần Văn……Bình", "Trần Văn Bình"),
        ("a . , . b", "a , b"),
        (".. 02/03/2024 ..", "02/03/2024"),
        ("…/…/1965", "/ /1965"),
        ("___", ""),
        (".,;:-", ""),
        ("", ""),
    ],
)
def test_takes_the_forms_ink_out(printed: str, value: str) -> None:
    assert strip_leaders(printed) == value


@pytest.mark.parametrize(
    "value",
    [
        "(Hà Nội)",
        "TP.",
        "Số 5, Q. Ba Đình, TP. Hà Nội",
        "Bà Rịa - Vũng Tàu",
        "Số 12-14",
        "02-03-2024",
        "15 . 03 . 1987",
        "50.000.000",
        "H’Mông",
        "358/QĐ-UBND",
        "Công ty “Hoa Sen”",
        "an.nguyen@example.vn",
        "(10)",
        "(024) 38261234",
    ],
)
def test_leaves_the_writers_ink(value: str) -> None:
    assert strip_leaders(value) == value


@given(st.text())
def test_never_adds_and_never_raises(text: str) -> None:
    stripped = strip_leaders(clean(text))
    assert sorted(filter(str.isalpha, stripped)) == sorted(filter(str.isalpha, clean(text)))


@given(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,4}", fullmatch=True), st.integers(0, 40))
def test_leaders_around_a_value_change_nothing(value: str, dots: int) -> None:
    assert strip_leaders("." * dots + " " + value + " " + "…" * dots) == value


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Nữ … I", "Nữ"),
        ("Kinh …l", "Kinh"),
        ("09 … bản (7", "09"),
        ("… I", "I"),
        ("Cấp II", "Cấp II"),
        ("2 … I.5", "2 I.5"),
    ],
)
def test_the_edge_of_the_next_label_is_no_value(written: str, left: str) -> None:
    assert strip_leaders(written) == left
