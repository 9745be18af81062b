"""Giấy khai sinh and its extract (Trích lục khai sinh): the 2016 print and the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from samples.generator.dates import random_day, write_date_in_words
from samples.generator.forms.certificate import (
    Registry,
    draw_certificate_head,
    draw_office_head,
    draw_registrar,
    dress,
    make_registry,
    narrow,
    number_pieces,
    stamp_certified,
)
from samples.generator.forms.civil_status import id_parts, line, written
from samples.generator.forms.filled import (
    Answer,
    Desk,
    FilledForm,
    blank_for,
    date_answer,
    index_answers,
    text_answer,
)
from samples.generator.layout.pieces import Blank, Label, Piece, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import (
    SEX_WORDS,
    Person,
    make_adult,
    make_person,
    with_card_before,
)

FORM = "birth_certificate"
CURRENT = "2016-01-02"
OLDER = "2010-05-10"

Copy = Literal["original", "extract", "book_copy", "certified"]
"""`book_copy`: "Giấy khai sinh (bản sao)" made from the register, as before 2016."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """The people of one register entry; `father` is absent where a single mother declared."""

    child: Person
    mother: Person
    father: Person | None
    declarant: Person
    registered_on: date


def make_birth_certificate(desk: Desk) -> FilledForm:
    """Fill in one certificate, extract or copy."""
    rng = desk.rng
    edition = OLDER if rng.random() < 0.35 else CURRENT
    birth = _make_birth(desk, edition)
    copies: tuple[Copy, ...] = ("original", "extract", "extract", "certified")
    if edition == OLDER:
        copies = ("original", "book_copy", "certified")
    copy = rng.choice(copies)
    registry = make_registry(desk, old=birth.registered_on < date(2025, 7, 1),
                             registered_on=birth.registered_on)  # fmt: skip
    lines: dict[str, Blank] = {}
    answers = index_answers([
        _number_answer(desk, birth.registered_on, copy),
        *_child_answers(desk, birth, edition),
        *_parent_answers(desk, "mother", birth.mother),
        *_parent_answers(desk, "father", birth.father),
        *(_declarant_answers(desk, birth.declarant, lines) if edition == CURRENT else ()),
        text_answer("registered_at", registry.name),
        date_answer("registered_on", birth.registered_on, desk.style.date_style),
        _copy_answer(copy),
    ])  # fmt: skip
    book = f"{rng.randint(1, 3):02d}/{birth.registered_on.year}"

    def draw(sheet: Sheet) -> None:
        _draw_head(sheet, desk, registry, answers, copy, book)
        if edition == CURRENT:
            _draw_current(sheet, answers, lines)
        else:
            _draw_older(sheet, answers)
        _draw_foot(sheet, registry, copy, edition)
        if copy == "certified":
            stamp_certified(sheet, desk.share, registry, "is_copy")

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _make_birth(desk: Desk, edition: str) -> Birth:
    rng, words = desk.rng, desk.words
    mother = make_adult(rng, words, "female", youngest=34)
    father = None if rng.random() < 0.1 else make_adult(rng, words, "male", youngest=36)
    years = (date(2016, 2, 1), date(2025, 10, 1))
    if edition == OLDER:
        years = (date(2010, 6, 1), date(2015, 11, 1))
    born = random_day(rng, *years)
    surname = (father or mother).surname
    child = make_person(rng, words, sex=rng.choice(("male", "female")), born=born, surname=surname)
    declarant = father if father and rng.random() < 0.5 else mother
    on = born + timedelta(days=rng.randint(3, 58))
    return Birth(
        child=child, mother=mother, father=father, declarant=with_card_before(declarant, on),
        registered_on=on,
    )  # fmt: skip


def _number_answer(desk: Desk, on: date, copy: Copy) -> Answer:
    number = desk.rng.randint(4, 640)
    if copy == "extract":
        return text_answer("certificate_number", f"{number}/TLKS-BS")
    shown = str(number) if copy == "book_copy" else f"{number}/{on.year}"
    return text_answer("certificate_number", shown)


def _copy_answer(copy: Copy) -> Answer:
    """Return whether it is a copy; `raw` is the print that tells."""
    shown = {
        "original": "GIẤY KHAI SINH",
        "extract": "TRÍCH LỤC KHAI SINH (BẢN SAO)",
        "book_copy": "(BẢN SAO)",
        "certified": "bản sao",
    }
    return Answer(key="is_copy", raw=shown[copy], value="no" if copy == "original" else "yes")


def _child_answers(desk: Desk, birth: Birth, edition: str) -> list[Answer]:
    child, rng = birth.child, desk.rng
    words = write_date_in_words(child.born, rng)
    parent = birth.father or birth.mother
    number = Answer(key="child_id_number", raw=child.id_number, value=child.id_number)
    current = edition == CURRENT
    return [
        text_answer("child_name", child.name.upper() if rng.random() < 0.8 else child.name),
        date_answer("child_dob", child.born, desk.style.date_style),
        Answer(key="child_dob_words", raw=words, value=words),
        Answer(key="child_sex", raw=SEX_WORDS[child.sex], value=child.sex),
        text_answer("child_ethnicity", parent.ethnicity),
        text_answer("child_nationality", "Việt Nam"),
        text_answer("child_birth_place", rng.choice(desk.words.hospitals)),
        *([text_answer("child_origin", parent.origin), number] if current else []),
    ]


def _parent_answers(desk: Desk, role: str, person: Person | None) -> list[Answer]:
    rng = desk.rng
    keys = [f"{role}_{key}" for key in ("name", "dob", "ethnicity", "nationality", "address")]
    if person is None:
        return [Answer(key=key) for key in keys]
    born = date_answer(keys[1], person.born, desk.style.date_style)
    if rng.random() < 0.55:
        born = text_answer(keys[1], str(person.born.year))
    # Where a parent has died, clerks write that in place of the residence.
    address = "Đã chết" if rng.random() < 0.05 else person.address
    return [
        text_answer(keys[0], person.name.upper() if desk.style.upper_names else person.name),
        born,
        text_answer(keys[2], person.ethnicity),
        text_answer(keys[3], "Việt Nam"),
        text_answer(keys[4], address),
    ]


def _declarant_answers(desk: Desk, person: Person, lines: dict[str, Blank]) -> list[Answer]:
    parts, identity = id_parts(desk, person, "declarant", number_only=True)
    lines["declarant"] = written(parts, identity)
    return [text_answer("declarant_name", person.name), *identity]


def _draw_head(
    sheet: Sheet, desk: Desk, registry: Registry, answers: dict[str, Answer], copy: Copy, book: str
) -> None:
    number = number_pieces(answers["certificate_number"])
    marked = None if copy == "certified" else "is_copy"
    if copy in ("extract", "book_copy"):
        narrow(sheet)
        in_book: list[Piece] = [label(f"Quyển số: {book}")]
        rows = [number] if copy == "extract" else [number, in_book]
        draw_office_head(sheet, registry, rows, dated=copy == "extract")
        title = "TRÍCH LỤC KHAI SINH" if copy == "extract" else "GIẤY KHAI SINH"
        sheet.paragraph([Label(text=title, bold=True, size_factor=1.3)], align="center")
        sheet.paragraph([Label(text="(BẢN SAO)", bold=True, key=marked)], align="center")
        sheet.space(0.5)
        return
    dress(sheet, desk.share)
    title_label = Label(text="GIẤY KHAI SINH", bold=True, size_factor=1.5, key=marked)
    draw_certificate_head(sheet, number, title_label)


def _draw_current(sheet: Sheet, answers: dict[str, Answer], lines: dict[str, Blank]) -> None:
    width = sheet.right - sheet.left
    line(sheet, "Họ, chữ đệm, tên: ", blank_for(answers["child_name"]))
    line(
        sheet, "Ngày, tháng, năm sinh: ", blank_for(answers["child_dob"], width=width * 0.2),
        label(" ghi bằng chữ: "), blank_for(answers["child_dob_words"]),
    )  # fmt: skip
    line(
        sheet, "Giới tính: ", blank_for(answers["child_sex"], width=width * 0.15),
        label(" Dân tộc: "), blank_for(answers["child_ethnicity"], width=width * 0.18),
        label(" Quốc tịch: "), blank_for(answers["child_nationality"]),
    )  # fmt: skip
    line(sheet, "Nơi sinh: ", blank_for(answers["child_birth_place"], lines=2))
    line(sheet, "Quê quán: ", blank_for(answers["child_origin"]))
    line(sheet, "Số định danh cá nhân: ", blank_for(answers["child_id_number"]))
    for role, word in (("mother", "mẹ"), ("father", "cha")):
        line(sheet, f"Họ, chữ đệm, tên người {word}: ", blank_for(answers[f"{role}_name"]))
        line(
            sheet, "Năm sinh: ", blank_for(answers[f"{role}_dob"], width=width * 0.2),
            label(" Dân tộc: "), blank_for(answers[f"{role}_ethnicity"], width=width * 0.16),
            label(" Quốc tịch: "), blank_for(answers[f"{role}_nationality"]),
        )  # fmt: skip
        line(sheet, "Nơi cư trú: ", blank_for(answers[f"{role}_address"], lines=2))
    line(sheet, "Họ, chữ đệm, tên người đi khai sinh: ", blank_for(answers["declarant_name"]))
    line(sheet, "Giấy tờ tùy thân: ", lines["declarant"])
    line(sheet, "Nơi đăng ký khai sinh: ", blank_for(answers["registered_at"]))
    line(sheet, "Ngày, tháng, năm đăng ký: ", blank_for(answers["registered_on"]))


def _draw_older(sheet: Sheet, answers: dict[str, Answer]) -> None:
    """Set the older wording: father before mother, birth year after the nationality."""
    width = sheet.right - sheet.left
    line(
        sheet, "Họ và tên: ", blank_for(answers["child_name"], width=width * 0.5),
        label(" Nam, nữ: "), blank_for(answers["child_sex"]),
    )  # fmt: skip
    line(
        sheet, "Ngày, tháng, năm sinh: ", blank_for(answers["child_dob"], width=width * 0.2),
        label(" (Bằng chữ: "), blank_for(answers["child_dob_words"]),
    )  # fmt: skip
    line(sheet, "Nơi sinh: ", blank_for(answers["child_birth_place"], lines=2))
    line(
        sheet, "Dân tộc: ", blank_for(answers["child_ethnicity"], width=width * 0.3),
        label(" Quốc tịch: "), blank_for(answers["child_nationality"]),
    )  # fmt: skip
    for role, word in (("father", "cha"), ("mother", "mẹ")):
        line(sheet, f"Họ và tên {word}: ", blank_for(answers[f"{role}_name"]))
        line(
            sheet, "Dân tộc: ", blank_for(answers[f"{role}_ethnicity"], width=width * 0.16),
            label(" Quốc tịch: "), blank_for(answers[f"{role}_nationality"], width=width * 0.18),
            label(" Năm sinh: "), blank_for(answers[f"{role}_dob"]),
        )  # fmt: skip
        address = blank_for(answers[f"{role}_address"], lines=2)
        line(sheet, "Nơi thường trú/tạm trú: ", address)
    line(sheet, "Nơi đăng ký: ", blank_for(answers["registered_at"]))
    line(sheet, "Ngày, tháng, năm đăng ký: ", blank_for(answers["registered_on"]))
    line(sheet, "Ghi chú: ", Blank())


def _draw_foot(sheet: Sheet, registry: Registry, copy: Copy, edition: str) -> None:
    if edition == OLDER:

        def clerk() -> None:
            sheet.paragraph([label("CÁN BỘ TƯ PHÁP HỘ TỊCH", bold=True)], align="center")

        draw_registrar(sheet, registry, "NGƯỜI KÝ GIẤY KHAI SINH", clerk)
        return
    title = "NGƯỜI KÝ TRÍCH LỤC" if copy == "extract" else "NGƯỜI KÝ GIẤY KHAI SINH"
    draw_registrar(sheet, registry, title)
