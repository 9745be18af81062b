"""Which dossiers have served their time by the rules, and which of them must stay all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select
from sqlalchemy.orm import Session

from dossier.lifecycle.rules import OF_DOSSIER, DataKind, Retention, Rule
from dossier.procedures import AUTO
from dossier.procedures.catalog import procedures
from dossier.store import holds, records
from dossier.store.form_tables import FormSampleRow, FormVersionRow
from dossier.store.lifecycle_tables import RetentionRow
from dossier.store.scope import Scope
from dossier.store.spot_tables import SpotRow
from dossier.store.states import DeliveryState, DossierState, StepState
from dossier.store.tables import (
    DeliveryRow,
    DossierRow,
    EventRow,
    FileRow,
    PageRow,
    RecordRow,
    StepRow,
    UploadRow,
)

_NEEDS_DELIVERY: Final = frozenset({DataKind.RECORD, DataKind.ORIGINALS})


class Obstacle(StrEnum):
    """Why something stays although its time is over."""

    HELD = "held"
    UNDELIVERED = "undelivered"
    """No dossier system has taken its record yet."""
    IN_HAND = "in_hand"
    """A worker, a receiver of events or a branch still has something to do with it."""
    CHANGED = "changed"
    """It was touched after it had been looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that a rule says shall go."""

    kind: DataKind
    subject: str
    """Code of the dossier, or id of the sample."""
    branch: str | None
    closed: datetime
    rule: Rule


def classify(session: Session, retention: Retention, *, now: datetime, limit: int) -> int:
    """Note of finished dossiers which procedures they may be of. Returns how many were new."""
    cutoff = _newest_cutoff(retention, now)
    if cutoff is None:
        return 0
    query = (
        select(DossierRow)
        .outerjoin(RetentionRow, RetentionRow.dossier == DossierRow.code)
        .where(
            DossierRow.state == DossierState.COMPLETED,
            DossierRow.updated < cutoff,
            or_(RetentionRow.dossier.is_(None), RetentionRow.closed != DossierRow.updated),
        )
        .order_by(DossierRow.updated)
        .limit(limit)
    )
    rows = session.scalars(query).all()
    for row in rows:
        classes = " ".join(sorted(_procedures_of(session, row)))
        known = session.get(RetentionRow, row.code)
        if known is None:
            session.add(RetentionRow(dossier=row.code, procedures=classes, closed=row.updated))
            continue
        # What was read again since it was emptied is there again; originals do not come back.
        known.quality = known.corrections = known.pages = None
        known.procedures, known.closed = classes, row.updated
    session.flush()
    return len(rows)


def list_due(
    session: Session,
    retention: Retention,
    kind: DataKind,
    scope: Scope,
    *,
    now: datetime,
    limit: int,
    after: Due | None = None,
) -> list[Due]:
    """What of `kind` may go now, the oldest first; those after `after` where it is given."""
    found: list[Due] = []
    for rule, query in _queries(session, retention, kind, scope, now):
        closed, code = query.selected_columns[2], query.selected_columns[0]
        asked = query.where(and_(*_unhindered(kind)))
        if after is not None:
            same_time = and_(closed == after.closed, code > after.subject)
            asked = asked.where(or_(closed > after.closed, same_time))
        found += [
            Due(kind=kind, subject=row[0], branch=row[1], closed=row[2], rule=rule)
            for row in session.execute(asked.order_by(closed, code).limit(limit))
        ]
    return sorted(found, key=lambda due: (due.closed, due.subject))[:limit]


def count_due(
    session: Session, retention: Retention, kind: DataKind, scope: Scope, *, now: datetime
) -> tuple[int, dict[Obstacle, int]]:
    """(what may go, what stays all the same and why)."""
    may_go, stays = 0, dict.fromkeys((Obstacle.HELD, Obstacle.UNDELIVERED), 0)
    for _, query in _queries(session, retention, kind, scope, now):
        may_go += _count(session, query.where(and_(*_unhindered(kind))))
        if kind is not DataKind.FORM_SAMPLES:
            stays[Obstacle.HELD] += _count(session, query.where(holds.held()))
        if kind in _NEEDS_DELIVERY:
            undelivered = query.where(DossierRow.delivered_at.is_(None), ~holds.held())
            stays[Obstacle.UNDELIVERED] += _count(session, undelivered)
    return may_go, {why: count for why, count in stays.items() if count}


def obstacle(session: Session, row: DossierRow, due: Due, *, now: datetime) -> Obstacle | None:
    """Why a dossier that the caller holds locked stays; None: it may go."""
    if holds.lies_on(session, row.code):
        return Obstacle.HELD
    finished = DossierState.OPEN if due.kind is DataKind.ABANDONED else DossierState.COMPLETED
    cutoff = due.rule.cutoff(now)
    if row.state is not finished or cutoff is None or row.updated >= cutoff:
        return Obstacle.CHANGED
    if due.kind in _NEEDS_DELIVERY and row.delivered_at is None:
        return Obstacle.UNDELIVERED
    if due.kind is DataKind.ABANDONED and session.scalar(select(_touched(row.code, cutoff, now))):
        return Obstacle.CHANGED
    return Obstacle.IN_HAND if _is_in_hand(session, row.code) else None


def subjects_of_steps(code: str) -> tuple[Select[str], ...]:
    """Ids of a dossier's files, pages and spots, which steps name without a reference."""
    return (
        select(FileRow.id).where(FileRow.dossier == code),
        select(PageRow.id).where(PageRow.dossier == code),
        select(SpotRow.id).where(SpotRow.dossier == code),
    )


def _queries(
    session: Session, retention: Retention, kind: DataKind, scope: Scope, now: datetime
) -> Iterator[tuple[Rule, Select[*tuple[Any, ...]]]]:
    """(rule, what it speaks of whose time is over: subject, branch, closed)."""
    if kind in OF_DOSSIER:
        yield from _of_dossiers(session, retention, kind, scope, now)
        return
    rule = retention.of(kind)
    cutoff = None if rule is None else rule.cutoff(now)
    if rule is None or cutoff is None:
        return
    if kind is DataKind.ABANDONED:
        query = select(DossierRow.code, DossierRow.branch, DossierRow.updated).where(
            DossierRow.state == DossierState.OPEN,
            DossierRow.updated < cutoff,
            scope.own(DossierRow.branch),
            ~_touched(DossierRow.code, cutoff, now),
        )
        yield rule, query
    elif kind is DataKind.FORM_SAMPLES and scope.branch is None:
        # A blank print that a form stands on is its picture, and nobody's data.
        used = select(FormVersionRow.sample).where(FormVersionRow.sample.is_not(None))
        yield (
            rule,
            select(FormSampleRow.id, null(), FormSampleRow.created).where(
                FormSampleRow.created < cutoff, FormSampleRow.id.not_in(used)
            ),
        )


def _of_dossiers(
    session: Session, retention: Retention, kind: DataKind, scope: Scope, now: datetime
) -> Iterator[tuple[Rule, Select[*tuple[Any, ...]]]]:
    mark = None if kind is DataKind.RECORD else getattr(RetentionRow, kind.value)
    for classes in session.scalars(select(RetentionRow.procedures).distinct()).all():
        rule = retention.of(kind, classes.split())
        cutoff = None if rule is None else rule.cutoff(now)
        if rule is None or cutoff is None:
            continue
        query = (
            select(DossierRow.code, DossierRow.branch, RetentionRow.closed)
            .join(RetentionRow, RetentionRow.dossier == DossierRow.code)
            .where(
                RetentionRow.procedures == classes,
                RetentionRow.closed < cutoff,
                RetentionRow.closed == DossierRow.updated,
                DossierRow.state == DossierState.COMPLETED,
                scope.own(DossierRow.branch),
            )
        )
        yield rule, query if mark is None else query.where(mark.is_(None))


def _unhindered(kind: DataKind) -> Sequence[ColumnElement[bool]]:
    if kind is DataKind.FORM_SAMPLES:
        return ()
    delivered = (DossierRow.delivered_at.is_not(None),) if kind in _NEEDS_DELIVERY else ()
    return (~holds.held(), *delivered)


def _touched(code: Any, cutoff: datetime, now: datetime) -> ColumnElement[bool]:
    """Whether a branch still brings something to a dossier that is open."""
    files = select(FileRow.id).where(FileRow.dossier == code, FileRow.created >= cutoff)
    uploads = select(UploadRow.id).where(UploadRow.dossier == code, UploadRow.expires > now)
    return or_(files.exists(), uploads.exists())


def _is_in_hand(session: Session, code: str) -> bool:
    within = (StepRow.subject.in_(ids) for ids in subjects_of_steps(code))
    subjects = or_(StepRow.subject == code, *within)
    working = StepRow.state.in_((StepState.PENDING, StepState.RUNNING))
    sending = (
        select(DeliveryRow.id)
        .join(EventRow, EventRow.seq == DeliveryRow.event)
        .where(EventRow.dossier == code, DeliveryRow.state == DeliveryState.PENDING)
    )
    return bool(
        session.scalar(
            select(or_(select(StepRow.id).where(subjects, working).exists(), sending.exists()))
        )
    )


def _procedures_of(session: Session, row: DossierRow) -> set[str]:
    """What a dossier may be of: as registered, as found complete, or by the forms in it."""
    if row.procedure and row.procedure != AUTO:
        return {row.procedure}
    record: RecordRow | None = records.latest(session, row.code)
    body = {} if record is None else record.body
    if found := body.get("completeness", {}).get("procedure"):
        return {found}
    forms = {document["form"] for document in body.get("documents", ())}
    return {code for code, procedure in procedures().items() if procedure.form in forms}


def _newest_cutoff(retention: Retention, now: datetime) -> datetime | None:
    cutoffs = [rule.cutoff(now) for rule in retention.in_order() if rule.kind in OF_DOSSIER]
    return max((cutoff for cutoff in cutoffs if cutoff is not None), default=None)


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
