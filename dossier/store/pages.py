"""Pages of a dossier, what was read off them, and when a dossier can be assembled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, undefer

from dossier.errors import NotFound
from dossier.messages import StepKind
from dossier.page import PageReading
from dossier.store import dossiers, steps
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, PageStatus, StepState
from dossier.store.tables import DossierRow, FileRow, PageRow, StepRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfFile:
    """Where the bytes of a page are."""

    page_id: str
    dossier: str
    file_page: int
    file_name: str
    sha256: str


def add_pages(session: Session, file: FileRow, count: int, *, now: datetime) -> None:
    """Note that `file` has `count` pages and ask for each to be read. Twice changes nothing."""
    for number in range(1, count + 1):
        page_id = new_id("pag", now)
        values = {"dossier": file.dossier, "file": file.id, "file_page": number}
        if insert_once(session, PageRow, id=page_id, state=PageStatus.WAITING, **values):
            steps.create_step(session, StepKind.READ_PAGE, page_id, now=now)
    file.state = FileState.SPLIT
    # Sealed without a number (an archived document whose PageAmount was left out): what is there.
    session.execute(
        update(DossierRow)
        .where(
            DossierRow.code == file.dossier,
            DossierRow.state == DossierState.SEALED,
            DossierRow.declared_pages.is_(None),
        )
        .values(declared_pages=count)
        .execution_options(synchronize_session=False)
    )


def refuse_file(
    session: Session, file_id: str, problem: dict[str, Any], *, state: FileState
) -> FileRow:
    """Note why a file gives no page (`state`: refused or quarantined)."""
    file = session.get_one(FileRow, file_id)
    file.state, file.problem = state, problem
    return file


def locate(session: Session, page_id: str) -> PageOfFile:
    """Raises NotFound."""
    row = session.execute(
        select(PageRow.dossier, PageRow.file_page, FileRow.name, FileRow.sha256)
        .join(FileRow, FileRow.id == PageRow.file)
        .where(PageRow.id == page_id)
    ).one_or_none()
    if row is None:
        raise NotFound("Không có trang này / there is no such page", page=page_id)
    return PageOfFile(
        page_id=page_id,
        dossier=row.dossier,
        file_page=row.file_page,
        file_name=row.name,
        sha256=row.sha256,
    )


def save_reading(session: Session, page_id: str, reading: PageReading, *, now: datetime) -> None:
    state = PageStatus.BLANK if reading.blank else PageStatus.READ
    _finish_page(
        session,
        page_id,
        state=state,
        reading=reading.model_dump(mode="json"),
        summary=_summary(reading),
        problem=None,
        read_at=now,
    )


def save_problem(
    session: Session, page_id: str, problem: dict[str, Any], *, state: PageStatus, now: datetime
) -> None:
    """Note why a page was not read (`state`: refused or quarantined)."""
    _finish_page(session, page_id, state=state, problem=problem, read_at=now)


def start_assembly_if_ready(session: Session, code: str, *, now: datetime) -> bool:
    """Ask for the record when the dossier is sealed and every page has its final state.

    Called by everyone who may have been the last: the sealing, each page, the sweeper.
    """
    # The lock makes two last pages take turns; without it each would still see the other waiting.
    dossier = dossiers.lock(session, code, EVERYWHERE)
    if dossier.state is not DossierState.SEALED or count_waiting(session, code):
        return False
    if dossiers.count_file_states(session, code).get(FileState.WAITING):
        return False
    # Pages of a file that was released from quarantine have no place yet.
    number_pages(session, code)
    made = steps.create_step(session, StepKind.ASSEMBLE_DOSSIER, code, now=now)
    return made or steps.start_again(session, StepKind.ASSEMBLE_DOSSIER, code, now=now)


def stuck_dossiers(session: Session, *, limit: int = 100) -> Sequence[str]:
    """Codes of sealed dossiers that wait for no page and have no assembling step."""
    waiting = select(PageRow.id).where(
        PageRow.dossier == DossierRow.code, PageRow.state == PageStatus.WAITING
    )
    counting = select(FileRow.id).where(
        FileRow.dossier == DossierRow.code, FileRow.state == FileState.WAITING
    )
    assembling = select(StepRow.id).where(
        StepRow.kind == StepKind.ASSEMBLE_DOSSIER,
        StepRow.subject == DossierRow.code,
        StepRow.state != StepState.DONE,
    )
    idle = (~waiting.exists(), ~counting.exists(), ~assembling.exists())
    return session.scalars(
        select(DossierRow.code).where(DossierRow.state == DossierState.SEALED, *idle).limit(limit)
    ).all()


def number_pages(session: Session, code: str) -> None:
    """Give the pages their places in the dossier: files in order of arrival, pages as filed."""
    ids = session.scalars(_in_order(code, select(PageRow.id))).all()
    session.execute(
        update(PageRow), [{"id": page_id, "ordinal": place} for place, page_id in enumerate(ids, 1)]
    )


def pages_of(session: Session, code: str) -> Sequence[tuple[PageRow, str, str]]:
    """(page, file name, sha256 of the file) in the dossier's order, without readings."""
    query = _in_order(code, select(PageRow, FileRow.name, FileRow.sha256))
    return [(page, name, sha256) for page, name, sha256 in session.execute(query)]


def pages_with_readings(session: Session, code: str) -> Sequence[tuple[PageRow, str, str]]:
    """As `pages_of`, with every reading loaded."""
    query = _in_order(code, select(PageRow, FileRow.name, FileRow.sha256))
    rows = session.execute(query.options(undefer(PageRow.reading)))
    return [(page, name, sha256) for page, name, sha256 in rows]


def count_pages(session: Session, code: str) -> int:
    return session.scalar(select(func.count()).where(PageRow.dossier == code)) or 0


def count_waiting(session: Session, code: str) -> int:
    """Pages without a final state."""
    waiting = (PageRow.dossier == code, PageRow.state == PageStatus.WAITING)
    return session.scalar(select(func.count()).where(*waiting)) or 0


def count_states(session: Session, code: str) -> dict[PageStatus, int]:
    """Pages of one dossier."""
    rows = session.execute(
        select(PageRow.state, func.count()).where(PageRow.dossier == code).group_by(PageRow.state)
    )
    return {row[0]: row[1] for row in rows}


def _in_order(code: str, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(FileRow, FileRow.id == PageRow.file)
        .where(PageRow.dossier == code)
        .order_by(FileRow.position, PageRow.file_page)
    )


def _finish_page(session: Session, page_id: str, **values: Any) -> None:
    session.execute(
        update(PageRow)
        .where(PageRow.id == page_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _summary(reading: PageReading) -> dict[str, Any]:
    return {
        "width_px": reading.width_px,
        "height_px": reading.height_px,
        "rotation": reading.rotation,
        "skew_deg": round(reading.skew_deg, 2),
        "quality": {
            "verdict": reading.quality.verdict.value,
            "reasons": list(reading.quality.reasons),
        },
        "lines": len(reading.lines),
    }
