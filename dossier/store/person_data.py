"""All that is held about one person, gathered from every dossier that the asker may see.

What is sealed cannot be searched by the database, so every record is opened and looked at. That
takes as long as there are records; it is asked for seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.lifecycle.person import (
    Share,
    Wanted,
    pages_of,
    share_of,
    share_of_submission,
    told_fields,
)
from dossier.record import Record
from dossier.store import pages, review
from dossier.store.database import Database
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import Scope
from dossier.store.tables import AuditRow, DossierRow, RecordRow, UploadRow

_BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAt:
    """Where the picture of a page comes from."""

    number: int
    sha256: str
    file_page: int
    rotation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one dossier holds about the person."""

    code: str
    branch: str | None
    told: dict[str, Any]
    """JSON-ready: facts of the dossier, submitted data, records, corrections, views."""
    pages: tuple[PageAt, ...]


def find(
    database: Database,
    scope: Scope,
    wanted: Wanted,
    *,
    progress: Callable[[int], None] = lambda _looked_at: None,
) -> Iterator[Held]:
    """Every dossier that holds something about the person, by code."""
    after, looked_at = "", 0
    while True:
        with database.read() as session:
            query = select(DossierRow).where(DossierRow.code > after, scope.own(DossierRow.branch))
            rows = session.scalars(query.order_by(DossierRow.code).limit(_BATCH)).all()
            found = [held for row in rows if (held := _of_dossier(session, row, wanted))]
        yield from found
        looked_at += len(rows)
        progress(looked_at)
        if len(rows) < _BATCH:
            return
        after = rows[-1].code


def _of_dossier(session: Session, row: DossierRow, wanted: Wanted) -> Held | None:
    submitted = share_of_submission(row.submitted, wanted)
    shares: list[tuple[RecordRow, Record, Share]] = []
    versions = select(RecordRow).where(RecordRow.dossier == row.code).order_by(RecordRow.version)
    for kept in session.scalars(versions):
        if wanted.id_number and not wanted.name and wanted.id_number not in str(kept.body):
            continue
        record = Record.model_validate(kept.body)
        share = share_of(record, wanted)
        if share.found:
            shares.append((kept, record, share))
    if not submitted and not shares:
        return None
    told = {
        "code": row.code,
        "branch": row.branch,
        "state": row.state.value,
        "created": row.created.isoformat(),
        "updated": row.updated.isoformat(),
        "delivered": None if row.delivered_at is None else row.delivered_at.isoformat(),
        "submitted": submitted,
        "records": [_told_record(kept, record, share) for kept, record, share in shares],
        "corrections": _corrections(session, row.code, shares),
        "views": _views(session, row.code),
    }
    return Held(code=row.code, branch=row.branch, told=told, pages=_pages(session, row, shares))


def _told_record(kept: RecordRow, record: Record, share: Share) -> dict[str, Any]:
    documents: dict[int, dict[str, Any]] = {}
    for number, key, reading in told_fields(record, share):
        document = record.documents[number - 1]
        told = documents.setdefault(
            number,
            {
                "document": number,
                "form": document.form,
                "title": document.title,
                "pages": document.pages,
                "fields": {},
            },
        )
        told["fields"][key] = reading.model_dump(mode="json", exclude={"readings"})
    return {
        "version": kept.version,
        "made": kept.created.isoformat(),
        "person": [person.model_dump(mode="json") for person in share.facts],
        "documents": list(documents.values()),
        "fields_of_others": len(share.others),
    }


def _corrections(
    session: Session, code: str, shares: list[tuple[RecordRow, Record, Share]]
) -> list[dict[str, Any]]:
    """What reviewers did to the person's fields. Who they are is told by the id of their key."""
    mine = {place for _, _, share in shares for place in [*share.own, *share.rows]}
    return [
        {
            "at": action.at.isoformat(),
            "by": action.actor,
            "what": action.kind.value,
            "document": action.target.document,
            "field": action.target.field,
            "before": None if action.before is None else dict(action.before),
            "after": action.value,
        }
        for action in review.history(session, code)
        if (action.target.document, action.target.field) in mine
    ]


def _views(session: Session, code: str) -> list[dict[str, Any]]:
    """Who looked at the dossier or did something to it, by the audit log."""
    subjects = [
        code,
        *session.scalars(select(UploadRow.id).where(UploadRow.dossier == code)),
        *session.scalars(select(SampleRow.id).where(SampleRow.dossier == code)),
    ]
    rows = session.scalars(
        select(AuditRow).where(AuditRow.subject.in_(subjects)).order_by(AuditRow.seq)
    )
    return [
        {
            "at": row.at.isoformat(),
            "by": row.actor,
            "branch": row.branch,
            "what": row.action,
            "outcome": row.outcome,
        }
        for row in rows
    ]


def _pages(
    session: Session, row: DossierRow, shares: list[tuple[RecordRow, Record, Share]]
) -> tuple[PageAt, ...]:
    wanted = {number for _, record, share in shares for number in pages_of(record, share)}
    turned = {page.page: page.rotation for _, record, _ in shares for page in record.pages}
    return tuple(
        PageAt(
            number=page.ordinal,
            sha256=sha256,
            file_page=page.file_page,
            rotation=turned.get(page.ordinal, 0),
        )
        for page, _, sha256 in pages.pages_of(session, row.code)
        if page.ordinal is not None and page.ordinal in wanted
    )
