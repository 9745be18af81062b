"""The working calendar of Vietnamese offices: which days count, and the working time until then.

Counters may be open round the clock; a promise on an appointment slip is still counted in working
days, and one that falls on a closed day is kept on the next open one (Bộ luật Dân sự 2015, Điều
148 khoản 5). Closed days, swapped days and where each is announced stand in
`working_calendar.toml`. All times are by the clocks of Việt Nam.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from dossier.toml_files import read_toml
from dossier.vietnam_time import VIETNAM

CALENDAR: Final = Path(__file__).with_name("working_calendar.toml")

_SATURDAY: Final = 5
_FARTHEST: Final = timedelta(days=400)
"""Beyond this nobody counts working hours: a slip with a slip of the pen in its year."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Exceptional(_Strict):
    """Days that are not what their weekday says."""

    days: tuple[date, ...]
    name: str
    source: str
    """The law or notice that says so."""


class WorkingCalendar(_Strict):
    hours: tuple[tuple[time, time], ...]
    """Of an open day, in order."""
    closed: tuple[Exceptional, ...]
    open: tuple[Exceptional, ...]

    @cached_property
    def closed_days(self) -> frozenset[date]:
        return frozenset(day for entry in self.closed for day in entry.days)

    @cached_property
    def worked_days(self) -> frozenset[date]:
        """Saturdays and Sundays that are worked."""
        return frozenset(day for entry in self.open for day in entry.days)

    def is_open(self, day: date) -> bool:
        if day in self.worked_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.closed_days

    def next_open(self, day: date) -> date:
        """`day` itself when it is open, else the first open one after it."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def end_of(self, slip: str) -> datetime | None:
        """When what a slip promises is due; None where it names no day.

        `slip`: ISO date, kept until the end of that working day, or ISO date and local time.
        """
        try:
            said = datetime.fromisoformat(slip)
        except ValueError:
            return None
        local = said.astimezone(VIETNAM) if said.tzinfo else said.replace(tzinfo=VIETNAM)
        day = self.next_open(local.date())
        if len(slip) > len("2026-01-01") and day == local.date():
            return local
        return datetime.combine(day, self.hours[-1][1], VIETNAM)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments, negative when `end` lies before `start`."""
        if end < start:
            return -self.working_time(end, start)
        end = min(end, start + _FARTHEST)
        total = timedelta()
        for begins, ends in self._sessions(start.astimezone(VIETNAM).date(), end):
            total += max(min(ends, end) - max(begins, start), timedelta())
        return total

    @property
    def day(self) -> timedelta:
        """Working time of one open day."""
        return sum((_length(*session) for session in self.hours), timedelta())

    def _sessions(self, day: date, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        while datetime.combine(day, time(), VIETNAM) < until:
            if self.is_open(day):
                for begins, ends in self.hours:
                    yield (
                        datetime.combine(day, begins, VIETNAM),
                        datetime.combine(day, ends, VIETNAM),
                    )
            day += timedelta(days=1)


@cache
def working_calendar() -> WorkingCalendar:
    """The calendar that ships with the product. Raises Misconfigured when it is not sound."""
    return read_toml(CALENDAR, WorkingCalendar)


def _length(begins: time, ends: time) -> timedelta:
    return datetime.combine(date.min, ends) - datetime.combine(date.min, begins)
