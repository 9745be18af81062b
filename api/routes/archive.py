"""The calls that Công văn 7197/BKHCN-CĐSQG asks of every digitising system, by its names."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.auth import CallerDep
from api.context import ContextDep
from api.multipart import BINARY, UploadLimits, describe_form, receive_form, spool
from api.problems import problem_responses
from api.repeat import OnceDep
from api.services import archive
from api.wire.archive import DateForm, DocCode, DocumentMetadata, DocumentView
from dossier.errors import InvalidRequest

router = APIRouter(prefix="/api/v1/documents", tags=["archive"])

_FORM = describe_form(
    {archive.METADATA: {"$ref": "#/components/schemas/DocumentMetadata"}, "file": BINARY},
    encoding={archive.METADATA: {"contentType": "application/json"}},
)
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp gốc / the original",
        "content": {"application/octet-stream": {"schema": BINARY}},
    }
}


@router.post(
    "/import",
    operation_id="import_document",
    summary="Nhập tài liệu: dữ liệu đặc tả và tệp / Import a document: metadata and file",
    status_code=201,
    response_model=DocumentView,
    responses=problem_responses(404, 409, 413, 422, 507)
    | {200: {"model": DocumentView, "description": "Đã có / known already"}},
    openapi_extra=_FORM,
)
async def import_document(
    request: Request,
    context: ContextDep,
    caller: CallerDep,
    once: OnceDep,
    dates: DateForm = "iso",
) -> Response:
    """`metadata` as JSON, or each of them as a form field of its own name. The document is read
    like a dossier of that code.
    """
    limits = UploadLimits(max_file_bytes=context.settings.max_file_bytes, max_files=1)
    with spool(context.settings.spool_folder) as folder:
        form = await receive_form(
            request.headers.get("content-type", ""), request.stream(), folder, limits
        )
        if not form.files:
            raise InvalidRequest("Không có tệp nào / there is no file in the request")
        metadata = archive.metadata_in(form.fields, dates)
        (file,) = form.files
        return await run_in_threadpool(
            once.run,
            [metadata.shown("iso"), file.content.sha256],
            lambda keep: archive.take_in(context, file, metadata, caller, dates, keep),
        )


@router.get(
    "/{code}",
    operation_id="show_document",
    summary="Dữ liệu đặc tả của tài liệu / The metadata of a document",
    response_model=DocumentView,
    responses=problem_responses(404, 422),
)
def show_document(
    code: DocCode, context: ContextDep, caller: CallerDep, dates: DateForm = "iso"
) -> Any:
    return archive.show(context, code, caller.scope, dates)


@router.put(
    "/{code}",
    operation_id="change_document",
    summary="Sửa dữ liệu đặc tả / Change the metadata",
    response_model=DocumentView,
    responses=problem_responses(404, 409, 413, 422),
)
def change_document(
    code: DocCode,
    body: DocumentMetadata,
    context: ContextDep,
    caller: CallerDep,
    once: OnceDep,
    dates: DateForm = "iso",
) -> Response:
    """All of them; the file stays. A new version of the document has a new DocCode."""
    metadata = archive.in_iso(body, dates)
    return once.run(
        [code, metadata.shown("iso")],
        lambda keep: archive.change(context, code, metadata, caller, dates, keep),
    )


@router.get(
    "/download/{code}",
    operation_id="download_document",
    summary="Tải tệp gốc / The original file",
    response_class=StreamingResponse,
    responses=problem_responses(404, 409, 422) | _FILE,
)
def download_document(code: DocCode, context: ContextDep, caller: CallerDep) -> StreamingResponse:
    """Byte for byte as it came, under the name that the letter gives it."""
    found = archive.download(context, code, caller.scope)
    return StreamingResponse(
        found.pieces,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{found.file_name}"',
            "Content-Length": str(found.size),
        },
    )
