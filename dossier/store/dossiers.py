"""Dossiers and the files in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dossier.errors import Conflict, NotFound
from dossier.messages import StepKind
from dossier.store import steps
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.objects import ObjectRef
from dossier.store.scope import Scope
from dossier.store.states import DossierState, FileState
from dossier.store.tables import DossierRow, FileRow, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file whose content is already in the object store."""

    name: str
    """NFC, safe, no folders."""
    content: ObjectRef
    media_type: str
    uploaded_by: str | None
    """Id of the API key."""


def register(
    session: Session,
    code: str,
    submitted: Json | None,
    scope: Scope,
    *,
    procedure: str | None = None,
    now: datetime,
) -> bool:
    """Make a dossier, or give the open one new submitted data. Returns whether it was made.

    Raises Conflict when the data changes after sealing, NotFound when it is another branch's.
    """
    told = {"submitted": submitted, "procedure": procedure}
    values = {"code": code, "state": DossierState.OPEN, **told}
    if insert_once(session, DossierRow, **values, branch=scope.branch, created=now, updated=now):
        return True
    row = lock(session, code, scope)
    if (row.submitted, row.procedure) == (submitted, procedure):
        return False
    require_open(row)
    row.submitted, row.procedure, row.updated = submitted, procedure, now
    return False


def find(session: Session, code: str, scope: Scope) -> DossierRow:
    """Raises NotFound."""
    return _present(session.get(DossierRow, code), code, scope)


def lock(session: Session, code: str, scope: Scope) -> DossierRow:
    """The dossier, with everybody else's changes to it kept out. Raises NotFound."""
    row = session.get(DossierRow, code, with_for_update=True, populate_existing=True)
    return _present(row, code, scope)


def require_open(row: DossierRow) -> None:
    """Raises Conflict when the dossier is sealed."""
    if row.state is not DossierState.OPEN:
        raise Conflict(
            "Hồ sơ đã niêm phong, không nhận thêm / the dossier is sealed and takes nothing more",
            dossier=row.code,
            state=row.state.value,
        )


def add_file(
    session: Session,
    code: str,
    new: NewFile,
    scope: Scope,
    *,
    problem: dict[str, Any] | None,
    now: datetime,
) -> tuple[FileRow, bool]:
    """Put a file into an open dossier and ask for its pages; (file, whether it was there already).

    The first file makes the dossier its branch's. The same content in the same dossier is the same
    file. One with a `problem` is kept as refused. Raises NotFound, Conflict.
    """
    dossier = lock(session, code, scope)
    require_open(dossier)
    if dossier.branch is None:
        dossier.branch = scope.owner
    known = session.scalars(
        select(FileRow).where(FileRow.dossier == code, FileRow.sha256 == new.content.sha256)
    ).one_or_none()
    if known is not None:
        return known, True
    row = _new_row(code, new, scope, problem=problem, now=now)
    row.position = 1 + (
        session.scalar(select(func.max(FileRow.position)).where(FileRow.dossier == code)) or 0
    )
    session.add(row)
    session.flush()
    if problem is None:
        steps.create_step(session, StepKind.SPLIT_FILE, row.id, now=now)
    return row, False


def files_of(session: Session, code: str) -> Sequence[FileRow]:
    """In order of arrival."""
    return session.scalars(
        select(FileRow).where(FileRow.dossier == code).order_by(FileRow.position)
    ).all()


def count_file_states(session: Session, code: str) -> dict[FileState, int]:
    rows = session.execute(
        select(FileRow.state, func.count()).where(FileRow.dossier == code).group_by(FileRow.state)
    )
    return {row[0]: row[1] for row in rows}


def list_dossiers(
    session: Session, scope: Scope, *, after: str, state: DossierState | None, limit: int
) -> Sequence[DossierRow]:
    """The caller's own dossiers by code, those above `after`; one index walk however many."""
    query = select(DossierRow).where(DossierRow.code > after, scope.own(DossierRow.branch))
    query = query.order_by(DossierRow.code)
    if state is not None:
        query = query.where(DossierRow.state == state)
    return session.scalars(query.limit(limit)).all()


def count_unfinished(session: Session) -> dict[DossierState, int]:
    """What is in hand here: an index walk over these alone. `RESCAN` is an end too: the new scan
    is a dossier of its own.
    """
    ends = (DossierState.COMPLETED, DossierState.RESCAN)
    states = [state for state in DossierState if state not in ends]
    rows = session.execute(
        select(DossierRow.state, func.count())
        .where(DossierRow.state.in_(states))
        .group_by(DossierRow.state)
    )
    return {row[0]: row[1] for row in rows}


def note_delivery(session: Session, code: str, *, now: datetime) -> None:
    """A dossier system has taken the record; the first time counts."""
    session.execute(
        update(DossierRow)
        .where(DossierRow.code == code, DossierRow.delivered_at.is_(None))
        .values(delivered_at=now)
        .execution_options(synchronize_session=False)
    )


def _new_row(
    code: str, new: NewFile, scope: Scope, *, problem: Json | None, now: datetime
) -> FileRow:
    return FileRow(
        id=new_id("fil", now),
        dossier=code,
        name=new.name,
        sha256=new.content.sha256,
        size=new.content.size,
        media_type=new.media_type,
        state=FileState.WAITING if problem is None else FileState.REFUSED,
        problem=problem,
        uploaded_by=new.uploaded_by,
        branch=scope.branch,
        created=now,
    )


def _present(row: DossierRow | None, code: str, scope: Scope) -> DossierRow:
    if row is None or not scope.covers(row.branch):
        raise NotFound("Không có hồ sơ này / there is no such dossier", dossier=code)
    return row
