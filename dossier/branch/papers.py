"""What the branch prints: separator sheets and the receipt of a batch, text searchable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol
from xml.sax.saxutils import escape

import segno
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from dossier.branch.seal import BatchReceipt, grouped
from dossier.branch.separator import SeparatorSheet
from dossier.printing import WIDTH, draw_paper, style
from dossier.vietnam_time import VIETNAM

_QR_MM: Final = 62.0
_QUIET: Final = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
_NARROW: Final = WIDTH * 0.30


class _Canvas(Protocol):
    """The part of reportlab's canvas that a QR code needs."""

    def setFillGray(self, gray: float) -> None: ...  # noqa: N802 - reportlab's name

    def rect(
        self, x: float, y: float, width: float, height: float, *, stroke: int, fill: int
    ) -> None: ...


class QrCode(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A QR code of level H: it still reads with a staple or a stamp over a quarter of it."""

    canv: _Canvas

    def __init__(self, text: str, side_mm: float) -> None:
        super().__init__()
        self._rows = [bytes(row) for row in segno.make_qr(text, error="h").matrix]
        self.width = self.height = side_mm * mm

    def draw(self) -> None:
        module = self.width / (len(self._rows) + 2 * _QUIET)
        self.canv.setFillGray(0)
        for row, line in enumerate(self._rows):
            for column, dark in enumerate(line):
                if dark:
                    x, y = (column + _QUIET) * module, self.height - (row + _QUIET + 1) * module
                    # A hair wider: neighbours must not show a white seam when printed.
                    self.canv.rect(x, y, module * 1.02, module * 1.02, stroke=0, fill=1)


def draw_separators(sheets: Sequence[SeparatorSheet]) -> bytes:
    """A PDF with a page for every sheet. Raises ValueError when there is none."""
    if not sheets:
        raise ValueError("no sheet to print")
    story: list[Flowable] = []
    for number, sheet in enumerate(sheets, start=1):
        story += _sheet(sheet, number, len(sheets))
        story.append(PageBreak())
    return draw_paper(story[:-1], title=f"Tờ phân cách {sheets[0].dossier}", author="sohoa")


def _sheet(sheet: SeparatorSheet, number: int, of: int) -> list[Flowable]:
    code = sheet.code_text()
    told = [
        Paragraph("<b>TỜ PHÂN CÁCH</b>", style(24)),
        Paragraph("<i>Separator sheet</i>", style(13)),
        Spacer(1, 6 * mm),
        Paragraph(f"Tờ / sheet {number}/{of}", style(13)),
    ]
    pages = f"{sheet.pages} trang / pages" if sheet.pages else "không khai / not declared"
    rows = (
        ("Mã hồ sơ / dossier", sheet.dossier),
        ("Thành phần / component", sheet.component or "—"),
        ("Số trang theo sau / pages that follow", pages),
    )
    middle = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    qr_width = _QR_MM * mm
    top = Table([[QrCode(code, _QR_MM), told]], colWidths=[qr_width, WIDTH - qr_width])
    # Twice, at opposite corners: a sheet that was fed askew or creased still has one to read.
    bottom = Table([["", QrCode(code, _QR_MM)]], colWidths=[WIDTH - qr_width, qr_width])
    top.setStyle(middle)
    lines = [_told(label, value) for label, value in rows]
    rule = "Tờ này chỉ có hiệu lực cho các trang theo sau, đến tờ phân cách kế tiếp."
    return [
        top,
        Spacer(1, 8 * mm),
        *[line for pair in lines for line in pair],
        HRFlowable(width="100%", thickness=0.7, color="black", spaceBefore=6, spaceAfter=6),
        Paragraph(rule, style(12)),
        Paragraph(
            "<i>This sheet speaks for the pages after it, up to the next sheet, "
            "and for nothing else.</i>",
            style(11),
        ),
        bottom,
    ]


def _told(label: str, value: str) -> tuple[Flowable, Flowable]:
    return (
        Paragraph(escape(label), style(12)),
        Paragraph(f"<b>{escape(value)}</b>", style(20)),
    )


def draw_receipt(receipt: BatchReceipt) -> bytes:
    """The receipt of a batch; its seal as digits and as a QR code."""
    small, hashes, centred = style(9), style(7), style(14, centred=True)
    head = [
        Paragraph("<b>BIÊN NHẬN LÔ QUÉT</b>", centred),
        Paragraph("<i>Receipt of a scanned batch</i>", style(11, centred=True)),
        Spacer(1, 4 * mm),
        *[Paragraph(f"{escape(k)}: <b>{escape(v)}</b>", style(12)) for k, v in _facts(receipt)],
        Spacer(1, 3 * mm),
    ]
    rows: list[list[Flowable | str]] = [["", "Tệp / file", "Trang", "SHA-256"]]
    rows += [
        [
            str(i),
            Paragraph(escape(file.name), small),
            str(file.pages),
            Paragraph(file.sha256, hashes),
        ]
        for i, file in enumerate(receipt.files, start=1)
    ]
    widths = [10 * mm, _NARROW, 14 * mm, WIDTH - _NARROW - 24 * mm]
    grid = [
        ("GRID", (0, 0), (-1, -1), 0.3, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), small.fontName),
        ("FONTSIZE", (0, 0), (-1, -1), 9),
    ]
    story = [*head, _stamp(receipt), Table(rows, colWidths=widths, style=grid, repeatRows=1)]
    story += _aside(receipt)
    title = f"Biên nhận lô quét {receipt.dossier}"
    return draw_paper(story, title=title, author="sohoa")


def _facts(receipt: BatchReceipt) -> tuple[tuple[str, str], ...]:
    sealed = receipt.sealed_at.astimezone(VIETNAM)
    return (
        ("Mã hồ sơ / dossier", receipt.dossier),
        ("Máy chủ / server", receipt.server),
        ("Niêm phong lúc / sealed at", f"{sealed:%H:%M:%S %d/%m/%Y} (+07)"),
        ("Số tệp / files", str(len(receipt.files))),
        ("Số trang / pages", str(receipt.pages)),
    )


def _aside(receipt: BatchReceipt) -> list[Flowable]:
    if not receipt.put_aside:
        return []
    lines = [
        Paragraph(escape(f"• {item.name}: {item.reason}"), style(10, indent=5))
        for item in receipt.put_aside
    ]
    title = "<b>Không nằm trong lô / not in the batch</b>"
    return [Spacer(1, 3 * mm), Paragraph(title, style(12)), *lines]


def _stamp(receipt: BatchReceipt) -> Flowable:
    text = [
        Paragraph("<b>Dấu niêm phong / batch seal</b> (SHA-256)", style(12)),
        Paragraph(grouped(receipt.seal), style(11)),
        Paragraph(
            "<i>Tính từ mã hồ sơ và số thứ tự, SHA-256, số trang của từng tệp. / Computed from the "
            "dossier's code and number, SHA-256 and pages of every file.</i>",
            style(9),
        ),
    ]
    side = 34.0
    code = QrCode(f"sohoa.batch/v1 {receipt.dossier} {receipt.pages} {receipt.seal}", side)
    return Table([[text, code]], colWidths=[WIDTH - side * mm, side * mm])


def receipt_text(receipt: BatchReceipt) -> str:
    """The receipt as plain text, for a terminal or a till printer; ends with a line end."""
    lines = ["BIÊN NHẬN LÔ QUÉT / RECEIPT OF A SCANNED BATCH", ""]
    lines += [f"{label}: {value}" for label, value in _facts(receipt)]
    lines += ["", "Tệp / files:"]
    lines += [
        f"{i:>5}  {file.sha256}  {file.pages:>4}  {file.name}"
        for i, file in enumerate(receipt.files, start=1)
    ]
    if receipt.put_aside:
        lines += ["", "Không nằm trong lô / not in the batch:"]
        lines += [f"    -  {item.name}: {item.reason}" for item in receipt.put_aside]
    lines += ["", "Dấu niêm phong / batch seal (SHA-256):", grouped(receipt.seal)]
    return "\n".join(lines) + "\n"
