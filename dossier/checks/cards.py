"""Rules about identity cards and about names: issuer and day of issue, expiry, sex in a name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dossier.checks.rule import Facts, Finding, Param, Rule
from dossier.fields.partial_date import PartialDate
from dossier.fields.sex import FEMALE, MALE
from dossier.text import fold

_MILESTONES: Final = (14, 25, 40, 60)
"""Ages at which a card is renewed (Law on Identification 2023, article 21)."""
_ISSUERS: Final = (
    # (words that name the issuer, first day, last day of its cards)
    ("bo cong an", "2024-07-01", "9999"),
    ("quan ly hanh chinh ve trat tu xa hoi", "2018-10-10", "2024-06-30"),
    ("qlhc ve ttxh", "2018-10-10", "2024-06-30"),
    ("dkql cu tru", "2016-01-01", "2018-10-09"),
    ("dang ky quan ly cu tru", "2016-01-01", "2018-10-09"),
)
_MARKERS: Final = {"thi": FEMALE, "van": MALE}
"""Middle names that nearly always tell the sex."""
_FIELD: Final = Param()


def issuer_fits_date(facts: Facts) -> Finding | None:
    """The card's issuer was the one that issued cards on that day."""
    issuer, day = facts.value("issuer"), facts.value("issued_on")
    if issuer is None or day is None:
        return None
    named = next(((a, b) for words, a, b in _ISSUERS if words in fold(issuer)), None)
    if named is None:
        return None
    ok = named[0][: len(day)] <= day[:10] <= named[1]
    return Finding(ok, "" if ok else "cơ quan cấp khác thời kỳ / not the issuer of that time")


def expiry_fits_birth(facts: Facts) -> Finding | None:
    """A card ends on a birthday: the 14th, 25th, 40th or 60th."""
    born, ends = (PartialDate.from_iso(facts.value(p) or "") for p in ("born", "expires_on"))
    if born is None or ends is None or born.day is None or ends.day is None:
        return None
    leap = (born.month, born.day) == (2, 29) and (ends.month, ends.day) in ((2, 28), (3, 1))
    same_day = leap or (born.month, born.day) == (ends.month, ends.day)
    ok = same_day and ends.year - born.year in _MILESTONES
    return Finding(ok, "" if ok else "ngày hết hạn bất thường / an unusual day of expiry")


def name_fits_sex(facts: Facts) -> Finding | None:
    """A middle Thị marks a woman, Văn a man; exceptions occur."""
    name, sex = facts.value("name"), facts.value("sex")
    if name is None or sex is None:
        return None
    middle = [fold(word) for word in name.split()[1:-1]]
    said = {_MARKERS[word] for word in middle if word in _MARKERS}
    if len(said) != 1:
        return None
    ok = said == {sex}
    return Finding(ok, "" if ok else "chữ đệm và giới tính trái nhau / the middle name says else")


CARDS: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "issuer_fits_date": Rule({"issuer": _FIELD, "issued_on": _FIELD}, issuer_fits_date),
        "expiry_fits_birth": Rule({"born": _FIELD, "expires_on": _FIELD}, expiry_fits_birth),
        "name_fits_sex": Rule({"name": _FIELD, "sex": _FIELD}, name_fits_sex),
    }
)
