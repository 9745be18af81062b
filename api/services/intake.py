"""Taking dossiers and papers in: register, add files, seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from api.context import Context
from api.multipart import ReceivedFile
from dossier.errors import Conflict, EmptyFile, InputRefused, NotReady, SohoaError
from dossier.store import dossiers, idempotency, pages
from dossier.store.dossiers import NewFile
from dossier.store.idempotency import Answer
from dossier.store.keys import KeyInfo
from dossier.store.states import DossierState, FileState
from dossier.store.tables import DossierRow, Json

Show = Callable[[DossierRow], Json]
"""The body that answers for a dossier."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatableCall:
    """What makes a call the same call again: who, which key, which request."""

    caller: str
    key: str
    request_hash: str


def register(context: Context, code: str, submitted: Json | None) -> tuple[DossierRow, bool]:
    """Make a dossier or renew its submitted data; (dossier, whether it is new).

    Raises Conflict when sealed data would change.
    """
    with context.database.write() as session:
        return _register(context, session, code, submitted)


def register_once(
    context: Context, code: str, submitted: Json | None, call: RepeatableCall, show: Show
) -> Answer:
    """As `register`; the first answer (`show(row)` as its body) is kept and given again.

    A refusal is no answer to keep: once its cause is gone the same call may succeed. Raises
    InvalidRequest, Conflict as `idempotency.begin`, and what `register` raises.
    """
    now, who = context.clock(), {"caller": call.caller, "key": call.key}
    with context.database.write() as session:
        kept = idempotency.begin(session, **who, request_hash=call.request_hash, now=now)
    if kept is not None:
        return kept
    try:
        with context.database.write() as session:
            row, made = _register(context, session, code, submitted)
            answer = Answer(status=201 if made else 200, body=show(row))
            idempotency.keep(session, **who, answer=answer)
    except SohoaError:
        with context.database.write() as session:
            idempotency.abandon(session, **who)
        raise
    return answer


def require_open(context: Context, code: str) -> None:
    """Raises NotFound, Conflict: asked before a long upload is read."""
    with context.database.read() as session:
        dossiers.require_open(dossiers.find(session, code))


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
        branch=caller.branch,
    )
    with context.database.write() as session:
        row, known = dossiers.add_file(session, code, new, problem=problem, now=context.clock())
    return StoredFile(received=received, file_id=row.id, duplicate=known, problem=row.problem)


def seal(context: Context, code: str, declared: int) -> DossierRow:
    """Declare the batch complete and let the record be made.

    Sealing again with the same count changes nothing. Raises NotReady while pages are still being
    counted, Conflict when the count differs or the dossier is empty.
    """
    with context.database.write() as session:
        row = dossiers.lock(session, code)
        if row.state is not DossierState.OPEN and row.declared_pages == declared:
            return row
        dossiers.require_open(row)
        _require_complete(session, code, declared)
        now = context.clock()
        row.state, row.declared_pages = DossierState.SEALED, declared
        row.sealed_at = row.updated = now
        pages.number_pages(session, code)
        pages.start_assembly_if_ready(session, code, now=now)
        return row


def media_type(head: bytes) -> str:
    """What the first bytes say; what the sender said is not believed."""
    return next(
        (kind for magic, kind in _MAGIC if head.startswith(magic)), "application/octet-stream"
    )


def all_refused(stored: list[StoredFile]) -> InputRefused | None:
    """The refusal of the first file when not one was taken in."""
    problems = [item.received.problem for item in stored if item.problem is not None]
    if len(problems) < len(stored):
        return None
    return next((p for p in problems if isinstance(p, InputRefused)), None)


def _register(
    context: Context, session: Session, code: str, submitted: Json | None
) -> tuple[DossierRow, bool]:
    made = dossiers.register(session, code, submitted, now=context.clock())
    return dossiers.find(session, code), made


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
