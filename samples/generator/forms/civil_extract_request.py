"""Tờ khai cấp bản sao trích lục hộ tịch: the 2024 edition and the one before it."""

from __future__ import annotations

from datetime import date

from samples.generator.dates import random_day
from samples.generator.forms.civil_status import (
    choose_office,
    done_answers,
    draw_closing,
    draw_requester,
    line,
    requester_answers,
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
from samples.generator.forms.subject import draw_subject, subject_answers
from samples.generator.layout.pieces import Blank, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person, make_adult, make_name

FORM = "civil_extract_request"
CURRENT = "2024-06-06"
OLDER = "2020-07-16"

_OATH = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật "
    "về cam đoan của mình."
)
_KINDS = {
    "development": ("khai sinh", "kết hôn", "khai tử", "giám hộ"),
    "test": ("khai sinh", "ghi chú ly hôn", "nhận cha, mẹ, con", "thay đổi, cải chính hộ tịch"),
}
_NOTES = (
    "(1) Ghi rõ tên cơ quan cấp bản sao trích lục hộ tịch.",
    "(4) Ghi rõ loại việc hộ tịch đã đăng ký trước đây (ví dụ: khai sinh, kết hôn, khai tử,...).",
    "(5) Ghi rõ tên cơ quan đã đăng ký hộ tịch trước đây.",
    "(6) Ghi thông tin khác về việc hộ tịch đã đăng ký, nếu có.",
    "(7) Ghi rõ số lượng bản sao yêu cầu cấp.",
)


def make_civil_extract_request(desk: Desk) -> FilledForm:
    """Fill in one request; the requester mostly asks for an extract of their own."""
    rng = desk.rng
    edition = OLDER if rng.random() < 0.3 else CURRENT
    person = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=19)
    own = rng.random() < 0.7
    requester = person if own else make_adult(rng, desk.words, "female", youngest=45)
    office, ward = choose_office(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    lines: dict[str, Blank] = {}
    relation = "Bản thân" if own else rng.choice(("Mẹ đẻ", "Mẹ", "Cô ruột"))
    answers = index_answers([
        text_answer("to_office", office),
        *requester_answers(desk, requester, relation, lines, dob=edition == CURRENT),
        text_answer("extract_kind", rng.choice(_KINDS[desk.share])),
        *subject_answers(desk, person, "subject", lines),
        *_register_answers(desk, person),
        text_answer("other_information", _other_information(desk, person)),
        _count_answer(desk),
        *done_answers(desk, ward, on),
    ])  # fmt: skip
    with_notes = rng.random() < 0.4

    def draw(sheet: Sheet) -> None:
        draw_motto(sheet)
        draw_title(sheet, "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH")
        sheet.paragraph([label("Kính gửi: "), note(1), blank_for(answers["to_office"])], indent=60)
        relation_label = "Quan hệ với người được cấp bản sao Trích lục hộ tịch: "
        draw_requester(sheet, answers, lines["requester"], relation_label)
        kind = blank_for(answers["extract_kind"], width=118, centered=True)
        sheet.paragraph([
            label("Đề nghị cơ quan cấp bản sao trích lục"), note(4), label(" "), kind,
            label(" cho người có tên dưới đây:"),
        ])  # fmt: skip
        draw_subject(sheet, answers, "subject", lines["subject"], "Nơi cư trú:")
        _draw_register(sheet, answers)
        sheet.paragraph([label(_OATH)], align="justify", indent=28)
        draw_closing(sheet, answers, requester.name, copies_note=None)
        if with_notes:
            draw_notes(sheet, _NOTES)

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _register_answers(desk: Desk, person: Person) -> list[Answer]:
    """Return what is remembered of the register entry: often neither its number nor its book."""
    rng, words = desk.rng, desk.words
    day = random_day(rng, date(person.born.year + 1, 2, 1), date(2024, 12, 1))
    place = rng.choice((rng.choice(words.old_wards), rng.choice(words.wards)))
    known = rng.random() < 0.7
    number = f"{rng.randint(3, 320)}" if known else ""
    book = f"{rng.randint(1, 4):02d}/{day.year}" if known else ""
    return [
        text_answer("registered_at", f"{rng.choice(('UBND', 'Ủy ban nhân dân'))} {place}"),
        date_answer("registered_on", day, "spelled"),
        text_answer("register_number", number),
        text_answer("register_book", book),
    ]


def _other_information(desk: Desk, person: Person) -> str:
    rng = desk.rng
    if rng.random() < 0.5:
        return ""
    mother = make_name(rng, desk.words, "female", person.surname)
    return rng.choice((f"Họ tên mẹ: {mother}", f"Tên gọi khác trước đây: {mother}"))


def _count_answer(desk: Desk) -> Answer:
    count = desk.rng.randint(1, 10)
    shown = f"{count:02d}" if desk.rng.random() < 0.6 else str(count)
    return Answer(key="copy_count", raw=shown, value=str(count))


def _draw_register(sheet: Sheet, answers: dict[str, Answer]) -> None:
    sheet.paragraph([
        label("Đã đăng ký tại: "), note(5), blank_for(answers["registered_at"], width=190),
        label(" "), *date_pieces(answers["registered_on"]),
        label(" số: "), blank_for(answers["register_number"], width=44),
        label(" Quyển số: "), blank_for(answers["register_book"]),
    ])  # fmt: skip
    line(sheet, "Thông tin khác: ", blank_for(answers["other_information"]), note_number=6)
    sheet.paragraph([
        label("Số lượng bản sao yêu cầu cấp: "),
        blank_for(answers["copy_count"], width=38, centered=True), label(" bản "), note(7),
    ])  # fmt: skip
