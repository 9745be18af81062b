"""Registering dossiers, following them, and fetching their records."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import intake, status
from api.services.intake import RepeatableCall
from api.wire.dossiers import (
    DossierCode,
    DossierList,
    DossierSummary,
    DossierView,
    RegisterDossier,
)
from dossier.record import Record
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow

router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])


@router.put(
    "/{code}",
    operation_id="register_dossier",
    summary="Đăng ký hồ sơ và dữ liệu đã khai / Register a dossier and its submitted data",
    response_model=DossierSummary,
    responses=problem_responses(409, 413, 422)
    | {201: {"model": DossierSummary, "description": "Mới / new"}},
)
def register_dossier(
    code: DossierCode,
    body: RegisterDossier,
    response: Response,
    context: ContextDep,
    caller: CallerDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=255,
            min_length=1,
            description="Gọi lại với cùng khóa nhận lại câu trả lời đầu tiên / "
            "a call again with the same key gets the first answer again",
        ),
    ] = None,
) -> Any:
    """PUT again with the same data changes nothing; other data replaces it until the sealing."""
    if idempotency_key is None:
        row, made = intake.register(context, code, body.submitted)
        response.status_code = 201 if made else 200
        return status.summarise(row)
    call = RepeatableCall(
        caller=caller.id, key=idempotency_key, request_hash=_fingerprint(code, body)
    )
    answer = intake.register_once(context, code, body.submitted, call, _shown)
    return JSONResponse(answer.body, answer.status)


@router.get(
    "",
    operation_id="list_dossiers",
    summary="Danh sách hồ sơ / Dossiers, a page at a time",
    responses=problem_responses(422),
)
def list_dossiers(
    context: ContextDep,
    _caller: CallerDep,
    after: Annotated[str, Query(max_length=64, description="`next` of the page before")] = "",
    state: Annotated[DossierState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DossierList:
    """Ordered by code."""
    return status.list_page(context, after=after, state=state, limit=limit)


@router.get(
    "/{code}",
    operation_id="show_dossier",
    summary="Trạng thái, tiến độ, từng trang / State, progress and every page",
    responses=problem_responses(404, 422),
)
def show_dossier(code: DossierCode, context: ContextDep, _caller: CallerDep) -> DossierView:
    """`progress.pages_done` reaches `pages_total` when every page has its named final state."""
    return status.show(context, code)


@router.get(
    "/{code}/record",
    operation_id="show_record",
    summary="Bản ghi sohoa.record/v1 / The record",
    response_model=Record,
    responses=problem_responses(404, 409, 422),
)
def show_record(
    code: DossierCode,
    context: ContextDep,
    _caller: CallerDep,
    include: Annotated[
        Literal["text"] | None, Query(description="`text`: kèm mọi dòng chữ / with every line")
    ] = None,
) -> Any:
    """409 `not_ready` with the dossier's state until the record is there."""
    record = status.show_record(context, code, with_text=include == "text")
    # As it was kept: another pass through the model could only change it.
    return JSONResponse(record)


def _shown(row: DossierRow) -> dict[str, Any]:
    return status.summarise(row).model_dump(mode="json")


def _fingerprint(code: str, body: RegisterDossier) -> str:
    request = ["PUT", code, body.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
