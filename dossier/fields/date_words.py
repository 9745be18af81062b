"""Dates in words: 'Mùng chín tháng mười một năm một nghìn chín trăm bảy mươi ba'."""

from __future__ import annotations

from typing import ClassVar, Final

from dossier.fields.dates import DateKind, compare_dates, parse_date
from dossier.fields.kind import Comparison
from dossier.fields.number_words import GAPS, HUNDRED, SCALES, TEN, UNITS, value_of, words_of
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.fields.partial_date import PartialDate
from dossier.record import Check, Verdict
from dossier.text import clean, fold

_DAY_HEADS: Final = frozenset({"ngay", "mung", "mong"})
_MONTH_NAMES: Final = {"gieng": 1, "chap": 12}
_VOCABULARY: Final = (
    *UNITS, TEN, HUNDRED, *GAPS, *SCALES, *_DAY_HEADS, *_MONTH_NAMES, "thang",
)  # fmt: skip
_INCOMPLETE: Final = Unreadable("ngày bằng chữ không đọc được đủ / date in words not fully read")


def parse_words(text: str) -> Outcome:
    """The date that `text` spells, as ISO (`1987-05-02`, `1987-05` or `1987`).

    Unreadable unless every word is accounted for: half a date in words proves nothing.
    """
    if len(text) > LONGEST:
        return TOO_LONG
    words = words_of(text, _VOCABULARY)
    days = {day for day in map(_as_date, _splits(words)) if day}
    if len(days) != 1:
        return _INCOMPLETE
    plain = set(fold(text).replace(",", " ").replace(".", " ").split())
    bent = not plain <= set(words)
    note = "sửa lỗi hoặc tách từ / words mended or taken apart" if bent else ""
    return Parsed(days.pop().iso(), 0.85 if bent else 1.0, note)


_Split = tuple[list[str], list[str], list[str]]


def _splits(words: list[str]) -> list[_Split]:
    """Every way to part `words` into (day, month, year): 'năm' is both 'year' and 'five'."""
    head = words.index("thang") if "thang" in words else None
    day = [word for word in words[: head or 0] if word not in _DAY_HEADS]
    rest = words if head is None else words[head + 1 :]
    marks = [i for i, word in enumerate(rest) if word == "nam"]
    if head is None:
        return [([], [], rest[i + 1 :]) for i in marks if i == 0]
    return [(day, rest[:i], rest[i + 1 :]) for i in marks]


def _as_date(split: _Split) -> PartialDate | None:
    day_words, month_words, year_words = split
    year = value_of(year_words)
    if year is None or year < 1800:
        return None
    parts = [f"{year:04}"]
    if month_words or day_words:
        month = _MONTH_NAMES.get(" ".join(month_words)) or value_of(month_words)
        parts.append(f"{month or 0:02}")
    if day_words:
        parts.append(f"{value_of(day_words) or 0:02}")
    return PartialDate.from_iso("-".join(parts))


class DateWordsKind:
    """`date_words`: the ISO date that the words spell."""

    name: ClassVar[str] = "date_words"

    def parse(self, text: str) -> Outcome:
        return parse_words(clean(text))

    def check(self, value: str) -> tuple[Check, ...]:
        return DateKind().check(value)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted) == clean(read):
            return Comparison(Verdict.SAME, "")
        spelled = parse_words(clean(submitted))
        if isinstance(spelled, Unreadable):
            spelled = parse_date(submitted)
        first = spelled.value if isinstance(spelled, Parsed) else submitted
        return compare_dates(first, read)
