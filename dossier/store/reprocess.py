"""Reading dossiers again, with the models that are there now.

The originals are read anew and give a new version of the record. What reviewers settled is carried
to it (`dossier.carry`); every earlier version stays.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.errors import Conflict
from dossier.messages import StepKind
from dossier.store import dossiers, steps
from dossier.store.scope import EVERYWHERE
from dossier.store.states import READY_STATES, DossierState, PageStatus, StepState
from dossier.store.tables import FileRow, PageRow, StepRow


def read_again(session: Session, code: str, *, now: datetime) -> int:
    """Ask for every page of a dossier that has its record. Returns how many pages.

    Raises NotFound, Conflict when the dossier has no record yet or is being read, or when its
    originals were removed by the rules of retention.
    """
    dossier = dossiers.lock(session, code, EVERYWHERE)
    if dossier.state not in READY_STATES:
        raise Conflict(
            "Hồ sơ chưa có bản ghi / the dossier has no record yet",
            dossier=code,
            state=dossier.state.value,
        )
    _require_originals(session, code)
    pages = session.scalars(select(PageRow).where(PageRow.dossier == code)).all()
    for page in pages:
        page.state, page.problem, page.read_at = PageStatus.WAITING, None, None
        _start(session, page.id, now=now)
    dossier.state, dossier.updated = DossierState.SEALED, now
    if not pages:
        steps.start_again(session, StepKind.ASSEMBLE_DOSSIER, code, now=now)
    return len(pages)


def _require_originals(session: Session, code: str) -> None:
    gone = select(FileRow.id).where(FileRow.dossier == code, FileRow.purged.is_not(None))
    if session.scalars(gone.limit(1)).first() is not None:
        raise Conflict(
            "Bản quét đã hủy theo thời hạn lưu / the scans were removed by the rules of retention",
            dossier=code,
        )


def _start(session: Session, page_id: str, *, now: datetime) -> None:
    if steps.start_again(session, StepKind.READ_PAGE, page_id, now=now):
        return
    which = (StepRow.kind == StepKind.READ_PAGE, StepRow.subject == page_id)
    held = session.scalars(
        select(StepRow.id).where(*which, StepRow.state == StepState.QUARANTINED)
    ).one_or_none()
    if held is not None:
        steps.release(session, held, now=now)
