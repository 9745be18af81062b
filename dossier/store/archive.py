"""Archived documents: what the archive says of one, beside the dossier that it is read as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dossier.errors import Conflict, NotFound
from dossier.store import dossiers
from dossier.store.archive_tables import ArchivedDocumentRow
from dossier.store.dossiers import NewFile
from dossier.store.scope import Scope
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, FileRow, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    document: ArchivedDocumentRow
    file: FileRow
    dossier: DossierRow


def add(
    session: Session,
    code: str,
    new: NewFile,
    metadata: Json,
    scope: Scope,
    *,
    pages: int | None,
    now: datetime,
) -> bool:
    """Take a document in as a sealed dossier of one file; `pages`: as declared, if they were.

    The same again changes nothing. Returns whether it was new. Raises Conflict when the code stands
    for something else, NotFound when that is another branch's.
    """
    if not dossiers.register(session, code, None, scope, now=now):
        _require_same(session, code, new, metadata, scope)
        return False
    file, _ = dossiers.add_file(session, code, new, scope, problem=None, now=now)
    row = dossiers.lock(session, code, scope)
    row.state, row.declared_pages = DossierState.SEALED, pages
    row.sealed_at = row.updated = now
    session.add(
        ArchivedDocumentRow(code=code, file=file.id, metadata_=metadata, created=now, updated=now)
    )
    session.flush()
    return True


def find(session: Session, code: str, scope: Scope) -> Archived:
    """Raises NotFound."""
    dossier = dossiers.find(session, code, scope)
    document = session.get(ArchivedDocumentRow, code)
    if document is None:
        raise NotFound("Không có tài liệu này / there is no such document", document=code)
    file = session.get_one(FileRow, document.file)
    return Archived(document=document, file=file, dossier=dossier)


def describe(session: Session, code: str, metadata: Json, scope: Scope, *, now: datetime) -> None:
    """Give a document other metadata; its file is never another one. Raises NotFound."""
    dossiers.lock(session, code, scope)
    document = find(session, code, scope).document
    if document.metadata_ != metadata:
        document.metadata_, document.updated = metadata, now


def _require_same(session: Session, code: str, new: NewFile, metadata: Json, scope: Scope) -> None:
    dossiers.find(session, code, scope)
    document = session.get(ArchivedDocumentRow, code)
    same = (
        document is not None
        and document.metadata_ == metadata
        and session.get_one(FileRow, document.file).sha256 == new.content.sha256
    )
    if not same:
        raise Conflict(
            "Mã này đã có; sửa bằng PUT, bản mới dùng số phiên bản mới / the code is taken: change "
            "it by PUT, give a new version a new number",
            document=code,
        )
