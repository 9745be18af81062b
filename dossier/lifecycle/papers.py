"""The statement of what was removed as a paper, laid out by Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from dossier.lifecycle.rules import DataKind
from dossier.lifecycle.statement import Purged, Statement
from dossier.printing import draw_paper, grid, letterhead, style
from dossier.vietnam_time import VIETNAM

KIND_NAMES: Final = {
    DataKind.RECORD.value: "Toàn bộ hồ sơ số / whole dossiers",
    DataKind.ORIGINALS.value: "Bản quét của hồ sơ / scans",
    DataKind.PAGES.value: "Văn bản đọc từ trang / text of pages",
    DataKind.CORRECTIONS.value: "Giá trị người soát đã gõ / what reviewers typed",
    DataKind.QUALITY.value: "Mẫu kiểm tra chất lượng / quality samples",
    DataKind.ABANDONED.value: "Lô quét không niêm phong / batches never sealed",
    DataKind.FORM_SAMPLES.value: "Mẫu đã điền để khai báo biểu mẫu / form samples",
    "object": "Tệp gốc trong kho / originals in the store",
    "object_kept": "Tệp gốc còn nơi khác dùng, không hủy / originals still in use, kept",
}


def when(moment: datetime) -> str:
    """As people in Việt Nam write it."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def draw_statement(statement: Statement, *, office: str, place: str = "Hà Nội") -> bytes:
    """The PDF of a statement: totals, then every entry."""
    day = statement.made.astimezone(VIETNAM).date()
    head = letterhead(
        office, "..........", place, day, "DANH MỤC DỮ LIỆU ĐÃ HỦY THEO THỜI HẠN LƯU TRỮ"
    )
    return draw_paper(
        [*head, *_totals(statement), *_entries(statement.entries), *_foot(statement)],
        title="Danh mục dữ liệu đã hủy",
        author=office,
    )


def _totals(statement: Statement) -> list[Flowable]:
    text = style(12)
    rules = sorted({entry.rule for entry in statement.entries if entry.rule})
    confirmed = sorted({entry.confirmed for entry in statement.entries if entry.confirmed})
    counts = [
        (KIND_NAMES.get(what, what), str(count)) for what, count in statement.totals().items()
    ]
    return [
        Paragraph("<i>Statement of data removed by the rules of retention</i>", style(11)),
        Paragraph(escape("Căn cứ / by: " + "; ".join(confirmed or ["—"])), text),
        Spacer(1, 2 * mm),
        grid(("Loại dữ liệu / kind", "Số lượng / count"), counts, (0.8, 0.2)),
        Spacer(1, 3 * mm),
        Paragraph("<b>Quy tắc đã áp dụng / rules applied</b>", text),
        *[Paragraph(escape(f"• {rule}"), style(10, indent=5)) for rule in rules],
        Spacer(1, 3 * mm),
    ]


def _entries(entries: Sequence[Purged]) -> list[Flowable]:
    rows = [
        (
            str(entry.seq),
            when(entry.at),
            KIND_NAMES.get(entry.what, entry.what).partition(" / ")[0],
            _broken(entry.subject),
            f"{sum(entry.rows.values())} / {len(entry.rows)}" if entry.rows else "",
            entry.hash[:16],
        )
        for entry in entries
    ]
    head = ("Số", "Lúc / at", "Loại / kind", "Mã / subject", "Dòng / bảng", "Mã băm / hash")
    return [grid(head, rows, (0.06, 0.13, 0.23, 0.26, 0.11, 0.21))]


def _broken(subject: str) -> str:
    """A SHA-256 would run out of its column; codes fit."""
    if len(subject) <= 40:
        return subject
    return " ".join(subject[at : at + 16] for at in range(0, len(subject), 16))


def _foot(statement: Statement) -> list[Flowable]:
    last = statement.entries[-1].hash if statement.entries else "—"
    return [
        Spacer(1, 4 * mm),
        Paragraph(
            f"Mã băm của mục cuối / hash of the last entry: {last[:32]} {last[32:]}", style(9)
        ),
        Paragraph(
            "Danh mục không chứa giá trị của giấy tờ; kiểm tra: sohoa admin retention verify. "
            "<i>No value of any paper stands here.</i>",
            style(9),
        ),
    ]
