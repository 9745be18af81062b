"""Bodies of the calls that have a spot of a page read again."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.wire.review import LockId
from dossier.record import BoxList
from dossier.store.states import JobState

SpotId = Annotated[str, Field(pattern=r"^spt_[0-9a-f]{32}$")]
Share = Annotated[float, Field(ge=0, le=1)]


class ReadSpot(BaseModel):
    """An area of a page, framed for one field."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "lock": "lck_01a2018000d53f5504fe023744ef349b",
                    "page": 1,
                    "box": [0.31, 0.42, 0.78, 0.45],
                    "document": 1,
                    "field": "child_name",
                }
            ]
        },
    )

    lock: LockId
    page: int = Field(ge=1, description="Trang của hồ sơ / page of the dossier")
    box: tuple[Share, Share, Share, Share] = Field(
        description="`[left, top, right, bottom]` 0..1, ảnh đứng / upright picture"
    )
    document: int = Field(ge=1, description="Từ 1 / from 1")
    field: str = Field(max_length=100)

    @field_validator("box")
    @classmethod
    def _has_an_area(cls, box: tuple[float, ...]) -> tuple[float, ...]:
        left, top, right, bottom = box
        if not (left < right and top < bottom):
            raise ValueError("left < right, top < bottom")
        return box


class SpotView(BaseModel):
    """A spot while it is being read, and what was read there."""

    id: SpotId
    state: JobState
    page: int
    box: BoxList = Field(description="Trên ảnh đã xoay đứng / on the upright picture")
    document: int
    field: str
    text: str = Field(
        description="Chữ trên giấy, '' nếu không có / what stands there, '' if nothing"
    )
    value: str | None = Field(
        description="Giá trị theo loại trường; null: không hợp loại / null: no value of its kind"
    )
    shown: str = Field(description="Để đặt vào ô / what to put into the box")
    doubts: list[tuple[int, int]] = Field(
        description="Khoảng chữ đáng ngờ trong `shown` / runs of doubtful letters"
    )
    problem: dict[str, Any] | None
