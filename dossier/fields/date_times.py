"""`date_time`: 'lúc 08 giờ 30 phút, ngày 27 tháng 08 năm 2025' as ISO, the time if it is written.

The value is `2025-08-27T08:30`, or the date alone where the hour is left blank, as it often is.
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.dates import compare_dates, parse_date
from dossier.fields.digits import DIGIT_LIKE, certainty_of, mend_digits, note_of
from dossier.fields.kind import Comparison
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.fields.partial_date import PartialDate
from dossier.record import Check, Verdict
from dossier.text import clean, fold, fold_each

_DOTS: Final = r"[\s.…_]*"
"""Of the leader that figures are written on."""
_CLOCK: Final = re.compile(
    rf"(?<![0-9])(?P<hour>[{DIGIT_LIKE}]{{1,2}}){_DOTS}(?:gio|[a-z]io|g[a-z]o|gi[a-z]|[hg:]){_DOTS}"
    rf"(?:(?P<minute>[{DIGIT_LIKE}]{{1,2}}){_DOTS}(?:phut?|[p'])?)?{_DOTS}(?:phut?)?",
    re.IGNORECASE,
)
_HOUR: Final = re.compile(r"[0-9]\W*gi[ou0]\b")
_LOST_HOUR: Final = 0.5
"""Certainty of a day whose time of day is written and was not understood."""
_ISO: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2})?Z?")


class DateTimeKind:
    name: ClassVar[str] = "date_time"

    def parse(self, text: str) -> Outcome:
        plain = clean(text)
        if len(plain) > LONGEST:
            return TOO_LONG
        if iso := _ISO.fullmatch(plain):
            return _join(parse_date(iso[1]), iso[2], iso[3])
        clock = _CLOCK.search(fold_each(plain))
        if clock is None:
            return _doubted(parse_date(plain)) if _HOUR.search(fold(plain)) else parse_date(plain)
        day = parse_date(plain[: clock.start()] + " " + plain[clock.end() :])
        return _join(day, clock["hour"], clock["minute"] or "0")

    def check(self, value: str) -> tuple[Check, ...]:
        ok = PartialDate.from_iso(value[:10]) is not None
        detail = "" if ok else "không phải ngày có thật / no such day"
        return (Check(rule="date_range", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted) == clean(read):
            return Comparison(Verdict.SAME, "")
        first, second = self.parse(submitted), self.parse(read)
        if isinstance(first, Unreadable) or isinstance(second, Unreadable):
            return Comparison(Verdict.DIFFERENT, "một bên không phải ngày giờ / one is no date")
        if first.value == second.value:
            return Comparison(Verdict.EQUIVALENT, "cùng ngày giờ / the same date and time")
        days = compare_dates(first.value[:10], second.value[:10])
        if days.verdict is not Verdict.SAME:
            return days
        return Comparison(Verdict.CLOSE, "cùng ngày, giờ khác / the same day, another time")


def _doubted(day: Outcome) -> Outcome:
    if isinstance(day, Unreadable):
        return day
    note = "giờ không rõ / the time of day is not clear"
    return Parsed(day.value, min(day.certainty, _LOST_HOUR), note)


def _join(day: Outcome, hour: str, minute: str) -> Outcome:
    if isinstance(day, Unreadable):
        return day
    (hours, first), (minutes, second) = mend_digits(hour), mend_digits(minute)
    if PartialDate.from_iso(day.value) is None or len(day.value) < len("2025-08-27"):
        return Unreadable("có giờ mà thiếu ngày / a time without a whole date")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        return Unreadable("không có giờ đó / no such time")
    mends = first + second
    notes = "; ".join(filter(None, (day.note, note_of(mends))))
    value = f"{day.value}T{int(hours):02}:{int(minutes):02}"
    return Parsed(value, round(day.certainty * certainty_of(mends), 3), notes)
