"""People who do not exist, whose numbers, dates and places agree with one another."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from samples.generator.chance import pick_weighted
from samples.generator.dates import random_day
from samples.generator.vocabulary import Vocabulary

Sex = Literal["male", "female"]
_CARDS = (
    (date(2021, 3, 1), "Cục Cảnh sát QLHC về TTXH"),
    (date(2016, 1, 4), "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"),
)
"""First day and issuer of the cards with a chip, and of those before them."""
SEX_WORDS: dict[Sex, str] = {"male": "Nam", "female": "Nữ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One citizen; `id_number` carries the province, century, sex and year of birth."""

    surname: str
    name: str
    sex: Sex
    born: date
    ethnicity: str
    id_number: str
    id_issued_on: date
    id_issuer: str
    address: str
    origin: str


def make_id_number(rng: random.Random, sex: Sex, born: date, province_code: str) -> str:
    """Return twelve digits: province, century with sex, year of birth, six of chance."""
    century = (born.year // 100 - 19) * 2 + (sex == "female")
    return f"{province_code}{century}{born.year % 100:02d}{rng.randrange(1000, 999999):06d}"


def make_name(rng: random.Random, words: Vocabulary, sex: Sex, surname: str) -> str:
    """Return surname, middle name (sometimes none) and given name in title case."""
    given = rng.choice(words.given_male if sex == "male" else words.given_female)
    middles = words.middles_male if sex == "male" else words.middles_female
    if " " in given and rng.random() < 0.6:
        return f"{surname} {given}"
    return f"{surname} {rng.choice(middles)} {given}"


def make_street_line(rng: random.Random, words: Vocabulary) -> str:
    """Return what stands before the ward: a house in a street, an alley, a flat or a hamlet."""
    number = rng.randint(1, 320)
    street = rng.choice(words.streets)
    match rng.randrange(5):
        case 0:
            return f"số {number} {street}"
        case 1:
            return f"số {rng.randint(1, 60)} ngõ {number} {street}"
        case 2:
            alley = f"{number}/{rng.randint(2, 90)}"
            return (
                f"số {rng.randint(1, 40)}, ngách {alley}, {street}, tổ dân phố số {number % 30 + 1}"
            )
        case 3:
            flat = rng.randint(3, 28) * 100 + rng.randint(1, 16)
            return f"căn hộ {flat}, {rng.choice(words.buildings)}"
        case _:
            return rng.choice(words.hamlets)


def make_address(rng: random.Random, words: Vocabulary) -> str:
    """Return a Hanoi address, mostly of the two levels since July 2025, sometimes of three."""
    place = rng.choice(words.old_wards if rng.random() < 0.18 else words.wards)
    city = rng.choice(("thành phố Hà Nội", "thành phố Hà Nội", "TP. Hà Nội", "Hà Nội"))
    return with_capital(f"{make_street_line(rng, words)}, {place}, {city}")


def make_origin(rng: random.Random, words: Vocabulary) -> str:
    """Return a home place: commune and province, sometimes with the old district."""
    roll = rng.random()
    if roll < 0.35:
        return with_capital(f"{rng.choice(words.wards)}, thành phố Hà Nội")
    return with_capital(rng.choice(words.outside if roll < 0.75 else words.old_outside))


def with_capital(text: str) -> str:
    """Return `text` with its first letter raised."""
    return text[0].upper() + text[1:]


def with_card_before(person: Person, day: date) -> Person:
    """Return `person` with an identity card given out before `day`: no paper names a later one.

    Nothing is drawn, so that what is made after it stays as it was; before the first cards of
    twelve digits (2016) the person is left alone.
    """
    if person.id_issued_on < day:
        return person
    first, issuer = next((c for c in _CARDS if c[0] < day), (day, ""))
    if not issuer:
        return person
    issued = first + (person.id_issued_on - _CARDS[0][0]) % (day - first)
    return replace(person, id_issued_on=issued, id_issuer=issuer)


def make_person(
    rng: random.Random, words: Vocabulary, *, sex: Sex, born: date, surname: str | None = None
) -> Person:
    """Return a person; the home province of the ID number is the likeliest one, Hanoi."""
    family = surname or pick_weighted(rng, words.surnames)
    _, code = rng.choice(words.id_provinces)
    issued = random_day(rng, date(2021, 3, 1), date(2025, 6, 30))
    return Person(
        surname=family,
        name=make_name(rng, words, sex, family),
        sex=sex,
        born=born,
        ethnicity=rng.choice(words.ethnicities),
        id_number=make_id_number(rng, sex, born, code),
        id_issued_on=issued,
        id_issuer="Bộ Công an" if issued >= date(2024, 7, 1) else rng.choice(words.issuers[:3]),
        address=make_address(rng, words),
        origin=make_origin(rng, words),
    )


def make_adult(rng: random.Random, words: Vocabulary, sex: Sex, *, youngest: int = 20) -> Person:
    """Return someone of `youngest`..`youngest + 25` years at the end of 2025."""
    year = 2025 - youngest - rng.randint(0, 25)
    return make_person(
        rng, words, sex=sex, born=random_day(rng, date(year, 1, 1), date(year, 12, 28))
    )


def make_tax_code(rng: random.Random) -> str:
    """Return an enterprise code of ten digits, the last of which checks the others."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    while True:
        body = f"01{rng.randrange(10**6, 10**7):07d}"
        check = 10 - sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11
        if check < 10:
            return f"{body}{check}"


def make_phone(rng: random.Random) -> str:
    """Return a mobile number of ten digits."""
    prefix = rng.choice(
        ("032", "035", "038", "070", "078", "081", "088", "090", "091", "096", "098")
    )
    return f"{prefix}{rng.randrange(10**7):07d}"


def fold_to_ascii(text: str) -> str:
    """Return lower-case letters without marks, as people form their e-mail names."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum() and ord(c) < 128)


def make_email(rng: random.Random, person: Person) -> str:
    """Return an address at a domain reserved for examples."""
    last = fold_to_ascii(person.name.split()[-1])
    host = rng.choice(("example.com", "example.org", "mail.example.vn"))
    return f"{last}{fold_to_ascii(person.surname)}{person.born.year % 100:02d}@{host}"
