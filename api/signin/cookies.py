"""The two cookies: of a session, and of a browser on its way to the organisation and back.

HttpOnly, so that no script reads them; the session's is SameSite=Strict, so that no other site's
request carries it; Secure and named `__Host-`, so that no neighbour host can plant one. On plain
http of this very machine, where one person tries the product, the last two would keep them from
being stored at all and are left out; on plain http of any other host nobody gets a cookie.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from fastapi import Request, Response

from api.settings import ApiSettings
from api.signin.settings import is_loopback
from dossier.errors import Forbidden

SESSION: Final = "sohoa-session"
ON_THE_WAY: Final = "sohoa-sign-in"
_HOST_ONLY: Final = "__Host-"


class InsecureConnection(Forbidden):
    code = "insecure_connection"
    title_vi = "Chỉ đăng nhập được qua https hoặc trên chính máy chủ này"
    title_en = "Signing in needs https, or the very machine that this runs on"


def read(request: Request, settings: ApiSettings, name: str) -> str | None:
    """The cookie's value; one without the prefix counts only where the prefix cannot be."""
    return request.cookies.get(_name(name, secure=_is_secure(request, settings)))


def give(
    request: Request,
    response: Response,
    settings: ApiSettings,
    name: str,
    value: str,
    *,
    lasts: timedelta,
    same_site: Literal["strict", "lax"],
) -> None:
    """Raises InsecureConnection where anybody on the way could read it."""
    secure = _is_secure(request, settings)
    if not secure and not is_loopback(request.url.hostname or ""):
        raise InsecureConnection()
    response.set_cookie(
        _name(name, secure=secure),
        value,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite=same_site,
    )


def take_back(request: Request, response: Response, settings: ApiSettings, name: str) -> None:
    secure = _is_secure(request, settings)
    response.delete_cookie(_name(name, secure=secure), path="/", secure=secure, httponly=True)


def _is_secure(request: Request, settings: ApiSettings) -> bool:
    """What the public URL says, because a proxy before us may speak plain http with us."""
    if settings.public_origin is not None:
        return settings.public_origin.startswith("https://")
    return request.url.scheme == "https"


def _name(name: str, *, secure: bool) -> str:
    return f"{_HOST_ONLY}{name}" if secure else name
