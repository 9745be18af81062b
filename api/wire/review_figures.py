"""What managers look at."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field


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


class FieldLine(BaseModel):
    kind: str
    title: str
    field: str
    seen: int
    corrected: int
    median_s: float
    p95_s: float


class QualityLine(BaseModel):
    """Wrong among the accepted, by blind keying, with the 95 % interval."""

    group: str
    critical: bool
    checked: int
    wrong: int
    share: float
    low: float
    high: float
    tolerated: float


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
    quality: str
    reliability: str


class Figures(BaseModel):
    days: int
    straight_share: float | None = Field(description="null: chưa có hồ sơ / no dossiers yet")
    outcomes: list[OutcomesOfDay]
    waiting: list[WaitingLine]
    fields: list[FieldLine]
    quality: list[QualityLine]
    reliability: list[ReliabilityLine] = Field(
        description="Chỉ cho khóa của cả trung tâm / only for keys without a branch"
    )
    ledger: list[LedgerDay]
    charts: Charts


class FiguresTable(StrEnum):
    """Tables that can be taken away as CSV."""

    OUTCOMES = "outcomes"
    WAITING = "waiting"
    FIELDS = "fields"
    QUALITY = "quality"
    RELIABILITY = "reliability"
    LEDGER = "ledger"
