"""Personal data given out: to its subject, to the authority after an incident, to learning."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.routes.privacy import BINARY, PDF, Office
from api.services import privacy_exports
from api.services.privacy_exports import Archive
from api.wire.privacy_exports import ExportCorrections, WantedPerson
from dossier.lifecycle.incident import IncidentPack, draw_pack

router = APIRouter(prefix="/v1/privacy", tags=["privacy"])

_ZIP: Final = "application/zip"
_ARCHIVE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Tệp nén / an archive", "content": {_ZIP: BINARY}}
}

Since = Annotated[datetime, Query(description="Từ / from", examples=["2026-11-20T00:00:00+07:00"])]
Until = Annotated[
    datetime, Query(description="Đến trước / before", examples=["2026-11-22T00:00:00+07:00"])
]
Keys = Annotated[
    list[Annotated[str, Query(max_length=100)]],
    Query(max_length=50, description="Mã khóa, người dùng; trống: mọi khóa / empty: every key"),
]
Branch = Annotated[str | None, Query(max_length=100, description="Của hồ sơ / of the dossiers")]


@router.post(
    "/persons/export",
    operation_id="export_person",
    summary="Mọi dữ liệu đang giữ của một người / All that is held about a person",
    response_class=StreamingResponse,
    responses=problem_responses(404, 413, 422) | _ARCHIVE,
)
def export_person(body: WantedPerson, context: ContextDep, caller: CallerDep) -> StreamingResponse:
    """JSON, a page to read in Vietnamese, pictures of the papers; fields of other people are left
    out. Each dossier in it gets an entry in the audit log.
    """
    return _sent(privacy_exports.export_person(context, caller, body), "du-lieu-ca-nhan.zip")


@router.get(
    "/incidents",
    operation_id="incident_pack",
    summary="Hồ sơ sự cố: ai đã xem, sửa hồ sơ nào / What an incident touched, by the audit log",
    responses=problem_responses(422),
)
def incident_pack(
    context: ContextDep,
    caller: CallerDep,
    since: Since,
    until: Until,
    key: Keys = [],  # noqa: B006 - FastAPI copies it
    branch: Branch = None,
) -> IncidentPack:
    """Names with masked numbers: whom to tell. The paper for the authority has counts alone."""
    return privacy_exports.incident_pack(
        context, caller, since=since, until=until, keys=key, branch=branch
    )


@router.get(
    "/incidents.pdf",
    operation_id="print_incident",
    summary="Thông báo vi phạm, để ký / The notification as a paper",
    response_class=Response,
    responses=problem_responses(422) | {200: {"content": {PDF: BINARY}}},
)
def print_incident(
    context: ContextDep,
    caller: CallerDep,
    since: Since,
    until: Until,
    key: Keys = [],  # noqa: B006 - FastAPI copies it
    branch: Branch = None,
    office: Office = "",
) -> Response:
    pack = privacy_exports.incident_pack(
        context, caller, since=since, until=until, keys=key, branch=branch
    )
    return Response(draw_pack(pack, office=office), media_type=PDF)


@router.post(
    "/corrections/export",
    operation_id="export_corrections",
    summary="Sửa chữa để huấn luyện, không tên / Corrections to learn from, without names",
    response_class=StreamingResponse,
    responses=problem_responses(409, 413, 422) | _ARCHIVE,
)
def export_corrections(
    _body: ExportCorrections, context: ContextDep, caller: CallerDep
) -> StreamingResponse:
    return _sent(privacy_exports.export_corrections(context, caller), "sua-chua.zip")


def _sent(archive: Archive, name: str) -> StreamingResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(archive.size),
    }
    return StreamingResponse(archive.pieces, media_type=_ZIP, headers=headers)
