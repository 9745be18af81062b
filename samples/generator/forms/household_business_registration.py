"""Giấy đề nghị đăng ký hộ kinh doanh: TT 68/2025/TT-BTC and the print before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samples.generator.dates import random_day, write_number_under_100
from samples.generator.forms import household_texts as texts
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
from samples.generator.forms.heading import date_pieces, draw_motto, draw_signer, draw_title
from samples.generator.layout.pieces import Blank, Label, Part, Piece, Tick, label
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.table import Column, draw_table
from samples.generator.people import (
    SEX_WORDS,
    Person,
    fold_to_ascii,
    make_adult,
    make_email,
    make_phone,
    make_street_line,
    with_capital,
)
from samples.generator.style import BLACK

FORM = "household_business_registration"
CURRENT = "2025-07-01"
OLDER = "2021-05-01"

_TRADE_COLUMNS = (
    Column(title="STT", share=0.08, centered=True),
    Column(title="Tên ngành", share=0.46),
    Column(title="Mã ngành", share=0.14, centered=True),
    Column(title=texts.MAIN_TRADE, share=0.32, centered=True),
)
_MILLIONS = (20, 30, 45, 50, 80, 100, 120, 150, 200, 250, 300, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address as the form parts it; each line is labelled."""

    street: str
    commune: str
    district: str | None
    province: str

    @property
    def lines(self) -> tuple[str, ...]:
        parts = (self.street, self.commune, self.district, self.province)
        return tuple(part for part in parts if part)


def make_household_business_registration(desk: Desk) -> FilledForm:
    """Fill in one request; the owner is one person, in the present print by name and number."""
    rng = desk.rng
    edition = OLDER if rng.random() < 0.3 else CURRENT
    owner = make_adult(rng, desk.words, rng.choice(("male", "female")), youngest=22)
    first = date(2025, 7, 2) if edition == CURRENT else date(2023, 7, 3)
    on = random_day(rng, first, first + timedelta(days=130))
    home, shop = _make_place(desk, edition), _make_place(desk, edition)
    given = owner.name.split()[-1]
    trades = _trade_rows(desk)
    answers = index_answers([
        text_answer("declared_place", rng.choice(("Hà Nội", _bare(shop.commune)))),
        date_answer("declared_on", on, "spelled"),
        text_answer("to_office", _office(desk, edition, shop)),
        *_owner_answers(desk, owner, home, edition),
        *_business_answers(desk, given, shop, edition),
        Answer(key="industries", raw="\n".join(" ".join(r.values()) for r in trades), value=trades),
        *_capital_answers(desk),
        *_tax_answers(desk, on, edition),
    ])  # fmt: skip

    def draw(sheet: Sheet) -> None:
        sheet.size, sheet.spacing = min(sheet.size, 12.5), min(sheet.spacing, 1.35)
        _draw_head(sheet, answers, edition)
        _draw_owner(sheet, answers, edition)
        _draw_business(sheet, answers, edition)
        _draw_trades(sheet, trades)
        _draw_capital_and_tax(sheet, answers, edition)
        _draw_founder(sheet, answers)
        _draw_oath(sheet, owner)

    return FilledForm(form=FORM, edition=edition, answers=answers, draw=draw)


def _bare(commune: str) -> str:
    return commune.split(" ", 1)[1]


def _make_place(desk: Desk, edition: str) -> Place:
    rng, words = desk.rng, desk.words
    street = with_capital(make_street_line(rng, words))
    province = rng.choice(("Thành phố Hà Nội", "Hà Nội"))
    if edition == CURRENT:
        ward = with_capital(rng.choice(words.wards))
        return Place(street=street, commune=ward, district=None, province=province)
    ward, district = rng.choice(words.old_wards).split(", ")
    return Place(
        street=street, commune=with_capital(ward), district=with_capital(district),
        province=province,
    )  # fmt: skip


def _office(desk: Desk, edition: str, shop: Place) -> str:
    ward = shop.commune[0].lower() + shop.commune[1:]
    district = (shop.district or "").replace("Q", "q", 1).replace("H", "h", 1)
    return desk.rng.choice(texts.OFFICES[edition]).format(ward=ward, district=district)


def _place_answer(key: str, place: Place | None) -> Answer:
    joined = ", ".join(place.lines) if place else ""
    return text_answer(key, joined)


def _owner_answers(desk: Desk, owner: Person, home: Place, edition: str) -> list[Answer]:
    rng = desk.rng
    # Beside a personal number the block on the person may stay empty (present print).
    short = edition == CURRENT and rng.random() < 0.35
    current_home = None if short else home
    return [
        text_answer("owner_name", owner.name.upper()),
        date_answer("owner_dob", owner.born, "slashes"),
        Answer(key="owner_sex", raw=SEX_WORDS[owner.sex], value=owner.sex),
        Answer(key="owner_id_number", raw=owner.id_number, value=owner.id_number),
        text_answer("owner_phone", make_phone(rng)),
        text_answer("owner_email", make_email(rng, owner) if rng.random() < 0.6 else ""),
        text_answer("owner_ethnicity", "" if short else owner.ethnicity),
        text_answer("owner_nationality", "" if short else "Việt Nam"),
        _place_answer("owner_permanent_address", current_home),
        _place_answer("owner_current_address", current_home if rng.random() < 0.7 else None),
    ]


def _business_answers(desk: Desk, given: str, shop: Place, edition: str) -> list[Answer]:
    rng, share = desk.rng, desk.share
    plain = fold_to_ascii(given).upper()
    name = "HỘ KINH DOANH " + rng.choice(texts.NAMES[share]).format(given=given.upper())
    foreign = rng.choice(texts.FOREIGN[share]).format(given=plain) if rng.random() < 0.3 else ""
    no_trade = rng.random() < 0.25
    both = edition == CURRENT
    return [
        text_answer("business_name", name),
        *([text_answer("business_name_foreign", foreign)] if both else []),
        *([text_answer("business_name_short", f"HKD {plain}" if foreign else "")] if both else []),
        _place_answer("business_address", shop),
        text_answer("business_phone", make_phone(rng) if rng.random() < 0.7 else ""),
        *([Answer(key="no_trading_at_office", raw="X" if no_trade else "",
                  value="yes" if no_trade else "")] if both else []),
    ]  # fmt: skip


def _trade_rows(desk: Desk) -> list[Row]:
    rng = desk.rng
    chosen = rng.sample(texts.TRADES[desk.share], rng.randint(1, 3))
    main = rng.randrange(len(chosen))
    rows: list[Row] = []
    for number, (name, code) in enumerate(chosen):
        row: Row = {"name": name, "code": code}
        rows.append({**row, "main": "yes"} if number == main else row)
    return rows


def write_millions(millions: int) -> str:
    """Write 1..999 million dong in words: "Một trăm hai mươi triệu đồng"."""
    units = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    hundreds, rest = divmod(millions, 100)
    words = [f"{units[hundreds]} trăm"] if hundreds else []
    if 0 < rest < 10 and hundreds:
        words.append("linh")
    if rest:
        words.append(write_number_under_100(rest))
    return with_capital(" ".join([*words, "triệu đồng"]))


def _capital_answers(desk: Desk) -> list[Answer]:
    millions = desk.rng.choice(_MILLIONS)
    unit = desk.rng.choice((" đồng", " VNĐ", "đ"))
    words = write_millions(millions)
    return [
        Answer(key="capital", raw=f"{millions}.000.000{unit}", value=str(millions * 10**6)),
        text_answer("capital_words", words),
    ]


def _tax_answers(desk: Desk, on: date, edition: str) -> list[Answer]:
    rng = desk.rng
    elsewhere = _make_place(desk, edition) if rng.random() < 0.25 else None
    workers = rng.randint(1, 9)
    method = rng.choice(("declaration", "lump_sum"))
    founder = "individual" if rng.random() < 0.75 else "household"
    return [
        _place_answer("tax_address", elsewhere),
        date_answer("starts_on", on + timedelta(days=rng.randint(1, 30)), "slashes"),
        Answer(key="workers", raw=rng.choice((f"{workers:02d}", str(workers))), value=str(workers)),
        *([Answer(key="vat_method", raw=method, value=method)] if edition == CURRENT else []),
        Answer(key="founder", raw=founder, value=founder),
    ]


def _draw_head(sheet: Sheet, answers: dict[str, Answer], edition: str) -> None:
    sheet.paragraph([label(texts.WORDING[edition].mark, italic=True)], align="right")
    draw_motto(sheet)
    place = blank_for(answers["declared_place"], width=84, centered=True)
    pieces: list[Piece] = [place, label(", "), *date_pieces(answers["declared_on"])]
    sheet.paragraph(pieces, align="right")
    sheet.space(0.3)
    draw_title(sheet, "GIẤY ĐỀ NGHỊ", "ĐĂNG KÝ HỘ KINH DOANH")
    lead = label(texts.TO_OFFICE[edition])
    sheet.paragraph([lead, blank_for(answers["to_office"])], indent=60)


def _draw_place(sheet: Sheet, answer: Answer, edition: str) -> None:
    """Set the labelled lines of one address, all of them one field."""
    wording = texts.WORDING[edition]
    labels = [wording.street, wording.commune, wording.district, wording.province]
    printed = [text for text in labels if text]
    values = answer.raw.split(", ") if answer.raw else []
    count = len(printed) - 1
    parts = ["", *[""] * count]
    if values:
        parts = [", ".join(values[:-count]), *values[-count:]]
    for text, value in zip(printed, parts, strict=True):
        filled = (Part(text=value, key=answer.key),) if value else ()
        sheet.paragraph([label(text), Blank(parts=filled, keys=(answer.key,))])


def _draw_owner(sheet: Sheet, answers: dict[str, Answer], edition: str) -> None:
    name = label("Tôi là (ghi họ tên bằng chữ in hoa): ")
    born: list[Piece] = [label(" Sinh ngày: "), blank_for(answers["owner_dob"], width=80)]
    sex: list[Piece] = [label(" Giới tính: "), blank_for(answers["owner_sex"])]
    width = (sheet.right - sheet.left) * 0.44
    if edition == OLDER:
        sheet.paragraph([name, blank_for(answers["owner_name"], width=width), *sex])
        sheet.paragraph([
            *born, label(" Dân tộc: "), blank_for(answers["owner_ethnicity"], width=64),
            label(" Quốc tịch: "), blank_for(answers["owner_nationality"]),
        ])  # fmt: skip
        number = blank_for(answers["owner_id_number"])
        sheet.paragraph([label("Số giấy tờ pháp lý của cá nhân: "), number])
        sheet.paragraph([label("Địa chỉ thường trú:")])
        _draw_place(sheet, answers["owner_permanent_address"], edition)
        sheet.paragraph([label("Địa chỉ liên lạc:")])
        _draw_place(sheet, answers["owner_current_address"], edition)
        _draw_contacts(sheet, answers)
        sheet.paragraph([label(texts.BEFORE, bold=True)])
        return
    sheet.paragraph([name, blank_for(answers["owner_name"])])
    sheet.paragraph([*born, *sex])
    sheet.paragraph([label("Số định danh cá nhân: "), blank_for(answers["owner_id_number"])])
    _draw_contacts(sheet, answers)
    sheet.paragraph([label(texts.INTERRUPTED, italic=True)], align="justify")
    _draw_box(sheet, answers, edition)
    sheet.paragraph([label(texts.BEFORE, bold=True)])


def _draw_contacts(sheet: Sheet, answers: dict[str, Answer]) -> None:
    phone = blank_for(answers["owner_phone"], width=96)
    email = blank_for(answers["owner_email"])
    sheet.paragraph([
        label("Điện thoại (nếu có): "), phone, label(" Thư điện tử (nếu có): "), email,
    ])  # fmt: skip


def _draw_box(sheet: Sheet, answers: dict[str, Answer], edition: str) -> None:
    """Set the framed block that is filled in when the population database cannot be asked."""
    sheet.keep(sheet.line_height * 11)
    page, top, left, right = len(sheet.pages) - 1, sheet.y, sheet.left, sheet.right
    sheet.left, sheet.right, sheet.y = left + 6, right - 6, top + 4
    sheet.paragraph([
        label("Dân tộc: "), blank_for(answers["owner_ethnicity"], width=120),
        label(" Quốc tịch: "), blank_for(answers["owner_nationality"]),
    ])  # fmt: skip
    for heading, key in (
        ("Nơi thường trú:", "owner_permanent_address"),
        ("Nơi ở hiện tại:", "owner_current_address"),
    ):
        sheet.paragraph([label(heading)])
        _draw_place(sheet, answers[key], edition)
    sheet.left, sheet.right, sheet.y = left, right, sheet.y + 5
    sheet.frame_since(page, (left, top, right), 0.8, BLACK)


def _draw_business(sheet: Sheet, answers: dict[str, Answer], edition: str) -> None:
    wording = texts.WORDING[edition]
    if edition == CURRENT:
        sheet.paragraph([label("1. Tên hộ kinh doanh:", bold=True)])
    sheet.paragraph([label(wording.name), blank_for(answers["business_name"])])
    if edition == CURRENT:
        for text, key in (
            ("Tên hộ kinh doanh bằng tiếng nước ngoài (nếu có): ", "business_name_foreign"),
            ("Tên hộ kinh doanh viết tắt (nếu có): ", "business_name_short"),
        ):
            sheet.paragraph([label(text), blank_for(answers[key])])
    sheet.paragraph([label("2. Trụ sở của hộ kinh doanh:", bold=True)])
    _draw_place(sheet, answers["business_address"], edition)
    sheet.paragraph([
        label("Điện thoại (nếu có): "), blank_for(answers["business_phone"], width=110),
        label(" Fax (nếu có): "), Blank(),
    ])  # fmt: skip
    sheet.paragraph([
        label("Thư điện tử (nếu có): "), Blank(width=130), label(" Website (nếu có): "), Blank(),
    ])  # fmt: skip
    if edition == CURRENT:
        key = "no_trading_at_office"
        ticked = answers[key].value == "yes"
        words = Label(text=" Không kinh doanh tại trụ sở", key=key if ticked else None)
        rule = label(" (đánh dấu X vào ô vuông nếu hộ kinh doanh không kinh doanh tại trụ sở)",
                     italic=True)  # fmt: skip
        sheet.paragraph([Tick(checked=ticked, key=key), words, rule])


def _draw_trades(sheet: Sheet, trades: Sequence[Row]) -> None:
    sheet.keep(sheet.line_height * 6)
    sheet.paragraph([label("3. Ngành, nghề kinh doanh:", bold=True)])
    rows = [
        (str(number), row["name"], row["code"], "X" if row.get("main") else "")
        for number, row in enumerate(trades, start=1)
    ]
    draw_table(sheet, _TRADE_COLUMNS, rows, key="industries", spare=1)
    sheet.space(0.3)


def _draw_capital_and_tax(sheet: Sheet, answers: dict[str, Answer], edition: str) -> None:
    sheet.paragraph([label("4. Vốn kinh doanh:", bold=True)])
    figures, words = answers["capital"], answers["capital_words"]
    lead = _words_lead(sheet)
    parts = (
        Part(text=figures.raw, key=figures.key),
        Part(text=f"({lead}{words.raw})", key=words.key),
    )
    keys = (figures.key, words.key)
    total = label("Tổng số (bằng số, bằng chữ, VNĐ): ")
    sheet.paragraph([total, Blank(parts=parts, keys=keys)])
    sheet.paragraph([label("5. Thông tin đăng ký thuế:", bold=True)])
    sheet.paragraph([label(texts.TAX_ADDRESS)])
    _draw_place(sheet, answers["tax_address"], edition)
    start = label("5.2. Ngày bắt đầu hoạt động: ")
    sheet.paragraph([start, blank_for(answers["starts_on"])])
    sheet.paragraph([label("5.3. Tổng số lao động (dự kiến): "), blank_for(answers["workers"])])
    if edition == CURRENT:
        sheet.paragraph([label("5.4. Phương pháp tính thuế GTGT (chọn 1 trong 2 phương pháp):")])
        options = (("declaration", "Phương pháp kê khai"), ("lump_sum", "Phương pháp khoán"))
        _draw_options(sheet, answers["vat_method"], options)


def _words_lead(sheet: Sheet) -> str:
    """Return what people write before the sum in words."""
    return sheet.rng.choice(("", "Bằng chữ: ", "bằng chữ: "))


def _draw_options(sheet: Sheet, answer: Answer, options: Sequence[tuple[str, str]]) -> None:
    pieces: list[Piece] = []
    for value, text in options:
        pieces += [Tick(checked=answer.value == value, key=answer.key)]
        pieces += [Label(text=f" {text}      ", key=answer.key)]
    sheet.paragraph(pieces, indent=28)


def _draw_founder(sheet: Sheet, answers: dict[str, Answer]) -> None:
    sheet.paragraph([label("6. Chủ thể thành lập hộ kinh doanh:", bold=True)])
    options = (("individual", "Cá nhân"), ("household", "Các thành viên hộ gia đình"))
    _draw_options(sheet, answers["founder"], options)
    sheet.keep(sheet.line_height * 8)
    sheet.paragraph([label("7. Thông tin về các thành viên hộ gia đình:", bold=True)])
    columns = [Column(title=text, share=0.05 if text == "STT" else 0.95 / 9, centered=True)
               for text in texts.MEMBERS]  # fmt: skip
    size = sheet.size
    sheet.size = size * 0.78
    draw_table(sheet, columns, [], key=None, spare=2)
    sheet.size = size
    sheet.space(0.3)


def _draw_oath(sheet: Sheet, owner: Person) -> None:
    sheet.paragraph([label("Tôi xin cam kết:", bold=True)])
    for text in texts.OATH:
        sheet.paragraph([label(text)], align="justify")
    sheet.keep(sheet.line_height * 3 + 60)
    titles = [label("CHỦ HỘ KINH DOANH", bold=True), label("(Ký và ghi họ tên)", italic=True)]
    sheet.columns([(0.5, 1.0, lambda: draw_signer(sheet, titles, owner.name))])
