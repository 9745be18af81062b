"""Where a dossier stands in the queues of the review desk, and who may take it there.

An entry is made when somebody first looks at the queue, and made anew with every new record: what
a worker publishes need not know of the desk.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, Forbidden
from dossier.review_entry import SkipReason, kind_of, promised
from dossier.review_history import ON_FIELD, Stage
from dossier.store import records
from dossier.store.database import insert_once
from dossier.store.keys import KeyInfo
from dossier.store.states import DossierState, Role
from dossier.store.tables import DossierRow, RecordRow, ReviewActionRow, ReviewEntryRow, ReviewRow
from dossier.working_calendar import working_calendar

SENIORS = frozenset({Role.SENIOR_REVIEWER, Role.ADMIN})
"""Who may settle what two disagree about."""
_AT_ONCE = 200


class OwnWork(Conflict):
    """Nobody approves their own corrections."""

    code = "own_work"
    title_vi = "Phần sửa của chính mình phải do người khác kiểm tra"
    title_en = "One's own corrections are checked by somebody else"


def are_missing(session: Session, who: KeyInfo) -> bool:
    """Whether a waiting dossier of the caller's own has no place in the queues yet."""
    return session.scalar(select(_not_entered(who).exists())) or False


def enter_missing(session: Session, who: KeyInfo, *, now: datetime) -> None:
    """Give the waiting dossiers of the caller's own that lack one their places in the queues."""
    rows = session.scalars(_not_entered(who).order_by(DossierRow.code).limit(_AT_ONCE))
    for row in rows.all():
        enter(session, row, now=now)


def enter(session: Session, row: DossierRow, *, now: datetime) -> ReviewEntryRow:
    """The entry of a dossier that has a record; a new one where the record is new."""
    record = records.latest(session, row.code)
    if record is None:
        raise Conflict("Hồ sơ chưa có bản ghi / the dossier has no record yet", dossier=row.code)
    entry = session.get(ReviewEntryRow, row.code, populate_existing=True)
    if entry is not None and entry.record_version == record.version:
        return entry
    desk = session.get(ReviewRow, row.code)
    values = {
        "record_version": record.version,
        "stage": Stage.FIRST,
        "since_revision": desk.revision if desk else 0,
        "kind": kind_of(record.body),
        "due_at": working_calendar().end_of(promised(row.submitted, record.body)),
        "entered": now,
        "aside_until": None,
        "aside_why": "",
    }
    if entry is None:
        insert_once(session, ReviewEntryRow, dossier=row.code, **values)
    else:
        for name, value in values.items():
            setattr(entry, name, value)
        session.flush()
    return session.get_one(ReviewEntryRow, row.code, populate_existing=True)


def find(session: Session, code: str) -> ReviewEntryRow | None:
    return session.get(ReviewEntryRow, code)


def move(entry: ReviewEntryRow, stage: Stage, *, revision: int) -> None:
    """To another stage; actions up to `revision` belong to the ones before."""
    entry.stage, entry.since_revision = stage, revision
    entry.aside_until, entry.aside_why = None, ""


def put_aside(entry: ReviewEntryRow, reason: SkipReason, until: datetime | None) -> None:
    entry.aside_until, entry.aside_why = until, reason.value


def took_part(who: KeyInfo) -> ColumnElement[bool]:
    """Rows of `ReviewEntryRow` on whose fields the caller worked in an earlier stage."""
    return exists().where(
        ReviewActionRow.dossier == ReviewEntryRow.dossier,
        ReviewActionRow.record_version == ReviewEntryRow.record_version,
        ReviewActionRow.revision <= ReviewEntryRow.since_revision,
        ReviewActionRow.actor == who.id,
        ReviewActionRow.kind.in_([kind.value for kind in ON_FIELD]),
        ReviewEntryRow.stage != Stage.FIRST,
    )


def require_free_for(session: Session, entry: ReviewEntryRow, who: KeyInfo) -> None:
    """Raises OwnWork, and Forbidden where it takes a senior."""
    if entry.stage is Stage.SENIOR and who.role not in SENIORS:
        raise Forbidden(
            "Hồ sơ chờ người soát cấp cao / the dossier waits for a senior reviewer",
            dossier=entry.dossier,
        )
    mine = select(took_part(who)).where(ReviewEntryRow.dossier == entry.dossier)
    if session.scalar(mine):
        raise OwnWork(
            "Bạn đã sửa hồ sơ này; người khác gõ lại độc lập / "
            "you corrected this dossier; somebody else keys it again",
            dossier=entry.dossier,
        )


def _not_entered(who: KeyInfo) -> Select[DossierRow]:
    newer = exists().where(
        RecordRow.dossier == DossierRow.code, RecordRow.version > ReviewEntryRow.record_version
    )
    waiting = DossierRow.state == DossierState.NEEDS_REVIEW
    return (
        select(DossierRow)
        .outerjoin(ReviewEntryRow, ReviewEntryRow.dossier == DossierRow.code)
        .where(waiting, who.scope.own(DossierRow.branch))
        .where(or_(ReviewEntryRow.dossier.is_(None), newer))
    )
