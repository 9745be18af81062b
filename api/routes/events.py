"""Events with a cursor."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import status
from api.waiting import wait_for_news
from api.wire.events import EventPage

router = APIRouter(prefix="/v1/events", tags=["events"])


@router.get(
    "",
    operation_id="list_events",
    summary="Sự kiện sau con trỏ / Events after a cursor",
    responses=problem_responses(422),
)
async def list_events(
    context: ContextDep,
    caller: CallerDep,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="`next` của lần trước")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    wait: Annotated[
        float, Query(ge=0, description="Chờ tối đa bao nhiêu giây / seconds to wait for one")
    ] = 0,
) -> EventPage:
    """In an order that never changes; every event at least once. Keep `next` after handling."""
    return await wait_for_news(
        lambda: status.list_events(context, caller.scope, after=after, limit=limit),
        lambda page: bool(page.events),
        min(wait, context.settings.max_wait_s),
    )
