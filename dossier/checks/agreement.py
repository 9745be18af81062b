"""Rules about values that must agree: dates and words, order in time, copies, the same person."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from dossier.checks.rule import Facts, Finding
from dossier.fields.date_words import parse_words
from dossier.fields.ladder import compare_texts
from dossier.fields.number_words import number_of
from dossier.fields.outcome import Parsed
from dossier.fields.partial_date import PartialDate
from dossier.record import Verdict
from dossier.text import fold


def date_matches_words(facts: Facts) -> Finding | None:
    """The date in figures is the date in words; where they part, the words usually prevail."""
    figures, words = _date(facts, "date"), _date(facts, "words")
    if figures is None or words is None:
        return None
    ok = figures.agrees_with(words)
    detail = "ngày bằng số khác ngày bằng chữ / the date in figures is not the one in words"
    return Finding(ok, "" if ok else detail)


def date_not_after(facts: Facts) -> Finding | None:
    """`earlier` is on or before `later`, as far as both say."""
    earlier, later = _date(facts, "earlier"), _date(facts, "later")
    if earlier is None or later is None:
        return None
    ok = earlier.iso()[: len(later.iso())] <= later.iso()[: len(earlier.iso())]
    detail = "thứ tự hai ngày không hợp lý / the two dates are in the wrong order"
    return Finding(ok, "" if ok else detail)


def copies_agree(facts: Facts) -> Finding | None:
    """Copies are asked for exactly where a number of copies is written.

    A number without a tick counts as a request; a tick for 'no' beside a number does not.
    """
    requested, count = facts.value("requested"), _number(facts, "count")
    if requested is None or (count is None and not facts.is_blank("count")):
        return None
    ok = (requested == "yes") == bool(count)
    detail = "đánh dấu bản sao và số lượng không khớp / the tick and the number of copies disagree"
    return Finding(ok, "" if ok else detail)


def number_matches_words(facts: Facts) -> Finding | None:
    """The sum in figures is the sum in words."""
    figures, words = _number(facts, "number"), facts.value("words")
    spelled = None if words is None else number_of(words)
    if figures is None or spelled is None:
        return None
    ok = figures == spelled
    detail = "số bằng số khác số bằng chữ / the number in figures is not the one in words"
    return Finding(ok, "" if ok else detail)


def same_value(facts: Facts) -> Finding | None:
    """`first` and `second` say the same; only where `when` says `is`, if the form names these."""
    first, second = facts.value("first"), facts.value("second")
    if first is None or second is None:
        return None
    if "when" in facts.keys and fold(facts.value("when") or "") != fold(facts.words["is"]):
        return None
    ok = compare_texts(first, second).verdict in (Verdict.SAME, Verdict.EQUIVALENT)
    detail = "hai mục phải giống nhau / the two fields must say the same"
    return Finding(ok, "" if ok else detail)


def _date(facts: Facts, param: str) -> PartialDate | None:
    value = facts.value(param) or ""
    spelled = parse_words(value)
    # `died_at` may carry a time behind its date.
    return PartialDate.from_iso(spelled.value if isinstance(spelled, Parsed) else value[:10])


def _number(facts: Facts, param: str) -> Decimal | None:
    try:
        return Decimal(facts.value(param) or "")
    except InvalidOperation:
        return None
