"""Taking dossiers and papers in: register, add files, seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from api.context import Context
from api.multipart import ReceivedFile
from api.repeat import Keep, keep_nothing
from api.services import status
from api.wire.dossiers import FileReceipt, RegisterDossier, UploadReceipt
from dossier.errors import Conflict, EmptyFile, InputRefused, NotReady
from dossier.procedures import AUTO, procedure_of
from dossier.store import condemned, dossiers, pages
from dossier.store.dossiers import NewFile
from dossier.store.idempotency import Answer
from dossier.store.keys import KeyInfo
from dossier.store.scope import Scope
from dossier.store.states import DossierState, FileState
from dossier.store.tables import DossierRow

_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What became of one received file."""

    received: ReceivedFile
    file_id: str | None
    """None when it was not taken in."""
    duplicate: bool
    problem: dict[str, Any] | None


def register(
    context: Context, code: str, body: RegisterDossier, caller: KeyInfo, keep: Keep
) -> Answer:
    """Make a dossier or renew its submitted data.

    Raises InvalidRequest for an unknown procedure, Conflict when sealed data would change,
    NotFound when it is another branch's.
    """
    if body.procedure and body.procedure != AUTO:
        procedure_of(body.procedure)
    with context.database.write() as session:
        made = dossiers.register(
            session,
            code,
            body.submitted,
            caller.scope,
            procedure=body.procedure,
            now=context.clock(),
        )
        row = dossiers.find(session, code, caller.scope)
        answer = _shown(row, 201 if made else 200)
        keep(session, answer)
    return answer


def require_open(context: Context, code: str, scope: Scope) -> None:
    """Raises NotFound, Conflict: asked before a long upload is read."""
    with context.database.read() as session:
        dossiers.require_open(dossiers.find(session, code, scope))


def store_files(
    context: Context, code: str, files: Sequence[ReceivedFile], caller: KeyInfo, keep: Keep
) -> Answer:
    """Keep the files of one call, each for itself; 200 when all of them were known already.

    Raises the refusal of the first file when not one was taken in; and what `store_file` raises.
    """
    stored = [store_file(context, code, received, caller) for received in files]
    refused = _all_refused(stored)
    if refused is not None:
        raise refused
    known = all(item.duplicate or item.problem for item in stored)
    body = UploadReceipt(dossier=code, files=[receipt(item) for item in stored])
    answer = Answer(status=200 if known else 201, body=body.model_dump(mode="json"))
    if keep is not keep_nothing:
        with context.database.write() as session:
            keep(session, answer)
    return answer


def store_file(context: Context, code: str, received: ReceivedFile, caller: KeyInfo) -> StoredFile:
    """Keep one received file: bytes first, then the row that asks for its pages.

    A file that was too large is not kept; an empty one is, as refused, so that the dossier's
    record tells of it. Raises NotFound, Conflict, StorageUnavailable.
    """
    refused = received.problem
    problem = None if refused is None else refused.problem() | {"file": received.name}
    if refused is not None and not isinstance(refused, EmptyFile):
        return StoredFile(received=received, file_id=None, duplicate=False, problem=problem)
    context.objects.put(received.path, received.content)
    new = NewFile(
        name=received.name,
        content=received.content,
        media_type=media_type(received.head),
        uploaded_by=caller.id,
    )
    with context.database.write() as session:
        condemned.keep_for_row(session, context.objects, received.path, received.content)
        row, known = dossiers.add_file(
            session, code, new, caller.scope, problem=problem, now=context.clock()
        )
    return StoredFile(received=received, file_id=row.id, duplicate=known, problem=row.problem)


def seal(context: Context, code: str, declared: int, caller: KeyInfo, keep: Keep) -> Answer:
    """Declare the batch complete and let the record be made.

    Sealing again with the same count changes nothing. Raises NotReady while pages are still being
    counted, Conflict when the count differs or the dossier is empty.
    """
    with context.database.write() as session:
        row = dossiers.lock(session, code, caller.scope)
        if row.state is DossierState.OPEN or row.declared_pages != declared:
            _seal(context, session, row, declared)
        answer = _shown(row, 200)
        keep(session, answer)
    return answer


def media_type(head: bytes) -> str:
    """What the first bytes say; what the sender said is not believed."""
    return next(
        (kind for magic, kind in _MAGIC if head.startswith(magic)), "application/octet-stream"
    )


def receipt(item: StoredFile) -> FileReceipt:
    """What the sender is told of one file."""
    taken = item.file_id is not None
    return FileReceipt(
        name=item.received.name,
        file_id=item.file_id,
        sha256=item.received.content.sha256 if taken else None,
        size=item.received.content.size if taken else None,
        duplicate=item.duplicate,
        problem=item.problem,
    )


def _seal(context: Context, session: Session, row: DossierRow, declared: int) -> None:
    dossiers.require_open(row)
    _require_complete(session, row.code, declared)
    now = context.clock()
    row.state, row.declared_pages = DossierState.SEALED, declared
    row.sealed_at = row.updated = now
    pages.number_pages(session, row.code)
    pages.start_assembly_if_ready(session, row.code, now=now)


def _shown(row: DossierRow, code: int) -> Answer:
    return Answer(status=code, body=status.summarise(row).model_dump(mode="json"))


def _all_refused(stored: Sequence[StoredFile]) -> InputRefused | None:
    problems = [item.received.problem for item in stored if item.problem is not None]
    if len(problems) < len(stored):
        return None
    return next((p for p in problems if isinstance(p, InputRefused)), None)


def _require_complete(session: Session, code: str, declared: int) -> None:
    files = dossiers.files_of(session, code)
    waiting = sum(file.state is FileState.WAITING for file in files)
    if waiting:
        raise NotReady(
            "Đang đếm trang, gọi lại sau / pages are being counted, call again",
            dossier=code,
            files_waiting=waiting,
        )
    counted = pages.count_pages(session, code)
    if not files or counted != declared:
        raise Conflict(
            f"Đã khai {declared} trang, máy chủ có {counted} / "
            f"{declared} pages were declared, the server holds {counted}",
            dossier=code,
            declared=declared,
            counted=counted,
            files=len(files),
            files_refused=sum(file.problem is not None for file in files),
        )
