"""Đơn đề nghị cấp giấy phép xây dựng: NĐ 175/2024 in two prints, and NĐ 15/2021."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samples.generator.chance import pick_weighted
from samples.generator.dates import random_day
from samples.generator.forms import permit_texts as texts
from samples.generator.forms.civil_status import choose_ward
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
    draw_place_and_date,
    draw_signer,
    draw_title,
)
from samples.generator.forms.permit_building import (
    building_answers,
    draw_building,
    size_answer,
)
from samples.generator.forms.permit_texts import Wording
from samples.generator.layout.pieces import Blank, Part, Piece, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import make_adult, make_phone, make_tax_code

FORM = "construction_permit_request"

_PRINTS = ((texts.DECREE, 5.0), (texts.PROVINCE, 2.0), (texts.OLDER, 2.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The print, and what stands on the paper beside its fields."""

    wording: Wording
    whole: bool
    """All blocks of part 4 are printed; else the one on private houses alone."""
    position: str
    contact: tuple[str, ...]
    """The owner's address by the labels of the print of 2021."""
    site: tuple[str, ...]
    site_tenths: int
    """Area of the lot in tenths of a square metre."""
    chief: str
    papers: tuple[str, ...]
    signer: str


def make_construction_permit_request(desk: Desk) -> FilledForm:
    """Fill in one request for a private house; the owner is a company now and then."""
    rng, share = desk.rng, desk.share
    wording = pick_weighted(rng, _PRINTS)
    person = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=28)
    company = rng.random() < 0.12
    ward = choose_ward(desk)
    on = random_day(rng, date(2025, 7, 2), date(2025, 11, 20))
    case = Case(
        wording=wording,
        whole=rng.random() < 0.4,
        position="Giám đốc" if company else "",
        contact=_make_place(desk, wording),
        site=_make_place(desk, wording),
        site_tenths=rng.randint(500, 2400),
        chief=f"KTS. {make_adult(rng, desk.words, 'male').name}, {_make_code(desk)}",
        papers=texts.PAPERS[share],
        signer=person.name,
    )
    owner = rng.choice(texts.COMPANIES[share]) if company else person.name.upper()
    number = make_tax_code(rng) if company else person.id_number
    phone = make_phone(rng)
    answers = index_answers([
        text_answer("to_office", rng.choice(texts.OFFICES).format(ward=ward)),
        text_answer("owner_name", owner),
        text_answer("representative_name", person.name if company else ""),
        *([text_answer("owner_id_number", number)] if wording.number else []),
        Answer(key="owner_phone", raw=phone, value=phone),
        *_site_answers(desk, case),
        *_designer_answers(desk),
        *building_answers(desk, case.site_tenths),
        _duration_answer(desk),
        text_answer("declared_place", rng.choice(("Hà Nội", ward[0].upper() + ward[1:]))),
        date_answer("declared_on", on, "spelled"),
    ])  # fmt: skip

    def draw(sheet: Sheet) -> None:
        sheet.size, sheet.spacing = min(sheet.size, 12.5), min(sheet.spacing, 1.35)
        _draw_head(sheet, answers, case)
        _draw_owner(sheet, answers, case)
        _draw_site(sheet, answers, case)
        _draw_designers(sheet, answers, case)
        draw_building(sheet, answers, wording, whole=case.whole)
        _draw_closing(sheet, answers, case)

    return FilledForm(form=FORM, edition=wording.edition, answers=answers, draw=draw)


def _make_place(desk: Desk, wording: Wording) -> tuple[str, ...]:
    """Return house, street, ward, (district,) city as the labels part them."""
    rng, words = desk.rng, desk.words
    number = str(rng.randint(1, 320))
    house = number if rng.random() < 0.6 else f"{number} ngõ {rng.randint(2, 190)}"
    street = rng.choice(words.streets)
    bare = street.split(" ", 1)[1] if rng.random() < 0.5 else street
    if not wording.district:
        return house, bare, _maybe_bare(desk, rng.choice(words.wards)), "Hà Nội"
    ward, district = rng.choice(words.old_wards).split(", ")
    return house, bare, _maybe_bare(desk, ward), district.split(" ", 1)[1], "Hà Nội"


def _maybe_bare(desk: Desk, ward: str) -> str:
    """Return a ward without its kind, which the label names already, or with it."""
    return ward.split(" ", 1)[1] if desk.rng.random() < 0.5 else ward[0].upper() + ward[1:]


def _make_code(desk: Desk) -> str:
    return f"{desk.rng.choice(('HAN', 'BXD'))}-{desk.rng.randrange(10**8):08d}"


def _site_answers(desk: Desk, case: Case) -> list[Answer]:
    rng = desk.rng
    lots = (
        f"{rng.randint(3, 640)}, tờ bản đồ số {rng.randint(1, 60):02d}",
        f"LK{rng.randint(1, 20):02d}-{rng.randint(1, 48):02d}",
        str(rng.randint(3, 640)),
    )
    return [
        text_answer("site_lot", rng.choice(lots)),
        size_answer("site_area_m2", case.site_tenths),
        text_answer("site_address", ", ".join(case.site)),
    ]


def _designer_answers(desk: Desk) -> list[Answer]:
    return [
        text_answer("designer_name", desk.rng.choice(texts.DESIGNERS[desk.share])),
        text_answer("designer_code", _make_code(desk)),
    ]


def _duration_answer(desk: Desk) -> Answer:
    months = desk.rng.choice((4, 5, 6, 8, 9, 10, 12, 18))
    shown = f"{months:02d}" if desk.rng.random() < 0.6 else str(months)
    return Answer(key="duration_months", raw=shown, value=str(months))


def _draw_head(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    sheet.paragraph([label(case.wording.mark, italic=True)], align="right")
    draw_motto(sheet)
    draw_title(sheet, "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG")
    purpose = texts.FOR_ALL if case.whole else texts.FOR_HOUSES
    sheet.paragraph([label(purpose, italic=True)], align="center")
    sheet.space(0.3)
    width = (sheet.right - sheet.left) * 0.6
    sheet.paragraph([label("Kính gửi: "), blank_for(answers["to_office"], width=width)], indent=60)


def _draw_owner(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    wording, width = case.wording, sheet.right - sheet.left
    if wording.owner_heading:
        sheet.paragraph([label(wording.owner_heading)])
    sheet.paragraph([label(wording.owner), blank_for(answers["owner_name"])])
    if wording.number_first and wording.number:
        number = wording.number.removeprefix("; ")
        sheet.paragraph([label(number), blank_for(answers["owner_id_number"])])
    who = blank_for(answers["representative_name"], width=width * 0.38)
    position = _written(case.position)
    sheet.paragraph([label("- Người đại diện: "), who, label(wording.position), position])
    phone = blank_for(answers["owner_phone"])
    if wording.number_first:
        own = label("Số định danh cá nhân: ")
        blank = Blank(width=width * 0.28)
        sheet.paragraph([own, blank, label(" Số điện thoại: "), phone])
        return
    if wording.contact_address:
        sheet.paragraph([label("- Địa chỉ liên hệ: "), *_place_pieces(case.contact, None, wording)])
    if wording.number:
        sheet.paragraph([label(wording.number), blank_for(answers["owner_id_number"])])
    sheet.paragraph([label("- Số điện thoại: "), phone])


def _written(text: str) -> Blank:
    return Blank(parts=(Part(text=text, key=None),) if text else ())


def _place_pieces(place: tuple[str, ...], key: str | None, wording: Wording) -> list[Piece]:
    """Return the labelled blanks of one address on one paragraph, all of them one field."""
    words = ["số nhà: ", " đường/phố: ", " phường/xã: ", wording.city]
    if wording.district:
        words.insert(3, " quận/huyện: ")
    keys = (key,) if key else ()
    pieces: list[Piece] = []
    for word, value in zip(words, place, strict=True):
        last = word is words[-1]
        width = None if last else 92.0
        pieces.append(label(word))
        pieces.append(Blank(parts=(Part(text=value, key=key),), width=width, keys=keys))
    return pieces


def _draw_site(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    width = sheet.right - sheet.left
    sheet.paragraph([label("2. Thông tin công trình:")])
    sheet.paragraph([label("- Địa điểm xây dựng:")])
    lot = blank_for(answers["site_lot"], width=width * 0.36)
    area = blank_for(answers["site_area_m2"], width=width * 0.16)
    sheet.paragraph([label("- Lô đất số: "), lot, label(" Diện tích: "), area, label(" m2.")])
    place = _place_pieces(case.site, "site_address", case.wording)
    sheet.paragraph([label("- Tại "), *place])


def _draw_designers(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    sheet.paragraph([label("3. Tổ chức/cá nhân lập, thẩm tra thiết kế xây dựng:")])
    heading, name, code, chiefs = case.wording.designer
    sheet.paragraph([label(heading)])
    sheet.paragraph([label(name), blank_for(answers["designer_name"])])
    sheet.paragraph([label(code), blank_for(answers["designer_code"])])
    sheet.paragraph([label(chiefs), _written(case.chief)])
    for place, text in enumerate(case.wording.appraiser):
        sheet.paragraph([label(text), Blank()] if place else [label(text)])


def _draw_closing(sheet: Sheet, answers: dict[str, Answer], case: Case) -> None:
    months = blank_for(answers["duration_months"], width=60, centered=True)
    lead = label("5. Dự kiến thời gian hoàn thành công trình: ")
    sheet.paragraph([lead, months, label(" tháng.")])
    sheet.paragraph([label(texts.PLEDGE)], align="justify")
    sheet.paragraph([label("Gửi kèm theo Đơn này các tài liệu:")])
    for number, paper in enumerate(case.papers, start=1):
        sheet.paragraph([label(f"{number} - "), _written(paper)])
    sheet.keep(sheet.line_height * 4 + 52)
    draw_place_and_date(
        sheet, answers["declared_place"], answers["declared_on"], lead="", start=0.3
    )
    hint = label("(Ký, ghi rõ họ tên, đóng dấu (nếu có))", italic=True)
    titles = [label("NGƯỜI LÀM ĐƠN/ĐẠI DIỆN CHỦ ĐẦU TƯ", bold=True), hint]
    sheet.columns([(0.36, 1.0, lambda: draw_signer(sheet, titles, case.signer, height=46))])
