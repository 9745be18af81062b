"""What holds for every call before any route: a cap on the body, headers for citizens' data."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import tus
from api.settings import ApiSettings

_UPLOADS = ("/files", "/documents/import")
_SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # For answers; pages have a wider one of their own.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class BodyLimit:
    """Refuses a request with 413 as soon as more comes than is allowed, whatever it declared."""

    def __init__(self, app: ASGIApp, settings: ApiSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        uploads = path.endswith(_UPLOADS) or path.startswith(tus.PREFIX)
        settings = self._settings
        limit = settings.max_request_bytes if uploads else settings.max_json_bytes
        await self._app(scope, _counted(receive, limit), send)


class SafeHeaders:
    """Nothing is cached on the way, taken for another type than it says, or framed elsewhere."""

    def __init__(self, app: ASGIApp, settings: ApiSettings) -> None:
        self._app = app
        self._headers = dict(_SAFE)
        if (settings.public_origin or "").startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safe)


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receive_counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            # The framework's own exception passes through its body parsing unchanged.
            raise HTTPException(413)
        return message

    return receive_counted
