"""The four calls of Công văn 7197/BKHCN-CĐSQG: import, show, change and download a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.context import Context
from api.multipart import ReceivedFile
from api.repeat import Keep
from api.services.intake import media_type
from api.wire.archive import DocumentMetadata
from dossier.errors import Conflict, InvalidRequest, MalwareFound, NotReady
from dossier.json_text import parse_json
from dossier.store import archive, condemned
from dossier.store.archive import Archived
from dossier.store.dossiers import NewFile
from dossier.store.idempotency import Answer
from dossier.store.keys import KeyInfo
from dossier.store.scope import Scope
from dossier.store.states import FileState
from dossier.text.folding import fold

METADATA: Final = "metadata"
"""The form field that may hold all of them as JSON; else each is a field of its own name."""

_PIECE: Final = 1 << 16
_EXTENSIONS: Final[Mapping[str, str]] = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    media_type: str
    size: int
    file_name: str
    """CODE_YYYYMMDD_DESC.EXT, as the letter names files."""
    pieces: Iterator[bytes]


def metadata_in(fields: Mapping[str, str], dates: str) -> DocumentMetadata:
    """The metadata of a form. Raises RequestValidationError, naming fields and never a value."""
    told: Any = dict(fields)
    if METADATA in fields:
        try:
            told = parse_json(fields[METADATA])
        except ValueError as exc:
            raise InvalidRequest("metadata: JSON") from exc
    if not isinstance(told, dict):
        raise InvalidRequest("metadata: JSON object")
    try:
        metadata = DocumentMetadata.model_validate(told)
    except ValidationError as exc:
        raise RequestValidationError(exc.errors(include_input=False, include_url=False)) from exc
    return in_iso(metadata, dates)


def in_iso(metadata: DocumentMetadata, dates: str) -> DocumentMetadata:
    """Raises RequestValidationError when IssuedDate is no day of the calendar."""
    try:
        return metadata.in_iso(dates)
    except ValueError as exc:
        wrong = {"loc": ("IssuedDate",), "type": "date_parsing", "msg": f"dates={dates}"}
        raise RequestValidationError([wrong]) from exc


def take_in(
    context: Context,
    received: ReceivedFile,
    metadata: DocumentMetadata,
    caller: KeyInfo,
    dates: str,
    keep: Keep,
) -> Answer:
    """Keep a document and let it be read; 200 when it was there already, the same.

    Raises EmptyFile, TooLarge, Conflict, NotFound, StorageUnavailable.
    """
    if received.problem is not None:
        raise received.problem
    context.objects.put(received.path, received.content)
    new = NewFile(
        name=received.name,
        content=received.content,
        media_type=media_type(received.head),
        uploaded_by=caller.id,
    )
    code, now = metadata.doc_code, context.clock()
    with context.database.write() as session:
        condemned.keep_for_row(session, context.objects, received.path, received.content)
        made = archive.add(
            session,
            code,
            new,
            metadata.shown("iso"),
            caller.scope,
            pages=metadata.page_amount,
            now=now,
        )
        found = archive.find(session, code, caller.scope)
        answer = Answer(status=201 if made else 200, body=_view(found, dates))
        keep(session, answer)
    return answer


def show(context: Context, code: str, scope: Scope, dates: str) -> dict[str, Any]:
    """Raises NotFound."""
    with context.database.read() as session:
        return _view(archive.find(session, code, scope), dates)


def change(
    context: Context, code: str, metadata: DocumentMetadata, caller: KeyInfo, dates: str, keep: Keep
) -> Answer:
    """Raises NotFound, InvalidRequest when the metadata are of another document."""
    if metadata.doc_code != code:
        raise InvalidRequest("DocCode khác địa chỉ / is not that of the address")
    with context.database.write() as session:
        archive.describe(session, code, metadata.shown("iso"), caller.scope, now=context.clock())
        answer = Answer(status=200, body=_view(archive.find(session, code, caller.scope), dates))
        keep(session, answer)
    return answer


def download(context: Context, code: str, scope: Scope) -> Download:
    """The file as it came.

    Raises NotFound, StorageUnavailable; MalwareFound, NotReady, Conflict for what was not found
    free of malware.
    """
    with context.database.read() as session:
        found = archive.find(session, code, scope)
    _require_clean(context, found)
    metadata = DocumentMetadata.model_validate(found.document.metadata_)
    with ExitStack() as stack:
        # Opened before the answer begins: what is missing or changed is an error, not a torn file.
        handle = stack.enter_context(context.objects.open(found.file.sha256))
        held = stack.pop_all()

    def pieces() -> Iterator[bytes]:
        with held:
            while piece := handle.read(_PIECE):
                yield piece

    return Download(
        media_type=found.file.media_type,
        size=found.file.size,
        file_name=_file_name(metadata, found.file.media_type),
        pieces=pieces(),
    )


def _require_clean(context: Context, found: Archived) -> None:
    code, file = found.document.code, found.file
    if (file.problem or {}).get("code") == MalwareFound.code:
        raise MalwareFound("không giao ra / is not given out", document=code)
    if not context.settings.clamd_url:
        return
    if file.state is FileState.WAITING:
        raise NotReady("Chưa quét mã độc / not scanned for malware yet", document=code)
    if file.state is FileState.QUARANTINED:
        # Whether the scanner had a verdict is not known: as good as not scanned.
        raise Conflict("Tệp đang bị cách ly / the file is in quarantine", document=code)


def _view(found: Archived, dates: str) -> dict[str, Any]:
    metadata = DocumentMetadata.model_validate(found.document.metadata_).shown(dates)
    pages = found.dossier.declared_pages
    return {
        **metadata,
        **({"PageAmount": pages} if pages is not None else {}),
        "State": found.dossier.state.value,
        "Sha256": found.file.sha256,
        "Size": found.file.size,
        "Updated": found.document.updated.isoformat().replace("+00:00", "Z"),
    }


def _file_name(metadata: DocumentMetadata, kind: str) -> str:
    """ASCII letters, digits, dash and underscore alone: safe in a header and on any disk."""
    subject = re.sub(r"[^a-z0-9]+", "-", fold(metadata.subject)).strip("-")[:40].strip("-")
    day = metadata.issued_date.replace("-", "")
    extension = _EXTENSIONS.get(kind, "bin")
    return f"{metadata.doc_code}_{day}_{subject or 'tai-lieu'}.{extension}"
