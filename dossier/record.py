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


class OtherReading(_Part):
    """One of several readings of the same place."""

    by: str
    """An engine's name, or `kind` for what the rules of the field's kind make of its letters."""
    text: str


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
    readings: list[OtherReading] = Field(default_factory=list)
    """Every reading of the place where it was read more than once; the first made `raw`."""
    written: float | None = None
    """Probability 0..1 that it was written by hand and not printed; None where nobody can tell."""


class CopyType(StrEnum):
    """What kind of paper was scanned (Decree 23/2015/NĐ-CP)."""

    ORIGINAL = "original"
    FROM_REGISTER = "from_register"
    """Bản sao từ sổ gốc, trích lục: an office wrote it from its register."""
    CERTIFIED = "certified"
    """Bản sao chứng thực, sao y: counts like the original."""
    COMPARED = "compared"
    """A photocopy that an officer held against the original."""
    PHOTOCOPY = "photocopy"
    """No coloured seal and no word of a copy; or scanned without colour."""


class DocumentReading(_Part):
    form: str
    edition: str = ""
    title: str = ""
    confidence: float
    pages: list[int]
    copy_type: CopyType | None = None
    """None for papers that citizens write themselves, and where it cannot be told."""
    decision: Decision | None = None
    """Of this paper alone."""
    reasons: list[str] = Field(default_factory=list)
    """Vietnamese / English, the gravest first, never with a value."""
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
    separator: bool = False
    """A sheet that only parts one dossier or paper from the next; it belongs to no document."""
    sealed: bool = False
    """Whether a coloured seal was seen; never on a page scanned without colour."""
    variant_of: int | None = None
    """Number of the page that this is another image of: the same with a note stuck on it."""
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


class FindingPlace(_Part):
    """One place on the papers that a finding speaks of."""

    document: int | None = None
    """Number in `documents`, from 1; None where the paper itself is missing."""
    form: str
    field: str = ""
    """Key of the field, `qr` or `mrz` for a code; empty: the whole paper."""
    page: int | None = None
    box: BoxList | None = None


class DossierFinding(_Part):
    """What was found across the papers of a dossier."""

    rule: str
    severity: Severity
    """`error` sends the dossier to review; `warning` and `note` are shown."""
    detail: str
    """Vietnamese / English."""
    legal_basis: str = ""
    places: list[FindingPlace] = Field(default_factory=list)
    """The better evidence first."""


class PersonSource(_Part):
    """What one place says of one attribute of a person."""

    value: str
    rank: str
    """reviewer, qr, mrz, typed, handwritten: the order in which they count."""
    confidence: float
    verdict: Verdict
    """Against the value that counts."""
    detail: str = ""
    place: FindingPlace


class PersonFact(_Part):
    """One attribute of a person: the value that counts, and every source there is for it."""

    attribute: str
    value: str
    sources: list[PersonSource]
    """The one whose value counts first."""


class Person(_Part):
    """One person of the dossier, on however many papers."""

    roles: list[str]
    """`birth_registration.mother`, `citizen_id_front.holder` ..., in reading order."""
    facts: list[PersonFact]


class ComponentState(StrEnum):
    """What is known of one paper that a procedure asks for."""

    PRESENT = "present"
    TOO_FEW = "too_few"
    MISSING = "missing"
    UNSURE = "unsure"
    AVAILABLE_IN_DB = "available_in_db"
    """No paper may be asked for: the datum is in a national database."""
    ONLY_PRESENTED = "only_presented"
    """Shown at the counter, never copied."""
    NOT_NEEDED = "not_needed"


class RecordComponent(_Part):
    key: str
    name: str
    name_en: str
    state: ComponentState
    copies: int
    """As many as are asked for."""
    documents: list[int] = Field(default_factory=list)
    """Numbers in `documents`, from 1."""
    reason: str = ""
    """Vietnamese / English."""


class CompletenessVerdict(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNSURE = "unsure"
    NOT_CHECKED = "not_checked"


class Completeness(_Part):
    """The dossier's papers against the component list of its procedure."""

    verdict: CompletenessVerdict = CompletenessVerdict.NOT_CHECKED
    procedure: str = ""
    """Its code."""
    name: str = ""
    components: list[RecordComponent] = Field(default_factory=list)


class RegisterState(StrEnum):
    """What became of one question to a reference register."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    """The register does not know the number. It may be incomplete: no fault of the paper."""
    NOT_CHECKED = "not_checked"
    """It did not answer; `reason` says how."""


class RegisterAnswer(_Part):
    """What one reference register says under one number."""

    name: str
    """Of the register, in the settings."""
    kind: str
    """population, business, dossiers"""
    key: str
    """The personal number that was asked about."""
    state: RegisterState
    reason: str = ""
    entries: list[dict[str, str]] = Field(default_factory=list)
    """As the register writes it; of a person no more than the papers state too."""


class Floors(_Part):
    """Confidence from which a value is used without a look (`dossier.calibration`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usual: float = Field(default=0.9, ge=0, le=1)
    """Of groups that have no floor of their own."""
    critical: float = Field(default=0.95, ge=0, le=1)
    own: dict[str, float] = Field(default_factory=dict)
    """By group, for its usual fields."""
    own_critical: dict[str, float] = Field(default_factory=dict)
    """By group, for its critical fields."""

    def of(self, group: str, *, critical: bool) -> float:
        own, otherwise = (self.own_critical, self.critical) if critical else (self.own, self.usual)
        return own.get(group, otherwise)


class RecordCalibration(_Part):
    """By what the confidences of a record were scaled and its fields flagged."""

    version: int = 0
    """0: as shipped; else of `sohoa calibrate list`."""
    floors: Floors = Floors()


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
    persons: list[Person] = Field(default_factory=list)
    """Who stands on the papers, with all that they say of each."""
    findings: list[DossierFinding] = Field(default_factory=list)
    """What the papers of the dossier say against each other."""
    completeness: Completeness = Completeness()
    look_first: FindingPlace | None = None
    """Where a reviewer begins; None where nothing must be looked at."""
    registers: list[RegisterAnswer] = Field(default_factory=list)
    """What reference registers said; empty where none is set up."""
    problems: list[dict[str, Any]] = Field(default_factory=list)
    """Files of the dossier that gave no page at all, as RFC 9457 problems with `file`."""
    engine: EngineInfo
    calibration: RecordCalibration = RecordCalibration()

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, with the contract's names."""
        body = self.model_dump(mode="json", by_alias=True)
        for page in body["pages"]:
            if page["lines"] is None:
                del page["lines"]
            if page["problem"] is None:
                del page["problem"]
        return body
