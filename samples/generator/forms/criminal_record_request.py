"""Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp: TT 06/2024/TT-BTP and the print of 2013."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samples.generator.dates import random_day
from samples.generator.forms import criminal_texts as texts
from samples.generator.forms.civil_status import line, numeric
from samples.generator.forms.criminal_history import draw_history, history_answer
from samples.generator.forms.criminal_texts import Wording
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
    date_pieces,
    draw_motto,
    draw_notes,
    draw_place_and_date,
    draw_signer,
    draw_title,
)
from samples.generator.layout.pieces import Blank, Gap, Label, Part, Piece, Tick, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import (
    SEX_WORDS,
    Person,
    Sex,
    make_adult,
    make_email,
    make_name,
    make_phone,
)

FORM = "criminal_record_request"
CURRENT = "2024-07-01"
OLDER = "2014-01-10"

_IDENTITY_KINDS = ("Căn cước công dân", "Thẻ căn cước công dân", "CCCD", "Thẻ căn cước")
_RELATIVES = (("father", "cha"), ("mother", "mẹ"), ("spouse", "vợ/chồng"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Who asks for whose record, and what goes with it that is no field."""

    edition: str
    subject: Person
    requester: Person
    """The subject, or who was authorised."""
    years: dict[str, str]
    """Birth years of the relatives, by role; empty where the name is."""
    identity_kind: str
    email: str
    delivery: int

    @property
    def wording(self) -> Wording:
        return texts.CURRENT if self.edition == CURRENT else texts.OLDER

    @property
    def for_another(self) -> bool:
        return self.requester is not self.subject


def make_criminal_record_request(desk: Desk) -> FilledForm:
    """Fill in one request; of the present print some are made for who gave a power of attorney."""
    rng = desk.rng
    case = _make_case(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    relatives = _relative_answers(desk, case)
    answers = index_answers([
        text_answer("to_office", rng.choice(texts.OFFICES[case.edition])),
        *_subject_answers(desk, case),
        *relatives,
        Answer(key="subject_phone", raw=(phone := make_phone(rng)), value=phone),
        history_answer(desk, case.subject, on),
        _kind_answer(desk, case),
        text_answer("purpose", rng.choice(texts.PURPOSES[desk.share])),
        _count_answer(desk),
        text_answer("declared_place", rng.choice(("Hà Nội", "Thành phố Hà Nội"))),
        date_answer("declared_on", on, "spelled"),
    ])  # fmt: skip
    with_notes = rng.random() < 0.5

    def draw(sheet: Sheet) -> None:
        sheet.size, sheet.spacing = min(sheet.size, 12.5), min(sheet.spacing, 1.35)
        _draw_head(sheet, answers, case)
        _draw_subject(sheet, answers, case)
        _draw_relatives(sheet, answers, case)
        draw_history(sheet, answers["residence_history"], case.wording.history)
        _draw_request(sheet, answers, case)
        _draw_oath(sheet, answers, case.requester.name)
        if with_notes:
            draw_notes(sheet, texts.NOTES[case.edition], heading="Ghi chú:")

    return FilledForm(form=FORM, edition=case.edition, answers=answers, draw=draw)


def _make_case(desk: Desk) -> Case:
    rng = desk.rng
    edition = OLDER if rng.random() < 0.3 else CURRENT
    subject = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=19)
    by_another = edition == CURRENT and rng.random() < 0.2
    requester = make_adult(rng, desk.words, "female", youngest=45) if by_another else subject
    year = subject.born.year
    married = rng.random() < 0.55
    return Case(
        edition=edition,
        subject=subject,
        requester=requester,
        years={
            "father": str(year - rng.randint(20, 38)),
            "mother": str(year - rng.randint(19, 35)),
            "spouse": str(year + rng.randint(-4, 4)) if married else "",
        },
        identity_kind=rng.choice(_IDENTITY_KINDS),
        email=make_email(rng, subject) if rng.random() < 0.25 else "",
        delivery=rng.randrange(len(texts.DELIVERY)),
    )


def _subject_answers(desk: Desk, case: Case) -> list[Answer]:
    rng, subject = desk.rng, case.subject
    other = make_name(rng, desk.words, subject.sex, subject.surname) if rng.random() < 0.1 else ""
    temporary = make_adult(rng, desk.words, "male").address if rng.random() < 0.4 else ""
    return [
        text_answer("subject_name", subject.name.upper()),
        text_answer("subject_other_name", other),
        Answer(key="subject_sex", raw=SEX_WORDS[subject.sex], value=subject.sex),
        date_answer("subject_dob", subject.born, numeric(desk.style.date_style)),
        text_answer("subject_birth_place", rng.choice(desk.words.provinces)),
        text_answer("subject_nationality", "Việt Nam"),
        text_answer("subject_ethnicity", subject.ethnicity),
        text_answer("subject_permanent_address", subject.address),
        text_answer("subject_temporary_address", temporary),
        text_answer("subject_id_number", subject.id_number),
        date_answer("subject_id_issued_on", subject.id_issued_on, "spelled"),
        text_answer("subject_id_issuer", subject.id_issuer),
    ]


def _relative_answers(desk: Desk, case: Case) -> list[Answer]:
    rng, words, subject = desk.rng, desk.words, case.subject
    other_sex: Sex = "female" if subject.sex == "male" else "male"
    surname, inlaw = (rng.choice([name for name, _ in words.surnames]) for _ in range(2))
    names = {
        "father": make_name(rng, words, "male", subject.surname),
        "mother": make_name(rng, words, "female", surname),
        "spouse": make_name(rng, words, other_sex, inlaw) if case.years["spouse"] else "",
    }
    return [text_answer(f"{role}_name", name.upper()) for role, name in names.items()]


def _kind_answer(desk: Desk, case: Case) -> Answer:
    # Record 2 may not be asked for through another (Luật Lý lịch tư pháp 2009, điều 46).
    kind = "1" if case.for_another or desk.rng.random() < 0.6 else "2"
    return Answer(key="record_kind", raw=f"Số {kind}", value=kind)


def _count_answer(desk: Desk) -> Answer:
    count = desk.rng.randint(1, 4)
    shown = f"{count:02d}" if desk.rng.random() < 0.6 else str(count)
    return Answer(key="copy_count", raw=shown, value=str(count))


def _draw_head(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    mark = texts.MARK_FOR_ANOTHER if case.for_another else case.wording.mark
    sheet.paragraph([label(mark, italic=True)], align="right")
    draw_motto(sheet)
    draw_title(sheet, "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP")
    for text in texts.FOR_ANOTHER if case.for_another else texts.FOR_ONESELF:
        sheet.paragraph([label(text, italic=True)], align="center")
    sheet.space(0.3)
    sheet.paragraph([label("Kính gửi: "), blank_for(answers["to_office"])], indent=70)
    if case.for_another:
        _draw_requester(sheet, case.requester, case.identity_kind)


def _draw_requester(sheet: Sheet, person: Person, identity_kind: str) -> None:
    """Set the part about who was authorised: nobody's fields."""
    sheet.paragraph([label(texts.FIRST_PART, bold=True)])
    day = date_answer("", person.born, "slashes").raw
    line(sheet, texts.CURRENT.name, _written(person.name.upper()))
    line(sheet, "2. Ngày, tháng, năm sinh: ", _written(day))
    issued = date_answer("", person.id_issued_on, "spelled")
    _draw_identity(sheet, 3, identity_kind, _written(person.id_number), issued, person.id_issuer)
    line(sheet, "4. Địa chỉ liên hệ: ", _written(person.address))
    line(sheet, "5. Được sự ủy quyền: ", Blank())
    line(sheet, "5.1. Mối quan hệ với người uỷ quyền: ", _written("Mẹ đẻ"))
    sheet.paragraph([label(texts.BETWEEN)])
    sheet.paragraph([label(texts.SECOND_PART, bold=True)])


def _written(text: str) -> Blank:
    return Blank(parts=(Part(text=text, key=None),))


def _draw_identity(
    sheet: Sheet, number: int, kind: str, digits: Blank, issued: Answer, issuer: Blank | str
) -> None:
    """Set kind, number, day and issuer of an identity paper over two lines."""
    text = texts.CURRENT.identity if number < 10 else texts.OLDER.identity
    lead = f"{number}. {text.split('. ', 1)[1]}"
    kind_blank = Blank(parts=(Part(text=kind, key=None),), width=118)
    sheet.paragraph([label(lead), kind_blank, label(" Số: "), digits])
    by = _written(issuer) if isinstance(issuer, str) else issuer
    day = date_pieces(issued)
    # "Cấp ngày", as the print has it, in place of "ngày".
    sheet.paragraph(
        [Label(text="Cấp ngày ", key=issued.key or None), *day[1:], label(" Tại: "), by]
    )


def _draw_subject(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    width = sheet.right - sheet.left
    name = texts.NAME_OF_ANOTHER if case.for_another else case.wording.name
    line(sheet, name, blank_for(answers["subject_name"]))
    other = blank_for(answers["subject_other_name"], width=width * 0.4)
    sex = blank_for(answers["subject_sex"])
    line(sheet, "2. Tên gọi khác (nếu có): ", other, label(" 3. Giới tính: "), sex)
    line(sheet, "4. Ngày, tháng, năm sinh: ", blank_for(answers["subject_dob"]))
    first = case.wording.before_identity + (case.edition == CURRENT)
    if case.edition == CURRENT:
        _draw_paper(sheet, answers, case)
    place = " (tỉnh/thành phố trực thuộc Trung ương): " if case.edition == CURRENT else ": "
    number = first + 1 if case.edition == CURRENT else 5
    line(sheet, f"{number}. Nơi sinh{place}", blank_for(answers["subject_birth_place"]))
    nation = blank_for(answers["subject_nationality"], width=width * 0.36)
    people = blank_for(answers["subject_ethnicity"])
    line(sheet, f"{number + 1}. Quốc tịch: ", nation, label(f" {number + 2}. Dân tộc: "), people)
    home = blank_for(answers["subject_permanent_address"])
    line(sheet, f"{number + 3}. Nơi thường trú: ", home)
    line(sheet, f"{number + 4}. Nơi tạm trú: ", _temporary(answers["subject_temporary_address"]))
    if case.edition == OLDER:
        _draw_paper(sheet, answers, case)


def _temporary(answer: Answer) -> Blank:
    """Return the blank of the place of stay; the form's notes have "//" written for none."""
    parts = (Part(text=answer.raw, key=answer.key),) if answer.raw else ()
    none = Part(text="//", key=None)
    return Blank(parts=parts or (none,), keys=(answer.key,))


def _draw_paper(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    number = case.wording.before_identity + 1
    digits, issued = blank_for(answers["subject_id_number"]), answers["subject_id_issued_on"]
    issuer = blank_for(answers["subject_id_issuer"])
    _draw_identity(sheet, number, case.identity_kind, digits, issued, issuer)


def _draw_relatives(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    for number, (role, word) in enumerate(_RELATIVES, start=11):
        year = case.years[role]
        born = Blank(parts=(Part(text=year, key=None),) if year else ())
        lead = case.wording.relative.format(number=number, who=word)
        share = 0.34 if case.edition == OLDER else 0.2
        name = blank_for(answers[f"{role}_name"], width=(sheet.right - sheet.left) * share)
        line(sheet, lead, name, label(case.wording.born), born)
    phone = answers["subject_phone"]
    parts: list[Part] = [Part(text=phone.raw, key=phone.key)]
    if case.email:
        parts.append(Part(text=f"/ {case.email}", key=None))
    line(sheet, "14. Số điện thoại/e-mail: ", Blank(parts=tuple(parts), keys=(phone.key,)))


def _draw_request(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    kind, count = answers["record_kind"], answers["copy_count"]
    line(sheet, case.wording.convictions, Blank(lines=2))
    sheet.paragraph([
        label(case.wording.kind), *_ticks((("1", "Số 1 "), ("2", "Số 2 ")), kind)
    ])  # fmt: skip
    confirm = Answer(key="", raw="Không", value="no" if kind.value == "1" else "")
    ban = _ticks((("yes", "Có "), ("no", "Không ")), confirm)
    sheet.paragraph([label(case.wording.ban), *ban])
    line(sheet, case.wording.purpose, blank_for(answers["purpose"]))
    if case.edition == CURRENT:
        sheet.paragraph([label("19. Hình thức, phương thức nhận kết quả:")])
        _draw_delivery(sheet, texts.DELIVERY[:2], case.delivery)
        line(sheet, "Địa chỉ nhận kết quả: ", Blank())
    colon = ": " if case.edition == OLDER else " "
    lead = label(f"Số lượng Phiếu lý lịch tư pháp yêu cầu cấp{colon}")
    sheet.paragraph([lead, blank_for(count, width=60, centered=True), label(" Phiếu")])
    if case.edition == CURRENT:
        _draw_delivery(sheet, texts.DELIVERY[2:], case.delivery - 2)


def _draw_delivery(sheet: Sheet, ways: Sequence[str], chosen: int) -> None:
    for place, way in enumerate(ways):
        sheet.paragraph([label(way), Tick(checked=place == chosen)])


def _ticks(options: Sequence[tuple[str, str]], answer: Answer) -> list[Piece]:
    key = answer.key or None
    pieces: list[Piece] = []
    for value, text in options:
        pieces += [Label(text=text, key=key), Tick(checked=answer.value == value, key=key)]
        pieces.append(Gap(width=34))
    return pieces


def _draw_oath(sheet: Sheet, answers: dict[str, Answer], signer: str) -> None:
    sheet.keep(sheet.line_height * 5 + 50)
    sheet.paragraph([label(texts.OATH)], align="justify")
    draw_place_and_date(
        sheet, answers["declared_place"], answers["declared_on"], lead="", start=0.3
    )
    titles = [label("Người khai", bold=True), label("(Ký, ghi rõ họ, tên)", italic=True)]
    sheet.columns([(0.45, 1.0, lambda: draw_signer(sheet, titles, signer, height=44))])
