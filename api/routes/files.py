"""What a branch does: add files, seal the batch."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.auth import CallerDep
from api.context import ContextDep
from api.multipart import BINARY, UploadLimits, describe_form, receive_files, spool
from api.problems import problem_responses
from api.repeat import OnceDep
from api.services import intake
from api.wire.dossiers import (
    DossierCode,
    DossierSummary,
    SealDossier,
    UploadReceipt,
)
from dossier.errors import InvalidRequest

router = APIRouter(prefix="/v1/dossiers", tags=["files"])

_LONG_BYTES: Final = 4 << 20
_FORM = describe_form({"files": {"type": "array", "items": BINARY}})


@router.post(
    "/{code}/files",
    operation_id="add_files",
    summary="Thêm tệp quét (PDF, TIFF, JPEG, PNG) / Add scanned files",
    status_code=201,
    response_model=UploadReceipt,
    responses=problem_responses(404, 409, 413, 422, 507)
    | {200: {"model": UploadReceipt, "description": "Đã có cả / all known already"}},
    openapi_extra=_FORM,
)
async def add_files(
    code: DossierCode, request: Request, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """Several files in one call, kept in that order. Each is answered for itself: a bad one has
    its `problem`, the others go on. The same content in the same dossier is the same file.
    """
    limits = UploadLimits(
        max_file_bytes=context.settings.max_file_bytes, max_files=context.settings.max_files
    )
    if once.key is None and _is_long(request):
        await run_in_threadpool(intake.require_open, context, code, caller.scope)
    with spool(context.settings.spool_folder) as folder:
        files = await receive_files(
            request.headers.get("content-type", ""), request.stream(), folder, limits
        )
        if not files:
            raise InvalidRequest("Không có tệp nào / there is no file in the request")
        sent = [[file.name, file.content.sha256, file.content.size] for file in files]
        return await run_in_threadpool(
            once.run,
            [code, sent],
            lambda keep: intake.store_files(context, code, files, caller, keep),
        )


def _is_long(request: Request) -> bool:
    """Whether so much is to come that asking the dossier first is cheaper than refusing it last."""
    told = request.headers.get("content-length", "")
    return not told.isdecimal() or int(told) > _LONG_BYTES


@router.post(
    "/{code}/seal",
    operation_id="seal_dossier",
    summary="Niêm phong: đủ trang / Seal: the batch is complete",
    response_model=DossierSummary,
    responses=problem_responses(404, 409, 422),
)
def seal_dossier(
    code: DossierCode, body: SealDossier, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """409 `not_ready` (with Retry-After) while pages are being counted; 409 `conflict` with
    `declared` and `counted` where they differ.
    """
    return once.run(
        [code, body.pages], lambda keep: intake.seal(context, code, body.pages, caller, keep)
    )
