"""Bodies of the calls of the review desk."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.wire.dossiers import DOSSIER_CODE
from dossier.record import BoxList, CrosscheckVerdict, FieldState, Severity, Source
from dossier.review_entry import SkipReason
from dossier.review_history import ActionKind, Stage
from dossier.store.states import DossierState, Role
from dossier.submission import SubmittedValue

Code = Annotated[str, Field(pattern=DOSSIER_CODE)]
LockId = Annotated[
    str, Field(max_length=40, description="`lock` của lần mở / from the call that took it")
]
Version = Annotated[int, Field(ge=0, description="`version` đã thấy / the version last seen")]


def nfc(value: Any) -> Any:
    """Text as the product keeps it; anything else as it is."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TakeNext(_Body):
    """From every queue that the caller may work at, or from one of them."""

    stage: Stage | None = None
    branch: str | None = Field(default=None, max_length=100)
    kind: str | None = Field(default=None, max_length=100)
    skip: list[Code] = Field(
        default_factory=list, max_length=200, description="Đã bỏ qua lúc này / left out for now"
    )


class TakeDossier(_Body):
    lock: LockId | None = Field(default=None, description="Mở lại cùng bàn soát / the same desk")
    take_over: bool = Field(default=False, description="Tiếp quản / take it from its holder")


class HoldDossier(_Body):
    lock: LockId


class ChangeHistory(_Body):
    """Undo, redo and complete."""

    lock: LockId
    version: Version


class PutAside(ChangeHistory):
    """Put a dossier back unfinished, for a reason."""

    reason: SkipReason
    note: Annotated[str, BeforeValidator(nfc), Field(max_length=1000)] = ""


class Comment(ChangeHistory):
    text: Annotated[str, BeforeValidator(nfc), Field(min_length=1, max_length=1000)]


class Act(ChangeHistory):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lock": "lck_01a2018000d53f5504fe023744ef349b",
                    "version": 3,
                    "kind": "correct",
                    "document": 1,
                    "field": "child_name",
                    "value": "TRẦN NGUYỄN BẢO NGỌC",
                }
            ]
        }
    )

    kind: Literal[
        ActionKind.CORRECT,
        ActionKind.CONFIRM,
        ActionKind.NOT_APPLICABLE,
        ActionKind.ILLEGIBLE,
        ActionKind.WRONG_DOCUMENT,
        ActionKind.RESCAN,
        ActionKind.VERIFY,
    ]
    document: int | None = Field(default=None, ge=1, description="Từ 1 / from 1")
    field: str = Field(default="", max_length=100)
    page: int | None = Field(default=None, ge=1)
    value: Annotated[SubmittedValue | None, BeforeValidator(nfc)] = None


class QueuedDossier(BaseModel):
    code: str
    branch: str | None
    kind: str = Field(description="Mã thủ tục hoặc biểu mẫu / code of the procedure, or form")
    title: str = Field(description="Tên của `kind` / its name")
    stage: Stage
    due: str = Field(description="Hẹn trả, ISO; '' nếu không rõ / appointment, '' where unknown")
    working_hours_left: float | None = Field(
        description="Giờ làm việc còn lại; âm: đã quá / working hours left, or past when below 0"
    )
    late: bool
    since: datetime
    holder: str = Field(description="Người đang giữ; '' nếu không ai / who has it open")
    own: bool = Field(
        description="Mình đã sửa, người khác kiểm tra / one's own, for somebody else to check"
    )
    aside: SkipReason | None = Field(description="Vì sao tạm để lại / why it was put aside")


class Reviewer(BaseModel):
    name: str
    role: Role
    branch: str | None


class QueuePart(BaseModel):
    """How many wait at one stage, for one branch and kind."""

    stage: Stage
    branch: str | None
    kind: str
    title: str
    waiting: int


class PersonAtWork(BaseModel):
    name: str
    dossier: str
    stage: Stage


class ReviewQueue(BaseModel):
    reviewer: Reviewer
    waiting: int = Field(description="Tất cả, kể cả không liệt kê / all, listed or not")
    working_day_hours: float = Field(description="Giờ của một ngày làm việc / of a working day")
    parts: list[QueuePart]
    at_work: list[PersonAtWork] = Field(description="Ai đang soát gì / who works on what now")
    dossiers: list[QueuedDossier]


class HeldDossier(BaseModel):
    """The right to write on a dossier until `until`; renew it by a heartbeat."""

    dossier: str
    lock: str
    until: datetime
    version: int


class NextDossier(BaseModel):
    held: HeldDossier | None = Field(description="null: hết hồ sơ chờ / nothing waits")


class Mark(BaseModel):
    """Who settled something, how and when."""

    kind: ActionKind
    by: str
    at: datetime


class Option(BaseModel):
    value: str
    label: str


class OtherSource(BaseModel):
    """Another value for the same field, and whose it is."""

    source: Literal[
        "submitted",
        "second_reading",
        "qr",
        "mrz",
        "typed",
        "handwritten",
        "reviewer",
    ]
    value: SubmittedValue
    shown: str
    mark: Literal["", "not_applicable", "illegible"] = Field(
        default="", description="Nói thay cho giá trị / said in place of a value"
    )
    where: str = Field(
        description="Giấy tờ và mục nói vậy / the paper and the place that say so; '' if none"
    )
    agrees: bool = Field(
        description="Cùng nghĩa với giá trị đã đọc / means the same as the reading"
    )


class ReviewField(BaseModel):
    key: str
    title: str
    kind: str
    critical: bool
    state: FieldState
    value: SubmittedValue | None
    shown: str = Field(description="Giá trị theo cách viết thường dùng / as people write it")
    raw: str
    confidence: float
    source: Source
    flagged: bool = Field(description="Cần người xem, kể cả đã xem / for a person, seen or not")
    settled: Mark | None
    reasons: list[str]
    page: int | None
    box: BoxList | None = Field(description="Trên ảnh đã xoay đứng / on the upright picture")
    doubts: list[tuple[int, int]] | None = Field(
        description="Khoảng chữ đáng ngờ trong `shown` / doubtful letters; null: như lần trước"
    )
    options: list[Option]
    columns: list[Option]
    others: list[OtherSource]


class ReviewDocument(BaseModel):
    number: int
    form: str
    title: str
    pages: list[int]
    verified: Mark | None
    wrong: Mark | None
    fields: list[ReviewField]


class ReviewPage(BaseModel):
    page: int
    width_px: int = Field(description="Của ảnh đã xoay đứng / of the upright picture")
    height_px: int
    readable: bool
    about: Literal["", "blank", "separator", "note"] = Field(
        description="Mặt sau trắng, tờ ngăn, bản có giấy nhớ / a blank back, a separator sheet, "
        "a page with a note on it; '' for any other"
    )
    advice: str = Field(description="Ảnh sao, làm gì / what is wrong with the picture; '' if fine")
    rescan: Mark | None


class ReviewFinding(BaseModel):
    severity: Severity
    detail: str
    legal_basis: str


class SaidComment(BaseModel):
    by: str
    at: datetime
    text: str


class ReviewView(BaseModel):
    """A dossier as it stands on the desk.

    At the stage `second` it holds the fields to be keyed and nothing of what anybody read there.
    """

    dossier: str
    state: DossierState
    stage: Stage
    version: int
    due: str
    holder: str
    waiting: int = Field(description="Trường còn phải xem / fields still to be looked at")
    unverified: list[int] = Field(description="Giấy tờ chưa đối chiếu / documents not verified")
    can_undo: bool
    can_redo: bool
    crosscheck: CrosscheckVerdict
    documents: list[ReviewDocument]
    pages: list[ReviewPage]
    findings: list[ReviewFinding]
    missing: list[str] = Field(description="Giấy tờ còn thiếu / papers that are missing")
    comments: list[SaidComment] = Field(description="Cũ nhất trước / oldest first")


class PageWord(BaseModel):
    text: str
    line: int = Field(description="Dòng thứ mấy, từ 0 / index of its line")
    box: BoxList = Field(description="Trên ảnh đã xoay đứng / on the upright picture")


class PageWords(BaseModel):
    page: int
    words: list[PageWord] = Field(description="Theo thứ tự đọc / in reading order")


class PastAction(BaseModel):
    version: int
    kind: ActionKind
    document: int | None
    field: str
    page: int | None
    value: SubmittedValue | None
    before: dict[str, Any] | None
    by: str
    at: datetime


class ReviewHistory(BaseModel):
    dossier: str
    unbroken: bool = Field(description="Chuỗi băm còn nguyên / the chain of hashes holds")
    actions: list[PastAction]


class Completed(BaseModel):
    dossier: str
    state: DossierState
    record_version: int
    handed_on: Stage | None = Field(
        description="Chuyển người khác ở bước này; null: đã xong / for somebody else there"
    )
