"""Giấy ủy quyền between two persons, certified or not (Bộ luật Dân sự 2015, điều 562)."""

from __future__ import annotations

from datetime import date

from samples.generator.dates import random_day
from samples.generator.forms.civil_status import (
    address_answer,
    choose_office,
    id_parts,
    line,
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
from samples.generator.forms.heading import date_pieces, draw_motto, draw_signer, draw_title
from samples.generator.layout.pieces import Blank, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person, make_adult

FORM = "power_of_attorney"
EDITION = "2017-01-01"

_SCOPES = {
    "development": (
        "Nộp hồ sơ và nhận kết quả đăng ký khai sinh cho con của Bên A tại {office}",
        "Thay mặt Bên A làm thủ tục cấp bản sao trích lục hộ tịch và ký các giấy tờ có liên quan",
        "Nộp hồ sơ đăng ký thường trú, nộp phí và lệ phí theo quy định của pháp luật",
    ),
    "test": (
        "Thay mặt Bên A nộp hồ sơ, bổ sung hồ sơ và nhận kết quả cấp Giấy xác nhận tình trạng hôn "
        "nhân tại {office}",
        "Làm thủ tục đăng ký biến động đất đai, ký tên trên các giấy tờ có liên quan",
        "Nhận kết quả giải quyết thủ tục hành chính tại {office}",
    ),
}
_TERMS = {
    "development": ("Kể từ ngày ký cho đến khi công việc hoàn thành", "06 tháng kể từ ngày ký"),
    "test": ("Đến khi Bên B thực hiện xong công việc được ủy quyền", "01 năm kể từ ngày ký"),
}
_LEADS = {
    "development": "Bên A ủy quyền cho Bên B thực hiện các công việc sau đây: ",
    "test": "Bên A ủy quyền cho Bên B thay mặt Bên A: ",
}
_OATH = "Hai bên cam kết chịu trách nhiệm trước pháp luật về nội dung ủy quyền trên đây."


def make_power_of_attorney(desk: Desk) -> FilledForm:
    """Fill in one power of attorney; six in ten are certified."""
    rng = desk.rng
    people = {
        who: make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=25)
        for who in ("principal", "agent")
    }
    office, _ = choose_office(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    certified = rng.random() < 0.6
    lines: dict[str, Blank] = {}
    answers = index_answers([
        date_answer("signed_on", on, "spelled"),
        text_answer("signed_at", office),
        *(a for who, person in people.items() for a in _party(desk, person, who, lines)),
        text_answer("scope", rng.choice(_SCOPES[desk.share]).format(office=office)),
        text_answer("term", rng.choice(_TERMS[desk.share])),
        *(_certification(desk, on) if certified else ()),
    ])  # fmt: skip

    def draw(sheet: Sheet) -> None:
        draw_motto(sheet)
        draw_title(sheet, "GIẤY ỦY QUYỀN")
        sheet.paragraph([label("(Dành cho cá nhân)", italic=True)], align="center")
        sheet.paragraph([label("Căn cứ Bộ luật Dân sự năm 2015;", italic=True)], indent=28)
        sheet.paragraph([
            label("Hôm nay, "), *date_pieces(answers["signed_on"]), label(", tại "),
            blank_for(answers["signed_at"], width=170), label(", chúng tôi gồm:"),
        ])  # fmt: skip
        for who, title in (
            ("principal", "I. BÊN ỦY QUYỀN (Bên A):"),
            ("agent", "II. BÊN ĐƯỢC ỦY QUYỀN (Bên B):"),
        ):
            sheet.paragraph([label(title, bold=True)])
            _draw_party(sheet, answers, who, lines[who])
        _draw_matter(sheet, desk, answers)
        _draw_signers(sheet, people)
        if certified:
            _draw_certification(sheet, answers)

    return FilledForm(form=FORM, edition=EDITION, answers=answers, draw=draw)


def _party(desk: Desk, person: Person, who: str, lines: dict[str, Blank]) -> list[Answer]:
    parts, identity = id_parts(desk, person, who, number_only=True)
    lines[who] = written(parts, identity, lines=1)
    return [
        text_answer(f"{who}_name", show_name(desk, person)),
        date_answer(f"{who}_dob", person.born, desk.style.date_style),
        text_answer(f"{who}_ethnicity", person.ethnicity),
        text_answer(f"{who}_nationality", "Việt Nam"),
        *identity,
        address_answer(desk, f"{who}_address", person, may_be_blank=False),
    ]


def _certification(desk: Desk, on: date) -> list[Answer]:
    return [
        text_answer("certification_number", str(desk.rng.randint(12, 980))),
        text_answer("certification_book", f"0{desk.rng.randint(1, 4)}/{on.year}-SCT/CK,ĐC"),
    ]


def _draw_party(sheet: Sheet, answers: dict[str, Answer], who: str, identity: Blank) -> None:
    width = sheet.right - sheet.left
    line(sheet, "Họ và tên: ", blank_for(answers[f"{who}_name"]))
    line(
        sheet, "Ngày, tháng, năm sinh: ", blank_for(answers[f"{who}_dob"], width=width * 0.24),
        label(" Dân tộc: "), blank_for(answers[f"{who}_ethnicity"], width=width * 0.1),
        label(" Quốc tịch: "), blank_for(answers[f"{who}_nationality"]),
    )  # fmt: skip
    line(sheet, "Giấy tờ tùy thân: ", identity)
    line(sheet, "Nơi cư trú: ", blank_for(answers[f"{who}_address"], lines=2))


def _draw_matter(sheet: Sheet, desk: Desk, answers: dict[str, Answer]) -> None:
    sheet.paragraph([label("III. NỘI DUNG ỦY QUYỀN", bold=True)])
    sheet.paragraph([label(_LEADS[desk.share]), blank_for(answers["scope"], lines=3)])
    sheet.paragraph([label("IV. THỜI HẠN ỦY QUYỀN", bold=True)])
    line(sheet, "Thời hạn ủy quyền: ", blank_for(answers["term"]))
    sheet.paragraph([label("V. CAM KẾT", bold=True)])
    sheet.paragraph([label(_OATH)], indent=28)


def _draw_signers(sheet: Sheet, people: dict[str, Person]) -> None:
    sheet.keep(sheet.line_height * 3 + 60)
    hint = label("(Ký, ghi rõ họ tên)", italic=True)
    titles = {"principal": "BÊN ỦY QUYỀN", "agent": "BÊN ĐƯỢC ỦY QUYỀN"}

    def signer(who: str) -> None:
        draw_signer(sheet, [label(titles[who], bold=True), hint], people[who].name, height=42)

    sheet.columns([(0.0, 0.48, lambda: signer("principal")), (0.52, 1.0, lambda: signer("agent"))])


def _draw_certification(sheet: Sheet, answers: dict[str, Answer]) -> None:
    sheet.keep(sheet.line_height * 5)
    sheet.space(0.4)
    sheet.paragraph([label("LỜI CHỨNG", bold=True)], align="center")
    sheet.paragraph([
        label("Chứng thực các bên đã tự nguyện ký vào giấy này trước mặt người chứng thực."),
    ], indent=28)  # fmt: skip
    sheet.paragraph([
        label("Số chứng thực: "), blank_for(answers["certification_number"], width=60),
        label(", quyển số: "), blank_for(answers["certification_book"], width=120),
    ])  # fmt: skip
