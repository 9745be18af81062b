"""The back of an identity card, by generation."""

from __future__ import annotations

import random

from samples.generator.cards.holder import EDITIONS, Holder
from samples.generator.cards.side import CardSide
from samples.generator.forms.filled import Answer, Desk, FilledForm, PrintedCode, index_answers
from samples.generator.layout.sheet import Sheet

FORM = "citizen_id_back"
_SCARS = (
    "Nốt ruồi C: 1,5cm dưới trước cánh mũi phải",
    "Sẹo chấm C: 2cm trên sau đuôi mày trái",
    "Nốt ruồi C: 0,7cm trên trước mép phải",
)
_DIRECTORS = ("Tô Văn Mẫu", "Nguyễn Quốc Mẫu")


def back_form(holder: Holder, desk: Desk) -> FilledForm:
    """Return the back of a card as a document; who sets it draws it with `draw_back`."""
    person = holder.person
    issued = Answer(
        key="issued_on",
        raw=f"{person.id_issued_on:%d/%m/%Y}",
        value=person.id_issued_on.isoformat(),
    )
    answers = [issued] if holder.generation == "barcode" else [issued, *_coded(holder)]
    codes: tuple[PrintedCode, ...] = ()
    if holder.generation != "barcode":
        codes = (PrintedCode(kind="mrz", text="\n".join(holder.mrz_lines())),)
    if holder.generation == "identity":
        birth_place = holder.origin
        answers += [
            Answer(key="address", raw=holder.address, value=holder.address),
            Answer(key="birth_place", raw=birth_place, value=birth_place),
        ]
        whole = desk.rng.random() < 0.7
        codes += (PrintedCode(kind="qr", text=holder.qr_text(), whole=whole),)
    return FilledForm(
        form=FORM,
        edition=EDITIONS[holder.generation],
        answers=index_answers(answers),
        codes=codes,
        draw=_nothing,
    )


def _coded(holder: Holder) -> list[Answer]:
    """Return what the machine-readable zone says."""
    person, expiry = holder.person, holder.expires_on
    number, dates, name = holder.mrz_lines()
    return [
        Answer(key="id_number", raw=number, value=person.id_number),
        Answer(key="name", raw=name, value=holder.plain_name),
        Answer(key="dob", raw=dates[:6], value=person.born.isoformat()),
        Answer(key="sex", raw=dates[7], value=person.sex),
        Answer(
            key="expires_on",
            raw=dates[8:14] if expiry else "",
            value=expiry.isoformat() if expiry else "",
        ),
        Answer(key="mrz", raw="\n".join(holder.mrz_lines()), value="\n".join(holder.mrz_lines())),
    ]


def _nothing(_: Sheet) -> None:
    """Cards are placed on a sheet by the form that holds them."""


def draw_back(side: CardSide, holder: Holder, form: FilledForm, rng: random.Random) -> None:
    """Draw the back of `holder`'s card."""
    match holder.generation:
        case "identity":
            _draw_identity(side, holder, form)
        case "chip":
            _draw_citizen(side, holder, rng, english=True)
        case "barcode":
            _draw_citizen(side, holder, rng, english=False)
    if holder.generation != "barcode":
        side.draw_mrz(holder.mrz_lines())
        for key in ("id_number", "name", "dob", "sex", "expires_on"):
            if key not in side.areas:
                side.mark(key, side.areas["mrz"])


def _draw_citizen(side: CardSide, holder: Holder, rng: random.Random, *, english: bool) -> None:
    label, value = side.pen(5.2), side.pen(6.0)
    head = "Đặc điểm nhân dạng / Personal identification:" if english else "Đặc điểm nhân dạng:"
    side.write(4.2, 5.2, head, label)
    side.write(4.2, 8.2, rng.choice(_SCARS), value)
    x = side.write(
        22.0, 12.2, "Ngày, tháng, năm / Date, month, year: " if english else "Ngày, tháng, năm: ",
        label,
    )  # fmt: skip
    side.write(x, 12.2, f"{holder.person.id_issued_on:%d/%m/%Y}", value, "issued_on")
    if english:
        side.draw_chip(5.0, 15.0)
        title = ("CỤC TRƯỞNG CỤC CẢNH SÁT", "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI")
    else:
        title = ("CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ", "VÀ DLQG VỀ DÂN CƯ")
    for row, text in enumerate(title):
        side.write_centered(43.0, 15.4 + 2.6 * row, text, side.pen(4.8, "Bold"))
    if english:
        small = side.pen(3.5)
        side.write_centered(43.0, 20.2, "DIRECTOR GENERAL OF THE POLICE DEPARTMENT", small)
        side.write_centered(43.0, 22.0, "FOR ADMINISTRATIVE MANAGEMENT OF SOCIAL ORDER", small)
    side.draw_seal(38.0, 28.0)
    side.sign(46.0, 28.0)
    side.write_centered(43.0, 35.2, rng.choice(_DIRECTORS), side.pen(5.4, "Bold"))
    for top, hand, name in ((4.2, "trái", "Left"), (20.0, "phải", "Right")):
        side.draw_finger(68.5, top, 11.0, 12.0)
        text = f"Ngón trỏ {hand} / {name} index finger" if english else f"Ngón trỏ {hand}"
        side.write_centered(74.0, top + 14.2, text, side.pen(3.4 if english else 4.6))


def _draw_identity(side: CardSide, holder: Holder, form: FilledForm) -> None:
    label, value = side.pen(5.2), side.pen(6.2, "Bold")
    side.write(4.2, 5.0, "Nơi cư trú / Place of residence:", label)
    y = side.write_wrapped(
        4.2, 8.2, holder.address, value, "address", left=4.2, right=62.0, pitch=3.0
    )
    side.write(4.2, y + 3.4, "Nơi đăng ký khai sinh / Place of birth:", label)
    side.write(4.2, y + 6.6, holder.origin, value, "birth_place")
    x = side.write(4.2, 22.0, "Ngày, tháng, năm cấp / Date of issue: ", label)
    side.write(x, 22.0, f"{holder.person.id_issued_on:%d/%m/%Y}", value, "issued_on")
    x = side.write(4.2, 25.6, "Ngày, tháng, năm hết hạn / Date of expiry: ", label)
    side.write(x, 25.6, holder.expiry_text, value, "expires_on")
    side.write_centered(24.0, 29.6, "BỘ CÔNG AN", side.pen(6.0, "Bold"))
    side.write_centered(24.0, 32.2, "MINISTRY OF PUBLIC SECURITY", side.pen(4.4))
    code = next(code for code in form.codes if code.kind == "qr")
    side.draw_qr(65.6, 4.0, 16.0, code.text, whole=code.whole)
