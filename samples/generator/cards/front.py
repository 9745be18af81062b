"""The front of an identity card, by generation."""

from __future__ import annotations

import random

from samples.generator.cards.holder import EDITIONS, Holder
from samples.generator.cards.side import RED, CardSide
from samples.generator.forms.filled import Answer, FilledForm, PrintedCode, index_answers
from samples.generator.layout.sheet import Sheet
from samples.generator.people import SEX_WORDS

FORM = "citizen_id_front"
_LEFT = 26.0
"""Millimetres: where the text beside the portrait begins."""
_RIGHT = 83.0


def front_form(holder: Holder, rng: random.Random) -> FilledForm:
    """Return the front of a card as a document; who sets it draws it with `draw_front`."""
    person = holder.person
    answers = [
        Answer(key="id_number", raw=person.id_number, value=person.id_number),
        _text("name", person.name.upper()),
        Answer(key="dob", raw=f"{person.born:%d/%m/%Y}", value=person.born.isoformat()),
        Answer(key="sex", raw=SEX_WORDS[person.sex], value=person.sex),
        _text("nationality", "Việt Nam"),
    ]
    if holder.generation != "identity":
        expiry = holder.expires_on
        answers += [
            _text("origin", holder.origin),
            _text("address", holder.address),
            Answer(
                key="expires_on",
                raw=holder.expiry_text if expiry else "",
                value=expiry.isoformat() if expiry else "",
            ),
        ]
    codes: tuple[PrintedCode, ...] = ()
    if holder.generation == "chip":
        codes = (PrintedCode(kind="qr", text=holder.qr_text(), whole=rng.random() < 0.7),)
    return FilledForm(
        form=FORM,
        edition=EDITIONS[holder.generation],
        answers=index_answers(answers),
        codes=codes,
        draw=_nothing,
    )


def _text(key: str, raw: str) -> Answer:
    return Answer(key=key, raw=raw, value=raw)


def _nothing(_: Sheet) -> None:
    """Cards are placed on a sheet by the form that holds them."""


def draw_front(side: CardSide, holder: Holder, form: FilledForm) -> None:
    """Draw the front of `holder`'s card."""
    match holder.generation:
        case "identity":
            _draw_identity(side, holder)
        case "chip":
            _draw_citizen(side, holder, english=True)
            code = form.codes[0]
            side.draw_qr(67.6, 3.2, 14.6, code.text, whole=code.whole)
        case "barcode":
            _draw_citizen(side, holder, english=False)


def _draw_head(side: CardSide, *, english: bool, middle: float) -> None:
    side.draw_emblem(11.5, 9.5, 5.6)
    bold, thin = side.pen(6.2, "Bold"), side.pen(5.0)
    side.write_centered(middle, 5.2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
    side.write_centered(middle, 8.0, "Độc lập - Tự do - Hạnh phúc", side.pen(5.8, "Bold"))
    if english:
        side.write_centered(middle, 10.4, "SOCIALIST REPUBLIC OF VIET NAM", thin)
        side.write_centered(middle, 12.5, "Independence - Freedom - Happiness", thin)


def _draw_citizen(side: CardSide, holder: Holder, *, english: bool) -> None:
    middle = 43.5 if english else 53.0
    _draw_head(side, english=english, middle=middle)
    side.write_centered(middle, 17.4, "CĂN CƯỚC CÔNG DÂN", side.pen(11, "Bold", RED))
    if english:
        side.write_centered(middle, 20.2, "Citizen Identity Card", side.pen(6.4, "Regular", RED))
    side.draw_portrait(3.6, 18.2, 20.2, 27.0)
    person = holder.person
    label, value = side.pen(5.3, "Italic" if english else "Regular"), side.pen(6.5)

    def named(vietnamese: str, name: str) -> str:
        return f"{vietnamese} / {name}: " if english else f"{vietnamese}: "

    x = side.write(_LEFT, 25.6, "Số / No.: " if english else "Số: ", side.pen(6.4))
    side.write(x + 1, 25.6, person.id_number, side.pen(11, "Bold"), "id_number")
    if english:
        side.write(_LEFT, 29.0, named("Họ và tên", "Full name"), label)
        side.write(_LEFT, 32.4, person.name.upper(), side.pen(7.4, "Bold"), "name")
    else:
        x = side.write(_LEFT, 31.0, named("Họ và tên", ""), label)
        side.write(x, 31.0, person.name.upper(), side.pen(7.4, "Bold"), "name")
    born = "Ngày sinh" if english else "Ngày, tháng, năm sinh"
    x = side.write(_LEFT, 35.6, named(born, "Date of birth"), label)
    side.write(x, 35.6, f"{person.born:%d/%m/%Y}", value, "dob")
    x = side.write(_LEFT, 39.0, named("Giới tính", "Sex"), label)
    x = side.write(x, 39.0, SEX_WORDS[person.sex], value, "sex")
    x = side.write(x + 3, 39.0, named("Quốc tịch", "Nationality"), label)
    side.write(x, 39.0, "Việt Nam", value, "nationality")
    x = side.write(_LEFT, 42.4, named("Quê quán", "Place of origin"), label)
    start = _LEFT if english else x
    y = 45.3 if english else 42.4
    side.write(start, y, holder.origin, value, "origin")
    x = side.write(_LEFT, 48.6, named("Nơi thường trú", "Place of residence"), label)
    side.write_wrapped(
        x, 48.6, holder.address, value, "address", left=_LEFT, right=_RIGHT, pitch=2.9
    )
    _draw_expiry(side, holder, english=english)


def _draw_expiry(side: CardSide, holder: Holder, *, english: bool) -> None:
    small = side.pen(4.3)
    x = side.write(3.6, 48.2, "Có giá trị đến: ", small)
    side.write(x, 48.2, holder.expiry_text, side.pen(4.3), "expires_on")
    if english:
        side.write(3.6, 50.4, "Date of expiry", small)


def _draw_identity(side: CardSide, holder: Holder) -> None:
    _draw_head(side, english=True, middle=52.0)
    side.write_centered(52.0, 17.2, "CĂN CƯỚC", side.pen(11, "Bold", RED))
    side.write_centered(52.0, 20.2, "IDENTITY CARD", side.pen(7.4, "Bold", RED))
    side.draw_portrait(3.6, 19.0, 20.2, 27.0)
    side.draw_chip(70.5, 24.5)
    person = holder.person
    label, value = side.pen(5.2), side.pen(6.8, "Bold")
    side.write(_LEFT, 25.4, "Số định danh cá nhân / Personal identification number:", label)
    side.write(_LEFT, 29.6, person.id_number, side.pen(10.5, "Bold"), "id_number")
    side.write(_LEFT, 33.0, "Họ, chữ đệm và tên khai sinh / Full name:", label)
    side.write(_LEFT, 36.8, person.name.upper(), side.pen(7.6, "Bold"), "name")
    side.write(_LEFT, 40.2, "Ngày, tháng, năm sinh / Date of birth:", label)
    side.write(62.0, 40.2, "Giới tính / Sex:", label)
    side.write(_LEFT, 43.6, f"{person.born:%d/%m/%Y}", value, "dob")
    side.write(62.0, 43.6, SEX_WORDS[person.sex], value, "sex")
    side.write(_LEFT, 47.0, "Quốc tịch / Nationality:", label)
    side.write(_LEFT, 50.4, "Việt Nam", value, "nationality")
