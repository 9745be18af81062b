"""The life of personal data: rules of retention, legal holds, what was removed."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.repeat import OnceDep
from api.services import privacy
from api.wire.dossiers import DOSSIER_CODE
from api.wire.privacy import (
    DueList,
    HoldId,
    HoldList,
    HoldView,
    PlaceHold,
    PurgeDone,
    ReleaseHold,
    RetentionRules,
    StartPurge,
)
from dossier.lifecycle.papers import draw_statement
from dossier.lifecycle.statement import Statement

router = APIRouter(prefix="/v1/privacy", tags=["privacy"])

PDF: Final = "application/pdf"
BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}

After = Annotated[int, Query(ge=0, le=2**53, description="Số của mục cuối đã có / last seen")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Office = Annotated[str, Query(max_length=200, description="Tên cơ quan in trên giấy / the office")]


@router.get(
    "/rules",
    operation_id="retention_rules",
    summary="Thời hạn lưu đang áp dụng / The rules of retention in force",
    responses=problem_responses(422),
)
def retention_rules(context: ContextDep, _caller: CallerDep) -> RetentionRules:
    return privacy.show_rules(context)


@router.get(
    "/due",
    operation_id="retention_due",
    summary="Những gì đã hết hạn, chưa hủy gì / What has served its time; removes nothing",
    responses=problem_responses(422),
)
def retention_due(context: ContextDep, caller: CallerDep, limit: Limit = 20) -> DueList:
    """A dry run: how many of each kind may go, what must stay all the same, the oldest of them."""
    return privacy.show_due(context, caller, limit=limit)


@router.post(
    "/purges",
    operation_id="retention_purge",
    summary="Hủy những gì đã hết hạn / Remove what has served its time",
    responses=problem_responses(409, 413, 422),
)
def retention_purge(body: StartPurge, context: ContextDep, caller: CallerDep) -> PurgeDone:
    """Calls may be cut off and made again: what is gone is told once."""
    return privacy.purge(context, caller, limit=body.limit)


@router.get(
    "/purges",
    operation_id="list_purges",
    summary="Chứng nhận đã hủy / The statement of what was removed",
    responses=problem_responses(422),
)
def list_purges(
    context: ContextDep, caller: CallerDep, after: After = 0, limit: Limit = 1000
) -> Statement:
    """Each entry carries the hash of itself and of the one before."""
    return privacy.statement(context, caller, after=after, limit=limit)


@router.get(
    "/purges.pdf",
    operation_id="print_purges",
    summary="Danh mục dữ liệu đã hủy, để ký / The statement as a paper",
    response_class=Response,
    responses=problem_responses(422) | {200: {"content": {PDF: BINARY}}},
)
def print_purges(
    context: ContextDep,
    caller: CallerDep,
    after: After = 0,
    limit: Limit = 1000,
    office: Office = "",
) -> Response:
    found = privacy.statement(context, caller, after=after, limit=limit)
    return Response(draw_statement(found, office=office), media_type=PDF)


@router.get(
    "/holds",
    operation_id="list_holds",
    summary="Lệnh giữ hồ sơ / Legal holds",
    responses=problem_responses(422),
)
def list_holds(
    context: ContextDep,
    caller: CallerDep,
    dossier: Annotated[str | None, Query(pattern=DOSSIER_CODE)] = None,
    released: Annotated[bool, Query(description="Kể cả đã gỡ / released ones too")] = False,
    limit: Limit = 100,
) -> HoldList:
    return privacy.list_holds(context, caller, dossier=dossier, with_released=released, limit=limit)


@router.post(
    "/holds",
    operation_id="place_hold",
    summary="Giữ hồ sơ, không cho hủy / Keep a dossier from being removed",
    status_code=201,
    response_model=HoldView,
    responses=problem_responses(404, 409, 413, 422),
)
def place_hold(body: PlaceHold, context: ContextDep, caller: CallerDep, once: OnceDep) -> Response:
    return once.run(
        [body.model_dump()], lambda keep: privacy.place_hold(context, caller, body, keep)
    )


@router.post(
    "/holds/{hold}/release",
    operation_id="release_hold",
    summary="Gỡ lệnh giữ / Release a hold",
    responses=problem_responses(404, 409, 413, 422),
)
def release_hold(
    hold: HoldId, body: ReleaseHold, context: ContextDep, caller: CallerDep
) -> HoldView:
    return privacy.release_hold(context, caller, hold, body)
