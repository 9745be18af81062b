"""A dossier's papers held against the component list of its procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dossier.forms.catalog import form_title
from dossier.procedures.catalog import procedure_of, procedures
from dossier.procedures.conditions import holds, is_paper
from dossier.procedures.definition import Component, Filing, Procedure
from dossier.record import (
    Completeness,
    CompletenessVerdict,
    ComponentState,
    DocumentReading,
    DossierFinding,
    FindingPlace,
    RecordComponent,
)

AUTO: Final = "auto"
_NO_COMPONENTS: Final = frozenset({"dossier_receipt", "unknown"})
"""Papers about the dossier itself, and those of which it is not known what they are."""
_UNKNOWN: Final = ("unknown", "administrative_document")
_SAME_PAPER: Final[Mapping[str, str]] = {"citizen_id_back": "citizen_id_front"}
"""The back of a paper -> its front: one component."""
_REASONS: Final[Mapping[ComponentState, str]] = {
    ComponentState.PRESENT: "",
    ComponentState.TOO_FEW: "thiếu số bản / too few copies",
    ComponentState.MISSING: "hồ sơ chưa có / not in the dossier",
    ComponentState.UNSURE: "chưa rõ: có giấy chưa nhận ra hoặc mục điều kiện chưa đọc được / "
    "not known: a paper was not recognised, or the field it depends on was not read",
    ComponentState.AVAILABLE_IN_DB: "đã có trong cơ sở dữ liệu / the datum is in a database",
    ComponentState.ONLY_PRESENTED: "chỉ xuất trình, không lưu / only shown, not kept",
    ComponentState.NOT_NEEDED: "không thuộc trường hợp phải nộp / not needed in this case",
}


def find_procedure(documents: Sequence[DocumentReading]) -> Procedure | None:
    """The procedure that the dossier's form asks for; None where that is none, or not one."""
    forms = {document.form for document in documents}
    fitting = [
        procedure
        for procedure in procedures().values()
        if procedure.form in forms
        and (procedure.when is None or holds(procedure.when, documents) is True)
    ]
    return fitting[0] if len(fitting) == 1 else None


def check_dossier(
    code: str | None, documents: Sequence[DocumentReading]
) -> tuple[Completeness, list[DossierFinding]]:
    """Completeness by the procedure with that code, or by the form's own where it is `auto`.

    Without a code nothing is checked: who reads one paper does not claim to hold a dossier. Raises
    InvalidRequest for an unknown code.
    """
    procedure = None
    if code:
        procedure = find_procedure(documents) if code == AUTO else procedure_of(code)
    return check_completeness(procedure, documents) if procedure else (Completeness(), [])


def check_completeness(
    procedure: Procedure, documents: Sequence[DocumentReading]
) -> tuple[Completeness, list[DossierFinding]]:
    """Every component with what was found for it, and a finding for what is missing or surplus."""
    rows = [_check_component(component, documents) for component in procedure.components]
    found = {number for row in rows for number in row.documents}
    findings = [
        *_missing(procedure, rows),
        *_over_collected(procedure, rows, documents),
        *_surplus(documents, found),
    ]
    verdict = _sum_up(rows)
    return (
        Completeness(
            verdict=verdict, procedure=procedure.code, name=procedure.name, components=rows
        ),
        findings,
    )


def _check_component(component: Component, documents: Sequence[DocumentReading]) -> RecordComponent:
    numbers = [
        number
        for number, document in enumerate(documents, start=1)
        if any(is_paper(paper, document) for paper in component.papers)
    ]
    state = _state(component, _count(numbers, documents), documents)
    reason = _REASONS[state]
    if state is ComponentState.AVAILABLE_IN_DB:
        reason = f"{reason}: {component.available_in}"
    return RecordComponent(
        key=component.key,
        name=component.name,
        name_en=component.name_en,
        state=state,
        copies=component.copies,
        documents=numbers,
        reason=reason,
    )


def _count(numbers: Sequence[int], documents: Sequence[DocumentReading]) -> int:
    """Papers, not pages: the two sides of a card are one, unless there are more backs."""
    forms = [documents[number - 1].form for number in numbers]
    backs = sum(form in _SAME_PAPER for form in forms)
    return max(len(forms) - backs, backs)


def _state(
    component: Component, count: int, documents: Sequence[DocumentReading]
) -> ComponentState:
    if count >= component.copies:
        return ComponentState.PRESENT
    needed = holds(component.when, documents) if component.when else True
    if needed is False or not component.needed:
        return ComponentState.NOT_NEEDED if count == 0 else ComponentState.PRESENT
    if count:
        return ComponentState.TOO_FEW
    if component.filing is Filing.PRESENTED:
        return ComponentState.ONLY_PRESENTED
    if component.available_in:
        return ComponentState.AVAILABLE_IN_DB
    # A paper of no known form may be the one: a person looks before the citizen is sent home.
    known = bool(component.papers) and all(p.form not in _UNKNOWN for p in component.papers)
    strange = any(document.form in _UNKNOWN for document in documents)
    if needed is None or not component.papers or (strange and not known):
        return ComponentState.UNSURE
    return ComponentState.UNSURE if _has_unknown(documents) else ComponentState.MISSING


def _has_unknown(documents: Sequence[DocumentReading]) -> bool:
    return any(document.form == "unknown" for document in documents)


def _sum_up(rows: Sequence[RecordComponent]) -> CompletenessVerdict:
    states = {row.state for row in rows}
    if states & {ComponentState.MISSING, ComponentState.TOO_FEW}:
        return CompletenessVerdict.INCOMPLETE
    if ComponentState.UNSURE in states:
        return CompletenessVerdict.UNSURE
    return CompletenessVerdict.COMPLETE


def _missing(procedure: Procedure, rows: Sequence[RecordComponent]) -> Iterator[DossierFinding]:
    rules = {
        ComponentState.MISSING: "component_missing",
        ComponentState.TOO_FEW: "component_too_few",
        ComponentState.UNSURE: "component_unsure",
    }
    for row, component in zip(rows, procedure.components, strict=True):
        if row.state not in rules:
            continue
        form = component.papers[0].form if component.papers else ""
        yield DossierFinding(
            rule=rules[row.state],
            severity="note" if row.state is ComponentState.UNSURE else "error",
            detail=_both(component, row.reason),
            legal_basis=component.legal_basis or procedure.legal_basis,
            places=[FindingPlace(form=form)],
        )


def _over_collected(
    procedure: Procedure,
    rows: Sequence[RecordComponent],
    documents: Sequence[DocumentReading],
) -> Iterator[DossierFinding]:
    for row, component in zip(rows, procedure.components, strict=True):
        if component.filing is Filing.PRESENTED and row.documents:
            reason = "chỉ xuất trình, không sao chụp, không lưu / only shown: not copied, not kept"
            yield DossierFinding(
                rule="only_to_be_presented",
                severity="note",
                detail=_both(component, reason),
                legal_basis="Thông tư 03/2025/TT-VPCP, điều 5",
                places=[_whole(number, documents) for number in row.documents],
            )


def _surplus(documents: Sequence[DocumentReading], found: set[int]) -> Iterator[DossierFinding]:
    for number, document in enumerate(documents, start=1):
        if number in found or document.form in _NO_COMPONENTS:
            continue
        title = document.title or form_title(document.form)
        yield DossierFinding(
            rule="surplus_paper",
            severity="warning",
            detail=f"{title}: ngoài thành phần hồ sơ / not among the papers of this procedure",
            places=[_whole(number, documents)],
        )


def _both(component: Component, reason: str) -> str:
    vi, _, en = reason.partition(" / ")
    return f"{component.name}: {vi} / {component.name_en}: {en}"


def _whole(number: int, documents: Sequence[DocumentReading]) -> FindingPlace:
    document = documents[number - 1]
    page = document.pages[0] if document.pages else None
    return FindingPlace(document=number, form=document.form, page=page)
