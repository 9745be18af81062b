"""Signing in and out, in a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.auth import CallerDep, require_own_page, session_of
from api.context import Context, ContextDep
from api.problems import problem_responses
from api.services import organisation, session
from api.services.session import Entered
from api.signin import cookies
from api.wire.session import (
    Organisation,
    Page,
    PasswordSignIn,
    SessionList,
    SessionState,
    SignedIn,
    SignedOut,
)
from dossier.errors import NotFound, RequestRefused, ServiceFault
from dossier.store import accounts, sessions
from dossier.store.sessions import From

router = APIRouter(prefix="/v1", tags=["session"])

_START: Final = "/v1/session/oidc"
_ON_THE_WAY: Final = timedelta(minutes=10)
_SENT_ON: Final[dict[int | str, dict[str, Any]]] = {303: {"description": "Đi tiếp / go on"}}
_SessionId = Annotated[str, Path(pattern=r"^ses_[0-9a-f]{32}$")]


@router.get(
    "/session",
    operation_id="show_session",
    summary="Ai đang đăng nhập, và các cách đăng nhập / Who is in, and the ways in",
    responses={503: problem_responses()[503]},
)
def show_session(request: Request, context: ContextDep) -> SessionState:
    secret = cookies.read(request, context.settings, cookies.SESSION)
    found = session_of(context, secret)
    with context.database.read() as database:
        has_logins = accounts.any_login(database)
    return SessionState(
        password=has_logins,
        organisation=_organisation(context),
        signed_in=None
        if found is None or secret is None
        else SignedIn(
            person=session.person(found.caller),
            expires=found.row.expires,
            request_token=sessions.request_token(secret),
        ),
    )


@router.post(
    "/session",
    operation_id="sign_in",
    summary="Đăng nhập bằng tài khoản cục bộ / Sign in with a local account",
    responses=problem_responses(422),
)
def sign_in(
    body: PasswordSignIn, request: Request, response: Response, context: ContextDep
) -> SignedIn:
    require_own_page(request, context)
    entered = session.by_password(
        context, body.login, body.password.get_secret_value(), _origin(request)
    )
    _hand_over(request, response, context, entered)
    return SignedIn(
        person=session.person(entered.account),
        expires=entered.opened.expires,
        request_token=sessions.request_token(entered.opened.secret),
    )


@router.delete(
    "/session",
    operation_id="sign_out",
    summary="Đăng xuất / Sign out",
    responses=problem_responses(),
)
def sign_out(request: Request, response: Response, context: ContextDep) -> SignedOut:
    """`go_to` is where the browser signs out at the organisation too, when it came from there."""
    require_own_page(request, context)
    secret = cookies.read(request, context.settings, cookies.SESSION)
    row = session.leave(context, secret) if secret else None
    cookies.take_back(request, response, context.settings, cookies.SESSION)
    return SignedOut(go_to=organisation.sign_out_url(context, row))


@router.get(
    "/session/oidc",
    operation_id="begin_sign_in",
    summary="Sang hệ thống đăng nhập của cơ quan / Go to the organisation's sign-in",
    response_class=RedirectResponse,
    responses=_SENT_ON | problem_responses(404, 422),
)
def begin_sign_in(
    request: Request, context: ContextDep, page: Annotated[Page, Query()] = "review"
) -> RedirectResponse:
    """For a browser: where the organisation does not answer it is sent back with the reason."""
    try:
        begun = organisation.begin(context, page, _origin(request))
    except NotFound:
        raise
    except (RequestRefused, ServiceFault) as refused:
        return _go(f"/{page}/#refused={refused.code}")
    answer = _go(begun.url)
    cookies.give(
        *(request, answer, context.settings, cookies.ON_THE_WAY, begun.browser),
        lasts=_ON_THE_WAY,
        # The way back is another site's link: Strict would leave the cookie out.
        same_site="lax",
    )
    return answer


@router.get(
    "/session/oidc/callback",
    operation_id="finish_sign_in",
    summary="Từ hệ thống của cơ quan trở về / Back from the organisation",
    response_class=RedirectResponse,
    responses=_SENT_ON | problem_responses(404, 422),
)
def finish_sign_in(
    request: Request,
    context: ContextDep,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str | None, Query(max_length=4000)] = None,
    error: Annotated[str | None, Query(max_length=200)] = None,
    iss: Annotated[str | None, Query(max_length=500)] = None,
) -> RedirectResponse:
    """For a browser: it goes on to its page, signed in or with the reason why not."""
    browser = cookies.read(request, context.settings, cookies.ON_THE_WAY)
    back = organisation.CameBack(
        state=state, browser=browser or "", code=code, error=error, issuer=iss
    )
    try:
        entered, page = organisation.finish(context, back, _origin(request))
    except NotFound:
        raise
    except (RequestRefused, ServiceFault) as refused:
        answer = _go(f"/review/#refused={refused.code}")
    else:
        answer = _go(f"/{page}/")
        _hand_over(request, answer, context, entered)
    cookies.take_back(request, answer, context.settings, cookies.ON_THE_WAY)
    return answer


@router.get(
    "/sessions",
    operation_id="list_sessions",
    summary="Các phiên đang mở / Open sessions",
    responses=problem_responses(),
)
def list_sessions(request: Request, context: ContextDep, caller: CallerDep) -> SessionList:
    """One's own; for an admin everybody's, to end them where something is wrong."""
    secret = cookies.read(request, context.settings, cookies.SESSION)
    found = session_of(context, secret)
    return session.list_open(context, caller, None if found is None else found.row.id)


@router.delete(
    "/sessions/{session_id}",
    operation_id="end_session",
    summary="Kết thúc một phiên / End a session",
    status_code=204,
    responses=problem_responses(404, 422),
)
def end_session(session_id: _SessionId, context: ContextDep, caller: CallerDep) -> None:
    session.end_one(context, caller, session_id)


def _hand_over(request: Request, response: Response, context: Context, entered: Entered) -> None:
    """The new session's cookie; whatever the browser had before is over."""
    before = cookies.read(request, context.settings, cookies.SESSION)
    cookies.give(
        *(request, response, context.settings, cookies.SESSION, entered.opened.secret),
        lasts=context.settings.session_lasts,
        same_site="strict",
    )
    if before:
        session.leave(context, before)


def _organisation(context: Context) -> Organisation | None:
    if context.provider is None:
        return None
    return Organisation(name=context.provider.settings.name, start=_START)


def _origin(request: Request) -> From:
    return From(
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
    )


def _go(url: str) -> RedirectResponse:
    return RedirectResponse(url, status_code=303)
