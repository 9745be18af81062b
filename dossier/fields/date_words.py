"""Dates in words: 'Mùng chín tháng mười một năm một nghìn chín trăm bảy mươi ba'."""

from __future__ import annotations

import re
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
_WORD: Final = re.compile(r"[^\W\d_]+")
_SPELLINGS: Final = {
    "khong": ("không",), "mot": ("một", "mốt"), "hai": ("hai",), "ba": ("ba",), "bon": ("bốn",),
    "tu": ("tư",), "nam": ("năm",), "lam": ("lăm",), "nham": ("nhăm",), "sau": ("sáu",),
    "bay": ("bảy", "bẩy"), "tam": ("tám",), "chin": ("chín",), "muoi": ("mười", "mươi"),
    "tram": ("trăm",), "linh": ("linh",), "le": ("lẻ",), "nghin": ("nghìn",), "ngan": ("ngàn",),
    "ngay": ("ngày",), "mung": ("mùng",), "mong": ("mồng",), "thang": ("tháng",),
    "gieng": ("giêng",), "chap": ("chạp",),
}  # fmt: skip
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
    """`date_words`: a date spelled out, as words in the paper's order and rightly spelled."""

    name: ClassVar[str] = "date_words"

    def parse(self, text: str) -> Outcome:
        """The words of a date that is spelled in full; `parse_words` gives the date itself."""
        outcome = parse_words(clean(text))
        if not isinstance(outcome, Parsed):
            return outcome
        return Parsed(spell_out(clean(text)), outcome.certainty, outcome.note)

    def check(self, value: str) -> tuple[Check, ...]:
        outcome = parse_words(value)
        return DateKind().check(outcome.value) if isinstance(outcome, Parsed) else ()

    def compare(self, submitted: str, read: str) -> Comparison:
        """The same words, or words and figures of the same date."""
        first, second = _date_of(submitted), _date_of(read)
        if clean(submitted).casefold() == clean(read).casefold():
            return Comparison(Verdict.SAME, "")
        return compare_dates(first, second)


def spell_out(text: str) -> str:
    """The words of `text` with their right marks ("mưới" is "mười" or "mươi" by its place)."""
    written = _WORD.findall(text)
    words = words_of(text, _VOCABULARY)
    if len(written) != len(words):
        written = words
    spelled = [
        _spell(folded, word, words[:index])
        for index, (folded, word) in enumerate(zip(words, written, strict=True))
    ]
    line = " ".join(spelled)
    return line[:1].upper() + line[1:] if text[:1].isupper() else line


def _spell(folded: str, written: str, before: list[str]) -> str:
    spellings = _SPELLINGS.get(folded, (folded,))
    if written.casefold() in spellings or len(spellings) == 1:
        return written.casefold() if written.casefold() in spellings else spellings[0]
    # The second spelling is the one after a ten: hai mươi mốt, but ngày mười một.
    follows_number = bool(before) and before[-1] in (UNITS if folded == TEN else {TEN: 10})
    return spellings[1] if follows_number else spellings[0]


def _date_of(text: str) -> str:
    """The ISO date that words or figures say, else the text itself."""
    for parse in (parse_words, parse_date):
        outcome = parse(clean(text))
        if isinstance(outcome, Parsed):
            return outcome.value
    return clean(text)
