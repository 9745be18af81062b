"""Legal holds: dossiers that no rule may remove, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, NotFound
from dossier.store import dossiers
from dossier.store.columns import new_id
from dossier.store.lifecycle_tables import HoldRow
from dossier.store.scope import Scope
from dossier.store.tables import DossierRow


def place(
    session: Session, code: str, scope: Scope, *, reason: str, by: str, now: datetime
) -> HoldRow:
    """Keep a dossier from being removed. Several holds may lie on one. Raises NotFound."""
    # Under the dossier's lock, as the purge looks: it is either before us or sees this hold.
    dossiers.lock(session, code, scope)
    row = HoldRow(id=new_id("hld", now), dossier=code, reason=reason, placed=now, placed_by=by)
    session.add(row)
    session.flush()
    return row


def release(
    session: Session, hold: str, scope: Scope, *, reason: str, by: str, now: datetime
) -> HoldRow:
    """Take a hold away; it stays in the list. Raises NotFound, Conflict when it is released."""
    row = session.get(HoldRow, hold)
    if row is None:
        raise NotFound("Không có lệnh giữ này / there is no such hold", hold=hold)
    dossiers.lock(session, row.dossier, scope)
    session.refresh(row)
    if row.released is not None:
        raise Conflict("Lệnh giữ đã gỡ / the hold was released", hold=hold)
    row.released, row.released_by, row.release_reason = now, by, reason
    return row


def list_holds(
    session: Session, scope: Scope, *, dossier: str | None, with_released: bool, limit: int
) -> Sequence[HoldRow]:
    """The newest first."""
    query = select(HoldRow).join(DossierRow, DossierRow.code == HoldRow.dossier)
    query = query.where(scope.own(DossierRow.branch))
    if dossier is not None:
        query = query.where(HoldRow.dossier == dossier)
    if not with_released:
        query = query.where(HoldRow.released.is_(None))
    return session.scalars(query.order_by(HoldRow.placed.desc()).limit(limit)).all()


def lies_on(session: Session, code: str) -> bool:
    """Whether any hold lies on a dossier."""
    found = select(HoldRow.id).where(HoldRow.dossier == code, HoldRow.released.is_(None))
    return session.scalars(found.limit(1)).first() is not None


def held() -> ColumnElement[bool]:
    """For queries over dossiers: those with a hold."""
    return exists().where(HoldRow.dossier == DossierRow.code, HoldRow.released.is_(None))
