"""The foot of CT01: three opinions and the declarant, side by side in small type."""

from __future__ import annotations

from collections.abc import Callable

from samples.generator.forms.ct01_texts import CONSENTS, Consent
from samples.generator.forms.filled import Answer
from samples.generator.forms.heading import date_pieces
from samples.generator.layout.marks import draw_signature
from samples.generator.layout.pieces import Blank, Part, label, note
from samples.generator.layout.sheet import Sheet

_EDGES = ((0.0, 0.235), (0.255, 0.49), (0.51, 0.745), (0.765, 1.0))
_DECLARANT = 6
"""Footnote number of the declarant's block."""


def draw_consents(
    sheet: Sheet, on: Answer, names: tuple[str, str, str, str], *, by_app: bool
) -> None:
    """Set the four blocks; only the declarant's date is the field `declared_on`.

    A block without a name is left unsigned; `by_app` prints the lines for consent by telephone.
    """
    size, spacing = sheet.size, sheet.spacing
    sheet.size, sheet.spacing = size * 0.74, 1.2
    sheet.keep(sheet.line_height * (13 if by_app else 10) + 50)
    blocks: list[tuple[float, float, Callable[[], None]]] = []
    for (start, end), consent, name in zip(_EDGES, CONSENTS, names, strict=True):
        shown = on
        if consent.note != _DECLARANT:
            shown = Answer(key="", raw=on.raw, value=on.value if name else "")
        blocks.append((start, end, _block_filler(sheet, consent, shown, name, by_app=by_app)))
    sheet.columns(blocks)
    sheet.size, sheet.spacing = size, spacing


def _block_filler(
    sheet: Sheet, consent: Consent, on: Answer, name: str, *, by_app: bool
) -> Callable[[], None]:
    is_declarant = consent.note == _DECLARANT

    def fill() -> None:
        sheet.paragraph(date_pieces(on, narrow=0.5), align="center")
        sheet.paragraph([label(consent.title, bold=True), note(consent.note)], align="center")
        if not is_declarant and name:
            sheet.paragraph([_written("Tôi đồng ý.")], align="center")
        sheet.paragraph([label("(Ký, ghi rõ họ tên)", italic=True)], align="center")
        if name:
            draw_signature(sheet.canvas, (sheet.left + sheet.right) / 2, sheet.y + 24, sheet.rng)
        sheet.y += 46
        if name:
            sheet.paragraph([_written(name)], align="center")
        if by_app and not is_declarant:
            sheet.paragraph([note(7), label(" Họ và tên: "), Blank()])
            sheet.paragraph([label("Số định danh cá nhân: "), Blank()])

    return fill


def _written(text: str) -> Blank:
    return Blank(parts=(Part(text=text, key=None),), width=1)
