"""What an incident touched: which dossiers and people, by whom, when; from the audit log.

The statement follows what a notification has to say under Luật 91/2025/QH15 (72 hours) and its
decree 356/2025/NĐ-CP: what happened and when, whose and how many data, who answers for it, what may
come of it, what is done. What the log cannot know is left as dotted lines for the office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal
from xml.sax.saxutils import escape

from pydantic import BaseModel, ConfigDict, Field
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer

from dossier.lifecycle.papers import when
from dossier.printing import draw_paper, grid, letterhead, style
from dossier.vietnam_time import VIETNAM

NOTICE_H: Final = 72
"""Hours within which the authority must be told (Luật 91/2025/QH15)."""
_BLANK: Final = "." * 90


class Effect(StrEnum):
    """What a call does with a citizen's data."""

    SEEN = "seen"
    CHANGED = "changed"
    LISTED = "listed"
    """Many dossiers in one answer: the log does not name them."""
    REFUSED = "refused"


LISTS: Final = frozenset(
    {
        *("list_dossiers", "list_events", "review_queue", "review_next", "review_sheets"),
        *("quality_samples", "list_webhooks", "list_deliveries", "export_corrections"),
    }
)
CHANGES: Final = frozenset(
    {
        *("register_dossier", "add_files", "create_upload", "end_upload", "seal_dossier"),
        *("import_document", "change_document", "review_act", "review_undo", "review_redo"),
        *("review_complete", "review_comment", "review_put_aside", "review_mark_sheet"),
        *("quality_key", "quality_settle", "release", "reprocess", "hold_placed"),
        *("hold_released", "retention_purge", "purge_record", "purge_originals", "purge_pages"),
        *("purge_corrections", "purge_quality", "purge_abandoned"),
    }
)
"""Every other call on one dossier shows it."""


def effect_of(action: str, outcome: str) -> Effect:
    """What is not known counts as seen: an incident is rather told too wide."""
    if outcome != "allowed":
        return Effect.REFUSED
    if action in LISTS:
        return Effect.LISTED
    return Effect.CHANGED if action in CHANGES else Effect.SEEN


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Touch(_Part):
    """Who did what to one dossier, how often, from when to when."""

    actor: str
    actor_name: str
    branch: str | None
    action: str
    effect: Effect
    times: int
    first: datetime
    last: datetime


class TouchedPerson(_Part):
    """One person of a touched dossier."""

    name: str
    id_number: str = Field(description="Che bớt / masked")
    dob: str
    roles: list[str]


class TouchedDossier(_Part):
    code: str
    branch: str | None
    gone: bool = Field(description="Đã hủy sau đó / removed since")
    forms: list[str]
    pages: int
    touches: list[Touch]
    persons: list[TouchedPerson]


class IncidentPack(_Part):
    """`sohoa.incident/v1`"""

    schema_: Literal["sohoa.incident/v1"] = Field(default="sohoa.incident/v1", alias="schema")
    made: datetime
    since: datetime
    until: datetime
    keys: list[str] = Field(description="Trống: mọi khóa / empty: every key")
    branch: str | None
    dossiers: list[TouchedDossier]
    listed: list[Touch] = Field(
        description="Lời gọi hiện nhiều hồ sơ, nhật ký không nêu từng hồ sơ / answers with many "
        "dossiers, which the log does not name"
    )
    refused: list[Touch]
    persons: int = Field(description="Số người khác nhau / different people")
    categories: dict[str, int] = Field(description="Loại dữ liệu -> số người / people by category")
    audit_whole: bool = Field(description="Chuỗi nhật ký còn nguyên / the log's chain holds")


CATEGORY_NAMES: Final[Mapping[str, str]] = {
    "name": "Họ tên",
    "dob": "Ngày sinh",
    "sex": "Giới tính",
    "id_number": "Số định danh, CMND, hộ chiếu",
    "ethnicity": "Dân tộc (nhạy cảm)",
    "nationality": "Quốc tịch",
    "address": "Nơi cư trú",
    "id_image": "Ảnh giấy tờ tùy thân (nhạy cảm)",
}


def draw_pack(pack: IncidentPack, *, office: str, place: str = "Hà Nội") -> bytes:
    """The notification as a paper: counts and categories; names stay in the JSON."""
    day = pack.made.astimezone(VIETNAM).date()
    title = "THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN"
    story: list[Flowable] = [*letterhead(office, "..........", place, day, title)]
    story += [*_addressee(), *_facts(pack), *_duties()]
    story += [PageBreak(), *_annex(pack)]
    return draw_paper(story, title="Thông báo vi phạm", author=office)


def _addressee() -> list[Flowable]:
    text = style(13)
    return [
        Paragraph("<i>Notification of a violation of personal data protection</i>", style(11)),
        Paragraph("Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an)", text),
        Paragraph(
            "Căn cứ Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và Nghị định 356/2025/NĐ-CP; thông "
            f"báo chậm nhất {NOTICE_H} giờ kể từ khi phát hiện. Phát hiện lúc: {'.' * 40}",
            text,
        ),
        Spacer(1, 2 * mm),
    ]


def _facts(pack: IncidentPack) -> list[Flowable]:
    text, seen = style(12), {Effect.SEEN, Effect.CHANGED}
    touches = [t for d in pack.dossiers for t in d.touches if t.effect in seen]
    actors = sorted({f"{t.actor} ({t.actor_name})" if t.actor_name else t.actor for t in touches})
    lines = [
        "<b>1. Tính chất của vi phạm</b>",
        f"Thời gian xét: từ {when(pack.since)} đến {when(pack.until)} (+07).",
        f"Khóa, người dùng: {escape(', '.join(actors[:20]) or '—')}"
        + (f" và {len(actors) - 20} khóa khác" if len(actors) > 20 else ""),
        f"Hồ sơ đã bị xem hoặc thay đổi: {len(pack.dossiers)}; số người: {pack.persons}; "
        f"số trang giấy tờ: {sum(d.pages for d in pack.dossiers)}.",
        f"Lời gọi hiện danh sách nhiều hồ sơ: {sum(t.times for t in pack.listed)}; bị từ chối: "
        f"{sum(t.times for t in pack.refused)}.",
        "Nhật ký truy cập: "
        + ("còn nguyên vẹn." if pack.audit_whole else "<b>CHUỖI BĂM BỊ ĐỨT</b>."),
        f"Hành vi, nguyên nhân: {_BLANK}{_BLANK}",
    ]
    rows = [(CATEGORY_NAMES.get(name, name), str(count)) for name, count in pack.categories.items()]
    return [
        *[Paragraph(line, text) for line in lines],
        Paragraph("<b>2. Loại dữ liệu cá nhân và số người liên quan</b>", text),
        grid(("Loại dữ liệu", "Số người"), rows, (0.75, 0.25)),
        Spacer(1, 3 * mm),
    ]


def _duties() -> list[Flowable]:
    asked = (
        "3. Người, bộ phận bảo vệ dữ liệu cá nhân (họ tên, điện thoại, thư điện tử)",
        "4. Hậu quả, thiệt hại có thể xảy ra",
        "5. Biện pháp đã và sẽ thực hiện để khắc phục, giảm thiểu",
        "6. Việc thông báo cho chủ thể dữ liệu",
    )
    story: list[Flowable] = []
    for line in asked:
        story += [Paragraph(f"<b>{line}</b>", style(12)), Paragraph(_BLANK * 2, style(12))]
    sign = "<b>THỦ TRƯỞNG CƠ QUAN</b><br/><i>(Ký, ghi rõ họ tên, đóng dấu)</i>"
    return [*story, Spacer(1, 4 * mm), Paragraph(sign, style(12, centred=True))]


def _annex(pack: IncidentPack) -> list[Flowable]:
    rows = [
        (
            d.code,
            d.branch or "—",
            str(len(d.persons)),
            ", ".join(sorted({t.actor[-12:] for t in d.touches})),
            ", ".join(sorted({t.action for t in d.touches})),
            f"{when(min(t.first for t in d.touches))} – {when(max(t.last for t in d.touches))}",
        )
        for d in pack.dossiers
    ]
    head: Sequence[str] = ("Hồ sơ", "Chi nhánh", "Người", "Khóa (cuối)", "Việc", "Từ – đến")
    return [
        Paragraph("<b>PHỤ LỤC: HỒ SƠ LIÊN QUAN</b>", style(13, centred=True)),
        Paragraph(
            "<i>Họ tên và số định danh (đã che) của từng người nằm trong tệp JSON kèm theo.</i>",
            style(10, centred=True),
        ),
        grid(head, rows, (0.24, 0.11, 0.08, 0.17, 0.2, 0.2)),
    ]
