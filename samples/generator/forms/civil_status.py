"""Blocks that all civil status forms share: requester, identity line, copies, closing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from samples.generator.dates import DateStyle, write_date
from samples.generator.forms.filled import Answer, Desk, blank_for, date_answer, text_answer
from samples.generator.forms.heading import draw_place_and_date, draw_signer
from samples.generator.layout.pieces import Blank, Label, Part, Piece, Tick, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person

_ID_LINES = {
    "development": (
        "Căn cước công dân số {n} do {by} cấp ngày {on}",
        "CCCD số {n} do {by} cấp ngày {on}",
        "CCCD số: {n}, cấp ngày {on}, nơi cấp: {by}",
        "Số định danh cá nhân: {n}",
    ),
    "test": (
        "Căn cước công dân số {n} do {by} cấp ngày {on}",
        "Thẻ CCCD {n} cấp ngày {on} tại {by}",
        "Căn cước số {n}; ngày cấp: {on}; nơi cấp: {by}",
        "Số ĐDCN {n}",
    ),
}
_SIGNATURE = 42.0
"""Points kept for the signature."""
OFFICES = ("Ủy ban nhân dân {ward}", "UBND {ward}", "Uỷ ban nhân dân {ward}, thành phố Hà Nội")


def show_name(desk: Desk, person: Person) -> str:
    """Return a name in the case this dossier writes names in."""
    return person.name.upper() if desk.style.upper_names else person.name


def choose_ward(desk: Desk) -> str:
    """Return one of Hanoi's new wards."""
    return desk.rng.choice(desk.words.wards)


def choose_office(desk: Desk) -> tuple[str, str]:
    """Return the office a form is sent to and its ward, Hanoi's new wards only."""
    ward = choose_ward(desk)
    return desk.rng.choice(OFFICES).format(ward=ward), ward


def numeric(style: DateStyle) -> DateStyle:
    """Return a style for dates after "cấp ngày", where the word is already printed."""
    return "slashes" if style == "spelled" else style


def id_parts(
    desk: Desk, person: Person, prefix: str, *, number_only: bool = False
) -> tuple[tuple[Part, ...], list[Answer]]:
    """Return the written identity line and its answers: number, usually issuer and date."""
    template = desk.rng.choice(_ID_LINES[desk.share])
    shown = _show_id_number(desk.rng, person.id_number)
    style = numeric(desk.style.date_style)
    texts = {"n": shown, "by": person.id_issuer, "on": write_date(person.id_issued_on, style)}
    keys = {"n": "id_number", "by": "id_issuer", "on": "id_issued_on"}
    parts = []
    for token in template.split():
        slot = next((s for s in texts if f"{{{s}}}" in token), None)
        text = token.format(**texts)
        is_field = slot == "n" or (slot is not None and not number_only)
        parts.append(Part(text=text, key=f"{prefix}_{keys[slot]}" if slot and is_field else None))
    full = "{by}" in template
    answers = [
        Answer(key=f"{prefix}_id_number", raw=shown, value=person.id_number),
        text_answer(f"{prefix}_id_issuer", person.id_issuer if full else ""),
        Answer(
            key=f"{prefix}_id_issued_on",
            raw=texts["on"] if full else "",
            value=person.id_issued_on.isoformat() if full else "",
        ),
    ]
    return tuple(parts), answers[:1] if number_only else answers


def _show_id_number(rng: random.Random, number: str) -> str:
    if rng.random() < 0.08:
        return " ".join(number[i : i + 3] for i in range(0, 12, 3))
    return number


def address_answer(desk: Desk, key: str, person: Person, *, may_be_blank: bool) -> Answer:
    """Return a residence, sometimes left out: the form's note 2 allows that beside an ID number."""
    left_out = may_be_blank and desk.rng.random() < 0.2
    return text_answer(key, "" if left_out else person.address)


def line(sheet: Sheet, text: str, *pieces: Piece, note_number: int = 0) -> None:
    """Set one labelled line; a footnote number follows the label where the form has one."""
    head: list[Piece] = [label(text, bold=sheet.style.bold_labels)]
    if note_number:
        head += [label(" "), note(note_number)]
    sheet.paragraph([*head, *pieces])


def copy_answers(desk: Desk) -> list[Answer]:
    """Return whether copies are asked for and how many."""
    roll = desk.rng.random()
    if roll < 0.15:
        return [Answer(key="copy_requested"), Answer(key="copy_count")]
    if roll < 0.4:
        no = Answer(key="copy_requested", raw="Không", value="no")
        return [no, Answer(key="copy_count")]
    count = desk.rng.randint(1, 10)
    shown = f"{count:02d}" if desk.rng.random() < 0.6 else str(count)
    yes = Answer(key="copy_requested", raw="Có", value="yes")
    return [yes, Answer(key="copy_count", raw=shown, value=str(count))]


def draw_copies(sheet: Sheet, requested: Answer, count: Answer, note_number: int) -> None:
    """Set "Đề nghị cấp bản sao: Có ☐, Không ☐ / Số lượng: … bản"."""
    key = requested.key
    sheet.paragraph([
        label("Đề nghị cấp bản sao"), note(note_number), label(": "), Label(text="Có ", key=key),
        Tick(checked=requested.value == "yes", key=key), Label(text=", "),
        Label(text="Không ", key=key), Tick(checked=requested.value == "no", key=key),
    ])  # fmt: skip
    sheet.paragraph([label("Số lượng: "), blank_for(count, width=38, centered=True), label(" bản")])


def done_answers(desk: Desk, ward: str, on: date) -> list[Answer]:
    """Return where and when the form was filled in; some citizens leave the day out."""
    place = desk.rng.choice((ward[0].upper() + ward[1:], "Hà Nội", ward.split(" ", 1)[1]))
    day = date_answer("declared_on", on, "spelled")
    if desk.rng.random() < 0.05:
        day = Answer(key="declared_on")
    return [text_answer("declared_place", place), day]


def draw_closing(
    sheet: Sheet, answers: dict[str, Answer], signer: str, copies_note: int | None
) -> None:
    """Set place and date, the copies asked for on the left and the requester on the right."""
    sheet.keep(sheet.line_height * 4 + _SIGNATURE)
    draw_place_and_date(
        sheet, answers["declared_place"], answers["declared_on"], lead="Làm tại: ", start=0.2
    )
    titles = [
        label("Người yêu cầu", bold=True),
        label("(Ký, ghi rõ họ, chữ đệm, tên)", italic=True),
    ]

    def left() -> None:
        if copies_note is not None:
            draw_copies(sheet, answers["copy_requested"], answers["copy_count"], copies_note)

    sheet.columns(
        [
            (0.0, 0.5, left),
            (0.52, 1.0, lambda: draw_signer(sheet, titles, signer, height=_SIGNATURE)),
        ]
    )


def written(parts: Sequence[Part], answers: Sequence[Answer], lines: int = 1) -> Blank:
    """Return a blank to the end of the line that holds several answers."""
    return Blank(parts=tuple(parts), lines=lines, keys=tuple(a.key for a in answers))


def requester_answers(
    desk: Desk, person: Person, relation: str, lines: dict[str, Blank], *, dob: bool
) -> list[Answer]:
    """Return the block on who asks and put its identity line into `lines`."""
    parts, identity = id_parts(desk, person, "requester")
    lines["requester"] = written(parts, identity, lines=2)
    born = date_answer("requester_dob", person.born, desk.style.date_style)
    return [
        text_answer("requester_name", show_name(desk, person)),
        *([born] if dob else []),
        address_answer(desk, "requester_address", person, may_be_blank=True),
        *identity,
        text_answer("requester_relation", relation),
    ]


def draw_requester(
    sheet: Sheet, answers: dict[str, Answer], identity: Blank, relation_label: str
) -> None:
    """Set the block on who asks; name and birth date share a line where style and room allow."""
    name = label("Họ, chữ đệm, tên người yêu cầu: ", bold=sheet.style.bold_labels)
    born = answers.get("requester_dob")
    width = sheet.right - sheet.left
    name_width = sheet.canvas.width_of(answers["requester_name"].raw, sheet.value_pen())
    if born and sheet.style.joined_lines and name_width < width * 0.26:
        name_blank = blank_for(answers["requester_name"], width=width * 0.28)
        sheet.paragraph([name, name_blank, label(" Ngày, tháng, năm sinh: "), blank_for(born)])
    else:
        sheet.paragraph([name, blank_for(answers["requester_name"])])
        if born:
            line(sheet, "Ngày, tháng, năm sinh: ", blank_for(born))
    line(sheet, "Nơi cư trú:", blank_for(answers["requester_address"], lines=2), note_number=2)
    line(sheet, "Giấy tờ tùy thân:", identity, note_number=3)
    line(sheet, relation_label, blank_for(answers["requester_relation"]))
