"""How the product's papers are set: A4, Tinos (metrics of Times New Roman, all of Vietnamese).

Decree 30/2020/NĐ-CP asks for Times New Roman; the same paper gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, SimpleDocTemplate

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
