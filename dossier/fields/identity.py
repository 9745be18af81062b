"""`id_number`: the 12-digit personal number, the 9-digit CMND, or a passport number.

Personal numbers are `PPPGYYNNNNNN`: PPP the province or country of birth registration, G century
and sex, YY the year of birth. There is no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from dossier.fields.confusion import why_digits
from dossier.fields.digits import mend_runs
from dossier.fields.kind import Comparison
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.fields.sex import FEMALE, MALE
from dossier.places import ID_PROVINCES
from dossier.record import Check, Verdict
from dossier.text import clean, fold

_SOLID: Final = re.compile(r"(?<![0-9])([0-9]{12}|[0-9]{9})(?![0-9])")
_PARTED: Final = re.compile(r"(?<![0-9])[0-9](?:[\s.\-–|_·,]*[0-9])*(?![0-9])")
_PASSPORT: Final = re.compile(r"(?<![^\W_])([A-Z])\s?([0-9]{7,8})(?![0-9])")
_LENGTHS: Final = (12, 9)
_LAST_PROVINCE: Final = 100
"""Codes above it are countries', of people registered abroad."""
_SELDOM: Final = 0.6


@dataclass(frozen=True, slots=True)
class IdStructure:
    """What a 12-digit personal number says of its holder."""

    province: str
    """Three digits."""
    sex: str
    birth_year: int


def read_structure(number: str) -> IdStructure | None:
    """Take a 12-digit number apart; None for every other."""
    if not re.fullmatch(r"[0-9]{12}", number):
        return None
    century_sex = int(number[3])
    year = (19 + century_sex // 2) * 100 + int(number[4:6])
    return IdStructure(number[:3], FEMALE if century_sex % 2 else MALE, year)


class IdNumberKind:
    name: ClassVar[str] = "id_number"

    def parse(self, text: str) -> Outcome:
        """Digits only; letters mended where digits must stand. Two numbers are unreadable."""
        plain = clean(text)
        if len(plain) > LONGEST:
            return TOO_LONG
        for attempt, certainty, note in ((plain, 1.0, ""), *mend_runs(plain)):
            numbers = _numbers_in(attempt)
            if len(numbers) > 1:
                return Unreadable("có hơn một số / more than one number")
            if numbers:
                return _judged(Parsed(numbers[0], certainty, note))
        passport = _PASSPORT.search(plain)
        if passport and _surely_passport(plain, passport):
            return Parsed("".join(passport.groups()), 0.95, "số hộ chiếu / a passport number")
        count = sum(ch.isdigit() for ch in plain)
        return Unreadable(f"đọc được {count} chữ số, cần 12 hoặc 9 / {count} digits, not 12 or 9")

    def check(self, value: str) -> tuple[Check, ...]:
        return check_structure(value)

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_id_numbers(submitted, read)


def _numbers_in(text: str) -> list[str]:
    solid = list(dict.fromkeys(_SOLID.findall(text)))
    full = [number for number in solid if len(number) == 12]
    if full:
        return full
    runs = [re.sub(r"[^0-9]", "", run) for run in _PARTED.findall(text)]
    for length in _LENGTHS:
        if fitting := list(dict.fromkeys(run for run in runs if len(run) == length)):
            return fitting
    return solid


def _judged(found: Parsed) -> Parsed:
    """`found`, less certain where it may be a misread personal number: nine digits of one cut short
    (CMND are out of force since 2025, Law 26/2023/QH15 Art. 46), or the code of a country."""
    if len(found.value) == 12 and int(found.value[:3]) <= _LAST_PROVINCE:
        return found
    sort = "9 số / nine digits" if len(found.value) != 12 else "mã nước / a country's code"
    note = "; ".join(filter(None, (found.note, sort)))
    return Parsed(found.value, min(found.certainty, _SELDOM), note)


def _surely_passport(text: str, found: re.Match[str]) -> bool:
    named = any(word in fold(text) for word in ("ho chieu", "passport"))
    return named or len(found[2]) == 7 or found[1] not in "OISBZQDG"


def check_structure(value: str) -> tuple[Check, ...]:
    """Length, province of registration, plausible year (Circular 59/2021/TT-BCA, annex codes)."""
    known = len(value) in _LENGTHS and value.isdigit()
    detail = "" if known else "không phải 12 hoặc 9 chữ số / not 12 or 9 digits"
    checks = [Check(rule="id_length", ok=known, detail=detail)]
    structure = read_structure(value)
    if structure:
        listed = structure.province in ID_PROVINCES or int(structure.province) > _LAST_PROVINCE
        detail = "" if listed else "ba số đầu không phải mã tỉnh / unknown province code"
        checks.append(Check(rule="id_province", ok=listed, detail=detail, severity="warning"))
        plausible = 1900 <= structure.birth_year <= 2099
        detail = "" if plausible else "số thứ tư không hợp lệ / the fourth digit cannot be"
        checks.append(Check(rule="id_century", ok=plausible, detail=detail))
    return tuple(checks)


def compare_id_numbers(submitted: str, read: str) -> Comparison:
    """Compare two numbers of persons: they are the same, or they are two persons'.

    One digit off is as different as all twelve; the detail says which digits, and whether readers
    confuse them. A personal number and a CMND cannot be compared at all.
    """
    found = compare_digits(submitted, read)
    first, second = _bare(submitted), _bare(read)
    if {len(first), len(second)} == set(_LENGTHS):
        detail = "số định danh và CMND là hai loại số / a personal number and a CMND number"
        return Comparison(Verdict.DIFFERENT, detail)
    if found.verdict in (Verdict.SAME, Verdict.EQUIVALENT):
        return found
    reason = why_digits(first, second) if len(first) == len(second) else ""
    return Comparison(Verdict.DIFFERENT, "; ".join(filter(None, (found.detail, reason))))


def compare_digits(submitted: str, read: str) -> Comparison:
    """Compare two numbers by their digits, naming the places that differ."""
    if clean(submitted) == clean(read):
        return Comparison(Verdict.SAME, "")
    first, second = _bare(submitted), _bare(read)
    if first == second and first:
        return Comparison(Verdict.EQUIVALENT, "khác cách viết / written otherwise")
    if len(first) == len(second):
        places = [at for at, (a, b) in enumerate(zip(first, second, strict=True), 1) if a != b]
        listed = ", ".join(map(str, places))
        verdict = Verdict.CLOSE if len(places) == 1 or _swapped(first, second) else None
        detail = f"khác chữ số thứ {listed} / digit {listed} differs"
        return Comparison(verdict or Verdict.DIFFERENT, detail)
    detail = f"{len(first)} và {len(second)} chữ số / {len(first)} and {len(second)} digits"
    short, long = sorted((first, second), key=len)
    one_lost = (
        len(long) - len(short) == 1
        and len(long) <= LONGEST
        and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    )
    return Comparison(Verdict.CLOSE if one_lost else Verdict.DIFFERENT, detail)


def _bare(text: str) -> str:
    """Letters and digits of `text` alone."""
    return re.sub(r"[\W_]", "", clean(text)).upper()


def _swapped(first: str, second: str) -> bool:
    """Whether the two differ only by two neighbours changing places."""
    return len(first) <= LONGEST and any(
        first[:at] + first[at + 1] + first[at] + first[at + 2 :] == second
        for at in range(len(first) - 1)
    )
