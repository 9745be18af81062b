"""What birth and marriage certificates share: dress, head, registrar, and the marks of a copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from samples.generator.dates import random_day, write_date
from samples.generator.forms.filled import Answer, Desk, blank_for
from samples.generator.forms.heading import COUNTRY, MOTTO, draw_motto, draw_sealed_signature
from samples.generator.layout.canvas import Area
from samples.generator.layout.ornament import draw_border, draw_emblem, draw_rosette
from samples.generator.layout.pieces import Label, Piece, label
from samples.generator.layout.sheet import Sheet
from samples.generator.people import make_name, with_capital
from samples.generator.style import BLACK, Ink

_BORDERS: dict[str, tuple[Ink, ...]] = {
    "development": ((206, 92, 98), (190, 112, 60)),
    "test": ((176, 74, 110), (92, 130, 88)),
}
_PALE: tuple[Ink, ...] = ((250, 232, 228), (248, 240, 222), (238, 244, 232))
_CERTIFIED: dict[str, tuple[tuple[str, ...], ...]] = {
    "development": (
        ("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Số chứng thực: {n} - SCT/BS", "Ngày {on}"),
        ("SAO Y BẢN CHÍNH", "Ngày {on}"),
    ),
    "test": (
        ("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Ngày {on}", "Số: {n}  Quyển số: 01-SCT/BS"),
        ("SAO Y BẢN CHÍNH", "{office}, ngày {on}"),
    ),
}
_POSITIONS = (("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
_STAMP_RED: Ink = (196, 36, 48)
_SIGNING_HEIGHT = 84.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The office that keeps the register and who signs for it."""

    name: str
    """"Ủy ban nhân dân phường …"."""
    ward: str
    position: tuple[str, ...]
    registrar: str
    signed_on: date
    """Of an extract: the day it was made."""


def make_registry(desk: Desk, *, old: bool, registered_on: date) -> Registry:
    """Return an office; `old` ones name their district, as before July 2025."""
    rng, words = desk.rng, desk.words
    ward = rng.choice(words.old_wards if old else words.wards)
    body = rng.choice(("Ủy ban nhân dân", "UBND", "Uỷ ban nhân dân"))
    tail = rng.choice(("", ", thành phố Hà Nội", ", TP. Hà Nội"))
    surname = rng.choice([name for name, _ in words.surnames])
    last = date(2025, 11, 20)
    return Registry(
        name=f"{body} {ward}{tail}",
        ward=ward,
        position=rng.choice(_POSITIONS),
        registrar=make_name(rng, words, rng.choice(("male", "female")), surname),
        signed_on=random_day(rng, min(registered_on, last), last),
    )


def dress(sheet: Sheet, share: str) -> None:
    """Draw the pale ground and the border of a security print, and keep the text inside them."""
    rng = sheet.rng
    draw_rosette(sheet.canvas, rng.choice(_PALE))
    draw_border(sheet.canvas, rng.choice(_BORDERS[share]))
    narrow(sheet)
    sheet.y = max(sheet.y, 44.0)


def narrow(sheet: Sheet) -> None:
    """Set type and margins so that a certificate fills one page."""
    sheet.left, sheet.right = max(sheet.left, 62.0), min(sheet.right, sheet.canvas.width - 52.0)
    sheet.size, sheet.spacing = min(sheet.size, 12.5), min(max(sheet.spacing, 1.28), 1.42)


def draw_certificate_head(sheet: Sheet, number: list[Piece], title: Label) -> None:
    """Set emblem, country, title and number as an original has them."""
    middle = (sheet.left + sheet.right) / 2
    draw_emblem(sheet.canvas, middle, sheet.y + 22, 21)
    sheet.y += 50
    draw_motto(sheet)
    above = sheet.rng.random() < 0.5
    if above:
        sheet.paragraph(number, align="right")
    sheet.space(0.2)
    sheet.paragraph([title], align="center")
    if not above:
        sheet.paragraph(number, align="center")
    sheet.space(0.5)


def draw_office_head(
    sheet: Sheet, registry: Registry, number: list[list[Piece]], *, dated: bool
) -> None:
    """Set the office and the number on the left, country and motto on the right.

    `dated`: place and day of issue stand under the motto, as on an extract.
    """
    size, spacing = sheet.size, sheet.spacing
    sheet.spacing = 1.22
    ward = registry.ward.split(",")[0]
    width = (sheet.right - sheet.left) * 0.57
    while sheet.canvas.width_of(COUNTRY, sheet.pen("Bold")) > width:
        sheet.size *= 0.98

    def office() -> None:
        sheet.paragraph([label("ỦY BAN NHÂN DÂN", bold=True)], align="center")
        sheet.paragraph([label(ward.upper(), bold=True)], align="center")
        for pieces in number:
            sheet.paragraph(pieces, align="center")

    def country() -> None:
        for text in (COUNTRY, MOTTO):
            sheet.paragraph([label(text, bold=True)], align="center")
        _rule_under(sheet, MOTTO)
        if dated:
            sheet.space(0.25)
            place = with_capital(ward.split(" ", 1)[1])
            day = write_date(registry.signed_on, "spelled")
            sheet.paragraph([label(f"{place}, {day}", italic=True)], align="center")

    sheet.columns([(0.0, 0.4, office), (0.42, 1.0, country)])
    sheet.size, sheet.spacing = size, spacing
    sheet.space(0.6)


def _rule_under(sheet: Sheet, text: str) -> None:
    half = sheet.canvas.width_of(text, sheet.pen("Bold")) / 2
    middle = (sheet.left + sheet.right) / 2
    sheet.canvas.rule(middle - half, sheet.y + 1, middle + half, sheet.y + 1, 0.7, BLACK)


def number_pieces(number: Answer, lead: str = "Số: ") -> list[Piece]:
    """Return "Số: …", printed where the form is typed and written where it is not."""
    return [label(lead), blank_for(number, width=78, centered=True)]


def draw_registrar(
    sheet: Sheet, registry: Registry, title: str, left: Callable[[], None] | None = None
) -> None:
    """Set the registrar's title, signature, seal and name on the right, `left` beside them."""
    sheet.space(0.4)
    ward = registry.ward.split(",")[0]

    def sign() -> None:
        sheet.paragraph([label(title, bold=True)], align="center")
        for text in registry.position:
            sheet.paragraph([label(text, bold=True)], align="center")
        draw_sealed_signature(sheet, ("ỦY BAN NHÂN DÂN", ward.upper()), height=_SIGNING_HEIGHT)
        sheet.paragraph([label(registry.registrar, bold=True)], align="center")

    sheet.columns([(0.0, 0.44, left or (lambda: None)), (0.48, 1.0, sign)])


def stamp_certified(sheet: Sheet, desk_share: str, registry: Registry, key: str) -> None:
    """Stamp a photocopy as true to the original, at the foot of the page."""
    rng, canvas = sheet.rng, sheet.canvas
    day = write_date(registry.signed_on, "slashes")
    office = with_capital(registry.ward.split(",")[0].split(" ", 1)[1])
    lines = [
        text.format(n=rng.randint(120, 9800), on=day, office=office)
        for text in rng.choice(_CERTIFIED[desk_share])
    ]
    size, left = sheet.size, sheet.left
    sheet.size, sheet.left = 10.5, left + 8
    ends = min(
        canvas.height - 40 - len(lines) * 18, sheet.foot - len(lines) * sheet.line_height - 1
    )
    top = sheet.y = min(sheet.y, ends)
    longest = max(canvas.width_of(text, sheet.pen("Bold")) for text in lines)
    for number, text in enumerate(lines):
        sheet.paragraph([Label(text=text, bold=number == 0, key=key if number == 0 else None)])
    canvas.frame(Area(left, top - 2, left + longest + 20, sheet.y + 5), 1.0, _STAMP_RED)
    sheet.size, sheet.left = size, left
