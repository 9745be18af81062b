"""What people decide about a record, and the record that their actions give.

Pure. The history (`review_history`) is the truth: what stands now is always worked out from the
record as it was read and every action since, so that undo needs nothing taken away and who, when
and what stood before can be told of every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dossier.checks import RULES, check_document
from dossier.crosscheck import crosscheck
from dossier.decision import needs_review, review_reasons
from dossier.errors import InvalidRequest
from dossier.evidence import fuse
from dossier.fields.outcome import Unreadable
from dossier.fields.registry import KINDS, kind_of
from dossier.forms.catalog import catalog, rule_uses
from dossier.forms.catalog import kind_of as kind_in
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.procedures import check_dossier
from dossier.record import (
    Check,
    Decision,
    DocumentReading,
    FieldReading,
    FieldState,
    Floors,
    Record,
    Source,
    Verdict,
)
from dossier.registers import judge
from dossier.review_history import ON_FIELD, Action, ActionKind, standing
from dossier.submission import Submission, SubmittedValue
from dossier.text import clean

REVIEWED_CONFIDENCE: Final = 0.99
"""Of what one person has looked at: people who key once err in about one value of a hundred. To be
replaced by what blind second keying measures."""

UNSETTLED: Final = frozenset(
    {
        *(Verdict.TONES_ONLY, Verdict.CLOSE, Verdict.DIFFERENT),
        *(Verdict.MISSING_ON_PAPER, Verdict.UNREADABLE),
    }
)
"""Verdicts against the submission that a person must see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A record and the actions that stand, put together."""

    record: Record
    settled: Mapping[tuple[int, str], Action]
    """(document, field) -> the action that settled it."""
    verified: Mapping[int, Action]
    wrong: Mapping[int, Action]
    rescans: Mapping[int, Action]
    """By page."""

    def waiting(self) -> list[tuple[int, str]]:
        """Fields that a person must still look at, in record order."""
        return [place for place in attention(self.record) if place not in self.settled]

    def unverified(self) -> list[int]:
        """Documents that nobody has held against the paper yet."""
        every = range(1, len(self.record.documents) + 1)
        return [n for n in every if n not in self.verified and n not in self.wrong]


def apply(record: Record, history: Iterable[Action], submission: Submission | None) -> Reviewed:
    """The record as it stands: values replaced, then checked and compared as if just read."""
    settled: dict[tuple[int, str], Action] = {}
    decided: dict[tuple[int, str], Action] = {}
    wrong: dict[int, Action] = {}
    verified: dict[int, Action] = {}
    rescans: dict[int, Action] = {}
    for action in standing(history):
        number, page = action.target.document, action.target.page
        if action.kind in ON_FIELD and number is not None:
            place = (number, action.target.field)
            settled[place] = action
            # A confirmation says "as it stands", which may be an earlier correction.
            if action.kind is not ActionKind.CONFIRM or place not in decided:
                decided[place] = action
            # What was held against the paper before is not what stands there now.
            verified.pop(number, None)
        elif action.kind is ActionKind.WRONG_DOCUMENT and number is not None:
            wrong[number] = action
        elif action.kind is ActionKind.VERIFY and number is not None:
            verified[number] = action
        elif action.kind is ActionKind.RESCAN and page is not None:
            rescans[page] = action
    documents = [
        _unknown(document)
        if number in wrong
        else _apply_to_document(number, document, decided, record.calibration.floors)
        for number, document in enumerate(record.documents, start=1)
    ]
    return Reviewed(
        record=_judge_again(record, documents, submission),
        settled=settled,
        verified=verified,
        wrong=wrong,
        rescans=rescans,
    )


def attention(record: Record) -> list[tuple[int, str]]:
    """(document, field) of all that a person must look at, in record order.

    A field is flagged by its own reading, by an error that papers have against each other, or by
    the submission saying something else.
    """
    differs = {c.field for c in record.crosscheck.fields if c.verdict in UNSETTLED}
    accused = {
        (place.document, place.field)
        for finding in record.findings
        if finding.severity == "error"
        for place in finding.places
    }
    return [
        (number, key)
        for number, document in enumerate(record.documents, start=1)
        for key, reading in document.fields.items()
        if reading.review or f"{document.form}.{key}" in differs or (number, key) in accused
    ]


def only_unsure(record: Record, number: int, key: str) -> bool:
    """Whether nothing speaks against a field but that the reader was not sure of its letters."""
    reading = record.documents[number - 1].fields[key]
    if reading.state is not FieldState.READ or not all(check.ok for check in reading.checks):
        return False
    doubted = reading.model_copy(update={"review": False})
    document = record.documents[number - 1]
    fields = {**document.fields, key: doubted}
    documents = [*record.documents]
    documents[number - 1] = document.model_copy(update={"fields": fields})
    return (number, key) not in attention(record.model_copy(update={"documents": documents}))


def reasons_of(record: Record, number: int, key: str) -> list[str]:
    """Why somebody must look at that field, Vietnamese / English, in words without keys."""
    document = record.documents[number - 1]
    reading = document.fields[key]
    form = catalog().get(document.form)
    spec = spec_of(document.form, key)
    reasons: list[str] = []
    if form and spec and reading.review:
        lacking = form.may_lack(key)
        reasons += review_reasons(
            spec,
            reading,
            reading.checks,
            may_be_absent=lacking,
            floors=record.calibration.floors,
        )
    reasons += [
        f.detail
        for f in record.findings
        if any(p.document == number and p.field == key for p in f.places)
    ]
    reasons += [
        c.detail
        for c in record.crosscheck.fields
        if c.field == f"{document.form}.{key}" and c.verdict in UNSETTLED and c.detail
    ]
    return list(dict.fromkeys(reasons))


def read_value(form: str, key: str, typed: SubmittedValue) -> SubmittedValue:
    """The normal form of what a reviewer typed. Raises InvalidRequest with the reason."""
    spec = spec_of(form, key)
    if isinstance(typed, list):
        return [{column: clean(cell) for column, cell in row.items()} for row in typed]
    text = clean(typed)
    if spec is None or spec.kind not in KINDS:
        return text
    if not text:
        raise InvalidRequest(
            "Ô trống: bấm Alt+N nếu giấy không ghi / "
            "empty: press Alt+N where the paper says nothing"
        )
    outcome = kind_of(spec.kind, spec.options or None).parse(text)
    if isinstance(outcome, Unreadable):
        raise InvalidRequest(outcome.reason)
    return outcome.value


def spec_of(form: str, key: str) -> FieldSpec | None:
    """How the form declares a field; None for a form or field no longer known."""
    definition = catalog().get(form)
    return next((s for s in definition.fields if s.key == key), None) if definition else None


def close(reviewed: Reviewed) -> Record:
    """The record that leaves the desk: accepted by a person, or to be scanned again."""
    pages = sorted(reviewed.rescans)
    asked = [
        f"trang {n}: người soát yêu cầu quét lại / page {n}: the reviewer asks for a new scan"
        for n in pages
    ]
    unlike = [
        f"giấy tờ {n}: người soát xác định không phải biểu mẫu đã đọc / "
        f"document {n}: the reviewer found it is not the form it was read as"
        for n in sorted(reviewed.wrong)
    ]
    told: dict[str, object] = {
        "decision": Decision.RESCAN if asked else Decision.ACCEPT,
        "reasons": [*asked, *unlike],
        "documents": [_closed(document, pages) for document in reviewed.record.documents],
        "look_first": None,
    }
    return reviewed.record.model_copy(update=told)


def _closed(document: DocumentReading, rescans: Sequence[int]) -> DocumentReading:
    again = any(page in rescans for page in document.pages)
    decision = Decision.RESCAN if again else Decision.ACCEPT
    return document.model_copy(update={"decision": decision, "reasons": []})


def _unknown(document: DocumentReading) -> DocumentReading:
    changed = {"form": "unknown", "edition": "", "title": "", "confidence": 0.0, "fields": {}}
    return document.model_copy(update=changed)


def _apply_to_document(
    number: int,
    document: DocumentReading,
    decided: Mapping[tuple[int, str], Action],
    floors: Floors,
) -> DocumentReading:
    acted = {key: decided[number, key] for key in document.fields if (number, key) in decided}
    if not acted:
        return document
    fields = {
        key: _settle(reading, acted[key]) if key in acted else reading
        for key, reading in document.fields.items()
    }
    form = catalog().get(document.form)
    checked = fields if form is None else _check_again(form, fields, acted, floors)
    return document.model_copy(update={"fields": checked})


def _settle(reading: FieldReading, action: Action) -> FieldReading:
    """The reading after one action; where it stands on the page does not change."""
    update: dict[str, object] = {
        "review": False,
        "source": Source.REVIEWER,
        "confidence": REVIEWED_CONFIDENCE,
    }
    match action.kind:
        case ActionKind.CORRECT:
            update |= {"value": action.value, "raw": action.typed, "state": FieldState.READ}
        case ActionKind.NOT_APPLICABLE:
            update |= {"value": None, "raw": "", "state": FieldState.BLANK}
        case ActionKind.ILLEGIBLE:
            update |= {"value": None, "state": FieldState.UNREADABLE}
        case _:
            pass
    return reading.model_copy(update=update)


def _check_again(
    form: FormDefinition,
    fields: Mapping[str, FieldReading],
    acted: Mapping[str, Action],
    floors: Floors,
) -> dict[str, FieldReading]:
    """Every rule once more; a field that nobody touched is flagged or freed by what it finds."""
    across = check_document(fields, rule_uses(form))
    checked: dict[str, FieldReading] = {}
    for key, reading in fields.items():
        spec = spec_of(form.key, key)
        own = _own_checks(spec, reading) if key in acted else _kept_checks(reading)
        checks = [*own, *across.get(key, ())]
        update: dict[str, object] = {"checks": checks}
        if spec is not None and key not in acted and checks != reading.checks:
            lacking = form.may_lack(key)
            update["review"] = needs_review(
                spec, reading, checks, may_be_absent=lacking, floors=floors
            )
        checked[key] = reading.model_copy(update=update)
    return checked


def _own_checks(spec: FieldSpec | None, reading: FieldReading) -> list[Check]:
    if spec is None or spec.kind not in KINDS or not isinstance(reading.value, str):
        return []
    return list(kind_of(spec.kind, spec.options or None).check(reading.value))


def _kept_checks(reading: FieldReading) -> list[Check]:
    return [check for check in reading.checks if check.rule not in RULES]


def _judge_again(
    record: Record, documents: Sequence[DocumentReading], submission: Submission | None
) -> Record:
    compared = crosscheck(documents, submission or {}, lambda f, k: kind_in(catalog(), f, k))
    together = fuse(documents, record.pages)
    completeness, lacking = check_dossier(record.completeness.procedure or None, documents)
    registered = judge(
        together.persons,
        record.registers,
        dossier=record.dossier,
        procedure=completeness.procedure,
    )
    return record.model_copy(
        update={
            "documents": list(documents),
            "crosscheck": compared,
            "persons": list(together.persons),
            "findings": [*together.findings, *lacking, *registered],
            "completeness": completeness,
        }
    )
