"""Dates as forms and people write them: 05/12/2024, 5-12-2024, ngày 05 tháng 12 năm 2024, 1987.

The value is ISO 8601; where the paper gives only a year or a month and a year, so does the value
(`1987`, `1987-05`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from dossier.fields.digits import DIGIT_LIKE, certainty_of, mend_digits, note_of
from dossier.fields.kind import Comparison
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.fields.partial_date import PartialDate, calendar_date
from dossier.record import Check, Verdict
from dossier.text import clean, fold

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_SEP: Final = r"\s*[/.\-–—,\\]\s*"
_ISO: Final = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])")
_NUMERIC: Final = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}}){_SEP}([0-9]{{1,2}}){_SEP}([0-9]{{4}})(?![0-9])"
)
_SPELLED: Final = re.compile(
    r"(?<![0-9])([0-9]{1,2})[\s.,:]*t?han[a-z²]?[\s.,:]*([0-9]{1,2})[\s.,:]*nam[\s.,:]*([0-9]{4})(?![0-9])"
)
"""Between two figures a misread "thánạ" can only be the month's word."""
_SPACED: Final = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}})(?:\s+|{_SEP})([0-9]{{1,2}})(?:\s+|{_SEP})([0-9]{{4}})(?![0-9])"
)
_GLUED: Final = re.compile(
    r"(?<![0-9])([0-9]{2})\s*[/.\-]?\s*([0-9]{2})\s*[/.\-]?\s*([12][0-9]{3})(?![0-9])"
)
_MONTH_YEAR: Final = re.compile(
    rf"(?<![0-9])(?:t?hang[\s.,:]*)?([0-9]{{1,2}})(?:{_SEP}|[\s.,:]*nam[\s.,:]*)([0-9]{{4}})(?![0-9])"
)
_YEAR: Final = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")
_SHORT_YEAR: Final = re.compile(
    rf"(?<![0-9])[0-9]{{1,2}}{_SEP}[0-9]{{1,2}}{_SEP}[0-9]{{2}}(?![0-9])"
)
_LETTER_DIGITS: Final = re.compile(
    rf"(?<![^\W\d_])(?=[{DIGIT_LIKE}]*[0-9])[{DIGIT_LIKE}]{{2,4}}(?![^\W\d_])|(?<=[0-9])[{DIGIT_LIKE}](?=[0-9])"
)
_LONE_DAY: Final = re.compile(
    rf"(?<![^\W_])[OoIlSsZzB](?={_SEP}[0-9]{{1,2}}{_SEP}[0-9]{{4}}(?![0-9]))"
)
_SPLIT_YEAR: Final = re.compile(r"(?<![0-9])([12])\s?[.,]\s?([0-9]{3})(?![0-9])")
_DOUBLE_MARK: Final = re.compile(
    r"(?<=[0-9])\s*(?:([/\-])\s?[.,]|[.,]\s?([/\-])|[.,]\s?[.,])\s*(?=[0-9])"
)
"""A mark and a dot of the leader under it."""
_APART: Final = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_EMPTY_PLACE: Final = re.compile(r"[\s.…_]*/")
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of writing: the pattern, how to read its groups, how sure that is."""

    pattern: re.Pattern[str]
    make: Callable[..., PartialDate | None]
    certainty: float = 1.0
    note: str = ""


def _year_first(year: str, month: str, day: str | None) -> PartialDate | None:
    return calendar_date(int(year), int(month), int(day) if day else None)


def _day_first(day: str, month: str, year: str) -> PartialDate | None:
    return calendar_date(int(year), int(month), int(day))


def _month_first(month: str, year: str) -> PartialDate | None:
    return calendar_date(int(year), int(month))


def _year_only(year: str) -> PartialDate | None:
    return calendar_date(int(year))


_NO_MARKS: Final = "thiếu dấu phân cách ngày, tháng / day and month not parted"
_STRAY: Final = "có chữ số thừa bên cạnh / other digits stand beside it"

_FULL: Final = (
    _Way(_ISO, _year_first),
    _Way(_NUMERIC, _day_first),
    _Way(_SPELLED, _day_first),
)
_WEAKER: Final = (
    _Way(_SPACED, _day_first, 0.8, _NO_MARKS),
    _Way(_GLUED, _day_first, 0.75, _NO_MARKS),
    _Way(_MONTH_YEAR, _month_first),
    _Way(_YEAR, _year_only),
)


def parse_date(text: str) -> Outcome:
    """The one date in `text` as ISO; anything else is unreadable, with the reason.

    Day before month. Two-digit years are refused: 05/12/24 is 1924 or 2024, and a reviewer cannot
    see a guess.
    """
    plain = clean(text)
    if len(plain) > LONGEST:
        return TOO_LONG
    whole_day = _LONE_DAY.sub(_mend_day, plain)
    if whole_day != plain:
        outcome = parse_date(whole_day)
        return _lowered(outcome, 0.9, note_of(1)) if isinstance(outcome, Parsed) else outcome
    for attempt, certainty, note in _repairs(plain):
        outcome = _parse_plain(fold(attempt))
        if isinstance(outcome, Parsed):
            return _lowered(outcome, certainty, note)
        if outcome.reason:
            return outcome
    if not _DIGITS.search(plain):
        return Unreadable("không có chữ số / no digits")
    return Unreadable("không phải ngày, tháng, năm đầy đủ / not a complete date")


def _mend_day(found: re.Match[str]) -> str:
    return mend_digits(found.group())[0]


def _repairs(text: str) -> Iterator[tuple[str, float, str]]:
    """`text` as it is, then bent a little more at each step: (text, certainty, note)."""
    yield text, 1.0, ""
    mended, mends = text, 0
    for found in reversed(list(_LETTER_DIGITS.finditer(text))):
        digits, count = mend_digits(found.group())
        mended, mends = mended[: found.start()] + digits + mended[found.end() :], mends + count
    if mends:
        yield mended, certainty_of(mends), note_of(mends)
    whole_year = _SPLIT_YEAR.sub(r"\1\2", mended)
    if whole_year != mended:
        mended, mends = whole_year, mends + 1
        yield mended, certainty_of(mends), "bỏ dấu chấm trong năm / a point inside the year removed"
    single = _DOUBLE_MARK.sub(lambda m: m[1] or m[2] or ".", mended)
    if single != mended:
        mended, mends = single, mends + 1
        yield mended, certainty_of(mends), "bỏ dấu chấm lạc / a stray point removed"
    joined = _APART.sub("", mended)
    if joined != mended:
        note = "bỏ khoảng trắng giữa các chữ số / spaces between digits removed"
        yield joined, min(0.85, certainty_of(mends)), note


def _parse_plain(text: str) -> Outcome:
    """Read folded `text` strictly; `Unreadable('')` when no way of writing fits."""
    found = _read_full(text)
    if not found:
        if _SHORT_YEAR.search(text):
            return Unreadable("năm chỉ có hai chữ số / the year has only two digits")
        found = next(filter(None, (_read_whole(way, text) for way in _WEAKER)), [])
    values = {value for value, _, _ in found}
    if len(values) > 1:
        return Unreadable(f"có {len(values)} ngày khác nhau / {len(values)} different dates")
    if not found:
        return Unreadable("")
    value, certainty, note = found[0]
    if value is None:
        return Unreadable("ngày không có trong lịch / no such day in the calendar")
    return _doubt_frame(Parsed(value.iso(), certainty, note), value, text)


_Found = tuple[PartialDate | None, float, str]


def _read_full(text: str) -> list[_Found]:
    """Every complete date in `text`, a little doubted where other digits stand beside it."""
    dates = [way.make(*m.groups()) for way in _FULL for m in way.pattern.finditer(text)]
    rest = text
    for way in _FULL:
        rest = way.pattern.sub(" ", rest)
    stray = bool(_DIGITS.search(rest))
    return [(value, 0.85 if stray else 1.0, _STRAY if stray else "") for value in dates]


def _read_whole(way: _Way, text: str) -> list[_Found]:
    """The date in `text` written that way, where it has all the digits for itself."""
    found = list(way.pattern.finditer(text))
    if len(found) != 1 or _DIGITS.search(way.pattern.sub(" ", text)):
        return []
    return [(way.make(*found[0].groups()), way.certainty, way.note)]


def _doubt_frame(parsed: Parsed, value: PartialDate, text: str) -> Parsed:
    """Less sure where the form asks for more than was found: 'ngày … tháng …', '…/05/1987'.

    A year alone is often all that a person knows; a recogniser that missed two digits looks alike.
    """
    asked_day, asked_month = "ngay" in text, "thang" in text
    lost_day = value.day is None and (asked_day or bool(_EMPTY_PLACE.match(text)))
    if lost_day or (value.month is None and asked_month):
        note = "chỗ ghi ngày hoặc tháng trống / the place for day or month is empty"
        return _lowered(parsed, 0.7, note)
    return parsed


def _lowered(parsed: Parsed, certainty: float, note: str) -> Parsed:
    notes = "; ".join(filter(None, (note, parsed.note)))
    return Parsed(parsed.value, round(parsed.certainty * certainty, 3), notes)


class DateKind:
    """`date`: ISO, with `1987` or `1987-05` where the paper says no more."""

    name: ClassVar[str] = "date"

    def parse(self, text: str) -> Outcome:
        return parse_date(text)

    def check(self, value: str) -> tuple[Check, ...]:
        day = PartialDate.from_iso(value)
        ok = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
        detail = "" if ok else f"năm ngoài {FIRST_YEAR}-{LAST_YEAR} / year out of range"
        return (Check(rule="date_range", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_dates(submitted, read)


def compare_dates(submitted: str, read: str) -> Comparison:
    """Compare two dates in any writing: the same day, one less complete, one part off, or not."""
    if clean(submitted) == clean(read):
        return Comparison(Verdict.SAME, "")
    sides = [_as_date(submitted), _as_date(read)]
    if None in sides:
        return Comparison(Verdict.DIFFERENT, "một bên không phải ngày / one side is not a date")
    first, second = (side for side in sides if side is not None)
    if first == second:
        return Comparison(
            Verdict.EQUIVALENT, "cùng ngày, khác cách ghi / same day, written otherwise"
        )
    if first.agrees_with(second):
        detail = "một bên ghi thiếu ngày hoặc tháng / one side gives only part of the date"
        return Comparison(Verdict.CLOSE, detail)
    return _compare_parts(first, second)


def _as_date(text: str) -> PartialDate | None:
    outcome = parse_date(text)
    return PartialDate.from_iso(outcome.value) if isinstance(outcome, Parsed) else None


def _compare_parts(first: PartialDate, second: PartialDate) -> Comparison:
    names = (("year", "năm", "year"), ("month", "tháng", "month"), ("day", "ngày", "day"))
    off = [(vi, en) for part, vi, en in names if getattr(first, part) != getattr(second, part)]
    detail = f"khác {', '.join(vi for vi, _ in off)} / {', '.join(en for _, en in off)} differs"
    if (first.month, first.day) == (second.day, second.month) and first.year == second.year:
        return Comparison(Verdict.CLOSE, "ngày và tháng đổi chỗ / day and month swapped")
    a, b = first.iso(), second.iso()
    one_digit = len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    if one_digit:
        return Comparison(Verdict.CLOSE, f"lệch một chữ số: {detail}, one digit")
    return Comparison(Verdict.DIFFERENT, detail)
