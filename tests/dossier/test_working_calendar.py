"""Working days: weekends, Tết, swapped days, and what a slip promises."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.vietnam_time import VIETNAM
from dossier.working_calendar import working_calendar

CALENDAR = working_calendar()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=VIETNAM)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-02-16", False),
        ("2026-02-23", True),
        ("2026-04-27", False),  # for Giỗ Tổ on a Sunday
        ("2026-08-22", True),  # a Saturday, for Monday 31 August
        ("2026-08-31", False),
        ("2025-04-26", True),
        ("2025-05-02", False),
    ],
)
def test_open_and_closed_days(day: str, is_open: bool) -> None:
    assert CALENDAR.is_open(date.fromisoformat(day)) is is_open


@pytest.mark.parametrize(
    ("slip", "due"),
    [
        ("2026-11-24", "2026-11-24T17:00"),
        ("2026-11-24T10:30", "2026-11-24T10:30"),
        # Promised for the fourth day of Tết: kept on the first open day after it.
        ("2026-02-20", "2026-02-23T17:00"),
        ("2026-02-20T10:30", "2026-02-23T17:00"),
        ("2026-11-24T03:30Z", "2026-11-24T10:30"),
    ],
)
def test_what_a_slip_promises(slip: str, due: str) -> None:
    assert CALENDAR.end_of(slip) == at(due)


@pytest.mark.parametrize("slip", ["", "sớm", "2026-13-01"])
def test_a_slip_without_a_day_promises_nothing(slip: str) -> None:
    assert CALENDAR.end_of(slip) is None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-20T16:00", "2026-11-23T09:00", 2),  # over a weekend
        ("2026-02-13T13:00", "2026-02-23T10:00", 6),  # over Tết
        ("2026-11-20T11:00", "2026-11-20T14:00", 2),  # over lunch
        ("2026-08-21T16:00", "2026-08-22T09:00", 2),  # into a Saturday that is worked
        ("2026-11-23T09:00", "2026-11-20T16:00", -2),
    ],
)
def test_working_time(start: str, end: str, hours: int) -> None:
    assert CALENDAR.working_time(at(start), at(end)) == timedelta(hours=hours)


@given(a=MOMENTS, b=MOMENTS, c=MOMENTS)
def test_working_time_adds_up(a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    if last - first <= timedelta(days=400):
        parts = CALENDAR.working_time(first, middle) + CALENDAR.working_time(middle, last)
        assert parts == CALENDAR.working_time(first, last)


def test_every_exception_says_where_it_is_announced() -> None:
    for entry in (*CALENDAR.closed, *CALENDAR.open):
        assert entry.name
        assert entry.source
    assert all(d.weekday() < 5 for entry in CALENDAR.closed for d in entry.days)
    assert all(d.weekday() == 5 for entry in CALENDAR.open for d in entry.days)
