"""The record `sohoa.record/v1`: what a dossier system receives. Names are fixed by the contract."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "sohoa.record/v1"

Severity = Literal["error", "warning", "note"]

BoxList = list[float]
"""`[left, top, right, bottom]`, fractions 0..1 of the page as scanned."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Decision(StrEnum):
    ACCEPT = "accept"
    REVIEW = "review"
    RESCAN = "rescan"


class FieldState(StrEnum):
    READ = "read"
    BLANK = "blank"
    """The place is there and nothing stands in it. Often legal."""
    UNREADABLE = "unreadable"
    """Something stands there and no value could be made of it."""
    NOT_FOUND = "not_found"
    """The place itself was not found on the paper."""


class Source(StrEnum):
    OCR = "ocr"
    QR = "qr"
    MRZ = "mrz"
    MARK = "mark"
    REVIEWER = "reviewer"


class Check(_Part):
    """One rule held against one field."""

    rule: str
    ok: bool
    detail: str = ""
    """Vietnamese / English; says what disagrees without needing the value."""
    severity: Severity = "error"
    """A failed error sends the field to review; a failed warning is shown and makes the reading
    less sure; a note is only shown."""
    id: str = ""
    """Of the declared use of the rule ("groom-of-age"); '' where it has no name."""


class FieldReading(_Part):
    value: str | list[dict[str, str]] | None = None
    """Normalised; a list of rows for `table`; None unless state is `read`."""
    raw: str = ""
    """What stands on the paper."""
    state: FieldState
    confidence: float
    """Probability 0..1 that the whole value (or the blank) is right."""
    review: bool
    source: Source = Source.OCR
    page: int | None = None
    """Page of the dossier, from 1."""
    box: BoxList | None = None
    checks: list[Check] = Field(default_factory=list)


class DocumentReading(_Part):
    form: str
    edition: str = ""
    title: str = ""
    confidence: float
    pages: list[int]
    fields: dict[str, FieldReading] = Field(default_factory=dict)


class RecordLine(_Part):
    text: str
    confidence: float
    box: BoxList


class RecordCode(_Part):
    kind: str
    text: str
    box: BoxList


class RecordQuality(_Part):
    verdict: str
    reasons: list[str] = Field(default_factory=list)


class PageState(StrEnum):
    """The named final state of a page. No page is without one."""

    READ = "read"
    BLANK = "blank"
    REFUSED = "refused"
    """The page cannot be read; `problem` says why."""
    QUARANTINED = "quarantined"
    """Reading it failed again and again; a person must look (`sohoa admin release`)."""


class RecordPage(_Part):
    page: int
    file: str
    file_page: int
    sha256: str
    """Of the original file."""
    width_px: int
    height_px: int
    rotation: int = 0
    skew_deg: float = 0.0
    blank: bool = False
    state: PageState = PageState.READ
    problem: dict[str, Any] | None = None
    quality: RecordQuality
    codes: list[RecordCode] = Field(default_factory=list)
    lines: list[RecordLine] | None = None


class Verdict(StrEnum):
    SAME = "same"
    EQUIVALENT = "equivalent"
    """Written differently, the same for a clerk: tone placement, i/y, date format."""
    TONES_ONLY = "tones_only"
    """Differs only in tone or vowel marks: for a name, another person."""
    CLOSE = "close"
    DIFFERENT = "different"
    MISSING_ON_PAPER = "missing_on_paper"
    MISSING_IN_SUBMISSION = "missing_in_submission"
    UNREADABLE = "unreadable"


class FieldComparison(_Part):
    field: str
    """`form_key.field_key`."""
    submitted: str | list[dict[str, str]] | None
    read: str | list[dict[str, str]] | None
    verdict: Verdict
    level: int | None = None
    """Rung 0..5 of the ladder of comparison (0: identical); None where a side has no value."""
    detail: str = ""


class CrosscheckVerdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    INCOMPLETE = "incomplete"
    NOT_CHECKED = "not_checked"


class Crosscheck(_Part):
    verdict: CrosscheckVerdict = CrosscheckVerdict.NOT_CHECKED
    fields: list[FieldComparison] = Field(default_factory=list)


class EngineInfo(_Part):
    recogniser: str
    fingerprint: str
    version: str


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)

    schema_: Literal["sohoa.record/v1"] = Field(default="sohoa.record/v1", alias="schema")
    dossier: str
    decision: Decision
    reasons: list[str] = Field(default_factory=list)
    pages: list[RecordPage] = Field(default_factory=list)
    documents: list[DocumentReading] = Field(default_factory=list)
    crosscheck: Crosscheck = Crosscheck()
    problems: list[dict[str, Any]] = Field(default_factory=list)
    """Files of the dossier that gave no page at all, as RFC 9457 problems with `file`."""
    engine: EngineInfo

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, with the contract's names."""
        body = self.model_dump(mode="json", by_alias=True)
        for page in body["pages"]:
            if page["lines"] is None:
                del page["lines"]
            if page["problem"] is None:
                del page["problem"]
        return body
