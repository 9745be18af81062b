"""Sets an administrative paper: letterhead, title, body, recipients, signature and seal."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.forms.administrative_texts import PaperKind
from samples.generator.forms.filled import Answer
from samples.generator.forms.heading import COUNTRY, MOTTO, draw_sealed_signature
from samples.generator.layout.canvas import Area
from samples.generator.layout.pieces import Blank, Label, Part, Piece, label
from samples.generator.layout.sheet import Align, Sheet
from samples.generator.style import BLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What an administrative paper prints besides its fields."""

    kind: PaperKind
    superior_lines: tuple[str, ...]
    agency_lines: tuple[str, ...]
    position: tuple[str, ...]
    recipients: tuple[str, ...]
    body: tuple[str, ...]
    seal: tuple[str, str] | None
    """Upper and lower text of the round seal."""
    addressee: str


def draw_paper(sheet: Sheet, paper: Paper, answers: dict[str, Answer]) -> None:
    """Set the whole paper."""
    _draw_letterhead(sheet, paper, answers)
    sheet.space(0.5)
    if paper.kind.name:
        _draw_title(sheet, answers)
    if paper.addressee:
        sheet.paragraph([label(f"Kính gửi: {paper.addressee}")], align="center")
        sheet.space(0.3)
    for text in paper.body:
        _draw_body_paragraph(sheet, text)
    sheet.space(0.4)
    _draw_foot(sheet, paper, answers)


def _printed(text: str, key: str, *, bold: bool = False, italic: bool = False) -> Label:
    """Return print that is itself a field."""
    return Label(text=text, bold=bold, italic=italic, key=key)


def _rule_below(sheet: Sheet, share: float) -> None:
    middle, half = (sheet.left + sheet.right) / 2, (sheet.right - sheet.left) * share / 2
    sheet.canvas.rule(middle - half, sheet.y + 1, middle + half, sheet.y + 1, 0.7, BLACK)
    sheet.y += 5


def _draw_letterhead(sheet: Sheet, paper: Paper, answers: dict[str, Answer]) -> None:
    # The country's name must stand on one line, as everywhere; the type gives way, not the line.
    size, spacing, left, right = sheet.size, sheet.spacing, sheet.left, sheet.right
    sheet.spacing = 1.22
    sheet.left, sheet.right = left - 16, right + 12
    width = (sheet.right - sheet.left) * 0.575
    while sheet.canvas.width_of(COUNTRY, sheet.pen("Bold")) > width:
        sheet.size *= 0.98

    def issuer() -> None:
        above = Area(sheet.left, sheet.y - sheet.size, sheet.right, sheet.y)
        sheet.mark_empty("superior_body", above)
        for text in paper.superior_lines:
            sheet.paragraph([_printed(text, "superior_body")], align="center")
        for text in paper.agency_lines:
            sheet.paragraph([_printed(text, "issuing_body", bold=True)], align="center")
        _rule_below(sheet, 0.38)
        _draw_number(sheet, answers["number_symbol"])
        if not paper.kind.name:
            sheet.mark_empty("kind", Area(sheet.left, sheet.y, sheet.right, sheet.y + 12))
            subject = answers["subject"]
            sheet.paragraph([_printed(subject.raw, subject.key)], align="center")

    def country() -> None:
        sheet.paragraph([label(COUNTRY, bold=True)], align="center")
        sheet.paragraph([label(MOTTO, bold=True)], align="center")
        _rule_below(sheet, 0.6)
        sheet.paragraph(_date_line(sheet, answers["place"], answers["issued_on"]), align="center")

    sheet.columns([(0.0, 0.42, issuer), (0.425, 1.0, country)])
    sheet.size, sheet.spacing, sheet.left, sheet.right = size, spacing, left, right


def _draw_number(sheet: Sheet, number: Answer) -> None:
    """Set "Số: 22/TTr-UBND"; where things are filled in by hand, the number is."""
    first, tail = number.raw.split("/", 1)
    if sheet.style.filling == "typed":
        sheet.paragraph([label("Số: "), _printed(number.raw, number.key)], align="center")
        return
    by_hand = Blank(parts=(Part(text=first, key=number.key),), width=30, centered=True)
    tail_label = _printed(f"/{tail}", number.key)
    sheet.paragraph([label("Số:"), by_hand, tail_label], align="center")


def _date_line(sheet: Sheet, place: Answer, on: Answer) -> list[Piece]:
    year, month, day = str(on.value).split("-")
    start: list[Piece] = [
        _printed(f"{place.raw}", place.key, italic=True),
        label(", ", italic=True),
    ]
    if sheet.style.filling == "typed":
        return [*start, _printed(on.raw, on.key, italic=True)]
    by_hand = {
        number: Blank(parts=(Part(text=number, key=on.key),), width=22, centered=True)
        for number in (day, month)
    }
    return [
        *start, _printed("ngày", on.key, italic=True), by_hand[day],
        _printed("tháng", on.key, italic=True), by_hand[month],
        _printed(f"năm {year}", on.key, italic=True),
    ]  # fmt: skip


def _draw_title(sheet: Sheet, answers: dict[str, Answer]) -> None:
    sheet.paragraph([_printed(answers["kind"].raw, "kind", bold=True)], align="center")
    left, right = sheet.left, sheet.right
    sheet.left, sheet.right = left + 36, right - 36
    sheet.paragraph([_printed(answers["subject"].raw, "subject", bold=True)], align="center")
    _rule_below(sheet, 0.3)
    sheet.left, sheet.right = left, right
    sheet.space(0.5)


def _draw_body_paragraph(sheet: Sheet, text: str) -> None:
    if text.isupper():
        is_order = text.endswith(":")
        align: Align = "center" if is_order else "left"
        sheet.paragraph([label(text, bold=True)], align=align, indent=0 if is_order else 34)
        return
    head, dot, rest = text.partition(". ")
    indent = 34.0
    if head.startswith("Điều ") and dot:
        pieces = [label(f"{head}. ", bold=True), label(rest)]
        sheet.paragraph(pieces, align="justify", indent=indent)
    else:
        is_ground = text.startswith(("Căn cứ Luật", "Căn cứ Nghị")) and text.endswith(";")
        sheet.paragraph([label(text, italic=is_ground)], align="justify", indent=indent)
    sheet.y += 3


def _draw_foot(sheet: Sheet, paper: Paper, answers: dict[str, Answer]) -> None:
    sheet.keep(max(sheet.line_height * (len(paper.position) + 2) + 88, 120))

    def recipients() -> None:
        size, spacing = sheet.size, sheet.spacing
        sheet.size, sheet.spacing = size * 0.9, 1.15
        sheet.paragraph([label("Nơi nhận:", bold=True, italic=True)])
        sheet.size = size * 0.83
        for text in paper.recipients:
            sheet.paragraph([_printed(text, "recipients")])
        sheet.size, sheet.spacing = size, spacing

    def signer() -> None:
        for text in paper.position:
            sheet.paragraph([_printed(text, "signer_position", bold=True)], align="center")
        sheet.mark("sealed", draw_sealed_signature(sheet, paper.seal))
        sheet.paragraph([_printed(answers["signer_name"].raw, "signer_name", bold=True)],
                        align="center")  # fmt: skip

    sheet.columns([(0.0, 0.48, recipients), (0.5, 1.0, signer)])
