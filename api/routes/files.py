"""What a branch does: add files, seal the batch."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.auth import CallerDep
from api.context import ContextDep
from api.multipart import UploadLimits, receive_files, spool
from api.problems import problem_responses
from api.services import intake, status
from api.services.intake import StoredFile
from api.wire.dossiers import (
    DossierCode,
    DossierSummary,
    FileReceipt,
    SealDossier,
    UploadReceipt,
)
from dossier.errors import InvalidRequest

router = APIRouter(prefix="/v1/dossiers", tags=["files"])

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


@router.post(
    "/{code}/files",
    operation_id="add_files",
    summary="Thêm tệp quét (PDF, TIFF, JPEG, PNG) / Add scanned files",
    status_code=201,
    response_model=UploadReceipt,
    responses=problem_responses(404, 409, 413, 422)
    | {200: {"model": UploadReceipt, "description": "Đã có cả / all known already"}},
    openapi_extra=_FORM,
)
async def add_files(
    code: DossierCode,
    request: Request,
    response: Response,
    context: ContextDep,
    caller: CallerDep,
) -> UploadReceipt:
    """Several files in one call, kept in that order. Each is answered for itself: a bad one has
    its `problem`, the others go on. The same content in the same dossier is the same file.
    """
    await run_in_threadpool(intake.require_open, context, code)
    limits = UploadLimits(
        max_file_bytes=context.settings.max_file_bytes, max_files=context.settings.max_files
    )
    with spool(context.settings.spool_folder) as folder:
        received = await receive_files(
            request.headers.get("content-type", ""), request.stream(), folder, limits
        )
        if not received:
            raise InvalidRequest("Không có tệp nào / there is no file in the request")
        stored = [
            await run_in_threadpool(intake.store_file, context, code, item, caller)
            for item in received
        ]
    refused = intake.all_refused(stored)
    if refused is not None:
        raise refused
    if all(item.duplicate or item.problem for item in stored):
        response.status_code = 200
    return UploadReceipt(dossier=code, files=[_receipt(item) for item in stored])


@router.post(
    "/{code}/seal",
    operation_id="seal_dossier",
    summary="Niêm phong: đủ trang / Seal: the batch is complete",
    responses=problem_responses(404, 409, 422),
)
def seal_dossier(
    code: DossierCode, body: SealDossier, context: ContextDep, _caller: CallerDep
) -> DossierSummary:
    """409 `not_ready` (with Retry-After) while pages are being counted; 409 `conflict` with
    `declared` and `counted` where they differ.
    """
    return status.summarise(intake.seal(context, code, body.pages))


def _receipt(item: StoredFile) -> FileReceipt:
    taken = item.file_id is not None
    return FileReceipt(
        name=item.received.name,
        file_id=item.file_id,
        sha256=item.received.content.sha256 if taken else None,
        size=item.received.content.size if taken else None,
        duplicate=item.duplicate,
        problem=item.problem,
    )
