"""Rules about people: ID number against birth date and sex, families, ages, the ID or the block."""

from __future__ import annotations

from typing import Final

from dossier.checks.rule import Facts, Finding
from dossier.fields.identity import read_structure
from dossier.fields.partial_date import PartialDate
from dossier.record import FieldState
from dossier.text import canonical_tones

YOUNGEST_PARENT: Final = 14
OLDEST_PARENT: Final = 60
"""Years at the child's birth beyond which a clerk asks."""


def id_matches_birth_date(facts: Facts) -> Finding | None:
    """Digits 4-6 of a personal number are the century and year of birth."""
    structure, born = read_structure(facts.value("id_number") or ""), _date(facts, "date")
    if structure is None or born is None:
        return None
    ok = structure.birth_year == born.year
    detail = "năm sinh trong số định danh khác ngày sinh / the ID number gives another birth year"
    return Finding(ok, "" if ok else detail)


def id_matches_sex(facts: Facts) -> Finding | None:
    """The fourth digit of a personal number is even for men, odd for women."""
    return _sex_agrees(facts, facts.value("sex"))


def id_is_of_sex(facts: Facts) -> Finding | None:
    """The same where the form itself says the sex: the bride's column, the mother's line."""
    return _sex_agrees(facts, facts.words.get("is"))


def _sex_agrees(facts: Facts, sex: str | None) -> Finding | None:
    structure = read_structure(facts.value("id_number") or "")
    if structure is None or sex is None:
        return None
    ok = structure.sex == sex
    detail = "giới tính trong số định danh khác với giấy / the ID number gives the other sex"
    return Finding(ok, "" if ok else detail)


def surname_from_parents(facts: Facts) -> Finding | None:
    """A child bears its father's or its mother's surname (Civil Code 2015, article 26.2)."""
    child = facts.value("child")
    parents = {param: facts.value(param) for param in ("father", "mother")}
    read = [name for name in parents.values() if name]
    if child is None or not read:
        return None
    ok = _surname(child) in map(_surname, read)
    # The parent whose name could not be read may be the one who gave the surname.
    unsure = any(not name and not facts.is_blank(param) for param, name in parents.items())
    if not ok and unsure:
        return None
    detail = "họ của con khác họ cha và họ mẹ / the surname is neither parent's"
    return Finding(ok, "" if ok else detail)


def parent_age(facts: Facts) -> Finding | None:
    """The parent's age at the child's birth is one that occurs."""
    child, parent = _date(facts, "child"), _date(facts, "parent")
    if child is None or parent is None:
        return None
    age = years_between(parent, child)
    ok = YOUNGEST_PARENT <= age <= OLDEST_PARENT
    detail = "tuổi cha, mẹ khi sinh con bất thường / the parent's age at the birth is unusual"
    return Finding(ok, "" if ok else detail)


def age_at_least(facts: Facts) -> Finding | None:
    """On the day `on` the person born on `born` has lived `years` full years."""
    born, on, years = _date(facts, "born"), _date(facts, "on"), facts.words.get("years", "")
    if born is None or on is None or not years.isdecimal():
        return None
    ok = years_between(born, on) >= int(years)
    detail = f"chưa đủ {years} tuổi / not yet {years} years old"
    return Finding(ok, "" if ok else detail)


def id_or_block_complete(facts: Facts) -> Finding | None:
    """Who gives no personal ID number fills in residence, ethnicity and nationality.

    Footnote (2) of the civil status forms (Circular 04/2024/TT-BTP). An empty block beside an ID
    number is legal, and so is a person left out altogether (`person` blank).
    """
    number = facts.reading("id_number")
    if number is None or number.state is FieldState.NOT_FOUND or facts.is_blank("person"):
        return None
    missing = facts.blank_keys("block") if number.state is FieldState.BLANK else ()
    if not missing:
        return Finding(True, fields=facts.keys["id_number"])
    detail = "không có số định danh thì phải ghi mục này / needed where no ID number is given"
    return Finding(False, detail, (*facts.keys["id_number"], *missing))


def years_between(earlier: PartialDate, later: PartialDate) -> int:
    """Full years from one to the other; a part that is missing counts as passed."""
    years = later.year - earlier.year
    before = [part for part in (earlier.month, earlier.day) if part is not None]
    after = [part for part in (later.month, later.day) if part is not None]
    shared = min(len(before), len(after))
    return years - (after[:shared] < before[:shared])


def _date(facts: Facts, param: str) -> PartialDate | None:
    return PartialDate.from_iso((facts.value(param) or "")[:10])


def _surname(name: str) -> str:
    return canonical_tones(name).casefold().split()[0]
