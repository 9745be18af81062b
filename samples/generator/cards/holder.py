"""Whose card it is and what is written on it: generations, validity, the texts of its codes."""

from __future__ import annotations

import random
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dossier.codes.mrz import FILLER, LINE_LENGTH, check_digit
from samples.generator.chance import pick_weighted
from samples.generator.dates import random_day
from samples.generator.people import SEX_WORDS, Person, Sex, fold_to_ascii, make_name, make_person
from samples.generator.vocabulary import Vocabulary

Generation = Literal["barcode", "chip", "identity"]
"""`barcode` 2016-2020, `chip` 2021 to June 2024, `identity` from July 2024 (TT 16/2024/TT-BCA)."""
EDITIONS: dict[Generation, str] = {
    "barcode": "2016-01-01",
    "chip": "2021-01-01",
    "identity": "2024-07-01",
}
_PERIODS: dict[Generation, tuple[date, date]] = {
    "barcode": (date(2016, 1, 4), date(2020, 12, 25)),
    "chip": (date(2021, 3, 1), date(2024, 6, 28)),
    "identity": (date(2024, 7, 1), date(2025, 10, 30)),
}
_MILESTONES = (25, 40, 60)
"""Ages at which a card must be changed (Luật Căn cước 2023, article 21)."""
_PREFIXES = ("phường ", "xã ", "thị trấn ", "quận ", "huyện ", "thành phố ", "tỉnh ", "TP. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One card; `expires_on` is None on a card without expiry."""

    person: Person
    generation: Generation
    old_number: str
    """The CMND before this card; empty where there was none."""
    expires_on: date | None
    address: str
    origin: str
    family: tuple[str, str]
    """Father and mother, named in the code of the newest cards."""

    @property
    def expiry_text(self) -> str:
        return f"{self.expires_on:%d/%m/%Y}" if self.expires_on else "Không thời hạn"

    def qr_text(self) -> str:
        """Return the content of the card's QR code."""
        person = self.person
        parts = [
            person.id_number, self.old_number, person.name, f"{person.born:%d%m%Y}",
            SEX_WORDS[person.sex], self.address, f"{person.id_issued_on:%d%m%Y}",
        ]  # fmt: skip
        return "|".join([*parts, *self.family] if self.generation == "identity" else parts)

    def mrz_lines(self) -> tuple[str, str, str]:
        """Return the machine-readable zone (ICAO 9303, TD1)."""
        number = self.person.id_number
        first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}{FILLER * 2}"
        first += check_digit(first[15:29])
        born = f"{self.person.born:%y%m%d}"
        expires = f"{self.expires_on:%y%m%d}" if self.expires_on else "991231"
        sex = "M" if self.person.sex == "male" else "F"
        second = f"{born}{check_digit(born)}{sex}{expires}{check_digit(expires)}VNM{FILLER * 11}"
        second += check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
        surname, given = self.plain_name.split(" ", 1)
        third = f"{surname}{FILLER * 2}{given.replace(' ', FILLER)}"[:LINE_LENGTH]
        return first, second, third.ljust(LINE_LENGTH, FILLER)

    @property
    def plain_name(self) -> str:
        """The name in capitals without marks."""
        return " ".join(fold_to_ascii(word).upper() for word in self.person.name.split())


def make_holder(rng: random.Random, words: Vocabulary) -> Holder:
    """Return somebody of fourteen years or more and the card that he or she was given."""
    generations: list[tuple[Generation, float]] = [("barcode", 1), ("chip", 6), ("identity", 4)]
    kind = pick_weighted(rng, generations)
    sexes: tuple[Sex, ...] = ("male", "female")
    sex = rng.choice(sexes)
    born = random_day(rng, date(1944, 1, 1), date(2001, 12, 28))
    person = make_person(rng, words, sex=sex, born=born)
    person = replace(person, id_issued_on=random_day(rng, *_PERIODS[kind]))
    father = make_name(rng, words, "male", person.surname)
    mother = make_name(rng, words, "female", pick_weighted(rng, words.surnames))
    return Holder(
        person=person,
        generation=kind,
        old_number=f"01{rng.randrange(10**7):07d}" if rng.random() < 0.6 else "",
        expires_on=_expiry(person.born, person.id_issued_on),
        address=_without_kinds(person.address),
        origin=_without_kinds(person.origin),
        family=(father, mother),
    )


def _expiry(born: date, issued: date) -> date | None:
    """Return the birthday the card is valid to: the next milestone, or the one after if near."""
    for age in _MILESTONES:
        birthday = _birthday(born, born.year + age)
        if (birthday - issued).days > 2 * 365:
            return birthday
    return None


def _birthday(born: date, year: int) -> date:
    """Return the birthday in `year`; of who is born on 29 February the day before in most."""
    leap = (born.month, born.day) == (2, 29)
    return date(year, 2, 28) if leap and not isleap(year) else born.replace(year=year)


def _without_kinds(place: str) -> str:
    """Return an address as cards and their codes have it: "Láng Thượng, Đống Đa, Hà Nội"."""
    parts = place.split(", ")
    bare = [_without_kind(part) for part in parts]
    return ", ".join(bare)


def _without_kind(part: str) -> str:
    folded = part[:1].lower() + part[1:]
    for prefix in _PREFIXES:
        if folded.lower().startswith(prefix.lower()):
            return part[len(prefix) :]
    return part
