"""What happens to a dossier: straight through, to a reviewer, or back to the scanner. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from dossier.advice import advise
from dossier.calibration import SHIPPED, group_of
from dossier.forms.catalog import form_title, place_title
from dossier.forms.definition import FieldSpec
from dossier.record import (
    Check,
    Crosscheck,
    CrosscheckVerdict,
    Decision,
    DocumentReading,
    DossierFinding,
    FieldReading,
    FieldState,
    Floors,
    PageState,
    RecordPage,
    Verdict,
)

FORM_SURE = 0.6
"""A document less sure than this may be of another form."""


_STATES: Final = {
    FieldState.READ: "chưa chắc đọc đúng / needs a look: perhaps misread",
    FieldState.BLANK: "để trống, cần xem lại / needs a look: left empty",
    FieldState.UNREADABLE: "có ghi nhưng không đọc được / needs a look: cannot be read",
    FieldState.NOT_FOUND: "không tìm thấy trên giấy / needs a look: not found on the paper",
}
_DIFFERENCES: Final = {
    Verdict.TONES_ONLY: "khác dấu so với dữ liệu đã nộp / other tone marks than were submitted",
    Verdict.CLOSE: "gần giống dữ liệu đã nộp / close to what was submitted, and not the same",
    Verdict.DIFFERENT: "khác dữ liệu đã nộp / differs from the submission",
    Verdict.MISSING_ON_PAPER: "đã nộp nhưng trên giấy không có / submitted, and not on the paper",
    Verdict.UNREADABLE: "không đọc được để đối chiếu / cannot be read, so it was not compared",
}
"""What verdicts say that a person must settle; all others are settled."""
_FAILED: Final = "không qua một kiểm tra / fails a check"
_NOT_ALL: Final = "đối chiếu chưa đủ / not everything that was submitted could be compared"


def needs_review(
    spec: FieldSpec,
    reading: FieldReading,
    checks: Iterable[Check],
    *,
    may_be_absent: bool = False,
    floors: Floors = SHIPPED.floors,
) -> bool:
    """Whether a person must look at a field before it is used.

    `may_be_absent`: some editions of the form do not print its label.
    """
    return bool(review_reasons(spec, reading, checks, may_be_absent=may_be_absent, floors=floors))


def review_reasons(
    spec: FieldSpec,
    reading: FieldReading,
    checks: Iterable[Check],
    *,
    may_be_absent: bool = False,
    floors: Floors = SHIPPED.floors,
) -> list[str]:
    """Why a person must look at a field, Vietnamese / English; [] where it may be used as it is."""
    reasons = [c.detail or _FAILED for c in checks if not c.ok and c.severity == "error"]
    floor = floor_of(spec, reading, floors)
    unsure = f"độ tin cậy dưới {100 * floor:g}% / less sure than {100 * floor:g}%"
    match reading.state:
        case FieldState.UNREADABLE:
            reasons.append("có ghi nhưng không đọc được / written, but not readable")
        case FieldState.NOT_FOUND:
            if not may_be_absent:
                reasons.append("không tìm thấy mục này trên giấy / its place was not found")
            elif reading.confidence < floor:
                reasons.append(unsure)
        case FieldState.BLANK:
            if spec.required:
                reasons.append("mục bắt buộc để trống / required, and left empty")
            elif reading.confidence < floor:
                reasons.append(unsure)
        case FieldState.READ:
            if reading.confidence < floor:
                reasons.append(unsure)
    return reasons


def floor_of(spec: FieldSpec, reading: FieldReading, floors: Floors = SHIPPED.floors) -> float:
    """The confidence from which that reading of the field is used without a look."""
    critical = spec.critical and reading.state is FieldState.READ
    return floors.of(group_of(spec.kind, reading), critical=critical)


def decide(
    pages: Sequence[RecordPage],
    documents: Sequence[DocumentReading],
    crosscheck: Crosscheck,
    problems: Sequence[dict[str, object]],
    findings: Sequence[DossierFinding] = (),
) -> tuple[Decision, list[str]]:
    """The decision and its reasons, Vietnamese / English, without any field's value."""
    rescan = [*_refused_pages(pages), *_refused_files(problems), *_bad_pages(pages)]
    if not documents and not rescan:
        rescan.append("không có trang nào có nội dung / no page has content")
    review = [*_doubtful_documents(documents), *_flagged_fields(documents)]
    review += [*_disagreements(crosscheck), *_found_across(findings)]
    if rescan:
        return Decision.RESCAN, [*rescan, *review]
    return (Decision.REVIEW, review) if review else (Decision.ACCEPT, [])


def _refused_pages(pages: Sequence[RecordPage]) -> list[str]:
    return [
        f"trang {p.page}: không đọc được / page {p.page}: cannot be read"
        for p in pages
        if p.state in (PageState.REFUSED, PageState.QUARANTINED)
    ]


def _refused_files(problems: Sequence[dict[str, object]]) -> list[str]:
    return [f"tệp / file: {p.get('title', '')}" for p in problems]


def _bad_pages(pages: Sequence[RecordPage]) -> list[str]:
    return [
        f"trang {p.page}: ảnh xấu / page {p.page}: bad image ({advise(p.quality.reasons)})"
        for p in pages
        if p.state is PageState.READ and p.quality.verdict == "bad"
    ]


def _doubtful_documents(documents: Sequence[DocumentReading]) -> list[str]:
    reasons = []
    for document in documents:
        where = ", ".join(str(p) for p in document.pages)
        if document.form == "unknown":
            reasons.append(f"trang {where}: chưa rõ giấy tờ gì / pages {where}: unknown paper")
        elif document.confidence < FORM_SURE:
            reasons.append(
                f"trang {where}: chưa chắc là {form_title(document.form)} / pages {where}: "
                f"perhaps not {form_title(document.form)}"
            )
    return reasons


def _flagged_fields(documents: Sequence[DocumentReading]) -> list[str]:
    return [
        f"{place_title(d.form, key)}: {told_of_state(f.state)}"
        for d in documents
        for key, f in d.fields.items()
        if f.review
    ]


def told_of_state(state: FieldState) -> str:
    """Why a flagged field in that state needs a look, Vietnamese / English."""
    return _STATES[state]


def told_of_difference(verdict: Verdict) -> str | None:
    """What stands between paper and submission; None where nothing is left to settle."""
    return _DIFFERENCES.get(verdict)


def _disagreements(crosscheck: Crosscheck) -> list[str]:
    match crosscheck.verdict:
        case CrosscheckVerdict.AGREES | CrosscheckVerdict.NOT_CHECKED:
            return []
        case CrosscheckVerdict.DIFFERS | CrosscheckVerdict.INCOMPLETE:
            told = [(f.field, told_of_difference(f.verdict)) for f in crosscheck.fields]
            return [f"{_of_dotted(field)}: {said}" for field, said in told if said] or [_NOT_ALL]


def _of_dotted(name: str) -> str:
    form, _, key = name.partition(".")
    return place_title(form, key)


def _found_across(findings: Sequence[DossierFinding]) -> list[str]:
    """Errors across the papers: the places and the rule, never what stands there."""
    return [
        f"{', '.join(dict.fromkeys(place_title(p.form, p.field) for p in f.places))}: {_said(f)}"
        for f in findings
        if f.severity == "error"
    ]


def _said(finding: DossierFinding) -> str:
    """Findings about whole papers hold no value; those about fields quote them."""
    if finding.rule.startswith(("component_", "pages_")):
        return finding.detail
    if finding.rule.startswith("register_"):
        return "sổ đăng ký ghi khác / a register says otherwise"
    if finding.rule.endswith("_expired"):
        return "giấy tờ hết giá trị / the paper has run out"
    return "các giấy tờ không khớp / the papers disagree"
