"""A day of the calendar as far as a paper gives it: the day, only its month, or only its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year of the calendar; the missing parts are None."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def from_iso(cls, value: str) -> PartialDate | None:
        """From `1987`, `1987-05` or `1987-05-02`; None when `value` is none of these."""
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
            return None
        return calendar_date(*map(int, value.split("-")))

    def iso(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both may be the same day: equal as far as both say."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a == b for a, b in pairs if a is not None and b is not None)


def calendar_date(
    year: int, month: int | None = None, day: int | None = None
) -> PartialDate | None:
    """The date, or None where the calendar has no such day or the year is beyond 1800-2199."""
    if not 1800 <= year < 2200 or (month is not None and not 1 <= month <= 12):
        return None
    try:
        date(year, month or 1, day if day is not None else 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)
