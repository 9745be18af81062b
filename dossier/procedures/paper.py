"""The request for supplements as a PDF: form 02, laid out by Decree 30/2020/NĐ-CP, text searchable.

A4, margins 30 mm left, 20 mm elsewhere (within those of the decree); what is not known is a dotted
line to be written on. The same request gives the same bytes.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from dossier.printing import WIDTH, draw_paper, letterhead, style
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
    return letterhead(
        request.office,
        f"{request.number or '..........'}/PYC",
        request.place,
        request.asked_on,
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    )


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
