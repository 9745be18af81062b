"""Tờ khai đăng ký khai sinh: the 2024 edition and the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samples.generator.dates import random_day, write_date_in_words
from samples.generator.forms.birth_texts import BEFORE, NOTES, OATH, RESPONSIBILITY
from samples.generator.forms.civil_status import (
    address_answer,
    choose_office,
    copy_answers,
    done_answers,
    draw_closing,
    draw_requester,
    id_parts,
    line,
    requester_answers,
    show_name,
    written,
)
from samples.generator.forms.filled import (
    Answer,
    Desk,
    FilledForm,
    blank_for,
    date_answer,
    index_answers,
    text_answer,
)
from samples.generator.forms.heading import date_pieces, draw_motto, draw_notes, draw_title
from samples.generator.layout.pieces import Blank, Piece, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import (
    SEX_WORDS,
    Person,
    Sex,
    make_adult,
    make_person,
    with_card_before,
)

FORM = "birth_registration"
CURRENT = "2024-06-06"
OLDER = "2020-07-16"

_RELATIONS = {
    "mother": ("Mẹ", "Mẹ đẻ", "mẹ đẻ"),
    "father": ("Bố", "Cha đẻ", "Cha", "bố đẻ"),
    "other": ("Bà ngoại", "Ông nội", "Bà nội", "Dì ruột"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The people of one birth; `father` is absent where a single mother declares."""

    child: Person
    mother: Person
    father: Person | None
    requester: Person
    relation: str
    born_on: date
    declared_on: date


def make_birth_registration(desk: Desk) -> FilledForm:
    """Fill in one birth registration."""
    family = _make_family(desk)
    edition = OLDER if desk.rng.random() < 0.35 else CURRENT
    office, ward = choose_office(desk)
    lines: dict[str, Blank] = {}
    answers = index_answers([
        text_answer("to_office", office),
        *requester_answers(desk, family.requester, family.relation, lines, dob=edition == CURRENT),
        *_child_answers(desk, family),
        *_parent_answers(desk, "mother", family.mother, lines),
        *_parent_answers(desk, "father", family.father, lines),
        *_marriage_answers(desk, family),
        *copy_answers(desk),
        *done_answers(desk, ward, family.declared_on),
    ])  # fmt: skip
    signer = "" if desk.rng.random() < 0.1 else family.requester.name
    notes = desk.rng.choice(("none", "none", "here", "next_page"))

    def draw(sheet: Sheet) -> None:
        _draw_page(sheet, answers, lines, signer)
        if notes == "next_page":
            sheet.turn_page()
        if notes != "none":
            draw_notes(sheet, NOTES[edition])

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _make_family(desk: Desk) -> Family:
    rng, words = desk.rng, desk.words
    mother = make_adult(rng, words, "female", youngest=20)
    father = None if rng.random() < 0.12 else make_adult(rng, words, "male", youngest=22)
    born = random_day(rng, date(2024, 7, 1), date(2025, 11, 15))
    surname = (father or mother).surname
    sex: Sex = rng.choice(("male", "female"))
    child = make_person(rng, words, sex=sex, born=born, surname=surname)
    role = rng.choices(("mother", "father", "other"), (5, 5, 1))[0]
    if role == "father" and father is None:
        role = "mother"
    people = {"mother": mother, "father": father, "other": None}
    requester = people[role] or make_adult(rng, words, "female", youngest=48)
    relation = rng.choice(_RELATIONS[role])
    if role == "other":
        relation = rng.choice([r for r in _RELATIONS[role] if not r.startswith("Ông")])
    on = born + timedelta(days=rng.randint(3, 58))
    return Family(
        child=child, mother=with_card_before(mother, on),
        father=with_card_before(father, on) if father else None,
        requester=with_card_before(requester, on), relation=relation, born_on=born, declared_on=on,
    )  # fmt: skip


def _child_answers(desk: Desk, family: Family) -> list[Answer]:
    child, day = family.child, family.born_on
    words = write_date_in_words(day, desk.rng)
    name = child.name.upper() if desk.rng.random() < 0.7 else child.name
    parent = family.father or family.mother
    return [
        text_answer("child_name", name),
        date_answer("child_dob", day, desk.style.date_style),
        Answer(key="child_dob_words", raw=words, value=words),
        Answer(key="child_sex", raw=SEX_WORDS[child.sex], value=child.sex),
        text_answer("child_ethnicity", parent.ethnicity),
        text_answer("child_nationality", "Việt Nam"),
        text_answer("child_birth_place", desk.rng.choice(desk.words.hospitals)),
        text_answer("child_origin", parent.origin),
    ]


def _parent_answers(
    desk: Desk, role: str, person: Person | None, lines: dict[str, Blank]
) -> list[Answer]:
    keys = ("name", "dob", "ethnicity", "nationality", "address", "id_number")
    if person is None:
        empty = [Answer(key=f"{role}_{key}") for key in keys]
        lines[role] = written((), empty[-1:])
        return empty
    parts, identity = id_parts(desk, person, role, number_only=True)
    lines[role] = written(parts, identity)
    year_only = desk.rng.random() < 0.3
    year = str(person.born.year)
    born = date_answer(f"{role}_dob", person.born, desk.style.date_style)
    short = desk.rng.random() < 0.15
    return [
        text_answer(f"{role}_name", show_name(desk, person)),
        text_answer(f"{role}_dob", year) if year_only else born,
        text_answer(f"{role}_ethnicity", "" if short else person.ethnicity),
        text_answer(f"{role}_nationality", "" if short else "Việt Nam"),
        address_answer(desk, f"{role}_address", person, may_be_blank=True),
        *identity,
    ]


def _marriage_answers(desk: Desk, family: Family) -> list[Answer]:
    keys = ("certificate_number", "certificate_book", "registered_on", "registered_at")
    if family.father is None or desk.rng.random() < 0.25:
        return [Answer(key=f"marriage_{key}") for key in keys]
    day = random_day(desk.rng, date(2016, 1, 4), date(2024, 3, 1))
    book = f"{desk.rng.randint(1, 4):02d}/{day.year}" if desk.rng.random() < 0.6 else ""
    office, _ = choose_office(desk)
    return [
        text_answer("marriage_certificate_number", f"{desk.rng.randint(2, 290)}/{day.year}"),
        text_answer("marriage_certificate_book", book),
        date_answer("marriage_registered_on", day, "spelled"),
        text_answer("marriage_registered_at", office),
    ]


def _draw_page(
    sheet: Sheet, answers: dict[str, Answer], lines: dict[str, Blank], signer: str
) -> None:
    draw_motto(sheet)
    draw_title(sheet, "TỜ KHAI ĐĂNG KÝ KHAI SINH")
    indent = sheet.rng.uniform(30, 90)
    to_office: list[Piece] = [label("Kính gửi: "), note(1), blank_for(answers["to_office"])]
    sheet.paragraph(to_office, indent=indent)
    sheet.space(0.25)
    draw_requester(sheet, answers, lines["requester"], "Quan hệ với người được khai sinh: ")
    sheet.paragraph([label(BEFORE, bold=True)])
    _draw_child(sheet, answers)
    for role, word in (("mother", "mẹ"), ("father", "cha")):
        _draw_parent(sheet, answers, lines[role], role, word)
    _draw_marriage(sheet, answers)
    for text in (OATH, RESPONSIBILITY):
        sheet.paragraph([label(text)], align="justify", indent=28)
    draw_closing(sheet, answers, signer, copies_note=6)


def _draw_child(sheet: Sheet, answers: dict[str, Answer]) -> None:
    width = sheet.right - sheet.left
    line(sheet, "Họ, chữ đệm, tên: ", blank_for(answers["child_name"]))
    line(
        sheet, "Ngày, tháng, năm sinh: ", blank_for(answers["child_dob"], width=width * 0.24),
        label(" ghi bằng chữ: "), blank_for(answers["child_dob_words"]),
    )  # fmt: skip
    line(
        sheet, "Giới tính: ", blank_for(answers["child_sex"], width=width * 0.15),
        label(" Dân tộc: "), blank_for(answers["child_ethnicity"], width=width * 0.18),
        label(" Quốc tịch: "), blank_for(answers["child_nationality"]),
    )  # fmt: skip
    line(sheet, "Nơi sinh:", blank_for(answers["child_birth_place"], lines=2), note_number=4)
    line(sheet, "Quê quán: ", blank_for(answers["child_origin"]))


def _draw_parent(
    sheet: Sheet, answers: dict[str, Answer], identity: Blank, role: str, word: str
) -> None:
    width = sheet.right - sheet.left
    line(sheet, f"Họ, chữ đệm, tên người {word}: ", blank_for(answers[f"{role}_name"]))
    line(
        sheet, "Năm sinh:", blank_for(answers[f"{role}_dob"], width=width * 0.24),
        label(" Dân tộc: "), note(2), blank_for(answers[f"{role}_ethnicity"], width=width * 0.14),
        label(" Quốc tịch: "), note(2), blank_for(answers[f"{role}_nationality"]), note_number=5,
    )  # fmt: skip
    line(sheet, "Nơi cư trú:", blank_for(answers[f"{role}_address"], lines=2), note_number=2)
    line(sheet, "Giấy tờ tùy thân:", identity, note_number=3)


def _draw_marriage(sheet: Sheet, answers: dict[str, Answer]) -> None:
    lead = "Thông tin về Giấy chứng nhận kết hôn của cha, mẹ trẻ (nếu cha, mẹ trẻ đã ĐKKH): Số: "
    sheet.paragraph([
        label(lead), blank_for(answers["marriage_certificate_number"], width=58),
        label(", Quyển số: "), blank_for(answers["marriage_certificate_book"], width=52),
        label(", đăng ký "), *date_pieces(answers["marriage_registered_on"]),
        label(" tại "), blank_for(answers["marriage_registered_at"]),
    ])  # fmt: skip
