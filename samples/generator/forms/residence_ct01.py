"""Mẫu CT01, Tờ khai thay đổi thông tin cư trú: TT 53/2025/TT-BCA and TT 66/2023/TT-BCA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samples.generator.dates import random_day, write_date
from samples.generator.forms.ct01_consents import draw_consents
from samples.generator.forms.ct01_texts import NOTES, WORDING, Wording
from samples.generator.forms.filled import (
    Answer,
    Desk,
    FilledForm,
    Row,
    blank_for,
    date_answer,
    index_answers,
    text_answer,
)
from samples.generator.forms.heading import draw_motto, draw_notes, draw_title
from samples.generator.layout.pieces import DigitBoxes, Label, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.table import Column, draw_table
from samples.generator.people import (
    SEX_WORDS,
    Person,
    make_address,
    make_adult,
    make_email,
    make_person,
    make_phone,
)

FORM = "residence_ct01"

_COLUMNS = (
    Column(title="TT", share=0.06, centered=True),
    Column(title="Họ, chữ đệm và tên", share=0.26),
    Column(title="Ngày, tháng, năm sinh", share=0.16, centered=True),
    Column(title="Giới tính", share=0.09, centered=True),
    Column(title="Số định danh cá nhân", share=0.23, centered=True),
    Column(title="Mối quan hệ với chủ hộ", share=0.2, centered=True),
)
_OFFICES = ("Công an {ward}", "Công an {ward}, thành phố Hà Nội", "Công an {ward}, TP Hà Nội")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who declares, who heads the home, who moves along; relations are to the head."""

    declarant: Person
    relation: str
    head: Person
    members: tuple[tuple[Person, str], ...]


def make_residence_ct01(desk: Desk) -> FilledForm:
    """Fill in one CT01."""
    rng = desk.rng
    home = _make_household(desk)
    edition = rng.choice(tuple(WORDING))
    ward = rng.choice(desk.words.wards)
    declared = random_day(rng, date(2025, 7, 3), date(2025, 11, 20))
    answers = index_answers([
        text_answer("to_office", rng.choice(_OFFICES).format(ward=ward)),
        *_people_answers(desk, home),
        text_answer("request", _make_request(desk, declared)),
        _members_answer(desk, home),
        date_answer("declared_on", declared, "spelled"),
    ])  # fmt: skip
    spare = rng.choice((0, 1, 2, 3)) if home.members else rng.choice((2, 3, 4))
    consents = _make_consents(desk, home)
    notes = rng.choice(("none", "next_page", "next_page"))
    by_app = edition == "2025-07-01" and rng.random() < 0.6

    def draw(sheet: Sheet) -> None:
        _draw_page(sheet, answers, WORDING[edition], spare)
        draw_consents(sheet, answers["declared_on"], consents, by_app=by_app)
        if notes == "next_page":
            sheet.turn_page()
            draw_notes(sheet, NOTES[edition])

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _make_household(desk: Desk) -> Household:
    rng, words = desk.rng, desk.words
    head = make_adult(rng, words, rng.choice(("male", "female")), youngest=32)
    spouse = make_adult(rng, words, "female" if head.sex == "male" else "male", youngest=28)
    spouse_word = "Vợ" if spouse.sex == "female" else "Chồng"
    members: list[tuple[Person, str]] = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 4, 5))):
        born = random_day(rng, date(2005, 1, 1), date(2024, 12, 28))
        child = make_person(rng, words, sex=rng.choice(("male", "female")), born=born,
                            surname=head.surname)  # fmt: skip
        members.append((child, rng.choice(("Con", "Con đẻ", "Con ruột"))))
    if members and rng.random() < 0.5:
        members.insert(0, (spouse, spouse_word))
    if rng.random() < 0.5:
        return Household(declarant=head, relation="Chủ hộ", head=head, members=tuple(members))
    if members and members[0][0] is spouse:
        members = members[1:]
    return Household(declarant=spouse, relation=spouse_word, head=head, members=tuple(members))


def _people_answers(desk: Desk, home: Household) -> list[Answer]:
    who, head = home.declarant, home.head
    phone = make_phone(desk.rng)
    shown = f"{phone[:4]} {phone[4:7]} {phone[7:]}" if desk.rng.random() < 0.15 else phone
    email = make_email(desk.rng, who) if desk.rng.random() < 0.45 else ""

    def show(person: Person) -> str:
        return person.name.upper() if desk.style.upper_names else person.name

    return [
        text_answer("declarant_name", show(who)),
        date_answer("declarant_dob", who.born, desk.style.date_style),
        Answer(key="declarant_sex", raw=SEX_WORDS[who.sex], value=who.sex),
        text_answer("declarant_id_number", who.id_number),
        Answer(key="declarant_phone", raw=shown, value=phone),
        text_answer("declarant_email", email),
        text_answer("head_name", show(head)),
        text_answer("relation_to_head", home.relation),
        text_answer("head_id_number", head.id_number),
    ]


def _make_request(desk: Desk, declared: date) -> str:
    start = declared + timedelta(days=desk.rng.randint(0, 9))
    style = "slashes" if desk.style.date_style == "spelled" else desk.style.date_style
    address = make_address(desk.rng, desk.words)
    return desk.rng.choice(desk.words.requests).format(
        address=address[0].lower() + address[1:],
        from_date=write_date(start, style),
        to_date=write_date(start + timedelta(days=desk.rng.choice((364, 729))), style),
    )


def _members_answer(desk: Desk, home: Household) -> Answer:
    if not home.members:
        return Answer(key="members", value=[])
    style = "slashes" if desk.style.date_style == "spelled" else desk.style.date_style
    rows: list[Row] = []
    raws: list[str] = []
    for number, (person, relation) in enumerate(home.members, start=1):
        name = person.name.upper() if desk.style.upper_names else person.name
        born, sex = write_date(person.born, style), SEX_WORDS[person.sex]
        rows.append({
            "name": name, "dob": person.born.isoformat(), "sex": person.sex,
            "id_number": person.id_number, "relation_to_head": relation,
        })  # fmt: skip
        raws.append(" | ".join((str(number), name, born, sex, person.id_number, relation)))
    return Answer(key="members", raw="\n".join(raws), value=rows)


def _make_consents(desk: Desk, home: Household) -> tuple[str, str, str, str]:
    """Return the names under the four signature blocks; empty ones are not signed."""
    owner = home.head.name if desk.rng.random() < 0.5 else ""
    head = home.head.name if home.relation != "Chủ hộ" or desk.rng.random() < 0.3 else ""
    guardian = home.head.name if desk.rng.random() < 0.1 else ""
    return head, owner, guardian, home.declarant.name


def _draw_page(sheet: Sheet, answers: dict[str, Answer], wording: Wording, spare: int) -> None:
    sheet.paragraph([Label(text=wording.mark, italic=True, size_factor=0.8)], align="right")
    draw_motto(sheet)
    draw_title(sheet, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ")
    sheet.paragraph(
        [label("Kính gửi"), note(1), label(": "), blank_for(answers["to_office"])], indent=60
    )
    _draw_people(sheet, answers, wording)
    sheet.paragraph([
        label("10. Nội dung đề nghị"), note(2), label(": "), blank_for(answers["request"], lines=2)
    ])  # fmt: skip
    sheet.paragraph([label("11. Những thành viên trong hộ gia đình cùng thay đổi:")])
    sheet.space(0.2)
    value = answers["members"].raw
    rows = [row.split(" | ") for row in value.split("\n")] if value else []
    spacing, sheet.spacing = sheet.spacing, min(sheet.spacing, 1.2)
    draw_table(sheet, _COLUMNS, rows, key="members", spare=spare)
    sheet.spacing = spacing
    sheet.space(0.4)


def _draw_people(sheet: Sheet, answers: dict[str, Answer], wording: Wording) -> None:
    bold = sheet.style.bold_labels
    width = sheet.right - sheet.left

    def pair(first: str, key: str, second: str, other: str, share: float) -> None:
        left = blank_for(answers[key], width=width * share)
        second_label = label(f" {second}: ", bold=bold)
        right = blank_for(answers[other])
        sheet.paragraph([label(f"{first}: ", bold=bold), left, second_label, right])

    def boxes(text: str, key: str) -> None:
        digits = str(answers[key].value)
        sheet.paragraph([label(f"{text}: ", bold=bold), DigitBoxes(digits=digits, key=key)])

    name = label(f"1. {wording.name_label}: ", bold=bold)
    sheet.paragraph([name, blank_for(answers["declarant_name"])])
    pair("2. Ngày, tháng, năm sinh", "declarant_dob", "3. Giới tính", "declarant_sex", 0.3)
    boxes("4. Số định danh cá nhân", "declarant_id_number")
    pair("5. Số điện thoại liên hệ", "declarant_phone", "6. Email", "declarant_email", 0.22)
    head = label("7. Họ, chữ đệm và tên chủ hộ: ", bold=bold)
    written = sheet.canvas.width_of(answers["head_name"].raw, sheet.value_pen())
    if sheet.style.joined_lines and written < width * 0.24:
        pair("7. Họ, chữ đệm và tên chủ hộ", "head_name", "8. Mối quan hệ với chủ hộ",
             "relation_to_head", 0.25)  # fmt: skip
    else:
        sheet.paragraph([head, blank_for(answers["head_name"])])
        relation = label("8. Mối quan hệ với chủ hộ: ", bold=bold)
        sheet.paragraph([relation, blank_for(answers["relation_to_head"])])
    boxes("9. Số định danh cá nhân của chủ hộ", "head_id_number")
