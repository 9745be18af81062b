"""What operators ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import answer, problem_responses
from api.services import health
from dossier.errors import ServiceFault

router = APIRouter(tags=["operations"])


@router.get(
    "/healthz", operation_id="show_health", summary="Tiến trình còn sống / The process lives"
)
def show_health() -> dict[str, str]:
    return {"status": "ok"}


@router.get(
    "/readyz",
    operation_id="show_readiness",
    summary="Tiến trình này nhận được yêu cầu / This process can take calls",
    responses={503: problem_responses()[503]},
)
def show_readiness(context: ContextDep) -> JSONResponse:
    """503 when this process lacks what it needs itself: database, object store, room on its disk.

    `checks` tells of workers, keeper and messages too, and `status` is `degraded` where one of
    them is missing. But then scans must still be taken in: nobody is helped by an API that is
    taken away because no worker runs.
    """
    own, others = health.check_own(context), health.check_others(context)
    if not _all_ok(own):
        problem: dict[str, Any] = ServiceFault("Chưa sẵn sàng / not ready").problem()
        return answer(problem | {"checks": own | others})
    status = "ok" if _all_ok(others) else "degraded"
    return JSONResponse({"status": status, "checks": own | others})


@router.get(
    "/metrics",
    operation_id="show_metrics",
    summary="Số đếm theo trạng thái, dạng Prometheus / Counts for Prometheus",
    response_class=PlainTextResponse,
    responses=problem_responses(),
)
def show_metrics(context: ContextDep, _caller: CallerDep) -> PlainTextResponse:
    return PlainTextResponse(
        health.metrics(context), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _all_ok(checks: Mapping[str, str]) -> bool:
    return all(verdict == "ok" for verdict in checks.values())
