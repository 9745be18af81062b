"""Spots that reviewers have read again: asked for here, read by a worker, kept with who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session, undefer

from dossier.errors import NotFound
from dossier.messages import StepKind
from dossier.page import PageReading
from dossier.spot import Spot, SpotReading
from dossier.store import pages, steps
from dossier.store.columns import new_id
from dossier.store.pages import PageOfFile
from dossier.store.spot_tables import SpotRow
from dossier.store.states import JobState
from dossier.store.tables import PageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a worker needs to read a spot."""

    spot: Spot
    file: PageOfFile
    page: PageReading
    """How the page was read before: where its upright picture lies in the scan."""


def add(
    session: Session,
    page: PageRow,
    spot: Spot,
    *,
    document: int,
    field: str,
    by: str,
    now: datetime,
) -> SpotRow:
    """Ask a worker to read a spot of `page` for a field; `by` is the id of an API key."""
    row = SpotRow(
        id=new_id("spt", now),
        dossier=page.dossier,
        page=page.id,
        area=spot.area.model_dump(mode="json"),
        kind=spot.kind,
        document=document,
        field=field,
        state=JobState.WAITING,
        created=now,
        created_by=by,
    )
    session.add(row)
    session.flush()
    steps.create_step(session, StepKind.READ_SPOT, row.id, now=now)
    return row


def find(session: Session, spot: str) -> SpotRow:
    """Raises NotFound."""
    row = session.get(SpotRow, spot)
    if row is None:
        raise NotFound("Không có vùng này / there is no such spot", spot=spot)
    return row


def task(session: Session, spot: str) -> Task:
    """Raises NotFound, also where the page was not read before."""
    row = find(session, spot)
    page = session.get_one(PageRow, row.page, options=[undefer(PageRow.reading)])
    if page.reading is None:
        raise NotFound("Trang này chưa được đọc / the page was not read", spot=spot)
    return Task(
        spot=Spot.model_validate({"area": row.area, "kind": row.kind}),
        file=pages.locate(session, row.page),
        page=PageReading.model_validate(page.reading),
    )


def save(session: Session, spot: str, reading: SpotReading) -> None:
    row = find(session, spot)
    row.result, row.state = reading.model_dump(mode="json"), JobState.READY


def refuse(session: Session, spot: str, problem: dict[str, Any], state: JobState) -> None:
    """Note why nothing could be read (`state`: refused or quarantined)."""
    row = find(session, spot)
    row.problem, row.state = problem, state


def wait_again(session: Session, spot: str) -> None:
    """A step that was put aside is tried anew."""
    row = find(session, spot)
    row.state, row.problem = JobState.WAITING, None
