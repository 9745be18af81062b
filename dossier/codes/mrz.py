"""The machine-readable zone of Vietnamese identity cards: TD1, three lines of thirty characters.

    IDVNM1990000014001199000001<<5      document, last nine digits of the number, check digit,
    9901155F3901153VNM<<<<<<<<<<<8      the whole number, filler, check digit; birth, sex, expiry
    TRAN<<THI<MAU<<<<<<<<<<<<<<<<<      with check digits, country, composite; name without tones

The number stands in it twice under two check digits and the composite one: no other place on paper
proves it as well. Layout and check digits: ICAO Doc 9303, parts 3 (4.9) and 5 (4.2).
"""

from __future__ import annotations

import re
from typing import Final

from dossier.codes.facts import UNLIMITED, CitizenFacts, calendar_day
from dossier.fields.identity import read_structure
from dossier.fields.nationality import VIETNAM
from dossier.fields.sex import FEMALE, MALE

LINE_LENGTH: Final = 30
FILLER: Final = "<"
_WEIGHTS: Final = (7, 3, 1)
_FIRST: Final = re.compile(r"IDVNM([0-9]{9})([0-9])([0-9]{12})<<([0-9])")
_SECOND: Final = re.compile(r"([0-9]{6})([0-9])([MF<])([0-9]{6})([0-9])VNM<{11}([0-9])")
_THIRD: Final = re.compile(r"[A-Z]+(?:<[A-Z]+)*(?:<<[A-Z]+(?:<[A-Z]+)*)?<*")
_NEVER: Final = "991231"
"""Expiry of a card without one (cards issued to people near sixty and older)."""
_SEXES: Final = {"M": MALE, "F": FEMALE}


def check_digit(characters: str) -> str:
    """The check digit of `characters` (A-Z, 0-9 and `<`): weights 7, 3, 1, modulo 10.

    Raises ValueError for any other character.
    """
    total = sum(
        _value_of(char) * _WEIGHTS[at % len(_WEIGHTS)] for at, char in enumerate(characters)
    )
    return str(total % 10)


def _value_of(char: str) -> int:
    if char == FILLER:
        return 0
    if char.isascii() and (char.isdigit() or char.isupper()):
        return int(char, 36)
    raise ValueError(f"not a character of a machine-readable zone: {char!r}")


def parse_mrz(first: str, second: str, third: str) -> CitizenFacts | None:
    """The facts in three lines; None unless all check digits and both numbers agree.

    A name is taken over where its line is well-formed; no check digit covers it.
    """
    number, dates = _FIRST.fullmatch(first), _SECOND.fullmatch(second)
    if number is None or dates is None:
        return None
    born, sex, expires = dates[1], dates[3], dates[4]
    proofs = (
        (number[1], number[2]),
        (f"{number[3]}<<", number[4]),
        (born, dates[2]),
        (expires, dates[5]),
        (first[5:] + second[:7] + second[8:15] + second[18:29], dates[6]),
    )
    if any(check_digit(text) != digit for text, digit in proofs) or number[3][3:] != number[1]:
        return None
    structure = read_structure(number[3])
    if structure is None or f"{structure.birth_year:04d}"[2:] != born[:2]:
        return None
    name = name_of(third)
    return CitizenFacts(
        id_number=number[3],
        plain_name=name,
        dob=calendar_day(str(structure.birth_year), born[2:4], born[4:6]),
        sex=_SEXES.get(sex),
        nationality=VIETNAM,
        expires_on=_expiry(expires),
        mrz="\n".join((first, second, third)) if name else None,
    )


def name_of(line: str) -> str | None:
    """The name in a third line, surname first: "TRAN THI MAU"; None when it is malformed."""
    if len(line) != LINE_LENGTH or not _THIRD.fullmatch(line):
        return None
    return " ".join(line.replace(FILLER, " ").split())


def _expiry(text: str) -> str | None:
    if text == _NEVER:
        return UNLIMITED
    return calendar_day(f"20{text[:2]}", text[2:4], text[4:6])
