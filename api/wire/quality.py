"""Bodies of the calls about quality control."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from dossier.record import BoxList
from dossier.store.states import SampleState

SampleId = Annotated[str, Path(pattern=r"^smp_[0-9a-f]{32}$", description="`id` của mẫu")]


class QualitySample(BaseModel):
    """One accepted field to key again: where it stands, never what was read."""

    id: str
    dossier: str
    form: str
    field: str
    title: str = Field(description="Tên mục trên giấy / the label as printed")
    kind: str
    page: int
    box: BoxList = Field(description="Ảnh đứng / of the upright page")
    state: SampleState
    read: str | None = Field(
        default=None, description="Chỉ khi `differs` / only once it was keyed and differs"
    )


class QualitySamples(BaseModel):
    waiting: int
    samples: list[QualitySample]


class KeyedSample(BaseModel):
    """What stands on the paper."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"value": "Kinh"}]})

    value: str = Field(default="", max_length=2000, description="Trống: không ghi gì / blank")
    illegible: bool = Field(default=False, description="Không ai đọc được / nobody can read it")


class SettledSample(BaseModel):
    """Who erred, where what was keyed is not what was read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"right": "read"}]})

    right: Literal["read", "keyed", "neither_can_be_told"]


class SampleAnswer(BaseModel):
    id: str
    state: SampleState
    read: str | None = Field(
        default=None, description="Máy đọc; chỉ khi khác / what was read, only where it differs"
    )
    detail: str = Field(default="", description="Khác ở đâu / what differs")


class GroupQualityView(BaseModel):
    """How many accepted fields of one kind were wrong, with its 95 % interval."""

    group: str = Field(description="Loại trường / kind, and `@source` unless from the image")
    title: str = Field(description="Tên nhóm, Việt / Anh; what people call it, in both languages")
    critical: bool
    checked: int
    wrong: int
    share: float
    low: float
    high: float
    tolerated: float
    kept: bool | None = Field(description="null: mẫu còn ít / too few to say")


class QualityReport(BaseModel):
    days: int
    calibration: int = Field(description="Phiên bản đang dùng / version in use")
    waiting: int
    groups: list[GroupQualityView]
