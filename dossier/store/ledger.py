"""The page ledger of a day: scanned = stored = read = delivered, for each branch, or an alarm.

A day's dossiers are those that were sealed in it, by the clocks of Việt Nam.

    scanned     pages that the branch counted when it sealed
    stored      pages that the server holds of these dossiers
    read        those with a final state: read, blank, refused or quarantined, never forgotten
    delivered   those of dossiers whose record a dossier system has taken
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from dossier.store.states import PageStatus
from dossier.store.tables import DossierRow, PageRow
from dossier.vietnam_time import VIETNAM


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    branch: str
    """Empty: the centre's."""
    dossiers: int
    scanned: int
    stored: int
    read: int
    delivered: int

    @property
    def whole(self) -> bool:
        return self.scanned == self.stored == self.read == self.delivered


def of_day(session: Session, day: date, *, before: datetime) -> list[LedgerLine]:
    """A line for each branch that sealed dossiers on `day`, of those sealed earlier than `before`.

    `before` leaves out what is still rightly on its way.
    """
    start = datetime.combine(day, time(), VIETNAM)
    end = min(start + timedelta(days=1), before)
    sealed = (DossierRow.sealed_at >= start, DossierRow.sealed_at < end)
    pages = {
        row.branch: row
        for row in session.execute(
            select(
                DossierRow.branch,
                func.count().label("stored"),
                _count_where(PageRow.state != PageStatus.WAITING).label("read"),
                _count_where(DossierRow.delivered_at.is_not(None)).label("delivered"),
            )
            .join(PageRow, PageRow.dossier == DossierRow.code)
            .where(*sealed)
            .group_by(DossierRow.branch)
        )
    }
    declared = session.execute(
        select(DossierRow.branch, func.count(), func.sum(DossierRow.declared_pages))
        .where(*sealed)
        .group_by(DossierRow.branch)
        .order_by(DossierRow.branch)
    )
    return [
        LedgerLine(
            branch=branch or "",
            dossiers=count,
            scanned=int(scanned or 0),
            stored=pages[branch].stored if branch in pages else 0,
            read=int(pages[branch].read) if branch in pages else 0,
            delivered=int(pages[branch].delivered) if branch in pages else 0,
        )
        for branch, count, scanned in declared
    ]


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
