"""Bodies of the calls for sheets of crops."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.wire.review import Code, Version, nfc
from dossier.record import BoxList


class SheetItem(BaseModel):
    """One crop: a value, or one doubtful letter of it."""

    dossier: str
    version: int
    document: int
    field: str
    title: str
    page: int
    box: BoxList = Field(description="Trên ảnh đã xoay đứng / on the upright picture")
    place: int | None = Field(description="Chữ thứ mấy, từ 0 / index of the letter; null: value")
    letter: str
    shown: str


class Sheet(BaseModel):
    """Crops that were all read as the same letter, or values of one kind."""

    name: str
    title: str = Field(description="Loại trường, Việt / Anh / what its values are; empty: letters")
    alike: list[str] = Field(description="Chữ dễ lẫn / look-alikes on other sheets")
    items: list[SheetItem]


class Sheets(BaseModel):
    letters: list[Sheet]
    values: list[Sheet]


class MarkedItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    dossier: Code
    version: Version
    document: int = Field(ge=1)
    field: str = Field(min_length=1, max_length=100)
    place: int | None = Field(default=None, ge=0, le=10_000)
    typed: Annotated[Annotated[str, Field(max_length=2000)] | None, BeforeValidator(nfc)] = Field(
        description="Chữ hoặc giá trị trên giấy; null: sai, chưa rõ đúng là gì / "
        "what the paper says; null: wrong, and not known what is right"
    )


class MarkSheet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: list[MarkedItem] = Field(min_length=1, max_length=200)


class SheetAnswer(BaseModel):
    done: int
    left: int = Field(
        description="Không ghi vì người khác đã nhận hoặc đã thay đổi / "
        "not written: taken or changed by somebody else, or no value"
    )
