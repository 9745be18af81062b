"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01, TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from samples.generator.dates import random_day, write_date
from samples.generator.forms.civil_status import line
from samples.generator.forms.filled import (
    Answer,
    Desk,
    FilledForm,
    Row,
    blank_for,
    index_answers,
    text_answer,
)
from samples.generator.forms.heading import COUNTRY, MOTTO, draw_signer, draw_title
from samples.generator.layout.marks import draw_qr
from samples.generator.layout.pieces import Blank, Part, label
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.table import Column, draw_table
from samples.generator.people import make_adult, make_email, make_name, make_phone
from samples.generator.style import BLACK

FORM = "dossier_receipt"
EDITION = "2025-09-15"

Listing = Literal["numbered", "ruled"]

_PROCEDURES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "development": (
        ("Đăng ký khai sinh", ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh",
                               "Giấy chứng nhận kết hôn của cha, mẹ")),
        ("Đăng ký thành lập hộ kinh doanh", ("Giấy đề nghị đăng ký hộ kinh doanh",
                                            "Hợp đồng thuê địa điểm")),
    ),
    "test": (
        ("Đăng ký kết hôn", ("Tờ khai đăng ký kết hôn", "Giấy xác nhận tình trạng hôn nhân")),
        ("Cấp giấy phép xây dựng nhà ở riêng lẻ", ("Đơn đề nghị cấp giấy phép xây dựng",
            "Bản sao giấy chứng nhận quyền sử dụng đất", "Bản vẽ thiết kế xây dựng")),
    ),
}  # fmt: skip
_COPY_WORDS = {
    "development": ("({n:02d} bản chính)", "({n} bản)", "- {n:02d} bản"),
    "test": ("({n:02d} bản sao)", ": {n:02d} bản", "({n} bản chính)"),
}
_COLUMNS = (
    Column(title="STT", share=0.1, centered=True),
    Column(title="Tên giấy tờ", share=0.66),
    Column(title="Số bản", share=0.24, centered=True),
)


def make_dossier_receipt(desk: Desk) -> FilledForm:
    """Fill in one receipt; the papers are a numbered list or a ruled table."""
    rng = desk.rng
    person = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=21)
    procedure, papers = rng.choice(_PROCEDURES[desk.share])
    on = random_day(rng, date(2025, 9, 16), date(2025, 11, 18))
    days = rng.choice((1, 3, 5, 7))
    ward = rng.choice(desk.words.wards)
    code = f"000.00.{rng.randint(1, 30):02d}.H26-{on:%y%m%d}-{rng.randint(1, 9999):04d}"
    rows: list[Row] = [{"name": name, "copies": str(rng.randint(1, 3))} for name in papers]
    answers = index_answers([
        text_answer("dossier_code", code),
        text_answer("applicant_name", person.name.upper() if rng.random() < 0.4 else person.name),
        text_answer("applicant_address", person.address),
        text_answer("applicant_phone", make_phone(rng)),
        text_answer("procedure", procedure),
        Answer(key="components", raw="\n".join(row["name"] for row in rows), value=rows),
        _moment("received_at", on, (rng.randint(8, 16), rng.randint(0, 59))),
        _moment("due_at", on + timedelta(days=days), (rng.choice((11, 16, 17)), 0)),
    ])  # fmt: skip
    listing: Listing = rng.choice(("numbered", "ruled"))
    words = rng.choice(_COPY_WORDS[desk.share])
    email = make_email(rng, person)
    surname = rng.choice([name for name, _ in desk.words.surnames])
    clerk = make_name(rng, desk.words, "female", surname)

    def draw(sheet: Sheet) -> None:
        _draw_head(sheet, answers["dossier_code"], ward, on)
        draw_title(sheet, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
        office = f"Trung tâm Phục vụ hành chính công {ward}"
        sheet.paragraph([label(f"Bộ phận Tiếp nhận và Trả kết quả: {office}")])
        line(sheet, "Tiếp nhận hồ sơ của: ", blank_for(answers["applicant_name"]))
        line(sheet, "Địa chỉ: ", blank_for(answers["applicant_address"]))
        line(
            sheet, "Số điện thoại: ", blank_for(answers["applicant_phone"], width=100),
            label(" Email: "), Blank(parts=(Part(text=email, key=None),)),
        )  # fmt: skip
        line(sheet, "Nội dung yêu cầu giải quyết: ", blank_for(answers["procedure"]))
        sheet.paragraph([label("Thành phần hồ sơ nộp gồm:")])
        if listing == "ruled":
            table = [(str(i), row["name"], row["copies"]) for i, row in enumerate(rows, start=1)]
            draw_table(sheet, _COLUMNS, table, key="components", spare=0)
            sheet.space(0.3)
        else:
            _draw_list(sheet, rows, words)
        _draw_terms(sheet, answers, days)
        _draw_signatures(sheet, person.name, clerk)

    return FilledForm(form=FORM, edition=EDITION, answers=answers, draw=draw)


def _moment(key: str, on: date, clock: tuple[int, int]) -> Answer:
    hour, minute = clock
    raw = f"{hour:02d} giờ {minute:02d} phút, {write_date(on, 'spelled')}"
    return Answer(key=key, raw=raw, value=f"{on.isoformat()}T{hour:02d}:{minute:02d}")


def _draw_head(sheet: Sheet, code: Answer, ward: str, on: date) -> None:
    size, spacing = sheet.size, sheet.spacing
    sheet.spacing = 1.22
    while sheet.canvas.width_of(COUNTRY, sheet.pen("Bold")) > (sheet.right - sheet.left) * 0.56:
        sheet.size *= 0.98

    def office() -> None:
        sheet.paragraph([label(f"UBND {ward.upper()}")], align="center")
        for text in ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"):
            sheet.paragraph([label(text, bold=True)], align="center")
        middle = (sheet.left + sheet.right) / 2
        draw_qr(sheet.canvas, middle - 23, sheet.y + 4, 46, code.raw)
        sheet.y += 54
        sheet.paragraph([label("Mã hồ sơ: "), Blank(parts=(Part(text=code.raw, key=code.key),),
                                                  width=1)], align="center")  # fmt: skip

    def country() -> None:
        for text in (COUNTRY, MOTTO):
            sheet.paragraph([label(text, bold=True)], align="center")
        half = sheet.canvas.width_of(MOTTO, sheet.pen("Bold")) / 2
        middle = (sheet.left + sheet.right) / 2
        sheet.canvas.rule(middle - half, sheet.y + 1, middle + half, sheet.y + 1, 0.7, BLACK)
        sheet.space(0.4)
        day = write_date(on, "spelled")
        sheet.paragraph([label(f"Hà Nội, {day}", italic=True)], align="center")

    sheet.columns([(0.0, 0.42, office), (0.43, 1.0, country)])
    sheet.size, sheet.spacing = size, spacing
    sheet.space(0.6)


def _draw_list(sheet: Sheet, rows: list[Row], words: str) -> None:
    for number, row in enumerate(rows, start=1):
        text = f"{row['name']} {words.format(n=int(row['copies']))}".replace(" :", ":")
        parts = (Part(text=text, key="components"),)
        sheet.paragraph([label(f"{number}. "), Blank(parts=parts, keys=("components",))])


def _draw_terms(sheet: Sheet, answers: dict[str, Answer], days: int) -> None:
    def printed(text: str) -> Blank:
        return Blank(parts=(Part(text=text, key=None),), width=34, centered=True)

    sheet.paragraph([label("Số lượng hồ sơ: "), printed("01"), label(" (bộ)")])
    sheet.paragraph([
        label("Thời gian giải quyết hồ sơ theo quy định là: "), printed(f"{days:02d}"),
        label(" ngày"),
    ])  # fmt: skip
    line(sheet, "Thời gian nhận hồ sơ: ", blank_for(answers["received_at"]))
    line(sheet, "Thời gian trả kết quả giải quyết hồ sơ: ", blank_for(answers["due_at"]))
    sheet.paragraph([label("Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công")])
    sheet.paragraph([
        label("Vào Sổ theo dõi hồ sơ, Quyển số: "), printed("01"), label(" Số thứ tự: "),
        printed(str(sheet.rng.randint(12, 960))),
    ])  # fmt: skip


def _draw_signatures(sheet: Sheet, applicant: str, clerk: str) -> None:
    sheet.space(0.5)
    under = label("(Ký và ghi rõ họ tên)", italic=True)

    def sign(title: str, name: str) -> None:
        draw_signer(sheet, [label(title, bold=True), under], name, height=48)

    sheet.columns([
        (0.0, 0.48, lambda: sign("NGƯỜI NỘP HỒ SƠ", applicant)),
        (0.52, 1.0, lambda: sign("NGƯỜI TIẾP NHẬN HỒ SƠ", clerk)),
    ])  # fmt: skip
