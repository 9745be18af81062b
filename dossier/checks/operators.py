"""Rules of any form: order, pattern, presence, sameness. A new rule of these kinds is only TOML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Final

from dossier.checks.rule import Facts, Finding, Param, ParamKind, Rule
from dossier.fields.ladder import compare_texts
from dossier.fields.partial_date import PartialDate
from dossier.record import FieldState, Verdict
from dossier.text import fold

_FIELD: Final = Param()
_OPTIONAL: Final = Param(required=False)
_FIELDS: Final = Param(ParamKind.FIELDS)
_WORD: Final = Param(ParamKind.WORD)
_OPTIONAL_WORD: Final = Param(ParamKind.WORD, required=False)
_OPTIONAL_NUMBER: Final = Param(ParamKind.NUMBER, required=False)

_SIGNS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt,
}  # fmt: skip
_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)
_WORDS_APART: Final = re.compile(r"\s*;\s*")


def compare_numbers(facts: Facts) -> Finding | None:
    """The number `left` stands in the order `sign` to `right`, a field, or to `value`, a number."""
    left, right = number_in(facts.value("left")), number_in(facts.value("right"))
    right = number_in(facts.words.get("value")) if right is None else right
    if left is None or right is None:
        return None
    ok = _SIGNS[facts.words["sign"]](left, right)
    return Finding(ok, "" if ok else "số ngoài giới hạn / the number is out of its bounds")


def sum_equals(facts: Facts) -> Finding | None:
    """`parts` make up `total`."""
    total = number_in(facts.value("total"))
    parts = [number_in(value) for value in facts.values("parts").values()]
    if total is None or not parts or None in parts:
        return None
    ok = sum(part for part in parts if part is not None) == total
    return Finding(ok, "" if ok else "các phần cộng lại khác tổng / the parts do not make the sum")


def within(facts: Facts) -> Finding | None:
    """`later` is no more than so many `days` or `months` after `earlier`.

    Says nothing where one of the two is not a whole day.
    """
    earlier, later = _day(facts.value("earlier")), _day(facts.value("later"))
    if earlier is None or later is None:
        return None
    if "months" in facts.words:
        last = add_months(earlier, int(facts.words["months"]))
        span = f"{facts.words['months']} tháng / months"
    else:
        last = earlier + timedelta(days=int(facts.words["days"]))
        span = f"{facts.words['days']} ngày / days"
    ok = later <= last
    return Finding(ok, "" if ok else f"quá thời hạn {span} / beyond the term")


def matches(facts: Facts) -> Finding | None:
    """The value of `field` has the form of `pattern` from end to end; letters of any case."""
    value = facts.value("field")
    if value is None:
        return None
    ok = bool(re.fullmatch(facts.words["pattern"], value, re.IGNORECASE))
    return Finding(ok, "" if ok else "không đúng dạng quy định / not of the form required")


def says(facts: Facts) -> Finding | None:
    """`field` contains one of `words` (parted by ;), marks and case aside."""
    value = facts.value("field")
    if value is None:
        return None
    ok = _contains(value, facts.words["words"])
    return Finding(ok, "" if ok else "thiếu nội dung phải ghi / what must be written is not there")


def says_not(facts: Facts) -> Finding | None:
    """`field` contains none of `words`: what belongs elsewhere ("Đã chết" as a residence)."""
    value = facts.value("field")
    if value is None:
        return None
    ok = not _contains(value, facts.words["words"])
    return Finding(ok, "" if ok else "nội dung không thuộc mục này / belongs to another field")


def present(facts: Facts) -> Finding | None:
    """`field` is filled; only where `when` is filled, or says `is`, if the rule names these."""
    if "when" in facts.keys and not _holds(facts):
        return None
    reading = facts.reading("field")
    if reading is None or reading.state in (FieldState.NOT_FOUND, FieldState.UNREADABLE):
        return None
    ok = reading.state is FieldState.READ and reading.value not in (None, "", [], "no")
    detail = "" if ok else "mục này phải có / this must be there"
    return Finding(ok, detail, facts.keys["field"])


def absent(facts: Facts) -> Finding | None:
    """`field` is left empty; only where `when` is filled, or says `is`."""
    reading = facts.reading("field")
    if reading is None or ("when" in facts.keys and not _holds(facts)):
        return None
    ok = reading.state is not FieldState.READ
    return Finding(ok, "" if ok else "mục này phải để trống / this must be left empty")


def all_or_none(facts: Facts) -> Finding | None:
    """Of `fields` that belong together all are filled or none is."""
    blank, filled = facts.blank_keys("fields"), tuple(facts.values("fields"))
    if not blank or not filled:
        return Finding(True) if filled else None
    detail = "ghi thiếu mục đi kèm / fields that belong together are not all filled"
    return Finding(False, detail, (*filled, *blank))


def among(facts: Facts) -> Finding | None:
    """`value` is that of one of `fields`; silent while one of these is blank or was not read.

    A blank is no other value: who gives an ID number need not write the people they belong to.
    """
    value, others = facts.value("value"), facts.values("fields")
    if value is None or not others:
        return None
    ok = any(compare_texts(value, other).verdict in _AGREES for other in others.values())
    if not ok and len(others) < len(facts.keys["fields"]):
        return None
    detail = "" if ok else "khác với mọi mục đối chiếu / none of the fields it must come from"
    return Finding(ok, detail)


def distinct(facts: Facts) -> Finding | None:
    """No two of `fields` say the same: two people have two ID numbers."""
    values = facts.values("fields")
    if len(values) < 2:
        return None
    seen: dict[str, str] = {}
    twice = [(seen[fold(v)], k) for k, v in values.items() if seen.setdefault(fold(v), k) != k]
    if not twice:
        return Finding(True)
    keys = tuple(dict.fromkeys(key for pair in twice for key in pair))
    return Finding(False, "hai mục không thể giống nhau / two fields cannot say the same", keys)


def date_known(facts: Facts) -> Finding | None:
    """`date` is a whole day, not only a month or a year."""
    value = facts.value("date")
    born = PartialDate.from_iso((value or "")[:10])
    if born is None:
        return None
    ok = born.day is not None
    return Finding(ok, "" if ok else "phải ghi đủ ngày, tháng, năm / the whole date is needed")


def number_in(text: str | None) -> Decimal | None:
    """The number that a value or a word of a rule is; None for none."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month (Civil Code 2015, article 147)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _contains(value: str, words: str) -> bool:
    text = fold(value)
    return any(fold(word) in text for word in _WORDS_APART.split(words) if word)


def _holds(facts: Facts) -> bool:
    value = facts.value("when")
    wanted = facts.words.get("is")
    if value is None:
        return False
    return wanted is None or fold(value) in [fold(w) for w in _WORDS_APART.split(wanted)]


OPERATORS: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "compare_numbers": Rule(
            {
                "left": _FIELD,
                "sign": Param(ParamKind.WORD, among=tuple(_SIGNS)),
                "right": _OPTIONAL,
                "value": _OPTIONAL_NUMBER,
            },
            compare_numbers,
            one_of=("right", "value"),
        ),
        "sum_equals": Rule({"total": _FIELD, "parts": _FIELDS}, sum_equals),
        "within": Rule(
            {
                "earlier": _FIELD,
                "later": _FIELD,
                "days": _OPTIONAL_NUMBER,
                "months": _OPTIONAL_NUMBER,
            },
            within,
            one_of=("days", "months"),
        ),
        "matches": Rule({"field": _FIELD, "pattern": Param(ParamKind.PATTERN)}, matches),
        "says": Rule({"field": _FIELD, "words": _WORD}, says),
        "says_not": Rule({"field": _FIELD, "words": _WORD}, says_not),
        "present": Rule({"field": _FIELD, "when": _OPTIONAL, "is": _OPTIONAL_WORD}, present),
        "absent": Rule({"field": _FIELD, "when": _OPTIONAL, "is": _OPTIONAL_WORD}, absent),
        "all_or_none": Rule({"fields": _FIELDS}, all_or_none),
        "among": Rule({"value": _FIELD, "fields": _FIELDS}, among),
        "distinct": Rule({"fields": _FIELDS}, distinct),
        "date_known": Rule({"date": _FIELD}, date_known),
    }
)
