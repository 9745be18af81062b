"""Giấy chứng nhận kết hôn and its extract: the wife first, or beside her husband before 2016."""

from __future__ import annotations

from datetime import date
from typing import Literal

from samples.generator.dates import random_day
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
from samples.generator.layout.marks import draw_signature
from samples.generator.layout.pieces import Blank, Label, Piece, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person, make_adult, with_card_before

FORM = "marriage_certificate"
CURRENT = "2016-01-02"
OLDER = "2010-05-10"

Copy = Literal["original", "extract", "certified"]
_SIDES = (("wife", "vợ"), ("husband", "chồng"))


def make_marriage_certificate(desk: Desk) -> FilledForm:
    """Fill in one certificate, extract or certified copy."""
    rng = desk.rng
    edition = OLDER if rng.random() < 0.4 else CURRENT
    copies: tuple[Copy, ...] = ("original", "extract", "certified")
    copy = rng.choice(copies[::2] if edition == OLDER else copies)
    years = (date(2016, 2, 1), date(2025, 10, 1))
    if edition == OLDER:
        years = (date(2010, 6, 1), date(2015, 11, 1))
    on = random_day(rng, *years)
    people = {
        "wife": with_card_before(make_adult(rng, desk.words, "female", youngest=36), on),
        "husband": with_card_before(make_adult(rng, desk.words, "male", youngest=38), on),
    }
    registry = make_registry(desk, old=on < date(2025, 7, 1), registered_on=on)
    lines: dict[str, Blank] = {}
    number = rng.randint(3, 320)
    shown = f"{number}/TLKH-BS" if copy == "extract" else f"{number}/{on.year}"
    answers = index_answers([
        text_answer("certificate_number", str(number) if edition == OLDER else shown),
        *(a for side, _ in _SIDES for a in _side_answers(desk, side, people[side], lines)),
        text_answer("registered_at", registry.name),
        date_answer("registered_on", on, desk.style.date_style),
        _copy_answer(copy, edition),
    ])  # fmt: skip
    book = f"{rng.randint(1, 3):02d}/{on.year}"

    def draw(sheet: Sheet) -> None:
        _draw_head(sheet, desk, registry, answers, copy, book if edition == OLDER else "")
        if edition == CURRENT:
            _draw_stacked(sheet, answers, lines)
        else:
            _draw_beside(sheet, answers, lines)
        line(sheet, "Nơi đăng ký kết hôn: ", blank_for(answers["registered_at"]))
        line(sheet, "Ngày, tháng, năm đăng ký: ", blank_for(answers["registered_on"]))
        if copy == "extract":
            draw_registrar(sheet, registry, "NGƯỜI KÝ TRÍCH LỤC")
        else:
            _draw_signatures(sheet, edition, people)
            draw_registrar(sheet, registry, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN")
        if copy == "certified":
            stamp_certified(sheet, desk.share, registry, "is_copy")

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _side_answers(desk: Desk, side: str, person: Person, lines: dict[str, Blank]) -> list[Answer]:
    parts, identity = id_parts(desk, person, side, number_only=True)
    lines[side] = written(parts, identity)
    name = person.name.upper() if desk.style.upper_names else person.name
    return [
        text_answer(f"{side}_name", name),
        date_answer(f"{side}_dob", person.born, desk.style.date_style),
        text_answer(f"{side}_ethnicity", person.ethnicity),
        text_answer(f"{side}_nationality", "Việt Nam"),
        text_answer(f"{side}_address", person.address),
        *identity,
    ]


def _title(edition: str) -> str:
    return "GIẤY CHỨNG NHẬN KẾT HÔN" if edition == CURRENT else "CHỨNG NHẬN KẾT HÔN"


def _copy_answer(copy: Copy, edition: str) -> Answer:
    """Return whether it is a copy; `raw` is the print that tells."""
    shown = {
        "original": _title(edition),
        "extract": "TRÍCH LỤC KẾT HÔN (BẢN SAO)",
        "certified": "bản sao",
    }
    return Answer(key="is_copy", raw=shown[copy], value="no" if copy == "original" else "yes")


def _draw_head(
    sheet: Sheet, desk: Desk, registry: Registry, answers: dict[str, Answer], copy: Copy, book: str
) -> None:
    number = number_pieces(answers["certificate_number"])
    if copy == "extract":
        narrow(sheet)
        draw_office_head(sheet, registry, [number], dated=True)
        sheet.paragraph(
            [Label(text="TRÍCH LỤC KẾT HÔN", bold=True, size_factor=1.3)], align="center"
        )
        sheet.paragraph([Label(text="(BẢN SAO)", bold=True, key="is_copy")], align="center")
        sheet.space(0.5)
        return
    dress(sheet, desk.share)
    if book:
        number = [*number, label(f"  Quyển số: {book}")]
    title = Label(
        text=_title(OLDER if book else CURRENT), bold=True, size_factor=1.4,
        key="is_copy" if copy == "original" else None,
    )  # fmt: skip
    draw_certificate_head(sheet, number, title)


def _draw_stacked(sheet: Sheet, answers: dict[str, Answer], lines: dict[str, Blank]) -> None:
    width = sheet.right - sheet.left
    for side, word in _SIDES:
        line(sheet, f"Họ, chữ đệm, tên {word}: ", blank_for(answers[f"{side}_name"]))
        line(sheet, "Ngày, tháng, năm sinh: ", blank_for(answers[f"{side}_dob"]))
        line(
            sheet, "Dân tộc: ", blank_for(answers[f"{side}_ethnicity"], width=width * 0.3),
            label(" Quốc tịch: "), blank_for(answers[f"{side}_nationality"]),
        )  # fmt: skip
        line(sheet, "Nơi cư trú: ", blank_for(answers[f"{side}_address"], lines=2))
        line(sheet, "Giấy tờ tùy thân: ", lines[side])
        sheet.space(0.25)


def _draw_beside(sheet: Sheet, answers: dict[str, Answer], lines: dict[str, Blank]) -> None:
    """Set the husband on the left and the wife on the right, as before 2016."""
    size = sheet.size
    sheet.size = size * 0.94

    def draw_side(side: str, word: str) -> None:
        rows: tuple[tuple[str, Piece], ...] = (
            (f"Họ và tên {word}: ", blank_for(answers[f"{side}_name"])),
            ("Ngày, tháng, năm sinh: ", blank_for(answers[f"{side}_dob"])),
            ("Dân tộc: ", blank_for(answers[f"{side}_ethnicity"])),
            ("Quốc tịch: ", blank_for(answers[f"{side}_nationality"])),
            ("Nơi thường trú/tạm trú: ", blank_for(answers[f"{side}_address"], lines=3)),
            ("Giấy tờ tùy thân: ", lines[side]),
        )
        for text, piece in rows:
            line(sheet, text, piece)

    sheet.columns([
        (0.0, 0.485, lambda: draw_side("husband", "chồng")),
        (0.515, 1.0, lambda: draw_side("wife", "vợ")),
    ])  # fmt: skip
    sheet.size = size
    sheet.space(0.3)


def _draw_signatures(sheet: Sheet, edition: str, people: dict[str, Person]) -> None:
    sheet.space(0.3)
    sides = _SIDES if edition == CURRENT else _SIDES[::-1]

    def sign(side: str, word: str) -> None:
        sheet.paragraph([label(word.capitalize(), bold=True)], align="center")
        sheet.paragraph([label("(Ký, ghi rõ họ, chữ đệm, tên)", italic=True)], align="center")
        middle = (sheet.left + sheet.right) / 2
        draw_signature(sheet.canvas, middle, sheet.y + 18, sheet.rng)
        sheet.y += 36
        sheet.paragraph([label(people[side].name)], align="center")

    (left, left_word), (right, right_word) = sides
    sheet.columns([
        (0.0, 0.48, lambda: sign(left, left_word)),
        (0.52, 1.0, lambda: sign(right, right_word)),
    ])  # fmt: skip
