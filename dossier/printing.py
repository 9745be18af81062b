"""How the product's papers are set: A4, Tinos (metrics of Times New Roman, all of Vietnamese).

Decree 30/2020/NĐ-CP asks for Times New Roman; the same paper gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

_FACE: Final = "Tinos"
_FONTS: Final = Path(__file__).parent / "procedures" / "fonts"
_LEFT_MM: Final = 30
_OTHER_MM: Final = 20
WIDTH: Final[float] = A4[0] - (_LEFT_MM + _OTHER_MM) * mm
"""Of the text, in points."""


def draw_paper(story: Sequence[Flowable], *, title: str, author: str) -> bytes:
    """A PDF with margins within those of the decree: 30 mm left, 20 mm elsewhere."""
    out = BytesIO()
    # Without `invariant` the file would carry the time of day.
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_LEFT_MM * mm,
        rightMargin=_OTHER_MM * mm,
        topMargin=_OTHER_MM * mm,
        bottomMargin=_OTHER_MM * mm,
        title=title,
        author=author,
        invariant=1,
    )
    page.build(list(story))
    return out.getvalue()


@cache
def _register_fonts() -> None:
    """Make the face known to reportlab, once a process."""
    for ending in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(f"{_FACE}-{ending}", _FONTS / f"{_FACE}-{ending}.ttf"))
    pdfmetrics.registerFontFamily(
        _FACE,
        normal=f"{_FACE}-Regular",
        bold=f"{_FACE}-Bold",
        italic=f"{_FACE}-Italic",
        boldItalic=f"{_FACE}-Bold",
    )


def style(size: float, *, centred: bool = False, indent: float = 0.0) -> ParagraphStyle:
    """Of a paragraph: `size` in points, `indent` in millimetres."""
    _register_fonts()
    return ParagraphStyle(
        f"{_FACE}-{size}-{centred}-{indent}",
        fontName=f"{_FACE}-Regular",
        fontSize=size,
        leading=size * 1.35,
        alignment=TA_CENTER if centred else TA_JUSTIFY,
        leftIndent=indent * mm,
        spaceAfter=4,
    )


def letterhead(
    office: str, number: str, place: str, day: date | None, title: str
) -> list[Flowable]:
    """The head of a paper by Decree 30/2020: the office and number, the country's name and motto,
    place and day (dots to be written on where it is not known), then the paper's own title."""
    small = style(12, centred=True)
    written = (
        f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
        if day
        else "ngày ..... tháng ..... năm ........"
    )
    left: list[Flowable] = [
        Paragraph(f"<b>{escape(office.upper())}</b>", small),
        HRFlowable(width="35%", thickness=0.7, color="black", spaceAfter=4),
        Paragraph(f"Số: {escape(number)}", small),
    ]
    right: list[Flowable] = [
        Paragraph("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", small),
        Paragraph("<b>Độc lập - Tự do - Hạnh phúc</b>", small),
        HRFlowable(width="60%", thickness=0.7, color="black", spaceAfter=4),
        Paragraph(f"<i>{escape(place)}, {written}</i>", small),
    ]
    top = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER")]
    return [
        Table([[left, right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58], style=top),
        Spacer(1, 6 * mm),
        Paragraph(f"<b>{escape(title)}</b>", style(14, centred=True)),
        Spacer(1, 4 * mm),
    ]


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Flowable:
    """A ruled table whose head comes again on every page; `widths` are shares of the text's."""
    # Not justified: a cell of two words would be torn apart.
    small = ParagraphStyle("cell", parent=style(9), alignment=TA_LEFT, spaceAfter=0)
    body = [[Paragraph(escape(cell), small) for cell in row] for row in rows]
    top = [Paragraph(f"<b>{escape(cell)}</b>", small) for cell in head]
    ruled = [("GRID", (0, 0), (-1, -1), 0.3, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table([top, *body], colWidths=[w * WIDTH for w in widths], style=ruled, repeatRows=1)
