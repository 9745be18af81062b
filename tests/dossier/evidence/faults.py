"""Faults planted into made dossiers, each with the rule and the fields that must be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.dossier.evidence.made import (
    KINDS,
    Maker,
    Paper,
    Planted,
    Values,
    birth,
    business,
    extract,
    marriage,
    office_paper,
    requester,
)

Fault = Callable[[Maker], Planted]

TONES = {"Tuấn": "Tuân", "Hòa": "Hoa", "Thủy": "Thúy", "Thắng": "Thăng", "Lan": "Làn",
         "Phúc": "Phục", "Hải": "Hài", "Hương": "Hường", "Dũng": "Dung", "Hiền": "Hiên",
         "Quân": "Quấn", "Bích": "Bịch"}  # fmt: skip
MAIN = {
    "birth": "father_", "marriage": "bride_", "death": "requester_", "business": "owner_",
    "extract": "subject_",
}  # fmt: skip
"""Kind of dossier -> a person on its form who has a card in it."""


def _changed(papers: tuple[Paper, ...], at: int, values: Values) -> tuple[Paper, ...]:
    paper = replace(papers[at], values={**papers[at].values, **values})
    return (*papers[:at], paper, *papers[at + 1 :])


def _any(maker: Maker) -> tuple[str, tuple[Paper, ...]]:
    kind = maker.rng.choice(list(KINDS))
    return kind, KINDS[kind](maker)


def id_digit(maker: Maker) -> Planted:
    """One digit of a number on the form is another."""
    kind, papers = _any(maker)
    key = f"{MAIN[kind]}id_number"
    wrong = _one_digit_off(maker, str(papers[0].values[key]))
    # The requester may be the same person: both stand on the form.
    return Planted(
        _changed(papers, 0, {key: wrong}),
        "person_id_number",
        frozenset({f"{papers[0].form}.{key}"}),
    )


def card_digit(maker: Maker) -> Planted:
    """One digit of the number printed on a card is another than in its code."""
    kind, papers = _any(maker)
    number = str(papers[0].values[f"{MAIN[kind]}id_number"])
    at = next(i for i, paper in enumerate(papers) if paper.values.get("id_number") == number)
    return Planted(
        _changed(papers, at, {"id_number": _one_digit_off(maker, number)}),
        "person_id_number",
        frozenset({"citizen_id_front.id_number"}),
    )


def _one_digit_off(maker: Maker, number: str) -> str:
    at = maker.rng.randrange(len(number))
    digit = str((int(number[at]) + maker.rng.randint(1, 9)) % 10)
    return number[:at] + digit + number[at + 1 :]


def birth_day(maker: Maker) -> Planted:
    """The day of birth on the form is another than on the card."""
    kind, papers = _any(maker)
    key = f"{MAIN[kind]}dob"
    month, day = str(papers[0].values[key])[:8], int(str(papers[0].values[key])[8:])
    return Planted(
        _changed(papers, 0, {key: f"{month}{day % 28 + 1:02}"}),
        "person_dob",
        frozenset({f"{papers[0].form}.{key}"}),
    )


def expired_status(maker: Maker) -> Planted:
    """The paper on marital status is older than six months."""
    day = f"2025-0{maker.rng.randint(1, 4)}-28"
    return Planted(
        _changed(marriage(maker), 1, {"issued_on": day}),
        "marital_status_paper_expired",
        frozenset({"administrative_document.issued_on"}),
    )


def name_tones(maker: Maker) -> Planted:
    """The name on the form has other marks than on the card."""
    kind, papers = _any(maker)
    key = f"{MAIN[kind]}name"
    words = str(papers[0].values[key]).split()
    words[-1] = TONES[words[-1]]
    return Planted(
        _changed(papers, 0, {key: " ".join(words)}),
        "person_name",
        frozenset({f"{papers[0].form}.{key}"}),
    )


def _swapped(values: Values, first: str, second: str) -> Values:
    swapped: Values = {}
    for key, value in values.items():
        if key.startswith(first):
            swapped[second + key.removeprefix(first)] = value
        elif key.startswith(second):
            swapped[first + key.removeprefix(second)] = value
    return swapped


def swapped_couple(maker: Maker) -> Planted:
    """Bride and groom stand in each other's column."""
    papers = marriage(maker)
    return Planted(
        _changed(papers, 0, _swapped(papers[0].values, "bride_", "groom_")),
        "roles_swapped",
        frozenset({"marriage_registration.bride_name", "marriage_registration.groom_name"}),
    )


def swapped_parents(maker: Maker) -> Planted:
    """Mother and father stand in each other's place on the form, with or without numbers."""
    papers = birth(maker)
    values = _swapped(papers[0].values, "mother_", "father_")
    if maker.rng.random() < 0.5:
        values |= {"mother_id_number": "", "father_id_number": ""}
    values["requester_relation"] = "Ông nội"
    return Planted(
        _changed(papers, 0, values),
        "roles_swapped",
        frozenset({"birth_registration.mother_name", "birth_registration.father_name"}),
    )


def year_in_words(maker: Maker) -> Planted:
    papers = birth(maker)
    year, rest = str(papers[0].values["child_dob_words"]).split("-", 1)
    wrong: Values = {"child_dob_words": f"{int(year) - 1}-{rest}"}
    return Planted(
        _changed(papers, 0, wrong),
        "date_matches_words",
        frozenset({"birth_registration.child_dob", "birth_registration.child_dob_words"}),
    )


def expired_card(maker: Maker) -> Planted:
    _, papers = _any(maker)
    at = next(i for i, paper in enumerate(papers) if paper.form == "citizen_id_front")
    born = str(papers[at].values["dob"])
    day = f"{maker.rng.randint(2019, 2024)}{born[4:]}"
    return Planted(
        _changed(papers, at, {"expires_on": day}),
        "card_expired",
        frozenset({"citizen_id_front.expires_on"}),
    )


def old_address(maker: Maker) -> Planted:
    """The card has the address of before 1 July 2025, the form that of today."""
    papers = business(maker)
    at = len(papers) - 1
    address = maker.made[-1].old_address
    moved = replace(papers[at], qr="", values={**papers[at].values, "address": address})
    return Planted(
        (*papers[:at], moved),
        "address_before_and_after_merger",
        frozenset({f"{papers[0].form}.owner_permanent_address", "citizen_id_front.address"}),
    )


def missing_paper(maker: Maker) -> Planted:
    """A paper that the procedure asks for is not there."""
    if maker.rng.random() < 0.3:
        papers = extract(maker)
        proxy = {"requester_relation": "Người được ủy quyền"}
        return Planted(
            _changed(papers, 0, {**requester(maker.someone("male", 1991), ""), **proxy}),
            "component_missing",
            frozenset({"power_of_attorney."}),
        )
    kind = maker.rng.choice(["birth", "death"])
    papers = KINDS[kind](maker)
    left = tuple(paper for paper in papers if paper.form != "administrative_document")
    return Planted(left, "component_missing", frozenset({"administrative_document."}))


def surplus_paper(maker: Maker) -> Planted:
    """A paper that belongs to another procedure."""
    kind, papers = _any(maker)
    stray = office_paper("Quyết định", subject="về việc nâng lương")
    if kind != "birth" and maker.rng.random() < 0.5:
        stray = next(p for p in birth(maker) if p.form == "marriage_certificate")
        if kind == "extract":
            stray = Paper("land_change_registration", {"declared_on": "2025-11-03"})
    return Planted((*papers, stray), "surplus_paper", frozenset({f"{stray.form}."}))


def capital_in_words(maker: Maker) -> Planted:
    papers = business(maker)
    words = maker.rng.choice(["Năm trăm triệu đồng", "Năm triệu đồng", "Sáu mươi triệu đồng"])
    form = "household_business_registration"
    return Planted(
        _changed(papers, 0, {"capital_words": words}),
        "number_matches_words",
        frozenset({f"{form}.capital", f"{form}.capital_words"}),
    )


def declarants_number_on_child(maker: Maker) -> Planted:
    papers = extract(maker)
    number = papers[1].values["declarant_id_number"]
    return Planted(
        _changed(papers, 1, {"child_id_number": number}),
        "number_of_two_persons",
        frozenset({"birth_certificate.child_id_number", "birth_certificate.declarant_id_number"}),
    )


FAULTS: Mapping[str, Fault] = {
    "one digit of an ID": id_digit,
    "one digit of a card": card_digit,
    "day of birth": birth_day,
    "tones of a name": name_tones,
    "swapped bride and groom": swapped_couple,
    "swapped parents": swapped_parents,
    "wrong year in words": year_in_words,
    "expired card": expired_card,
    "expired paper on marital status": expired_status,
    "old against new address": old_address,
    "missing paper": missing_paper,
    "surplus paper": surplus_paper,
    "capital against words": capital_in_words,
    "declarant's ID on the child": declarants_number_on_child,
}
