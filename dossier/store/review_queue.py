"""The queues of the review desk: what waits, in which order, for whom, and who works on what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, NotReady
from dossier.review_history import Stage
from dossier.store import review
from dossier.store.keys import KeyInfo
from dossier.store.review import Lease, Locked
from dossier.store.review_entries import SENIORS, took_part
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, ReviewEntryRow, ReviewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queues."""

    stage: Stage | None = None
    """None: every stage that the caller may work at."""
    branch: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One dossier of a queue."""

    code: str
    branch: str | None
    kind: str
    stage: Stage
    due_at: datetime | None
    since: datetime
    """When it was sealed."""
    holder: str
    """Name of who has it open; '' where nobody has."""
    own: bool
    """The caller worked on it before; somebody else must now."""
    aside_why: str
    """Why it was put aside for now; '' where it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """Somebody who has a dossier open."""

    name: str
    dossier: str
    stage: Stage


def list_waiting(
    session: Session, who: KeyInfo, wanted: Wanted, *, now: datetime, limit: int
) -> list[Waiting]:
    """Dossiers of the caller's own that wait: first due first, then oldest first."""
    own = took_part(who).label("own")
    query = _waiting(select(DossierRow, ReviewEntryRow, ReviewRow, own), who, wanted)
    return [
        Waiting(
            code=row.code,
            branch=row.branch,
            kind=entry.kind,
            stage=entry.stage,
            due_at=entry.due_at,
            since=row.sealed_at or row.created,
            holder=(desk.holder_name or "") if desk and review.is_held(desk, now) else "",
            own=bool(mine),
            aside_why=entry.aside_why if entry.aside_until and entry.aside_until > now else "",
        )
        for row, entry, desk, mine in session.execute(_in_turn(query).limit(limit))
    ]


def count_waiting(session: Session, who: KeyInfo) -> dict[tuple[Stage, str | None, str], int]:
    """(stage, branch, kind) -> dossiers of the caller's own, for the filters and their numbers."""
    groups = (ReviewEntryRow.stage, DossierRow.branch, ReviewEntryRow.kind)
    query = _waiting(select(*groups, func.count()), who, Wanted()).group_by(*groups)
    return {(stage, branch, kind): n for stage, branch, kind, n in session.execute(query)}


def at_work(session: Session, who: KeyInfo, *, now: datetime) -> list[AtWork]:
    """Everybody who has one of the caller's own dossiers open at this moment."""
    query = _waiting(
        select(ReviewRow.holder_name, DossierRow.code, ReviewEntryRow.stage), who, Wanted()
    ).where(ReviewRow.lock.is_not(None), ReviewRow.lease_until > now)
    rows = session.execute(query.order_by(ReviewRow.holder_name, DossierRow.code))
    return [AtWork(name=name or "", dossier=code, stage=stage) for name, code, stage in rows]


def hold_next(
    session: Session,
    who: KeyInfo,
    wanted: Wanted,
    *,
    skip: Collection[str],
    now: datetime,
    lease: timedelta,
) -> tuple[str, Lease] | None:
    """Take the first dossier that nobody holds and that is the caller's to do; None: nothing is."""
    free = or_(ReviewRow.lock.is_(None), ReviewRow.lease_until < now)
    offered = or_(ReviewEntryRow.aside_until.is_(None), ReviewEntryRow.aside_until <= now)
    query = _waiting(select(DossierRow.code), who, wanted).where(
        free, offered, DossierRow.code.not_in(skip), ~took_part(who), _may_take(who)
    )
    for code in session.scalars(_in_turn(query).limit(20)).all():
        try:
            return code, review.hold(session, code, who, now=now, lease=lease)
        except (Locked, NotReady, Conflict):
            continue  # Another desk was faster.
    return None


def _waiting(
    query: Select[*tuple[Any, ...]], who: KeyInfo, wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    query = (
        query.join(ReviewEntryRow, ReviewEntryRow.dossier == DossierRow.code)
        .outerjoin(ReviewRow, ReviewRow.dossier == DossierRow.code)
        .where(DossierRow.state == DossierState.NEEDS_REVIEW, who.scope.own(DossierRow.branch))
    )
    if wanted.stage is not None:
        query = query.where(ReviewEntryRow.stage == wanted.stage)
    if wanted.branch is not None:
        query = query.where(DossierRow.branch == wanted.branch)
    if wanted.kind is not None:
        query = query.where(ReviewEntryRow.kind == wanted.kind)
    return query


def _in_turn(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    since = func.coalesce(DossierRow.sealed_at, DossierRow.created)
    due = ReviewEntryRow.due_at
    return query.order_by(due.is_(None), due, since, DossierRow.code)


def _may_take(who: KeyInfo) -> ColumnElement[bool]:
    """Seniors are sent what only they can do and all else; others never see the senior queue."""
    return ReviewEntryRow.stage.in_(
        list(Stage) if who.role in SENIORS else [Stage.FIRST, Stage.SECOND]
    )
