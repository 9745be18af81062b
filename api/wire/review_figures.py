"""What managers look at."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.wire.quality import GroupQualityView


class OutcomesOfDay(BaseModel):
    day: date
    branch: str
    straight: int = Field(description="Xong không cần người soát / completed without a person")
    reviewed: int
    rescan: int


class WaitingLine(BaseModel):
    branch: str
    waiting: int
    late: int
    oldest: datetime


class BranchLine(BaseModel):
    """One branch over the whole time."""

    branch: str
    dossiers: int = Field(description="Đã có bản ghi / that got a record")
    straight: int
    reviewed: int
    rescan: int
    straight_share: float
    waiting: int
    late: int


class ProcedureLine(BaseModel):
    """One procedure over the whole time."""

    kind: str = Field(description="Mã thủ tục hoặc biểu mẫu / code of the procedure, or form")
    title: str
    dossiers: int
    straight: int
    reviewed: int
    rescan: int
    straight_share: float


class FormFigures(BaseModel):
    """What people did for one kind of dossier."""

    kind: str
    title: str
    seen: int = Field(description="Trường đã xem / fields looked at")
    corrected: int
    corrected_share: float
    seconds: float = Field(description="Tổng giây, theo giữa của từng trường / by the medians")


class FieldLine(BaseModel):
    kind: str
    title: str
    field: str
    field_title: str = Field(description="Tên mục trên giấy / the label as printed")
    seen: int
    corrected: int
    median_s: float
    p95_s: float


class ReliabilityLine(BaseModel):
    low: float
    high: float
    stated: float
    right: float
    right_low: float
    right_high: float
    seen: int


class LedgerDay(BaseModel):
    day: date
    branch: str
    dossiers: int
    scanned: int
    stored: int
    read: int
    delivered: int
    whole: bool


class Charts(BaseModel):
    """SVG text; colours by the classes `fill-n` and `line-n`."""

    outcomes: str
    branches: str
    procedures: str
    waiting: str
    fields: str
    quality: str
    reliability: str


class Figures(BaseModel):
    days: int
    straight_share: float | None = Field(description="null: chưa có hồ sơ / no dossiers yet")
    outcomes: list[OutcomesOfDay]
    branches: list[BranchLine]
    procedures: list[ProcedureLine]
    waiting: list[WaitingLine]
    forms: list[FormFigures]
    fields: list[FieldLine]
    quality: list[GroupQualityView]
    reliability: list[ReliabilityLine] = Field(
        description="Chỉ cho khóa của cả trung tâm / only for keys without a branch"
    )
    ledger: list[LedgerDay]
    charts: Charts


class FiguresTable(StrEnum):
    """Tables that can be taken away as CSV."""

    OUTCOMES = "outcomes"
    BRANCHES = "branches"
    PROCEDURES = "procedures"
    WAITING = "waiting"
    FORMS = "forms"
    FIELDS = "fields"
    QUALITY = "quality"
    RELIABILITY = "reliability"
    LEDGER = "ledger"
