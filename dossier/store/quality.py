"""The lots of quality control: drawn with the record, keyed blind, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.calibration import Calibration, Interval, interval
from dossier.calibration.lots import draw
from dossier.errors import Conflict, NotFound
from dossier.record import Record
from dossier.store.columns import new_id
from dossier.store.keys import KeyInfo
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import Scope
from dossier.store.states import SampleState
from dossier.store.tables import DossierRow

ANSWERED: Final = (SampleState.RIGHT, SampleState.WRONG)
_OPEN: Final = (SampleState.WAITING, SampleState.DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuality:
    """How many accepted fields of one group were wrong."""

    group: str
    critical: bool
    wrong: Interval
    tolerated: float
    """By the calibration in use."""

    @property
    def kept(self) -> bool | None:
        """Whether the promise holds; None where the sample is too small to say."""
        if self.wrong.high <= self.tolerated:
            return True
        return False if self.wrong.low > self.tolerated else None


def add_lots(
    session: Session, record: Record, version: int, calibration: Calibration, *, now: datetime
) -> int:
    """Draw from a record that was just kept. Returns how many fields were drawn."""
    lots = list(draw(record, version, calibration))
    for lot in lots:
        session.add(
            SampleRow(
                id=new_id("smp", now),
                dossier=record.dossier,
                record_version=version,
                document=lot.document,
                field=lot.field,
                group=lot.group,
                critical=lot.critical,
                stated=lot.stated,
                weight=lot.weight,
                state=SampleState.WAITING,
                drawn=now,
            )
        )
    return len(lots)


def waiting(session: Session, who: KeyInfo, *, limit: int) -> Sequence[SampleRow]:
    """The caller's own that wait, the oldest first."""
    return session.scalars(
        select(SampleRow)
        .join(DossierRow, DossierRow.code == SampleRow.dossier)
        .where(SampleRow.state.in_(_OPEN), who.scope.own(DossierRow.branch))
        .order_by(SampleRow.drawn, SampleRow.dossier, SampleRow.document, SampleRow.field)
        .limit(limit)
    ).all()


def find(session: Session, sample: str, scope: Scope) -> SampleRow:
    """A sample that is still open, locked. Raises NotFound, Conflict when it is answered."""
    row = session.get(SampleRow, sample, with_for_update=True)
    branch = session.get_one(DossierRow, row.dossier).branch if row is not None else None
    if row is None or not scope.covers(branch):
        raise NotFound("Không có mẫu này / there is no such sample", sample=sample)
    if row.state not in _OPEN:
        raise Conflict("Mẫu đã có kết quả / the sample is answered", sample=sample)
    return row


def answer(row: SampleRow, state: SampleState, who: KeyInfo, *, now: datetime) -> None:
    """What became of a sample that the caller holds."""
    row.state, row.actor, row.answered = state, who.id, now


def report(
    session: Session, scope: Scope, calibration: Calibration, *, days: int, now: datetime
) -> list[GroupQuality]:
    """Every group of which something was answered in the last so many days."""
    rows = session.execute(
        select(SampleRow.group, SampleRow.critical, SampleRow.state, func.count())
        .join(DossierRow, DossierRow.code == SampleRow.dossier)
        .where(
            SampleRow.state.in_(ANSWERED),
            SampleRow.answered >= now - timedelta(days=days),
            scope.own(DossierRow.branch),
        )
        .group_by(SampleRow.group, SampleRow.critical, SampleRow.state)
    ).all()
    counted: dict[tuple[str, bool], dict[SampleState, int]] = {}
    for group, critical, state, count in rows:
        counted.setdefault((group, critical), {})[state] = count
    return [
        GroupQuality(
            group=group,
            critical=critical,
            wrong=interval(states.get(SampleState.WRONG, 0), sum(states.values())),
            tolerated=calibration.tolerance.of(critical),
        )
        for (group, critical), states in sorted(counted.items())
    ]


def count_waiting(session: Session, scope: Scope) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(SampleRow)
            .join(DossierRow, DossierRow.code == SampleRow.dossier)
            .where(SampleRow.state.in_(_OPEN), scope.own(DossierRow.branch))
        )
        or 0
    )
