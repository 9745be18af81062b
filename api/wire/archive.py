"""Metadata of archived documents, with the names and lengths of Công văn 7197/BKHCN-CĐSQG."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_pascal

DOC_CODE = r"^[A-Za-z0-9.\-]+_[A-Za-z0-9.\-]+_[0-9]+_V[0-9]+$"
"""AGENCY_FIELD_SEQUENCE_VERSION, as `G06.01_CV_000021_V1`."""

DocCode = Annotated[
    str,
    Path(
        pattern=DOC_CODE,
        max_length=30,
        description="Mã tài liệu / AGENCY_FIELD_SEQUENCE_VERSION",
        examples=["G06.01_CV_000021_V1"],
    ),
]
DateForm = Annotated[
    Literal["iso", "letter"],
    Query(
        description="IssuedDate: `iso` YYYY-MM-DD; `letter` YYYY-DD-MM, như in trong công văn / "
        "as the letter prints it"
    ),
]
_FORMS: Final[Mapping[str, str]] = {"iso": "%Y-%m-%d", "letter": "%Y-%d-%m"}
_EXAMPLE: Final[dict[str, JsonValue]] = {
    "DocCode": "G06.01_CV_000021_V1",
    "TypeName": "Công văn",
    "CodeNumber": "7197",
    "CodeNotation": "7197/BKHCN-CĐSQG",
    "IssuedDate": "2025-11-29",
    "OrganName": "Bộ Khoa học và Công nghệ",
    "Subject": "Hướng dẫn số hóa hồ sơ, tài liệu",
}


class DocumentMetadata(BaseModel):
    """Seven are needed, the others may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        alias_generator=to_pascal,
        str_strip_whitespace=True,
        json_schema_extra={"examples": [_EXAMPLE]},
    )

    doc_code: str = Field(pattern=DOC_CODE, max_length=30)
    type_name: str = Field(min_length=1, max_length=100)
    code_number: str = Field(min_length=1, max_length=11)
    code_notation: str = Field(min_length=1, max_length=30)
    issued_date: str = Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="YYYY-MM-DD, or as `dates` says"
    )
    organ_name: str = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=500)
    language: str = Field(default="", max_length=100)
    page_amount: int | None = Field(default=None, ge=1, le=9999)
    description: str = Field(default="", max_length=500)
    infor_sign: str = Field(default="", max_length=30)
    keyword: str = Field(default="", max_length=100)
    mode: str = Field(default="", max_length=20)
    confidence_level: str = Field(default="", max_length=30)
    format: str = Field(default="", max_length=50)

    def in_iso(self, dates: str) -> Self:
        """With IssuedDate in ISO; `dates` says how it was written. Raises ValueError."""
        day = datetime.strptime(self.issued_date, _FORMS[dates]).date()
        return self.model_copy(update={"issued_date": day.isoformat()})

    def shown(self, dates: str) -> dict[str, Any]:
        """JSON with the letter's names, of metadata in ISO; empty ones are left out."""
        told = self.model_dump(mode="json", by_alias=True)
        # Not by strftime, which writes the year 7 as "7" (C's libraries differ there).
        year, month, day = self.issued_date.split("-")
        told["IssuedDate"] = f"{year}-{day}-{month}" if dates == "letter" else self.issued_date
        return {name: value for name, value in told.items() if value not in ("", None)}


class DocumentView(DocumentMetadata):
    """The metadata and what became of the document."""

    model_config = ConfigDict(extra="allow")

    state: str = Field(
        description="Trạng thái đọc / how far it is read. GET /v1/dossiers/{DocCode}/record"
    )
    sha256: str
    size: int = Field(description="Byte")
    updated: datetime
