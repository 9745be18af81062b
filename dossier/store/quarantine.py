"""What was put aside after failing too often: look at it, and let it be tried again.

Releasing puts everything back to the state before the step, so that what it gives reaches the
record: a dossier that went on without a page is assembled again, as a new version of its record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.messages import StepKind
from dossier.store import dossiers, forms, spots, steps
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, PageStatus, StepState
from dossier.store.tables import FileRow, PageRow, StepRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    step_id: str
    kind: StepKind
    dossier: str
    """Its code; the id of the sample or trial for a step of the form studio."""
    reason: str
    """Of the last attempt, without a citizen's data."""
    created: datetime


def list_held(session: Session, *, limit: int) -> list[Held]:
    """The oldest first."""
    rows = session.scalars(
        select(StepRow)
        .where(StepRow.state == StepState.QUARANTINED)
        .order_by(StepRow.created)
        .limit(limit)
    ).all()
    return [
        Held(
            step_id=row.id,
            kind=row.kind,
            dossier=_dossier_of(session, row) or row.subject,
            reason=row.last_error or "",
            created=row.created,
        )
        for row in rows
    ]


def count_held(session: Session, code: str) -> int:
    """How many were put aside with the reason `code`."""
    held = (StepRow.state == StepState.QUARANTINED, StepRow.last_error.startswith(f"{code}:"))
    return session.scalar(select(func.count()).where(*held)) or 0


def release(session: Session, step_id: str, *, now: datetime) -> bool:
    """Let a step be tried again, its attempts counted anew. False if it is not in quarantine."""
    row = session.get(StepRow, step_id)
    if row is None or row.state is not StepState.QUARANTINED:
        return False
    # The dossier before the step, as everybody else locks them.
    code = _dossier_of(session, row)
    dossier = None if code is None else dossiers.lock(session, code, EVERYWHERE)
    if not steps.release(session, step_id, now=now):
        return False
    _wait_again(session, row)
    if dossier is not None and dossier.state is not DossierState.OPEN:
        dossier.state, dossier.updated = DossierState.SEALED, now
    return True


def release_all(session: Session, *, now: datetime) -> Sequence[str]:
    """Everything that is in quarantine, when one cause was behind all of it. Returns the steps."""
    ids = session.scalars(select(StepRow.id).where(StepRow.state == StepState.QUARANTINED)).all()
    return [step_id for step_id in ids if release(session, step_id, now=now)]


def _wait_again(session: Session, row: StepRow) -> None:
    match row.kind:
        case StepKind.SPLIT_FILE:
            file = session.get_one(FileRow, row.subject)
            file.state, file.problem = FileState.WAITING, None
        case StepKind.READ_PAGE:
            page = session.get_one(PageRow, row.subject)
            page.state, page.problem, page.read_at = PageStatus.WAITING, None, None
        case StepKind.ASSEMBLE_DOSSIER:
            return
        case StepKind.DRAFT_FORM | StepKind.TRY_FORM:
            forms.wait_again(session, row.kind, row.subject)
        case StepKind.READ_SPOT:
            spots.wait_again(session, row.subject)
        case _:
            assert_never(row.kind)


def _dossier_of(session: Session, row: StepRow) -> str | None:
    """Code of the dossier that the step works for; None where it changes none."""
    match row.kind:
        case StepKind.SPLIT_FILE:
            return session.get_one(FileRow, row.subject).dossier
        case StepKind.READ_PAGE:
            return session.get_one(PageRow, row.subject).dossier
        case StepKind.ASSEMBLE_DOSSIER:
            return row.subject
        case StepKind.DRAFT_FORM | StepKind.TRY_FORM | StepKind.READ_SPOT:
            # A spot changes nothing of its dossier, which need not be made anew for it.
            return None
        case _:
            assert_never(row.kind)
