"""Đơn đăng ký biến động đất đai: Mẫu số 29 of 2026 and the three prints before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samples.generator.chance import pick_weighted
from samples.generator.dates import random_day
from samples.generator.forms import land_texts as texts
from samples.generator.forms.civil_status import choose_ward, id_parts, line, numeric
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
from samples.generator.forms.land_texts import WORDING, Wording
from samples.generator.layout.canvas import Area
from samples.generator.layout.pieces import Blank, Gap, Label, Part, Piece, Tick, label, note
from samples.generator.layout.sheet import Sheet
from samples.generator.people import Person, make_adult, make_email, make_phone
from samples.generator.style import BLACK

FORM = "land_change_registration"
NEWEST = "2026-01-31"
OLDEST = "2017-12-05"

_DECLARED = ((date(2025, 7, 2), date(2025, 11, 20)), (date(2026, 2, 3), date(2026, 10, 30)))
"""First and last day of the older prints, and of the newest."""
_EDITIONS = ((NEWEST, 4.0), ("2025-07-01", 3.0), ("2024-08-01", 1.5), (OLDEST, 1.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What stands on the paper beside its fields."""

    wording: Wording
    oldest: bool
    born: str
    """Year of birth behind the name; empty where people leave it out."""
    title: str
    """Before the name: "Ông", "Bà" or nothing."""
    papers: tuple[str, ...]
    identity: tuple[Part, ...]


def make_land_change_registration(desk: Desk) -> FilledForm:
    """Fill in one registration."""
    rng = desk.rng
    edition = pick_weighted(rng, _EDITIONS)
    owner = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=26)
    ward = choose_ward(desk)
    on = random_day(rng, *_DECLARED[edition == NEWEST])
    title = ("Ông" if owner.sex == "male" else "Bà") if rng.random() < 0.3 else ""
    parts, _ = id_parts(desk, owner, "owner")
    matter = Matter(
        wording=WORDING[edition],
        oldest=edition == OLDEST,
        born=str(owner.born.year) if rng.random() < 0.5 else "",
        title=title,
        papers=tuple(rng.sample(texts.PAPERS[desk.share], rng.randint(0, 2))),
        identity=tuple(Part(text=part.text, key="owner_id_document") for part in parts),
    )
    answers = index_answers([
        text_answer("to_office", rng.choice(texts.OFFICES).format(ward=ward)),
        *_owner_answers(desk, owner, matter),
        *(_certificate_answers(desk, on) if matter.wording.certificate else ()),
        text_answer("change_content", _make_change(desk)),
        _need_answer(desk, matter.wording),
        text_answer("declared_place", rng.choice(("Hà Nội", ward[0].upper() + ward[1:]))),
        date_answer("declared_on", on, "spelled"),
    ])  # fmt: skip
    with_notes = rng.random() < 0.4

    def draw(sheet: Sheet) -> None:
        _draw_head(sheet, answers, matter)
        _draw_owner(sheet, answers, matter)
        _draw_matter(sheet, answers, matter)
        _draw_closing(sheet, answers, matter, owner.name)
        if with_notes:
            draw_notes(sheet, texts.NOTES, heading="Hướng dẫn kê khai đơn:")

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _owner_answers(desk: Desk, owner: Person, matter: Matter) -> list[Answer]:
    rng = desk.rng
    name = text_answer("owner_name", owner.name.upper())
    address = text_answer("owner_address", owner.address)
    if matter.oldest:
        return [name, address]
    return [
        name,
        text_answer("owner_id_document", " ".join(part.text for part in matter.identity)),
        address,
        text_answer("owner_phone", make_phone(rng) if rng.random() < 0.85 else ""),
        text_answer("owner_email", make_email(rng, owner) if rng.random() < 0.4 else ""),
    ]


def _certificate_answers(desk: Desk, on: date) -> list[Answer]:
    """Return register number, serial (two letters, six to eight digits) and day."""
    rng = desk.rng
    day = random_day(rng, date(2006, 3, 1), date(on.year - 1, 12, 20))
    letters = "".join(rng.choice("BCDĐKLMAV") for _ in range(2))
    digits = f"{rng.randrange(10**6):06d}" if day.year < 2020 else f"{rng.randrange(10**8):08d}"
    register = (
        f"{rng.choice(('CH', 'CS', 'VP'))}{rng.choice((' ', '-', ''))}{rng.randint(120, 98000):05d}"
    )
    return [
        text_answer("certificate_register_number", register),
        text_answer("certificate_serial", f"{letters} {digits}"),
        date_answer("certificate_issued_on", day, numeric(desk.style.date_style)),
    ]


def _make_change(desk: Desk) -> str:
    rng = desk.rng
    area = f"{rng.randint(30, 240)},{rng.randint(0, 9)}"
    template = rng.choice(texts.CHANGES[desk.share])
    return template.format(lot=rng.randint(3, 640), map=f"{rng.randint(1, 60):02d}", area=area)


def _need_answer(desk: Desk, wording: Wording) -> Answer:
    roll = desk.rng.random()
    if roll < 0.1:
        return Answer(key="reissue_requested")
    value = "yes" if roll < 0.65 else "no"
    return Answer(key="reissue_requested", raw=wording.needs[value == "no"], value=value)


def _draw_head(sheet: Sheet, answers: dict[str, Answer], matter: Matter) -> None:
    sheet.paragraph([label(matter.wording.mark, italic=True)], align="right")
    draw_motto(sheet)
    draw_title(sheet, "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT")
    if matter.oldest:
        _draw_receiver(sheet)
    lead: list[Piece] = [label("Kính gửi: ")]
    tail: list[Piece] = [] if matter.oldest else [note(1)]
    width = (sheet.right - sheet.left) * 0.66
    sheet.paragraph([*lead, blank_for(answers["to_office"], width=width), *tail], indent=50)
    if matter.oldest:
        sheet.paragraph([label(texts.FIRST_PART, bold=True)])


def _draw_receiver(sheet: Sheet) -> None:
    """Set the framed block at the right, for who takes the paper in."""
    size, left = sheet.size, sheet.left
    sheet.size, sheet.left = size * 0.8, sheet.left + (sheet.right - sheet.left) * 0.54
    top = sheet.y
    for text in texts.RECEIVER:
        sheet.paragraph([label(text)], align="center")
    sheet.canvas.frame(Area(sheet.left - 4, top - 2, sheet.right + 2, sheet.y + 4), 0.6, BLACK)
    sheet.size, sheet.left = size, left
    sheet.space(0.5)


def _draw_owner(sheet: Sheet, answers: dict[str, Answer], matter: Matter) -> None:
    wording = matter.wording
    sheet.paragraph([label(wording.owner)])
    name = answers["owner_name"]
    parts = [Part(text=f"{name.raw}," if matter.born else name.raw, key=name.key)]
    if matter.title:
        parts.insert(0, Part(text=matter.title, key=None))
    if matter.born:
        parts.append(Part(text=f"sinh năm {matter.born}", key=None))
    _line(sheet, wording.name, 2, Blank(parts=tuple(parts), keys=(name.key,)), matter)
    if not matter.oldest:
        identity = Blank(parts=matter.identity, lines=1, keys=("owner_id_document",))
        _line(sheet, "b) Giấy tờ nhân thân/pháp nhân", 2, identity, matter)
    _line(sheet, wording.address, 2, blank_for(answers["owner_address"]), matter)
    if not matter.oldest:
        phone = blank_for(answers["owner_phone"], width=(sheet.right - sheet.left) * 0.2)
        mail = blank_for(answers["owner_email"])
        lead = label("d) Điện thoại liên hệ (nếu có): ")
        sheet.paragraph([lead, phone, label(" Hộp thư điện tử (nếu có): "), mail])


def _line(sheet: Sheet, text: str, number: int, blank: Blank, matter: Matter) -> None:
    """Set one labelled line; the oldest print has no footnotes."""
    mark: list[Piece] = [] if matter.oldest else [note(number)]
    sheet.paragraph([label(text, bold=sheet.style.bold_labels), *mark, label(": "), blank])


def _draw_matter(sheet: Sheet, answers: dict[str, Answer], matter: Matter) -> None:
    wording = matter.wording
    if wording.certificate:
        _draw_certificate(sheet, answers, wording.certificate, matter)
    number = 4 if wording.relief else 3
    _line(sheet, wording.change, number, blank_for(answers["change_content"], lines=3), matter)
    if matter.oldest:
        line(sheet, texts.REASON, Blank(lines=2))
        line(sheet, texts.DUTIES, Blank())
    if wording.relief:
        _line(sheet, wording.relief, 5, Blank(), matter)
    mark: list[Piece] = [] if matter.oldest else [note(number + 2 if wording.relief else 4)]
    sheet.paragraph([label(wording.papers), *mark, label(":")])
    sheet.paragraph([label(texts.FIRST_PAPER)])
    for place, paper in enumerate((*matter.papers, "", "")[:2], start=2):
        parts = (Part(text=paper, key=None),) if paper else ()
        sheet.paragraph([label(f"({place}) "), Blank(parts=parts)])


def _draw_certificate(
    sheet: Sheet, answers: dict[str, Answer], labels: tuple[str, str, str, str], matter: Matter
) -> None:
    heading, register, serial, day = labels
    mark: list[Piece] = [] if matter.oldest else [note(3)]
    sheet.paragraph([label(heading), *mark, label(":")])
    for text, key in ((register, "register_number"), (serial, "serial"), (day, "issued_on")):
        blank = blank_for(answers[f"certificate_{key}"], width=150)
        sheet.paragraph([label(text), blank, label(";")])


def _draw_closing(sheet: Sheet, answers: dict[str, Answer], matter: Matter, signer: str) -> None:
    need = answers["reissue_requested"]
    pieces: list[Piece] = []
    for value, text in zip(("yes", "no"), matter.wording.needs, strict=True):
        mark = [note(7)] if value == "yes" and matter.wording.relief else []
        pieces += [Tick(checked=need.value == value, key=need.key)]
        pieces += [Label(text=f" {text}", key=need.key), *mark, Gap(width=18)]
    if sheet.style.joined_lines and matter.oldest:
        sheet.paragraph(pieces)
    else:
        half = len(pieces) // 2 + (len(pieces) % 2)
        sheet.paragraph(pieces[:half])
        sheet.paragraph(pieces[half:])
    sheet.keep(sheet.line_height * 5 + 52)
    sheet.paragraph([label(matter.wording.oath)], align="justify", indent=28)
    draw_place_and_date(
        sheet, answers["declared_place"], answers["declared_on"], lead="", start=0.3
    )
    hint = label("(Ký, ghi rõ họ tên, đóng dấu nếu có)", italic=True)
    titles = [label("Người viết đơn", bold=True), hint]
    sheet.columns([(0.45, 1.0, lambda: draw_signer(sheet, titles, signer, height=46))])
