"""The person a civil status form is about, where that is not a child to be registered."""

from __future__ import annotations

from samples.generator.forms.civil_status import (
    address_answer,
    id_parts,
    line,
    show_name,
    written,
)
from samples.generator.forms.filled import Answer, Desk, blank_for, date_answer, text_answer
from samples.generator.layout.pieces import Blank, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import SEX_WORDS, Person


def subject_answers(
    desk: Desk, person: Person, prefix: str, lines: dict[str, Blank]
) -> list[Answer]:
    """Return name to ID number of `person` and put the identity line into `lines`."""
    parts, identity = id_parts(desk, person, prefix, number_only=True)
    lines[prefix] = written(parts, identity, lines=2)
    short = desk.rng.random() < 0.15
    sex = Answer(key=f"{prefix}_sex", raw=SEX_WORDS[person.sex], value=person.sex)
    return [
        text_answer(f"{prefix}_name", show_name(desk, person)),
        date_answer(f"{prefix}_dob", person.born, desk.style.date_style),
        Answer(key=f"{prefix}_sex") if short else sex,
        text_answer(f"{prefix}_ethnicity", "" if short else person.ethnicity),
        text_answer(f"{prefix}_nationality", "" if short else "Việt Nam"),
        address_answer(desk, f"{prefix}_address", person, may_be_blank=True),
        *identity,
    ]


def draw_subject(
    sheet: Sheet, answers: dict[str, Answer], prefix: str, identity: Blank, address_label: str
) -> None:
    """Set the block on the person concerned."""
    width = sheet.right - sheet.left
    line(sheet, "Họ, chữ đệm, tên: ", blank_for(answers[f"{prefix}_name"]))
    line(sheet, "Ngày, tháng, năm sinh: ", blank_for(answers[f"{prefix}_dob"]))
    line(
        sheet, "Giới tính:", blank_for(answers[f"{prefix}_sex"], width=width * 0.13),
        label(" Dân tộc: "), note(2), blank_for(answers[f"{prefix}_ethnicity"], width=width * 0.15),
        label(" Quốc tịch: "), note(2), blank_for(answers[f"{prefix}_nationality"]), note_number=2,
    )  # fmt: skip
    address = blank_for(answers[f"{prefix}_address"], lines=2)
    line(sheet, address_label, address, note_number=2)
    line(sheet, "Giấy tờ tùy thân:", identity, note_number=3)
