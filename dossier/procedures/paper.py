"""The request for supplements as a PDF: form 02, laid out by Decree 30/2020/NĐ-CP, text searchable.

A4, margins 30 mm left, 20 mm elsewhere (within those of the decree); what is not known is a dotted
line to be written on. The same request gives the same bytes.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table

from dossier.printing import WIDTH, draw_paper, style
from dossier.procedures.supplement import SupplementItem, SupplementRequest

_BLANK: Final = "." * 60


def draw_request(request: SupplementRequest) -> bytes:
    """The PDF of a request."""
    return draw_paper(
        [*_head(request), *_body(request), *_foot(request)],
        title=f"Phiếu yêu cầu bổ sung {request.dossier}",
        author=request.office,
    )


def _head(request: SupplementRequest) -> list[Flowable]:
    """Letterhead: the office on the left, the country's name and motto on the right."""
    small = style(12, centred=True)
    day = request.asked_on
    written = (
        f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
        if day
        else "ngày ..... tháng ..... năm ........"
    )
    left: list[Flowable] = [
        Paragraph(f"<b>{escape(request.office.upper())}</b>", small),
        HRFlowable(width="35%", thickness=0.7, color="black", spaceAfter=4),
        Paragraph(f"Số: {escape(request.number or '..........')}/PYC", small),
    ]
    right: list[Flowable] = [
        Paragraph("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", small),
        Paragraph("<b>Độc lập - Tự do - Hạnh phúc</b>", small),
        HRFlowable(width="60%", thickness=0.7, color="black", spaceAfter=4),
        Paragraph(f"<i>{escape(request.place)}, {written}</i>", small),
    ]
    top = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER")]
    return [
        Table([[left, right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58], style=top),
        Spacer(1, 6 * mm),
        Paragraph("<b>PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ</b>", style(14, centred=True)),
        Spacer(1, 4 * mm),
    ]


def _body(request: SupplementRequest) -> list[Flowable]:
    text = style(13)
    rows = (
        ("Mã hồ sơ", request.dossier),
        ("Hồ sơ của", request.applicant),
        ("Nội dung yêu cầu giải quyết", request.procedure),
        ("Địa chỉ", request.address),
        ("Số điện thoại", request.phone),
    )
    lines: list[Flowable] = [
        Paragraph(f"{label}: {escape(value or _BLANK)}", text) for label, value in rows
    ]
    lines.append(Paragraph("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", text))
    for number, item in enumerate(request.items, start=1):
        lines += _item(number, item)
    contact = escape(request.contact or _BLANK)
    lines.append(
        Paragraph(
            "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông (Bà) liên hệ với "
            f"{contact} để được hướng dẫn./.",
            text,
        )
    )
    return lines


def _item(number: int, item: SupplementItem) -> list[Flowable]:
    reason = item.reason.partition(" / ")[0]
    basis = f" Căn cứ: {item.legal_basis}." if item.legal_basis else ""
    english = f"<i>{escape(item.text_en)}</i>"
    return [
        Paragraph(f"<b>{number}. {escape(item.text)}</b>", style(13, indent=5)),
        Paragraph(escape(f"Lý do: {reason}.{basis}"), style(12, indent=10)),
        Paragraph(english, style(11, indent=10)),
    ]


def _foot(request: SupplementRequest) -> list[Flowable]:
    centred = style(13, centred=True)

    def signature(who: str) -> list[Flowable]:
        return [
            Paragraph(f"<b>{who}</b>", centred),
            Paragraph("<i>(Ký và ghi rõ họ tên)</i>", style(12, centred=True)),
        ]

    half = WIDTH / 2
    return [
        Spacer(1, 8 * mm),
        Table(
            [[signature("NGƯỜI NỘP HỒ SƠ"), signature("NGƯỜI TIẾP NHẬN HỒ SƠ")]],
            colWidths=[half, half],
        ),
        Spacer(1, 25 * mm),
        Paragraph(f"<i>Mẫu: {escape(request.legal_basis)}</i>", style(10)),
    ]
