"""What operators ask."""

from __future__ import annotations

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
    summary="Sẵn sàng làm việc / Database, object store and a worker are there",
    responses={503: problem_responses()[503]},
)
def show_readiness(context: ContextDep) -> JSONResponse:
    checks = health.check_all(context)
    if all(verdict == "ok" for verdict in checks.values()):
        return JSONResponse({"status": "ok", "checks": checks})
    problem: dict[str, Any] = ServiceFault("Chưa sẵn sàng / not ready").problem()
    return answer(problem | {"checks": checks})


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
