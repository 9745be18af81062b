"""`phone`: ten digits from 0 (eleven for landlines), +84 written as 0."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.digits import mend_runs
from dossier.fields.identity import compare_digits
from dossier.fields.kind import Comparison
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean

_RUN: Final = re.compile(
    r"(?<![0-9])(?:\(?\+\s*84\)?[\s.\-]*|\(?)[0-9](?:[\s.\-–()·]{0,2}[0-9])*(?![0-9])"
)
_MOBILE: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
_LANDLINE: Final = re.compile(r"02[0-9]{8,9}")


class PhoneKind:
    name: ClassVar[str] = "phone"

    def parse(self, text: str) -> Outcome:
        plain = clean(text)
        if len(plain) > LONGEST:
            return TOO_LONG
        for attempt, certainty, note in ((plain, 1.0, ""), *mend_runs(plain)):
            numbers = {_national(run) for run in _RUN.findall(attempt)}
            fitting = [number for number in numbers if _plausible(number)]
            if len(fitting) > 1:
                return Unreadable("có hơn một số điện thoại / more than one number")
            if fitting:
                return Parsed(fitting[0], certainty, note)
        count = sum(ch.isdigit() for ch in plain)
        return Unreadable(f"đọc được {count} chữ số, cần 10 / {count} digits, not 10")

    def check(self, value: str) -> tuple[Check, ...]:
        ok = bool(_MOBILE.fullmatch(value) or _LANDLINE.fullmatch(value))
        detail = "" if ok else "đầu số không có trong quy hoạch / no such prefix"
        return (Check(rule="phone_prefix", ok=ok, detail=detail, severity="warning"),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted) == clean(read):
            return Comparison(Verdict.SAME, "")
        first, second = _national(clean(submitted)), _national(clean(read))
        if first == second and first:
            return Comparison(Verdict.EQUIVALENT, "khác cách viết / written otherwise")
        return compare_digits(first, second)


def _national(written: str) -> str:
    digits = re.sub(r"[^0-9]", "", written)
    if digits.startswith("84") and len(digits) in (11, 12):
        return "0" + digits[2:]
    return digits


def _plausible(number: str) -> bool:
    return number.startswith("0") and len(number) in (10, 11)
