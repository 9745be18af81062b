"""An area of a page, framed by a reviewer, read again by the engine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import review_spots
from api.waiting import wait_for_news
from api.wire.dossiers import DossierCode
from api.wire.review_spots import ReadSpot, SpotId, SpotView
from dossier.store.states import JobState

router = APIRouter(prefix="/v1/review", tags=["review"])


@router.post(
    "/dossiers/{code}/spots",
    operation_id="review_read_spot",
    summary="Đọc lại một vùng của trang / Have an area of a page read again",
    status_code=202,
    responses=problem_responses(404, 409, 422, 423),
)
def read_spot(
    code: DossierCode, body: ReadSpot, context: ContextDep, caller: CallerDep
) -> SpotView:
    """A worker reads it as the field's kind, before any page that waits. Nothing is changed: what
    was read is a proposal until somebody confirms it. 409 while the dossier is keyed blind."""
    return review_spots.ask(context, code, caller, body)


@router.get(
    "/dossiers/{code}/spots/{spot}",
    operation_id="review_show_spot",
    summary="Kết quả đọc lại / What was read there",
    responses=problem_responses(404, 409, 422),
)
async def show_spot(
    code: DossierCode,
    spot: SpotId,
    context: ContextDep,
    caller: CallerDep,
    wait: Annotated[float, Query(ge=0, description="Chờ kết quả / seconds to wait for it")] = 0,
) -> SpotView:
    """`state` is `waiting` until a worker has read it."""
    return await wait_for_news(
        lambda: review_spots.show(context, code, caller, spot),
        lambda seen: seen.state is not JobState.WAITING,
        min(wait, context.settings.max_wait_s),
    )
