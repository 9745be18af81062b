"""Registering dossiers, following them, and fetching their records."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api.auth import ACCESS, CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.repeat import OnceDep
from api.services import intake, status
from api.waiting import wait_for_news
from api.wire.dossiers import (
    DossierCode,
    DossierList,
    DossierSummary,
    DossierView,
    RegisterDossier,
)
from dossier.record import Record
from dossier.store.states import DossierState

_JSON: Final = "application/json"
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
    code: DossierCode, body: RegisterDossier, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """PUT again with the same data changes nothing; other data replaces it until the sealing."""
    return once.run(
        [code, body.model_dump(mode="json")],
        lambda keep: intake.register(context, code, body, caller, keep),
    )


@router.get(
    "",
    operation_id="list_dossiers",
    summary="Danh sách hồ sơ / Dossiers, a page at a time",
    responses=problem_responses(422),
)
def list_dossiers(
    context: ContextDep,
    caller: CallerDep,
    after: Annotated[str, Query(max_length=64, description="`next` of the page before")] = "",
    state: Annotated[DossierState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DossierList:
    """Ordered by code."""
    return status.list_page(context, caller.scope, after=after, state=state, limit=limit)


@router.get(
    "/{code}",
    operation_id="show_dossier",
    summary="Trạng thái, tiến độ, từng trang / State, progress and every page",
    response_model=DossierView,
    responses=problem_responses(404, 422)
    | {304: {"description": "Không có gì mới trong thời gian chờ / no news while waiting"}},
)
async def show_dossier(
    code: DossierCode,
    context: ContextDep,
    caller: CallerDep,
    if_none_match: Annotated[
        str | None, Header(max_length=100, description="`ETag` của lần trước / of the last answer")
    ] = None,
    wait: Annotated[
        float,
        Query(ge=0, description="Với If-None-Match: chờ tin mới / seconds to wait for news"),
    ] = 0,
) -> Any:
    """`progress.pages_done` reaches `pages_total` when every page has its named final state.

    To follow a dossier, send the last `ETag` as `If-None-Match` with `wait`: the answer comes as
    soon as something has changed, or as 304.
    """
    tag = await wait_for_news(
        lambda: status.tag(context, code, caller.scope),
        lambda seen: seen != if_none_match,
        min(wait, context.settings.max_wait_s) if if_none_match else 0,
    )
    if tag == if_none_match:
        return Response(status_code=304, headers={"ETag": tag})
    # Who may add files has named them.
    masked = caller.role not in ACCESS["add_files"]
    view = await run_in_threadpool(status.show, context, code, caller.scope, masked=masked)
    # Written by the model itself: the framework would check and walk each of 300 files once more.
    return Response(view.model_dump_json(), media_type=_JSON, headers={"ETag": tag})


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
    caller: CallerDep,
    include: Annotated[
        Literal["text"] | None, Query(description="`text`: kèm mọi dòng chữ / with every line")
    ] = None,
) -> Any:
    """409 `not_ready` with the dossier's state until the record is there."""
    record = status.show_record(context, code, caller, with_text=include == "text")
    # As it was kept: another pass through the model could only change it.
    return JSONResponse(record)
