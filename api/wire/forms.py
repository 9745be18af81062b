"""Bodies of the calls of the form studio."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dossier.forms.draft import DraftForm
from dossier.forms.sample import Trial
from dossier.record import BoxList
from dossier.store.states import JobState


class FormLine(BaseModel):
    key: str
    title: str
    fields: int
    editions: list[str]
    version: int | None = Field(
        description="Của biểu mẫu tự khai báo / of a form of this office; null: it ships"
    )
    withdrawn: bool = False
    saved: datetime | None = None
    saved_by: str = ""


class FormList(BaseModel):
    forms: list[FormLine]
    kinds: list[str] = Field(description="Loại trường / what `kind` of a field may be")
    kind_titles: dict[str, str] = Field(description="Tên của các loại / their names, Việt / Anh")


class FormVersion(BaseModel):
    version: int
    withdrawn: bool
    saved: datetime
    saved_by: str


class FormView(BaseModel):
    """One form of this office, to be gone on with."""

    key: str
    version: int
    withdrawn: bool
    definition: str = Field(description="TOML")
    draft: DraftForm | None
    sample: str | None
    history: list[FormVersion]


class SampleLine(BaseModel):
    text: str
    box: BoxList = Field(description="0..1 của bản quét / of the scan")


class SamplePageFacts(BaseModel):
    page: int
    width_px: int = Field(description="Của bản quét / of the scan")
    height_px: int
    rotation: int = Field(
        description="Độ xoay theo chiều kim đồng hồ để đứng / clockwise degrees that stand it up"
    )
    lines: list[SampleLine] = Field(description="Chữ trên trang / the text of the page")


class SampleView(BaseModel):
    id: str
    name: str
    state: JobState
    pages: list[SamplePageFacts]
    draft: DraftForm | None = Field(description="Khi đã đọc xong / once it is read")
    problem: dict[str, Any] | None


class TriedDraft(BaseModel):
    """A draft as the page has it."""

    model_config = ConfigDict(extra="forbid")

    draft: DraftForm


class TryDraft(TriedDraft):
    sample: str = Field(max_length=40)


class SaveDraft(TriedDraft):
    sample: str | None = Field(default=None, max_length=40)
    after: int = Field(
        default=0, ge=0, description="Phiên bản đang sửa, 0: mới / version worked on, 0: a new form"
    )


class FaultView(BaseModel):
    place: str
    problem: str
    advice: str


class CheckedDraft(BaseModel):
    definition: str = Field(description="TOML; rỗng khi có lỗi / empty where there are faults")
    faults: list[FaultView]


class TrialView(BaseModel):
    id: str
    sample: str
    state: JobState
    result: Trial | None
    problem: dict[str, Any] | None


class SavedForm(BaseModel):
    key: str
    version: int
    withdrawn: bool = False


class WithdrawForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    after: int = Field(ge=1, description="Phiên bản đang thấy / the version that is seen")
