"""The body of every error."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """RFC 9457. Further members name ids, limits and counts."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:sohoa:problem:not_found"])
    title: str = Field(examples=["Không tìm thấy / Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Không có hồ sơ này / there is no such dossier"])
    code: str = Field(
        examples=["not_found"], description="Tên ổn định của lỗi / the stable name of the error"
    )
    instance: str | None = Field(default=None, examples=["/v1/dossiers/H26-261122-0042"])
