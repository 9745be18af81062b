"""The head and foot every citizen's form shares: national motto, title, place, date, signature."""

from __future__ import annotations

from collections.abc import Sequence

from samples.generator.forms.filled import Answer, blank_for
from samples.generator.layout.canvas import Area
from samples.generator.layout.marks import draw_signature, make_seal
from samples.generator.layout.pieces import Blank, Label, Part, Piece, label
from samples.generator.layout.sheet import Sheet
from samples.generator.style import BLACK

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def draw_motto(sheet: Sheet) -> None:
    """Set the country and the motto, centred, with the rule under them."""
    country = COUNTRY.replace("HÒA", "HOÀ") if sheet.rng.random() < 0.25 else COUNTRY
    sheet.paragraph([label(country, bold=True)], align="center")
    sheet.paragraph([Label(text=MOTTO, bold=True, size_factor=1.04)], align="center")
    width = sheet.canvas.width_of(MOTTO, sheet.pen("Bold", 1.04))
    middle = (sheet.left + sheet.right) / 2
    y = sheet.y + 1
    sheet.canvas.rule(middle - width / 2, y, middle + width / 2, y, 0.7, BLACK)
    sheet.space(0.7)


def draw_title(sheet: Sheet, *lines: str) -> None:
    """Set the title in bold capitals, centred."""
    for text in lines:
        sheet.paragraph([Label(text=text, bold=True, size_factor=1.1)], align="center")
    sheet.space(0.35)


def date_pieces(on: Answer, *, italic: bool = False, narrow: float = 1.0) -> list[Piece]:
    """Return "ngày … tháng … năm …" with the three numbers of `on`, all one field.

    An empty key makes it nobody's field; `narrow` multiplies the widths of the blanks.
    """
    key = on.key or None
    keys = (on.key,) if on.key else ()
    numbers = [*str(on.value).split("-"), "", "", ""][2::-1]
    pieces: list[Piece] = []
    for word, number, width in zip(
        ("ngày ", " tháng ", " năm "), numbers, (26, 26, 40), strict=True
    ):
        parts = (Part(text=number, key=key),) if number else ()
        pieces.append(Label(text=word, italic=italic, key=key))
        pieces.append(Blank(parts=parts, width=width * narrow, keys=keys, centered=True))
    return pieces


def draw_place_and_date(
    sheet: Sheet, place: Answer, on: Answer, *, lead: str, start: float
) -> None:
    """Set "Làm tại: …, ngày … tháng … năm …" from `start`, a fraction of the text width."""
    pieces: list[Piece] = [label(lead)] if lead else []
    pieces += [blank_for(place, width=95), label(", "), *date_pieces(on)]
    width = sheet.right - sheet.left
    left = sheet.left
    sheet.left += start * width
    sheet.paragraph(pieces)
    sheet.left = left


def draw_signer(sheet: Sheet, titles: Sequence[Label], name: str, *, height: float = 52.0) -> None:
    """Set the signer's titles, a signature and the name under it, centred between the edges."""
    for title in titles:
        sheet.paragraph([title], align="center")
    draw_signature(sheet.canvas, (sheet.left + sheet.right) / 2, sheet.y + height / 2, sheet.rng)
    sheet.y += height
    if name:
        name_blank = Blank(parts=(Part(text=name, key=None),), width=1)
        width = sheet.canvas.width_of(name, sheet.value_pen())
        middle = (sheet.left + sheet.right - width) / 2
        left, sheet.left = sheet.left, max(sheet.left, middle)
        sheet.paragraph([name_blank])
        sheet.left = left


def draw_sealed_signature(
    sheet: Sheet, seal: tuple[str, str] | None, *, height: float = 78.0
) -> Area:
    """Leave `height` points for a signature; a seal of two texts covers its left third.

    Returns the area of the seal, or of the signature where there is none.
    """
    middle, y = (sheet.left + sheet.right) / 2, sheet.y + 38
    draw_signature(sheet.canvas, middle + 8, y, sheet.rng)
    around = Area(middle - 45, y - 22, middle + 50, y + 22)
    if seal:
        face = sheet.style.form_family.file("Bold")
        image = make_seal(*seal, sheet.canvas.scale, sheet.rng, face)
        side = image.width / sheet.canvas.scale
        x = middle - side * sheet.rng.uniform(0.72, 0.88)
        top = y - side / 2 + sheet.rng.uniform(-12, 8)
        sheet.canvas.stamp(image, x, top)
        around = Area(x, top, x + side, top + side)
    sheet.y += height
    return around


def draw_notes(sheet: Sheet, notes: Sequence[str], *, heading: str = "Chú thích:") -> None:
    """Set the printed explanations under their heading in small type."""
    size, spacing = sheet.size, sheet.spacing
    sheet.size, sheet.spacing = size * 0.76, 1.2
    sheet.keep(sheet.line_height * 4)
    sheet.canvas.rule(sheet.left, sheet.y, sheet.left + 130, sheet.y, 0.6, BLACK)
    sheet.space(0.3)
    sheet.paragraph([label(heading, bold=True, italic=True)])
    for text in notes:
        sheet.paragraph([label(text)], align="justify", indent=14)
    sheet.size, sheet.spacing = size, spacing
