"""Resumable uploads: announce, go on, finish. A finished one is a file like any other."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from fastapi.concurrency import run_in_threadpool

from api.context import Context
from api.multipart import HEAD_BYTES, ReceivedFile
from api.rate import TooManyRequests
from api.repeat import Keep
from api.resumable import append
from api.services import intake
from api.tus import Checksum, UploadExpired, WrongOffset
from api.wire.dossiers import DOSSIER_CODE
from api.wire.uploads import UploadView
from dossier.errors import DiskFull, EmptyFile, InvalidRequest, TooLarge
from dossier.filenames import safe_name
from dossier.store import dossiers, uploads
from dossier.store.idempotency import Answer
from dossier.store.keys import KeyInfo
from dossier.store.objects import measure
from dossier.store.tables import UploadRow

_SPARE_BYTES: Final = 1 << 30
"""Left free on the disk: the database and the pages in hand live there too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload and how much of it has come."""

    row: UploadRow
    offset: int


def announce(
    context: Context, length: int, metadata: dict[str, str], caller: KeyInfo, keep: Keep
) -> Answer:
    """Open an upload of `length` bytes for an open dossier; the body names its id.

    Raises InvalidRequest without a dossier in `metadata`, NotFound, Conflict, TooLarge,
    TooManyRequests when the key has too many unfinished ones, DiskFull.
    """
    code, limit = metadata.get("dossier", ""), context.settings.max_file_bytes
    if not re.fullmatch(DOSSIER_CODE, code):
        raise InvalidRequest("Upload-Metadata: dossier")
    if length > limit:
        raise TooLarge(f"Tối đa {limit} byte / at most {limit} bytes", limit=limit)
    if context.uploads.room() < length + _SPARE_BYTES:
        raise DiskFull()
    _forget_expired(context)
    now = context.clock()
    with context.database.write() as session:
        dossiers.require_open(dossiers.find(session, code, caller.scope))
        _require_few(context, uploads.count_open(session, caller.id, now=now))
        row = uploads.announce(
            session,
            dossier=code,
            name=safe_name(metadata.get("filename", "")),
            length=length,
            caller=caller.id,
            scope=caller.scope,
            now=now,
            expires=now + timedelta(hours=context.settings.upload_kept_h),
        )
        # Before the commit: an upload that is known has its file, whatever is killed when.
        context.uploads.create(row.id)
        answer = Answer(status=201, body=_view(Upload(row=row, offset=0)))
        keep(session, answer)
    return answer


def find(context: Context, upload_id: str, caller: KeyInfo) -> Upload:
    """An upload that may be gone on with; one whose bytes have all come is finished first.

    (The process may have been killed between the last byte and the dossier.) Raises NotFound,
    UploadExpired, and what `finish` raises.
    """
    with context.database.read() as session:
        row = uploads.find(session, upload_id, caller.scope)
    if row.receipt is not None:
        return Upload(row=row, offset=row.length)
    _require_fresh(row, context.clock())
    offset = context.uploads.size(row.id)
    if offset < row.length:
        return Upload(row=row, offset=offset)
    with context.uploads.hold(row.id):
        return finish(context, row, caller)


async def go_on(
    context: Context,
    upload: Upload,
    *,
    offset: int,
    body: AsyncIterator[bytes],
    checksum: Checksum | None,
    caller: KeyInfo,
) -> Upload:
    """Add `body` at `offset`, and finish when that was the last of it.

    Raises WrongOffset, UploadBusy, what `append` and `finish` raise.
    """
    row = upload.row
    if upload.offset == row.length and row.receipt is not None:
        _require_offset(offset, row.length)
        return upload
    with context.uploads.hold(row.id) as path:
        size = context.uploads.size(row.id)
        _require_offset(offset, size)
        await append(path, body, room=row.length - size, checksum=checksum)
        size = context.uploads.size(row.id)
        if size < row.length:
            return Upload(row=row, offset=size)
        return await run_in_threadpool(finish, context, row, caller)


def finish(context: Context, row: UploadRow, caller: KeyInfo) -> Upload:
    """Put the whole file into its dossier, by the same way as a file of a multipart call.

    Twice changes nothing: the same content is the same file. Raises EmptyFile, Conflict when the
    dossier was sealed meanwhile, StorageUnavailable.
    """
    path = context.uploads.path(row.id)
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
    problem = EmptyFile() if row.length == 0 else None
    received = ReceivedFile(
        name=row.name, path=path, content=measure(path), head=head, problem=problem
    )
    stored = intake.store_file(context, row.dossier, received, caller)
    receipt = intake.receipt(stored).model_dump(mode="json")
    with context.database.write() as session:
        uploads.finish(session, row.id, receipt)
    row.receipt = receipt
    context.uploads.remove(row.id)
    if problem is not None:
        raise problem
    return Upload(row=row, offset=row.length)


def end(context: Context, upload_id: str, caller: KeyInfo) -> None:
    """Give an upload up. A file that is in its dossier stays there. Raises NotFound, UploadBusy."""
    with context.database.read() as session:
        row = uploads.find(session, upload_id, caller.scope)
    if row.receipt is None:
        with context.uploads.hold(row.id):
            _forget(context, row.id)
    else:
        _forget(context, row.id)


def show(context: Context, upload_id: str, caller: KeyInfo) -> dict[str, Any]:
    """Raises as `find`."""
    return _view(find(context, upload_id, caller))


def remove_orphans(context: Context) -> None:
    """At the start: old bytes of uploads that the database does not know are nobody's."""
    _forget_expired(context)
    kept = timedelta(hours=context.settings.upload_kept_h)
    old = context.uploads.untouched_since(context.clock() - kept)
    with context.database.read() as session:
        orphans = [upload_id for upload_id in old if session.get(UploadRow, upload_id) is None]
    for upload_id in orphans:
        context.uploads.remove(upload_id)


def _forget_expired(context: Context) -> None:
    with context.database.read() as session:
        expired = uploads.list_expired(session, now=context.clock())
    for upload_id in expired:
        _forget(context, upload_id)


def _forget(context: Context, upload_id: str) -> None:
    # The row first: bytes without a row are swept at the next start, a row needs its bytes.
    with context.database.write() as session:
        uploads.forget(session, upload_id)
    context.uploads.remove(upload_id)


def _require_few(context: Context, count: int) -> None:
    limit = context.settings.max_open_uploads
    if count >= limit:
        raise TooManyRequests(
            f"Tối đa {limit} lần tải lên dở dang / at most {limit} unfinished uploads", limit=limit
        )


def _require_fresh(row: UploadRow, now: datetime) -> None:
    if row.expires <= now:
        raise UploadExpired(upload=row.id)


def _require_offset(told: int, offset: int) -> None:
    if told != offset:
        raise WrongOffset(offset=offset)


def _view(upload: Upload) -> dict[str, Any]:
    row = upload.row
    return UploadView(
        id=row.id,
        dossier=row.dossier,
        name=row.name,
        length=row.length,
        offset=upload.offset,
        expires=row.expires,
        file=row.receipt,  # type: ignore[arg-type]  # validated into a FileReceipt
    ).model_dump(mode="json")
