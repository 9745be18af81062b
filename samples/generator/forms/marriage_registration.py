"""Tờ khai đăng ký kết hôn: a column for the bride and one for the groom, in both editions."""

from __future__ import annotations

from datetime import date

from samples.generator.dates import random_day
from samples.generator.forms.civil_status import (
    address_answer,
    choose_office,
    copy_answers,
    done_answers,
    draw_copies,
    id_parts,
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
from samples.generator.forms.heading import (
    draw_motto,
    draw_notes,
    draw_place_and_date,
    draw_signer,
    draw_title,
)
from samples.generator.layout.pieces import Blank, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.table import Column, draw_head, draw_labelled_row
from samples.generator.people import Person, make_adult

FORM = "marriage_registration"
CURRENT = "2024-06-06"
OLDER = "2020-07-16"

_OATH = (
    "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là tự "
    "nguyện, không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam."
)
_RESPONSIBILITY = "Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về cam đoan của mình."
_REQUEST = "Đề nghị Quý cơ quan đăng ký."
_NOTES = (
    "(1) Ghi rõ tên cơ quan đăng ký kết hôn.",
    "(2) Ghi theo nơi đăng ký thường trú; nếu không có nơi đăng ký thường trú thì ghi theo nơi "
    "đăng ký tạm trú; trường hợp không có nơi đăng ký thường trú và nơi đăng ký tạm trú thì ghi "
    "theo nơi ở hiện tại.",
    "(3) Ghi thông tin về giấy tờ tùy thân của người đi đăng ký, ghi rõ số, cơ quan cấp, ngày cấp "
    "(ví dụ: Căn cước công dân số 025188001010 do Cục Cảnh sát QLHC về TTXH cấp ngày 20/11/2021).",
)
_NOTES_ON_COPIES = ("(4) Đề nghị đánh dấu X vào ô nếu có yêu cầu cấp bản sao và ghi rõ số lượng.",)
_COLUMNS = (
    Column(title="Thông tin", share=0.26),
    Column(title="Bên nữ", share=0.37),
    Column(title="Bên nam", share=0.37),
)
_ROWS = (
    ("Họ, chữ đệm, tên", "name"),
    ("Ngày, tháng, năm sinh", "dob"),
    ("Dân tộc", "ethnicity"),
    ("Quốc tịch", "nationality"),
    ("Nơi cư trú (2)", "address"),
    ("Giấy tờ tùy thân (3)", "id_number"),
    ("Kết hôn lần thứ mấy", "marriage_count"),
)


def make_marriage_registration(desk: Desk) -> FilledForm:
    """Fill in one marriage registration."""
    rng = desk.rng
    bride = make_adult(rng, desk.words, "female", youngest=20)
    groom = make_adult(rng, desk.words, "male", youngest=22)
    edition = OLDER if rng.random() < 0.3 else CURRENT
    office, ward = choose_office(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    lines: dict[str, Blank] = {}
    answers = index_answers([
        text_answer("to_office", office),
        *_side_answers(desk, "bride", bride, lines),
        *_side_answers(desk, "groom", groom, lines),
        *(copy_answers(desk) if edition == CURRENT else ()),
        *done_answers(desk, ward, on),
    ])  # fmt: skip
    with_notes = rng.random() < 0.5

    def draw(sheet: Sheet) -> None:
        draw_motto(sheet)
        draw_title(sheet, "TỜ KHAI ĐĂNG KÝ KẾT HÔN")
        sheet.paragraph([label("Kính gửi: "), note(1), blank_for(answers["to_office"])], indent=60)
        sheet.space(0.4)
        _draw_table(sheet, answers, lines)
        for text in (_OATH, _RESPONSIBILITY, _REQUEST):
            sheet.paragraph([label(text)], align="justify", indent=28)
        if edition == CURRENT:
            draw_copies(sheet, answers["copy_requested"], answers["copy_count"], 4)
        _draw_signatures(sheet, answers, bride, groom)
        if with_notes:
            draw_notes(sheet, _NOTES + (_NOTES_ON_COPIES if edition == CURRENT else ()))

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _side_answers(desk: Desk, side: str, person: Person, lines: dict[str, Blank]) -> list[Answer]:
    parts, identity = id_parts(desk, person, side, number_only=True)
    lines[side] = written(parts, identity)
    count = desk.rng.choices((1, 2), (9, 1))[0]
    shown = f"{count:02d}" if desk.rng.random() < 0.4 else str(count)
    return [
        text_answer(f"{side}_name", show_name(desk, person)),
        date_answer(f"{side}_dob", person.born, desk.style.date_style),
        text_answer(f"{side}_ethnicity", person.ethnicity),
        text_answer(f"{side}_nationality", "Việt Nam"),
        address_answer(desk, f"{side}_address", person, may_be_blank=True),
        *identity,
        Answer(key=f"{side}_marriage_count", raw=shown, value=str(count)),
    ]


def _draw_table(sheet: Sheet, answers: dict[str, Answer], lines: dict[str, Blank]) -> None:
    size = sheet.size
    sheet.size = size * 0.94
    draw_head(sheet, _COLUMNS)
    for text, field in _ROWS:
        cells = [
            lines[side] if field == "id_number" else blank_for(answers[f"{side}_{field}"])
            for side in ("bride", "groom")
        ]
        draw_labelled_row(sheet, _COLUMNS, text, cells)
    sheet.size = size
    sheet.space(0.4)


def _draw_signatures(
    sheet: Sheet, answers: dict[str, Answer], bride: Person, groom: Person
) -> None:
    sheet.keep(sheet.line_height * 4 + 46)
    draw_place_and_date(
        sheet, answers["declared_place"], answers["declared_on"], lead="Làm tại: ", start=0.2
    )
    under = label("(Ký, ghi rõ họ, chữ đệm, tên)", italic=True)

    def sign(title: str, person: Person) -> None:
        draw_signer(sheet, [label(title, bold=True), under], person.name, height=44)

    sheet.columns([
        (0.0, 0.48, lambda: sign("Bên nữ", bride)),
        (0.52, 1.0, lambda: sign("Bên nam", groom)),
    ])  # fmt: skip
