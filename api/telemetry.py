"""What the calls of this process took, for Prometheus."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dossier import tracing

_CONFLICT: Final = 409
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class CallMetrics:
    """Counts and times of calls by operation: a closed set, so no caller can make it grow."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "sohoa_http_requests",
            "Calls by operation and status.",
            ["operation", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "sohoa_http_request_seconds",
            "Time until the answer, by operation; long polls wait on purpose.",
            ["operation"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def note(self, operation: str, status: int, seconds: float) -> None:
        self._calls.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def render(self) -> str:
        """In the Prometheus text format."""
        return generate_latest(self._registry).decode()


class Traced:
    """A span for each call, under the caller's own trace where it names one (W3C Trace Context).

    It names the dossier where there is one of that code: what was typed in its place may be a
    person's name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
        with tracing.span(f"HTTP {scope['method']}", named or None):

            async def send_noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    operation = getattr(scope.get("route"), "operation_id", None) or "none"
                    code = scope.get("path_params", {}).get("code")
                    known = message["status"] < 400 or message["status"] == _CONFLICT
                    about = {"dossier": code} if known and isinstance(code, str) else {}
                    tracing.note(status=message["status"], operation=operation, **about)
                await send(message)

            await self._app(scope, receive, send_noted)


class Measured:
    """Notes every call; the outermost layer, so that refusals of the others count too."""

    def __init__(self, app: ASGIApp, metrics: CallMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            operation = getattr(scope.get("route"), "operation_id", None) or "none"
            self._metrics.note(operation, status, perf_counter() - started)
