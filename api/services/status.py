"""How far a dossier is, its record, and the events."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from api.context import Context
from api.wire.dossiers import (
    DossierList,
    DossierSummary,
    DossierView,
    FileView,
    PageView,
    Progress,
)
from api.wire.events import EventPage, EventView
from dossier.errors import NotReady
from dossier.lifecycle.masking import mask_ids
from dossier.record import Record
from dossier.review import apply
from dossier.review_history import standing
from dossier.store import dossiers, events, pages, records, review
from dossier.store.keys import KeyInfo
from dossier.store.scope import Scope
from dossier.store.states import READY_STATES, DossierState, FileState, PageStatus, Role
from dossier.store.tables import DossierRow, FileRow, Json, PageRow


def summarise(row: DossierRow) -> DossierSummary:
    return DossierSummary(
        code=row.code,
        procedure=row.procedure,
        state=row.state,
        declared_pages=row.declared_pages,
        created=row.created,
        updated=row.updated,
        sealed_at=row.sealed_at,
    )


def show(context: Context, code: str, scope: Scope, *, masked: bool = False) -> DossierView:
    """A dossier with its files and pages. Raises NotFound.

    `masked`: people name scans after the number of whoever they show; who did not name them reads
    enough to tell two apart.
    """
    with context.database.read() as session:
        row = dossiers.find(session, code, scope)
        files = dossiers.files_of(session, code)
        found = [page for page, _, _ in pages.pages_of(session, code)]
    shown = mask_ids if masked else str
    names = {file.id: shown(file.name) for file in files}
    return DossierView(
        **summarise(row).model_dump(),
        progress=Progress(
            files_total=len(files),
            files_waiting=sum(file.state is FileState.WAITING for file in files),
            pages_total=len(found),
            pages_done=sum(page.state is not PageStatus.WAITING for page in found),
        ),
        files=[_file_view(file, names[file.id]) for file in files],
        pages=[_page_view(page, names[page.file]) for page in found],
    )


def tag(context: Context, code: str, scope: Scope) -> str:
    """The `ETag` of `show`, from counts alone: cheap to ask for often. Raises NotFound."""
    with context.database.read() as session:
        row = dossiers.find(session, code, scope)
        files, found = dossiers.count_file_states(session, code), pages.count_states(session, code)
    seen = [row.state, row.updated.isoformat(), row.declared_pages, sorted(files.items())]
    digest = hashlib.sha256(json.dumps([*seen, sorted(found.items())]).encode()).hexdigest()
    return f'"{digest[:32]}"'


def list_page(
    context: Context, scope: Scope, *, after: str, state: DossierState | None, limit: int
) -> DossierList:
    """The caller's own dossiers by code, `limit` at a time."""
    with context.database.read() as session:
        rows = dossiers.list_dossiers(session, scope, after=after, state=state, limit=limit)
    more = rows[-1].code if len(rows) == limit else None
    return DossierList(dossiers=[summarise(row) for row in rows], next=more)


def show_record(context: Context, code: str, caller: KeyInfo, *, with_text: bool) -> dict[str, Any]:
    """The newest record as the contract has it. Raises NotFound, NotReady with the state.

    While a reviewer is at it, with what was settled so far: once a person has corrected a value,
    nobody is given the misread one again.
    """
    body = _ready_body(context, code, caller.scope)
    if caller.role is Role.DOSSIER_SYSTEM:
        with context.database.write() as session:
            dossiers.note_delivery(session, code, now=context.clock())
    return body if with_text else records.without_text(body)


def _ready_body(context: Context, code: str, scope: Scope) -> dict[str, Any]:
    with context.database.read() as session:
        row = dossiers.find(session, code, scope)
        found = records.latest(session, code)
        if found is None or row.state not in READY_STATES:
            raise NotReady(
                f"Hồ sơ đang ở trạng thái / the dossier's state is: {row.state.value}",
                dossier=code,
                state=row.state.value,
                pages_waiting=pages.count_waiting(session, code),
            )
        settled = standing(review.history(session, code, record_version=found.version))
    if not settled:
        return found.body
    return apply(Record.model_validate(found.body), settled, row.submitted).record.to_json()


def list_events(context: Context, scope: Scope, *, after: int, limit: int) -> EventPage:
    """Events after the cursor; `next` stays where it is when there is none."""
    with context.database.read() as session:
        found = events.list_after(session, after, scope, limit=limit)
    views = [
        EventView(
            seq=event.seq,
            id=event.id,
            type=event.kind,
            timestamp=event.created,
            dossier=event.dossier,
            data=event.payload,
        )
        for event in found
    ]
    return EventPage(events=views, next=found[-1].seq if found else after)


def _file_view(row: FileRow, name: str) -> FileView:
    return FileView(
        file_id=row.id,
        name=name,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        state=row.state,
        problem=_named(row.problem, name),
    )


def _page_view(row: PageRow, file_name: str) -> PageView:
    return PageView(
        page=row.ordinal,
        file_id=row.file,
        file=file_name,
        file_page=row.file_page,
        state=row.state,
        problem=_named(row.problem, file_name),
        **(row.summary or {}),
    )


def _named(problem: Json | None, name: str) -> Json | None:
    """A problem that speaks of the file by `name`."""
    return problem | {"file": name} if problem is not None and "file" in problem else problem
