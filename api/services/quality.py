"""What the calls of quality control do."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from api.context import Context
from api.services.review_pictures import turned
from api.wire.quality import (
    GroupQualityView,
    KeyedSample,
    QualityReport,
    QualitySample,
    QualitySamples,
    SampleAnswer,
    SettledSample,
)
from dossier.errors import Conflict
from dossier.fields.outcome import Unreadable
from dossier.fields.registry import KINDS, kind_of
from dossier.fields.titles import group_title
from dossier.forms.catalog import field_title
from dossier.record import FieldReading, Record, Verdict
from dossier.review import spec_of
from dossier.store import calibrations, quality, records
from dossier.store.keys import KeyInfo
from dossier.store.quality import GroupQuality
from dossier.store.quality_tables import SampleRow
from dossier.store.states import SampleState
from dossier.text import clean

_SAME = (Verdict.SAME, Verdict.EQUIVALENT)
_SETTLED = {
    "read": SampleState.RIGHT,
    "keyed": SampleState.WRONG,
    "neither_can_be_told": SampleState.UNUSABLE,
}


def show_samples(context: Context, who: KeyInfo, *, limit: int) -> QualitySamples:
    """Fields to key, the oldest first."""
    with context.database.read() as session:
        rows = quality.waiting(session, who, limit=limit)
        shown = [sample for row in rows for sample in _shown(session, row)]
        return QualitySamples(waiting=quality.count_waiting(session, who.scope), samples=shown)


def key(context: Context, sample: str, who: KeyInfo, body: KeyedSample) -> SampleAnswer:
    """Hold what was keyed against what was read, as a clerk would compare.

    Who keys errs too, more often than one field in a thousand is wrong: a difference counts for
    nothing until somebody has seen both (`settle`). Raises NotFound, Conflict.
    """
    with context.database.write() as session:
        row = quality.find(session, sample, who.scope)
        document, reading = _read(session, row)
        state, detail = _compare(document, row.field, reading, body)
        quality.answer(row, state, who, now=context.clock())
        differs = state is SampleState.DIFFERS
        return SampleAnswer(
            id=row.id, state=state, read=_text(reading) if differs else None, detail=detail
        )


def settle(context: Context, sample: str, who: KeyInfo, body: SettledSample) -> SampleAnswer:
    """Who erred, told by somebody who has seen both.

    Raises NotFound, Conflict when it is answered or was not keyed yet.
    """
    with context.database.write() as session:
        row = quality.find(session, sample, who.scope)
        if row.state is not SampleState.DIFFERS:
            raise Conflict("Phải gõ trước, không xem giá trị / it must be keyed blind first")
        quality.answer(row, _SETTLED[body.right], who, now=context.clock())
        return SampleAnswer(id=row.id, state=row.state)


def report(context: Context, who: KeyInfo, *, days: int) -> QualityReport:
    with context.database.read() as session:
        calibration = calibrations.active(session)
        groups = quality.report(session, who.scope, calibration, days=days, now=context.clock())
        waiting = quality.count_waiting(session, who.scope)
    return QualityReport(
        days=days,
        calibration=calibration.version,
        waiting=waiting,
        groups=[as_view(found) for found in groups],
    )


def as_view(found: GroupQuality) -> GroupQualityView:
    """One group's figures, as the report and the managers' page tell them."""
    return GroupQualityView(
        group=found.group,
        title=group_title(found.group),
        critical=found.critical,
        checked=found.wrong.seen,
        wrong=found.wrong.hits,
        share=found.wrong.share,
        low=found.wrong.low,
        high=found.wrong.high,
        tolerated=found.tolerated,
        kept=found.kept,
    )


def _shown(session: Session, row: SampleRow) -> Iterator[QualitySample]:
    record = Record.model_validate(records.find(session, row.dossier, row.record_version).body)
    document = record.documents[row.document - 1]
    reading, spec = document.fields[row.field], spec_of(document.form, row.field)
    page = next((page for page in record.pages if page.page == reading.page), None)
    if page is None or reading.box is None:
        return
    yield QualitySample(
        id=row.id,
        dossier=row.dossier,
        form=document.form,
        field=row.field,
        title=field_title(document.form, row.field),
        kind=spec.kind if spec else "text",
        page=page.page,
        box=turned(reading.box, page.rotation),
        state=row.state,
        read=_text(reading) if row.state is SampleState.DIFFERS else None,
    )


def _read(session: Session, row: SampleRow) -> tuple[str, FieldReading]:
    record = Record.model_validate(records.find(session, row.dossier, row.record_version).body)
    document = record.documents[row.document - 1]
    return document.form, document.fields[row.field]


def _compare(
    form: str, field: str, reading: FieldReading, keyed: KeyedSample
) -> tuple[SampleState, str]:
    if keyed.illegible:
        return SampleState.UNUSABLE, ""
    typed, read = clean(keyed.value), _text(reading)
    if not typed or not read:
        return (SampleState.RIGHT if typed == read else SampleState.DIFFERS), ""
    spec = spec_of(form, field)
    if spec is None or spec.kind not in KINDS:
        return (SampleState.RIGHT if typed == read else SampleState.DIFFERS), ""
    kind = kind_of(spec.kind, spec.options or None)
    outcome = kind.parse(typed)
    value = typed if isinstance(outcome, Unreadable) else outcome.value
    found = kind.compare(value if isinstance(value, str) else typed, read)
    return (SampleState.RIGHT if found.verdict in _SAME else SampleState.DIFFERS), found.detail


def _text(reading: FieldReading) -> str:
    return reading.value if isinstance(reading.value, str) else ""
