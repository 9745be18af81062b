"""Bodies of the calls about dossiers."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, field_validator

from dossier.codes.dossier_code import DOSSIER_CODE as DOSSIER_CODE
from dossier.store.states import DossierState, FileState, PageStatus
from dossier.submission import SubmittedValue

DossierCode = Annotated[
    str,
    Path(
        pattern=DOSSIER_CODE,
        description="Mã hồ sơ / the dossier's code: letters, digits, dot, dash, underscore; max 64",
        examples=["000.00.01.H26-261122-0042"],
    ),
]


class RegisterDossier(BaseModel):
    """What the citizen submitted on line, if anything."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "submitted": {
                        "birth_registration": {
                            "child_name": "TRẦN NGUYỄN BẢO NGỌC",
                            "child_dob": "2026-11-02",
                        }
                    }
                }
            ]
        },
    )

    submitted: dict[str, dict[str, SubmittedValue]] | None = Field(
        default=None,
        description="`{FORM_KEY: {FIELD_KEY: value}}`; dates ISO 8601. "
        "Dữ liệu công dân đã khai trực tuyến.",
    )
    procedure: str | None = Field(
        default=None,
        max_length=40,
        description="Mã TTHC để kiểm tra thành phần hồ sơ; `auto`: theo tờ khai; bỏ trống: không "
        "kiểm tra / code of the procedure whose papers must be there; `auto`: by the form; "
        "left out: not checked",
        examples=["1.001193"],
    )

    @field_validator("submitted")
    @classmethod
    def _nfc(cls, submitted: Any) -> Any:
        return _normalised(submitted)


class SealDossier(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"pages": 12}]})

    pages: int = Field(
        ge=0, le=100_000, description="Số trang đã quét / pages that the branch counted"
    )


class Progress(BaseModel):
    files_total: int
    files_waiting: int = Field(description="Chưa đếm trang / pages not counted yet")
    pages_total: int
    pages_done: int = Field(description="Đã có trạng thái cuối / in their final state")


class FileView(BaseModel):
    file_id: str
    name: str
    sha256: str
    size: int = Field(description="Byte")
    media_type: str
    state: FileState
    problem: dict[str, Any] | None = None


class PageView(BaseModel):
    """One page and what became of it."""

    page: int | None = Field(description="Trang trong hồ sơ, sau khi niêm phong / after sealing")
    file_id: str
    file: str
    file_page: int
    state: PageStatus
    width_px: int | None = None
    height_px: int | None = None
    rotation: int | None = None
    skew_deg: float | None = None
    quality: dict[str, Any] | None = None
    lines: int | None = Field(default=None, description="Số dòng chữ / text lines read")
    problem: dict[str, Any] | None = None


class DossierSummary(BaseModel):
    """A dossier in one line."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "000.00.01.H26-261122-0042",
                    "state": "sealed",
                    "declared_pages": 2,
                    "created": "2026-11-22T02:11:09Z",
                    "updated": "2026-11-22T02:11:31Z",
                    "sealed_at": "2026-11-22T02:11:31Z",
                }
            ]
        }
    )

    code: str
    procedure: str | None = None
    state: DossierState
    declared_pages: int | None
    created: datetime
    updated: datetime
    sealed_at: datetime | None


class DossierView(DossierSummary):
    """A dossier with its files and pages."""

    progress: Progress
    files: list[FileView]
    pages: list[PageView]


class DossierList(BaseModel):
    dossiers: list[DossierSummary]
    next: str | None = Field(
        description="Giá trị `after` của trang sau / `after` of the next page; null at the end"
    )


class FileReceipt(BaseModel):
    """What became of one uploaded file."""

    name: str
    file_id: str | None = Field(description="null: không được nhận / not taken in")
    sha256: str | None
    size: int | None
    duplicate: bool = Field(
        default=False, description="Nội dung đã có trong hồ sơ / already in this dossier"
    )
    problem: dict[str, Any] | None = None


class UploadReceipt(BaseModel):
    dossier: str
    files: list[FileReceipt]


def _normalised(value: Any) -> Any:
    """Every text in NFC: what is compared later was written by many keyboards."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    if isinstance(value, dict):
        return {key: _normalised(item) for key, item in value.items()}
    return value
