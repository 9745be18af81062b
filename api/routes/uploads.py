"""Resumable uploads by tus 1.0: `Upload-Metadata` names the `dossier` and the `filename`."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api import tus
from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.repeat import OnceDep, respond
from api.services import uploads
from api.services.uploads import Upload
from api.wire.uploads import UploadView

router = APIRouter(prefix=tus.PREFIX, tags=["uploads"])

UploadId = Annotated[str, Path(pattern=r"^upl_[0-9a-f]{32}$")]
Length = Annotated[str | None, Header(description="Byte", examples=["104857600"])]
Metadata = Annotated[
    str | None,
    Header(
        max_length=2000,
        description="`dossier` và / and `filename`, base64",
        examples=["dossier SDI2LTE=,filename YS5wZGY="],
    ),
]
Offset = Annotated[str | None, Header(description="Byte", examples=["0"])]
Sum = Annotated[
    str | None, Header(max_length=200, description="`sha256` | `sha1` + base64 của phần này")
]


def _speaks_tus(
    _caller: CallerDep,  # first: who may not call is told nothing else
    tus_resumable: Annotated[
        str | None, Header(description=tus.VERSION, examples=[tus.VERSION])
    ] = None,
) -> None:
    tus.require_version(tus_resumable)


_VERSION: Final = Depends(_speaks_tus)
_BYTES: Final[dict[str, Any]] = {
    "requestBody": {
        "content": {tus.CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    }
}


@router.options(
    "",
    operation_id="describe_uploads",
    status_code=204,
    summary="Máy chủ làm được gì / What the server can do",
)
@router.options("/{upload_id}", status_code=204, include_in_schema=False)
def describe_uploads(context: ContextDep) -> Response:
    return Response(status_code=204, headers=tus.options_headers(context.settings.max_file_bytes))


@router.post(
    "",
    operation_id="create_upload",
    summary="Mở một lần tải lên / Open an upload",
    status_code=201,
    response_model=UploadView,
    responses=problem_responses(404, 409, 410, 412, 413, 415, 422, 423, 460, 507),
    dependencies=[_VERSION],
    openapi_extra=_BYTES,
)
async def create_upload(
    request: Request,
    context: ContextDep,
    caller: CallerDep,
    once: OnceDep,
    upload_length: Length = None,
    upload_metadata: Metadata = None,
    upload_checksum: Sum = None,
) -> Response:
    """The bytes may come along (creation-with-upload). `Location` says where to go on."""
    length = tus.parse_count("Upload-Length", upload_length)
    metadata, checksum = tus.parse_metadata(upload_metadata), tus.parse_checksum(upload_checksum)
    brings = request.headers.get("content-type") == tus.CONTENT_TYPE
    answer = await run_in_threadpool(
        once.answer,
        [length, metadata],
        lambda keep: uploads.announce(context, length, metadata, caller, keep),
    )
    upload = await run_in_threadpool(uploads.find, context, answer.body["id"], caller)
    if brings and upload.offset == 0:
        upload = await uploads.go_on(
            context, upload, offset=0, body=request.stream(), checksum=checksum, caller=caller
        )
    response = respond(answer)
    response.headers["Location"] = f"{tus.PREFIX}/{upload.row.id}"
    response.headers.update(_headers(upload))
    return response


@router.head(
    "/{upload_id}",
    operation_id="ask_upload",
    summary="Đã nhận đến đâu / How much has come",
    responses=problem_responses(404, 409, 410, 412, 422, 423),
    dependencies=[_VERSION],
)
def ask_upload(upload_id: UploadId, context: ContextDep, caller: CallerDep) -> Response:
    upload = uploads.find(context, upload_id, caller)
    headers = _headers(upload) | {"Upload-Length": str(upload.row.length)}
    return Response(status_code=200, headers=headers)


@router.get(
    "/{upload_id}",
    operation_id="show_upload",
    summary="Một lần tải lên và tệp của nó / An upload and its file",
    response_model=UploadView,
    responses=problem_responses(404, 409, 410, 422, 423),
)
def show_upload(upload_id: UploadId, context: ContextDep, caller: CallerDep) -> Any:
    return uploads.show(context, upload_id, caller)


@router.patch(
    "/{upload_id}",
    operation_id="append_upload",
    summary="Gửi tiếp / Send on",
    status_code=204,
    response_model=None,
    responses=problem_responses(404, 409, 410, 412, 413, 415, 422, 423, 460),
    dependencies=[_VERSION],
    openapi_extra=_BYTES,
)
async def append_upload(
    upload_id: UploadId,
    request: Request,
    context: ContextDep,
    caller: CallerDep,
    upload_offset: Offset = None,
    upload_checksum: Sum = None,
) -> Response:
    """With the last byte the file is in its dossier, or the answer says why not.

    A request that is cut keeps what came; one with a checksum counts as a whole or not at all.
    """
    offset = tus.parse_count("Upload-Offset", upload_offset)
    checksum = tus.parse_checksum(upload_checksum)
    tus.require_content_type(request)
    upload = await run_in_threadpool(uploads.find, context, upload_id, caller)
    upload = await uploads.go_on(
        context, upload, offset=offset, body=request.stream(), checksum=checksum, caller=caller
    )
    return Response(status_code=204, headers=_headers(upload))


@router.delete(
    "/{upload_id}",
    operation_id="end_upload",
    summary="Bỏ lần tải lên / Give an upload up",
    status_code=204,
    response_model=None,
    responses=problem_responses(404, 412, 422, 423),
    dependencies=[_VERSION],
)
def end_upload(upload_id: UploadId, context: ContextDep, caller: CallerDep) -> Response:
    """A file that is in its dossier already stays there."""
    uploads.end(context, upload_id, caller)
    return Response(status_code=204)


def _headers(upload: Upload) -> dict[str, str]:
    return tus.upload_headers(offset=upload.offset, expires=upload.row.expires)
