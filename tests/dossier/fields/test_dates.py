from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.dates import DateKind, compare_dates, parse_date
from dossier.fields.outcome import Parsed, Unreadable
from dossier.fields.partial_date import PartialDate
from dossier.record import Verdict

STYLES = (
    "{d:02}/{m:02}/{y}",
    "{d}/{m}/{y}",
    "{d:02}-{m:02}-{y}",
    "{d:02}.{m:02}.{y}",
    "{d:02} / {m:02} / {y}",
    "{d:02}/{m:02} /{y}",
    "ngày {d:02} tháng {m:02} năm {y}",
    "Ngày{d:02}tháng{m:02}năm{y}",
    "Hà Nội, ngày {d} tháng {m} năm {y}",
    "{y}-{m:02}-{d:02}",
)
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(DATES, st.sampled_from(STYLES))
def test_every_printed_style_reads_back(day: date, style: str) -> None:
    printed = style.format(d=day.day, m=day.month, y=day.year)
    assert parse_date(printed) == Parsed(day.isoformat())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1987", "1987"),
        ("năm 1987", "1987"),
        ("05/1987", "1987-05"),
        ("tháng 5 năm 1987", "1987-05"),
        ("sinh ngày: 15/08/1990.", "1990-08-15"),
        ("15/08/1990 (15/8/1990)", "1990-08-15"),
    ],
)
def test_reads_what_the_paper_says(text: str, value: str) -> None:
    assert parse_date(text) == Parsed(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("O2/O3/2O24", "2024-03-02"),
        ("l5/1l/1999", "1999-11-15"),
        ("1S/08/1990", "1990-08-15"),
        ("02 03 2024", "2024-03-02"),
        ("02032024", "2024-03-02"),
        ("…/…/1965", "1965"),
        ("/ /1965", "1965"),
        ("/05/1987", "1987-05"),
        ("1 02/03/2024", "2024-03-02"),
        ("0 2/0 3/2 0 2 4", "2024-03-02"),
        ("ngày tháng năm 2024", "2024"),
    ],
)
def test_says_how_far_it_bent(text: str, value: str) -> None:
    outcome = parse_date(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert outcome.certainty < 1


@pytest.mark.parametrize(
    "text",
    [
        "05/12/24",
        "31/02/2024",
        "15/13/2024",
        "01/02/2020 - 02/03/2021",
        "ngày 5 tháng năm 2024",
        "hai nghìn",
        "",
        "12345678901",
        "0024",
    ],
)
def test_refuses_rather_than_guesses(text: str) -> None:
    assert isinstance(parse_date(text), Unreadable)


@given(st.text(alphabet="0123456789/-. OolISB ngàytháăm…", max_size=30))
def test_noise_never_raises(text: str) -> None:
    outcome = parse_date(text)
    if isinstance(outcome, Parsed):
        assert PartialDate.from_iso(outcome.value) is not None


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("2024-03-02", "2024-03-02", Verdict.SAME),
        ("02/03/2024", "2024-03-02", Verdict.EQUIVALENT),
        ("ngày 2 tháng 3 năm 2024", "2024-03-02", Verdict.EQUIVALENT),
        ("02/03/2024", "2024", Verdict.CLOSE),
        ("03/02/2024", "2024-03-02", Verdict.CLOSE),
        ("12/03/2024", "2024-03-02", Verdict.CLOSE),
        ("15/08/1990", "2024-03-02", Verdict.DIFFERENT),
        ("hôm qua", "2024-03-02", Verdict.DIFFERENT),
    ],
)
def test_compares(submitted: str, read: str, verdict: Verdict) -> None:
    assert compare_dates(submitted, read).verdict is verdict


@pytest.mark.parametrize(("value", "ok"), [("1987-05-02", True), ("1899", False), ("x", False)])
def test_checks_the_range(value: str, ok: bool) -> None:
    assert [check.ok for check in DateKind().check(value)] == [ok]
