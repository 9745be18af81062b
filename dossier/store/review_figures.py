"""What managers look at, counted: what came and how it went, what waits, what a field costs.

Nothing here is a citizen's: codes of kinds and fields, numbers and times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from statistics import median, quantiles
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.messages import EventKind
from dossier.review_history import ON_FIELD, ActionKind
from dossier.store.outcome_tables import OutcomeRow, ProcedureOutcomeRow
from dossier.store.scope import Scope
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, ReviewActionRow, ReviewEntryRow
from dossier.vietnam_time import VIETNAM

_LONGEST: Final = timedelta(minutes=3)
"""Between two actions: after that the reviewer was away and the time says nothing."""
_ACTIONS: Final = 50_000
"""The newest ones that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfBranch:
    """How the dossiers of a day went the first time that they had a record."""

    day: date
    branch: str
    straight: int
    """Completed without a person."""
    reviewed: int
    """Sent to a person."""
    rescan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesOfProcedure:
    """How the dossiers of a procedure went, over the whole time."""

    procedure: str
    """As `review_entries.kind`; empty where no record could be made."""
    straight: int
    reviewed: int
    rescan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOfBranch:
    branch: str
    waiting: int
    late: int
    oldest: datetime
    """Since when the oldest waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCost:
    """What people did about one field of one kind of dossier."""

    kind: str
    field: str
    seen: int
    corrected: int
    median_s: float
    """Seconds from the action before it to the one on it; 0 where no time could be taken."""
    p95_s: float


def outcomes(session: Session, scope: Scope, *, since: datetime) -> list[DayOfBranch]:
    """By day and branch, oldest first; the day of `since` as a whole."""
    rows = session.execute(
        select(OutcomeRow.day, OutcomeRow.branch, OutcomeRow.kind, OutcomeRow.dossiers).where(
            OutcomeRow.day >= since.astimezone(VIETNAM).date(),
            scope.own(OutcomeRow.branch),
        )
    )
    found: dict[tuple[date, str], dict[EventKind, int]] = {}
    for on, branch, kind, count in rows:
        found.setdefault((on, branch), {})[kind] = count
    return [
        DayOfBranch(
            day=on,
            branch=branch,
            straight=kinds.get(EventKind.COMPLETED, 0),
            reviewed=kinds.get(EventKind.NEEDS_REVIEW, 0),
            rescan=kinds.get(EventKind.FAILED, 0),
        )
        for (on, branch), kinds in sorted(found.items())
    ]


def procedures(session: Session, scope: Scope, *, since: datetime) -> list[OutcomesOfProcedure]:
    """By procedure, the most dossiers first; the day of `since` as a whole."""
    rows = session.execute(
        select(
            ProcedureOutcomeRow.procedure,
            ProcedureOutcomeRow.kind,
            func.sum(ProcedureOutcomeRow.dossiers),
        )
        .where(
            ProcedureOutcomeRow.day >= since.astimezone(VIETNAM).date(),
            scope.own(ProcedureOutcomeRow.branch),
        )
        .group_by(ProcedureOutcomeRow.procedure, ProcedureOutcomeRow.kind)
    )
    found: dict[str, dict[EventKind, int]] = {}
    for procedure, kind, count in rows:
        found.setdefault(procedure, {})[kind] = int(count)
    return [
        OutcomesOfProcedure(
            procedure=procedure,
            straight=kinds.get(EventKind.COMPLETED, 0),
            reviewed=kinds.get(EventKind.NEEDS_REVIEW, 0),
            rescan=kinds.get(EventKind.FAILED, 0),
        )
        for procedure, kinds in sorted(
            found.items(), key=lambda one: (-sum(one[1].values()), one[0])
        )
    ]


def waiting(session: Session, scope: Scope, *, now: datetime) -> list[WaitingOfBranch]:
    """By branch, what waited longest first."""
    since = func.min(func.coalesce(DossierRow.sealed_at, DossierRow.created))
    late = func.count().filter(ReviewEntryRow.due_at < now)
    rows = session.execute(
        select(DossierRow.branch, func.count(), late, since)
        .outerjoin(ReviewEntryRow, ReviewEntryRow.dossier == DossierRow.code)
        .where(DossierRow.state == DossierState.NEEDS_REVIEW, scope.own(DossierRow.branch))
        .group_by(DossierRow.branch)
        .order_by(since)
    )
    return [
        WaitingOfBranch(branch=branch or "", waiting=count, late=late_ones, oldest=oldest)
        for branch, count, late_ones, oldest in rows
    ]


def fields(session: Session, scope: Scope, *, since: datetime) -> list[FieldCost]:
    """By kind of dossier and field, the most often seen first."""
    took: dict[tuple[str, str], list[float]] = {}
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind, field, did, seconds in _acted(session, scope, since):
        kinds.setdefault((kind, field), []).append(did)
        if seconds is not None:
            took.setdefault((kind, field), []).append(seconds)
    return [
        FieldCost(
            kind=place[0],
            field=place[1],
            seen=len(did),
            corrected=sum(one != ActionKind.CONFIRM.value for one in did),
            median_s=round(median(took[place]), 1) if place in took else 0.0,
            p95_s=round(_p95(took.get(place, ())), 1),
        )
        for place, did in sorted(kinds.items(), key=lambda found: -len(found[1]))
    ]


def _acted(
    session: Session, scope: Scope, since: datetime
) -> Iterator[tuple[str, str, str, float | None]]:
    """(kind of dossier, field, what was done, seconds since the action before)."""
    rows: list[tuple[str, str, str, str, str, datetime]] = [
        (row[0], row[1], row[2], row[3], row[4], row[5])
        for row in session.execute(
            select(
                ReviewActionRow.dossier,
                ReviewActionRow.actor,
                ReviewEntryRow.kind,
                ReviewActionRow.field,
                ReviewActionRow.kind,
                ReviewActionRow.at,
            )
            .join(ReviewEntryRow, ReviewEntryRow.dossier == ReviewActionRow.dossier)
            .join(DossierRow, DossierRow.code == ReviewActionRow.dossier)
            .where(ReviewActionRow.at >= since, scope.own(DossierRow.branch))
            .order_by(ReviewActionRow.at.desc())
            .limit(_ACTIONS)
        )
    ]
    on_field = {kind.value for kind in ON_FIELD}
    rows.sort(key=lambda row: (row[0], row[1], row[5]))
    for _, of_desk in groupby(rows, key=lambda row: row[:2]):
        acts = list(of_desk)
        if acts[0][4] in on_field:
            yield acts[0][2], acts[0][3], acts[0][4], None
        for before, act in pairwise(acts):
            if act[4] in on_field:
                gap = act[5] - before[5]
                seconds = gap.total_seconds() if gap <= _LONGEST else None
                yield act[2], act[3], act[4], seconds


def _p95(seconds: Sequence[float]) -> float:
    if len(seconds) < 2:
        return seconds[0] if seconds else 0.0
    return quantiles(seconds, n=20, method="inclusive")[-1]
