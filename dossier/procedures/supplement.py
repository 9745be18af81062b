"""The request for supplements: what a citizen still has to bring, said once and completely.

Form 02 of Circular 03/2025/TT-VPCP, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ". An office may ask
once, and then for everything (Decree 118/2025/NĐ-CP); so all that is missing, too few or run out
stands in one request. What two papers say differently is for the officer to look at first: it may
be a misreading, and is never asked of the citizen by a machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from dossier.evidence.terms import terms
from dossier.record import ComponentState, FieldState, Record

LEGAL_BASIS: Final = "Thông tư 03/2025/TT-VPCP, mẫu số 02"
_ASKED: Final = {
    ComponentState.MISSING: ("Bổ sung", "bring"),
    ComponentState.TOO_FEW: ("Bổ sung cho đủ số bản", "bring more copies of"),
}
_APPLICANTS: Final = ("applicant_", "requester_", "declarant_", "owner_", "subject_", "bride_")
"""Prefixes of the fields that tell who files, the surest first."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class SupplementItem(_Part):
    """One thing to bring or to renew."""

    text: str
    """Vietnamese, as it is printed."""
    text_en: str
    reason: str
    """Vietnamese / English."""
    legal_basis: str


class SupplementRequest(_Part):
    """All that one request says; what it does not know is empty and left to be written in."""

    dossier: str
    office: str
    """Who asks, as printed over the paper."""
    number: str = ""
    place: str = "Hà Nội"
    applicant: str = ""
    address: str = ""
    phone: str = ""
    procedure_code: str
    procedure: str
    items: list[SupplementItem]
    asked_on: date | None = None
    contact: str = ""
    """Whom to ask and under which number."""
    legal_basis: str = LEGAL_BASIS


def request_supplements(
    record: Record, *, office: str, asked_on: date | None = None, contact: str = ""
) -> SupplementRequest | None:
    """The request for what `record` lacks; None where there is nothing to ask for."""
    items = [*_missing(record), *_expired(record)]
    if not items:
        return None
    return SupplementRequest(
        dossier=record.dossier,
        office=office,
        applicant=_applicant(record, "name"),
        address=_applicant(record, "address"),
        phone=_applicant(record, "phone"),
        procedure_code=record.completeness.procedure,
        procedure=record.completeness.name,
        items=items,
        asked_on=asked_on,
        contact=contact,
    )


def _missing(record: Record) -> Iterator[SupplementItem]:
    basis = {f.detail.split(":")[0]: f.legal_basis for f in record.findings}
    for row in record.completeness.components:
        if row.state not in _ASKED:
            continue
        vi, en = _ASKED[row.state]
        count, here = row.copies, len(row.documents)
        copies_vi = f" ({count} bản, đã có {here})" if count > 1 else ""
        copies_en = f" ({count} copies, {here} are here)" if count > 1 else ""
        yield SupplementItem(
            text=f"{vi}: {row.name}{copies_vi}",
            text_en=f"{en}: {row.name_en}{copies_en}",
            reason=row.reason,
            legal_basis=basis.get(row.name, ""),
        )


def _expired(record: Record) -> Iterator[SupplementItem]:
    of_terms = {term.rule for term in terms()}
    for finding in record.findings:
        if finding.rule in of_terms and finding.severity == "error":
            yield SupplementItem(
                text="Thay giấy tờ đã hết giá trị bằng giấy tờ còn giá trị",
                text_en="a paper that still counts in place of one that has run out",
                reason=finding.detail,
                legal_basis=finding.legal_basis,
            )


def _applicant(record: Record, ending: str) -> str:
    for prefix in _APPLICANTS:
        for document in record.documents:
            reading = document.fields.get(prefix + ending)
            if reading is not None and reading.state is FieldState.READ:
                return reading.value if isinstance(reading.value, str) else ""
    return ""
