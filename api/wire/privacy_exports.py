"""Bodies of the calls that give personal data out: to its subject, to the authority, to train."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class WantedPerson(BaseModel):
    """A number, or a name with a birth date. In the body: proxies write addresses down."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"id_number": "001190012345"},
                {"name": "NGUYỄN THỊ HÒA", "dob": "1990-05-06", "with_pages": False},
            ]
        },
    )

    id_number: str = Field(default="", max_length=20)
    name: str = Field(default="", max_length=200)
    dob: str = Field(default="", max_length=20)
    with_pages: bool = Field(
        default=True,
        description="Kèm ảnh trang; trên đó có thể có người khác / pictures, which may show others",
    )


class ExportCorrections(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})
