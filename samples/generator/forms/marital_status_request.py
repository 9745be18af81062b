"""Tờ khai cấp Giấy xác nhận tình trạng hôn nhân (TT 04/2024/TT-BTP)."""

from __future__ import annotations

from datetime import date

from samples.generator.dates import random_day, write_date
from samples.generator.forms.civil_status import (
    choose_office,
    done_answers,
    draw_closing,
    draw_requester,
    line,
    numeric,
    requester_answers,
)
from samples.generator.forms.filled import Desk, FilledForm, blank_for, index_answers, text_answer
from samples.generator.forms.heading import draw_motto, draw_title
from samples.generator.forms.subject import draw_subject, subject_answers
from samples.generator.layout.pieces import Blank, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person, make_adult, make_name

FORM = "marital_status_request"
EDITION = "2024-06-06"

_BEFORE = "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:"
_OATH = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật "
    "về cam đoan của mình."
)
_PURPOSES = {
    "development": ("Để kết hôn", "Bổ túc hồ sơ mua bán nhà đất", "Vay vốn ngân hàng"),
    "test": ("Làm thủ tục chuyển nhượng quyền sử dụng đất", "Để đăng ký kết hôn", "Vay ngân hàng"),
}


def make_marital_status_request(desk: Desk) -> FilledForm:
    """Fill in one request; the requester is mostly the person concerned."""
    rng = desk.rng
    person = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=21)
    office, ward = choose_office(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    lines: dict[str, Blank] = {}
    own = rng.random() < 0.85
    requester = person if own else make_adult(rng, desk.words, "female", youngest=45)
    answers = index_answers([
        text_answer("to_office", office),
        *requester_answers(desk, requester, "Bản thân" if own else "Mẹ đẻ", lines, dob=True),
        *subject_answers(desk, person, "subject", lines),
        text_answer("marital_status", _choose_status(desk, person)),
        text_answer("purpose", rng.choice(_PURPOSES[desk.share])),
        *done_answers(desk, ward, on),
    ])  # fmt: skip

    def draw(sheet: Sheet) -> None:
        draw_motto(sheet)
        draw_title(sheet, "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
        sheet.paragraph([label("Kính gửi: "), note(1), blank_for(answers["to_office"])], indent=60)
        relation = "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: "
        draw_requester(sheet, answers, lines["requester"], relation)
        sheet.paragraph([label(_BEFORE, bold=True)])
        draw_subject(sheet, answers, "subject", lines["subject"], "Nơi cư trú:")
        status = blank_for(answers["marital_status"], lines=2)
        line(sheet, "Tình trạng hôn nhân:", status, note_number=4)
        purpose = blank_for(answers["purpose"], lines=2)
        lead = "Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân:"
        line(sheet, lead, purpose, note_number=5)
        sheet.paragraph([label(_OATH)], align="justify", indent=28)
        draw_closing(sheet, answers, requester.name, copies_note=None)

    return FilledForm(form=FORM, edition=EDITION, answers=answers, draw=draw)


def _choose_status(desk: Desk, person: Person) -> str:
    """Return one of the sentences clerks accept."""
    rng = desk.rng
    surname = rng.choice([name for name, _ in desk.words.surnames])
    day = random_day(rng, date(2012, 1, 5), date(2023, 6, 1))
    on = write_date(day, numeric(desk.style.date_style))
    is_man = person.sex == "male"
    spouse = make_name(rng, desk.words, "female" if is_man else "male", surname)
    bond = f"vợ là bà {spouse}" if is_man else f"chồng là ông {spouse}"
    divorce = f"Quyết định ly hôn số {rng.randint(10, 400)}/{day.year}/QĐST-HNGĐ ngày {on}"
    certificate = f"Giấy chứng nhận kết hôn số {rng.randint(2, 200)}, cấp ngày {on}"
    sentences = (
        "Hiện tại chưa đăng ký kết hôn với ai",
        "hiện tại chưa đăng ký kết hôn với ai",
        f"Đã ly hôn theo {divorce} của Tòa án nhân dân; hiện tại chưa đăng ký kết hôn với ai",
        f"Hiện tại đang có {bond} ({certificate})",
    )
    return rng.choice(sentences)
