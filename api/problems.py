"""Every error as an RFC 9457 problem document (`application/problem+json`), in one place.

Never with a value from the request: it may be a citizen's.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.rate import TooManyRequests
from api.wire.problem import Problem
from dossier.errors import (
    DiskFull,
    Forbidden,
    InvalidRequest,
    NotFound,
    NotReady,
    RequestRefused,
    ServiceFault,
    SohoaError,
    TooLarge,
    Unauthenticated,
)

MEDIA_TYPE: Final = "application/problem+json"
_log = structlog.get_logger(__name__)

_BY_STATUS: Final[Mapping[int, type[SohoaError]]] = MappingProxyType(
    {
        401: Unauthenticated,
        403: Forbidden,
        404: NotFound,
        413: TooLarge,
        422: InvalidRequest,
        429: TooManyRequests,
    }
)


_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class MethodNotAllowed(RequestRefused):
    status = 405
    code = "method_not_allowed"
    title_vi = "Phương thức không dùng được ở địa chỉ này"
    title_en = "This method cannot be used here"


class UnexpectedError(ServiceFault):
    status = 500
    code = "unexpected"
    title_vi = "Lỗi chưa lường trước"
    title_en = "An unexpected error"


def install_problems(app: FastAPI) -> None:
    """Turn every error of `app` into a problem document."""
    app.exception_handler(SohoaError)(_on_refusal)
    app.exception_handler(RequestValidationError)(_on_invalid)
    app.exception_handler(HTTPException)(_on_http)
    app.exception_handler(OSError)(_on_system)
    app.exception_handler(Exception)(_on_unexpected)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the problems that a call may answer with."""
    example = NotFound("Không có hồ sơ này / there is no such dossier").problem()
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": _title(status),
            "model": Problem,
            "content": {
                MEDIA_TYPE: {"schema": schema, **({"example": example} if status == 404 else {})}
            },
        }
        for status in (*statuses, 401, 403, 429, 503)
    }


def answer(problem: Mapping[str, Any], request: Request | None = None) -> JSONResponse:
    """The HTTP answer that carries `problem`."""
    status = int(problem["status"])
    body = dict(problem)
    if request is not None:
        body["instance"] = request.url.path
    return JSONResponse(body, status, headers=_headers(body), media_type=MEDIA_TYPE)


def _on_refusal(request: Request, error: SohoaError) -> JSONResponse:
    if error.status >= 500:
        _log.warning("request failed", path=request.url.path, reason=error.code, **error.context)
    return answer(error.problem(), request)


def _on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    # Where and which rule; `input` and `ctx` would repeat what was sent.
    places = [
        {"at": ".".join(str(part) for part in e["loc"]), "rule": e["type"], "detail": e["msg"]}
        for e in error.errors()
    ]
    return answer({**InvalidRequest().problem(), "errors": places}, request)


def _on_system(request: Request, error: OSError) -> JSONResponse:
    """A full disk is no bug: who sends again later gets in."""
    if error.errno in _NO_ROOM:
        return _on_refusal(request, DiskFull())
    return _on_unexpected(request, error)


def _on_http(request: Request, error: HTTPException) -> JSONResponse:
    refused = _BY_STATUS.get(error.status_code, RequestRefused)()
    if error.status_code == MethodNotAllowed.status:
        refused = MethodNotAllowed()
    response = answer({**refused.problem(), "status": error.status_code}, request)
    response.headers.update(error.headers or {})
    return response


def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    _log.error("unexpected", path=request.url.path, kind=type(error).__name__, place=place)
    return answer(UnexpectedError().problem(), request)


def _headers(body: Mapping[str, Any]) -> dict[str, str]:
    if body["status"] == Unauthenticated.status:
        return {"WWW-Authenticate": 'Bearer realm="sohoa"'}
    if "retry_after_s" in body:
        return {"Retry-After": str(body["retry_after_s"])}
    if body.get("code") == NotReady.code:
        return {"Retry-After": "1"}
    return {"Retry-After": "5"} if body["status"] == ServiceFault.status else {}


def _title(status: int) -> str:
    error = {409: NotReady, 503: ServiceFault}.get(status) or _BY_STATUS.get(status, RequestRefused)
    return f"{error.title_vi} / {error.title_en}"
