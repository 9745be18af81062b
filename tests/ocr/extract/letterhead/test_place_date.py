"""Place and date of the head, days written by hand among them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.outcome import Parsed, Unreadable
from ocr.extract.letterhead.place_date import read_date, split_place


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        pytest.param("Hà Nội, ngày 05 tháng 01 năm 2026", "2026-01-05", True, id="printed"),
        pytest.param("ngày 03 tháng 10năm 2025", "2025-10-03", True, id="no space"),
        pytest.param("Hà Nội, ngày 06 tháng 02, năm 2023", "2023-02-06", True, id="stray comma"),
        pytest.param("ngày 06 tháng 02/ năm 2023", "2023-02-06", False, id="tail of a 2"),
        pytest.param("Ngãi, ngày48 thảng 02 năm 2025", "2025-02-18", False, id="flagged 1 as 4"),
        pytest.param("ngày 4T tháng 01 năm 2025", "2025-01-17", False, id="written 17"),
        pytest.param("ngày 2ồ tháng 3 năm 2018", "2018-03-20", False, id="0 as a vowel"),
        pytest.param("ngày 1% tháng 02 năm 2025", "2025-02-18", False, id="8 as a sign"),
    ],
)
def test_reads(text: str, value: str, sure: bool) -> None:
    outcome = read_date(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert (outcome.certainty == 1.0) is sure


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Quảng Ngãi, ngày tháng năm 2025", id="blank day and month"),
        pytest.param("Hà Nội, ngày 05 tháng năm 2025", id="blank month"),
        pytest.param("ngày 31 tháng 02 năm 2025", id="not in the calendar"),
        pytest.param("ngày 00 tháng 02 năm 2025", id="no such day"),
        pytest.param("ngày 82 tháng 02 năm 2025", id="8 is no written 1"),
        pytest.param("ngày 05 tháng 0/ năm 2025", id="a stroke that may be a 1"),
        pytest.param("ngày 123 tháng 02 năm 2025", id="three digits"),
        pytest.param("Quảng Ngãi", id="no date"),
    ],
)
def test_refuses(text: str) -> None:
    assert isinstance(read_date(text), Unreadable)


@given(st.dates(date(1946, 1, 1), date(2099, 12, 31)))
def test_every_printed_date_reads_as_itself(day: date) -> None:
    text = f"Cần Thơ, ngày {day.day:02} tháng {day.month:02} năm {day.year}"
    assert read_date(text) == Parsed(day.isoformat(), 1.0, "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hà Nội, ngày 05 tháng 01 năm 2026", "Hà Nội"),
        ("Bà Rịa - Vũng Tàu, ngày 05 tháng 01 năm 2026", "Bà Rịa - Vũng Tàu"),
        ("Quảng Ngãi ngày 05 tháng 01 năm 2026", "Quảng Ngãi"),
        ("ngày 05 tháng 01 năm 2026", ""),
    ],
)
def test_place_ends_before_the_date(text: str, place: str) -> None:
    assert text[: split_place(text)].strip(" ,") == place
