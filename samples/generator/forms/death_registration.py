"""Tờ khai đăng ký khai tử (TT 04/2024/TT-BTP)."""

from __future__ import annotations

from datetime import date, timedelta

from samples.generator.dates import random_day
from samples.generator.forms.civil_status import (
    choose_office,
    copy_answers,
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
from samples.generator.forms.heading import date_pieces, draw_motto, draw_title
from samples.generator.forms.subject import draw_subject, subject_answers
from samples.generator.layout.pieces import Blank, Label, Part, Piece, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import make_adult, make_person

FORM = "death_registration"
EDITION = "2024-06-06"

_BEFORE = "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:"
_OATH = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật "
    "về cam đoan của mình."
)
_CAUSES = {
    "development": ("Tuổi già", "Bệnh tim mạch", "Tai biến mạch máu não", "Ung thư phổi"),
    "test": ("Già yếu", "Suy hô hấp", "Nhồi máu cơ tim", "Bệnh hiểm nghèo"),
}
_RELATIONS = {
    "male": ("Con trai", "Con đẻ", "Cháu nội"),
    "female": ("Con gái", "Con đẻ", "Con dâu"),
}


def make_death_registration(desk: Desk) -> FilledForm:
    """Fill in one death registration."""
    rng, words = desk.rng, desk.words
    born = random_day(rng, date(1930, 1, 1), date(1962, 12, 28))
    person = make_person(rng, words, sex=rng.choice(("male", "female")), born=born)
    requester = make_adult(rng, words, rng.choice(("male", "female")), youngest=30)
    died = random_day(rng, date(2025, 7, 1), date(2025, 11, 10))
    office, ward = choose_office(desk)
    lines: dict[str, Blank] = {}
    relation = rng.choice(_RELATIONS[requester.sex])
    time = (rng.randrange(24), rng.randrange(60)) if rng.random() < 0.7 else None
    answers = index_answers([
        text_answer("to_office", office),
        *requester_answers(desk, requester, relation, lines, dob=True),
        *subject_answers(desk, person, "deceased", lines),
        _died_answer(died, time),
        text_answer("death_place", rng.choice((person.address, rng.choice(words.hospitals)))),
        text_answer("death_cause", rng.choice(_CAUSES[desk.share])),
        *(notice := _notice_answers(desk, died, ward)),
        *copy_answers(desk),
        *done_answers(desk, ward, _not_before(notice, died + timedelta(days=rng.randint(1, 14)))),
    ])  # fmt: skip

    def draw(sheet: Sheet) -> None:
        draw_motto(sheet)
        draw_title(sheet, "TỜ KHAI ĐĂNG KÝ KHAI TỬ")
        sheet.paragraph([label("Kính gửi: "), note(1), blank_for(answers["to_office"])], indent=60)
        draw_requester(sheet, answers, lines["requester"], "Quan hệ với người đã chết: ")
        sheet.paragraph([label(_BEFORE, bold=True)])
        draw_subject(sheet, answers, "deceased", lines["deceased"], "Nơi cư trú cuối cùng:")
        _draw_death(sheet, answers, died, time)
        sheet.paragraph([label(_OATH)], align="justify", indent=28)
        draw_closing(sheet, answers, requester.name, copies_note=5)

    return FilledForm(form=FORM, edition=EDITION, answers=answers, draw=draw)


def _died_answer(died: date, time: tuple[int, int] | None) -> Answer:
    """Return the moment of death: a date-time, or a date where the hour is left open."""
    spelled = f"ngày {died.day:02d} tháng {died.month:02d} năm {died.year}"
    if time is None:
        return Answer(key="died_at", raw=spelled, value=died.isoformat())
    hour, minute = time
    raw = f"{hour:02d} giờ {minute:02d} phút, {spelled}"
    return Answer(key="died_at", raw=raw, value=f"{died.isoformat()}T{hour:02d}:{minute:02d}")


def _notice_answers(desk: Desk, died: date, ward: str) -> list[Answer]:
    keys = ("death_notice_number", "death_notice_issuer", "death_notice_on")
    if desk.rng.random() < 0.3:
        return [Answer(key=key) for key in keys]
    number = f"{desk.rng.randint(1, 160):02d}/{died.year}"
    return [
        text_answer(keys[0], f"{number}/GBT" if desk.rng.random() < 0.5 else number),
        text_answer(keys[1], desk.rng.choice((f"Trạm y tế {ward}", f"UBND {ward}"))),
        date_answer(keys[2], died + timedelta(days=desk.rng.randint(0, 2)), "spelled"),
    ]


def _not_before(notice: list[Answer], day: date) -> date:
    """Return `day`, or the day of the notice where that is later: the form names the notice."""
    return max([day, *(date.fromisoformat(str(a.value)) for a in notice if a.key.endswith("_on")
                       and a.value)])  # fmt: skip


def _draw_death(
    sheet: Sheet, answers: dict[str, Answer], died: date, time: tuple[int, int] | None
) -> None:
    key = "died_at"
    hours = tuple(f"{part:02d}" for part in time) if time else ("", "")
    # Where the hour is left open, its printed words are not part of the answer.
    owner = key if time else None
    moment: list[Piece] = [label("Đã chết vào lúc: ")]
    for number, word in zip(hours, (" giờ ", " phút, "), strict=True):
        parts = (Part(text=number, key=key),) if number else ()
        moment += [Blank(parts=parts, width=28, centered=True), Label(text=word, key=owner)]
    whole = Answer(key=key, raw=answers[key].raw, value=died.isoformat())
    sheet.paragraph([*moment, *date_pieces(whole)])
    line(sheet, "Nơi chết: ", blank_for(answers["death_place"]))
    line(sheet, "Nguyên nhân chết: ", blank_for(answers["death_cause"]))
    sheet.paragraph([
        label("Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử: "), note(4),
        blank_for(answers["death_notice_number"], width=70), label(" do "),
        blank_for(answers["death_notice_issuer"], width=120), label(" cấp "),
        *date_pieces(answers["death_notice_on"]),
    ])  # fmt: skip
