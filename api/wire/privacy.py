"""Bodies of the calls about the life of personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from api.wire.dossiers import DOSSIER_CODE
from dossier.lifecycle.rules import DataKind
from dossier.store.retention import Obstacle

HoldId = Annotated[str, Path(pattern=r"^hld_[0-9a-f]{32}$", description="`id` của lệnh giữ")]
_REASON = "Văn bản, vụ việc; không ghi dữ liệu của công dân / the case, no citizen's data"


class RuleView(BaseModel):
    kind: DataKind
    procedure: str = Field(description="Mã thủ tục; `*`: các thủ tục khác / all others")
    keep: str = Field(description="ISO 8601 hoặc / or `forever`", examples=["P20Y"])
    counted_from: str
    source: str


class RetentionRules(BaseModel):
    """The rules in force: those that ship under those of the office."""

    confirmed: str = Field(
        description="Quyết định của cơ quan; trống: chưa ai xác nhận, không hủy gì / the office's "
        "decision; empty: nothing is ever removed"
    )
    scheduled: bool
    hour: int
    rules: list[RuleView]


class DueThing(BaseModel):
    subject: str
    branch: str | None
    closed: datetime
    rule: str


class DueKind(BaseModel):
    """What of one kind has served its time."""

    kind: DataKind
    may_go: int
    stays: dict[Obstacle, int] = Field(description="Đến hạn mà phải giữ / due and kept, and why")
    first: list[DueThing]


class DueList(BaseModel):
    confirmed: str
    kinds: list[DueKind]


class StartPurge(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"limit": 100}]})

    limit: int = Field(default=100, ge=1, le=1000, description="Tối đa / at most, in this call")


class PurgeDone(BaseModel):
    removed: dict[str, int] = Field(description="Loại, hoặc `object` / kind, or originals")
    stayed: dict[Obstacle, int]
    unremoved: int = Field(description="Bản gốc mà kho chưa cho xóa / the store refused for now")
    head: str = Field(description="`seq:hash` của mục cuối / of the newest entry")


class PlaceHold(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"dossier": "000.00.01.H26-261122-0042", "reason": "Khiếu nại số 15/KN-2026"}
            ]
        },
    )

    dossier: str = Field(pattern=DOSSIER_CODE)
    reason: str = Field(min_length=3, max_length=1000, description=_REASON)


class ReleaseHold(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "Quyết định giải quyết số 20/QĐ"}]},
    )

    reason: str = Field(min_length=3, max_length=1000, description=_REASON)


class HoldView(BaseModel):
    id: str
    dossier: str
    reason: str
    placed: datetime
    placed_by: str
    released: datetime | None
    released_by: str | None
    release_reason: str | None


class HoldList(BaseModel):
    holds: list[HoldView]
