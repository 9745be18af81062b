"""Signing in at the organisation: there, back again, and out (OIDC Core, RFC 7636, RFC 9207).

What ties the two halves together is a row that can be taken once: the state that comes back, the
cookie of the browser that began, PKCE's verifier, and the nonce that must stand in the ID token.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from api.context import Context
from api.services.session import ORGANISATION, Entered, enter, note_refused, require_few
from api.signin.provider import Provider
from api.signin.tokens import check_id_token
from dossier.errors import Forbidden, NotFound, RequestRefused, ServiceFault
from dossier.store import accounts, sessions
from dossier.store.account_tables import SessionRow, SignInRow
from dossier.store.sessions import From


class SignInStale(RequestRefused):
    code = "sign_in_stale"
    title_vi = "Lần đăng nhập này đã hết hạn, đã dùng hoặc bắt đầu ở trình duyệt khác; hãy thử lại"
    title_en = "This sign-in is old, was used, or began in another browser; sign in again"


class SignInDenied(Forbidden):
    code = "sign_in_denied"
    title_vi = "Cơ quan của bạn không cho đăng nhập"
    title_en = "Your organisation did not let you in"


class NoRole(Forbidden):
    code = "no_role"
    title_vi = "Tài khoản của bạn chưa được giao việc nào trong hệ thống này; hãy báo quản trị"
    title_en = "Your account has no role in this service; ask your administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in that goes on at the organisation."""

    url: str
    browser: str
    """For the cookie that ties it to this browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What the organisation sent a browser back with."""

    state: str
    browser: str
    """Of the cookie; empty without it."""
    code: str | None
    error: str | None
    issuer: str | None
    """RFC 9207."""


def begin(context: Context, page: str, origin: From) -> Begun:
    """Send a browser to the organisation.

    Raises NotFound without one, TooManyRequests, ProviderAway, ProviderInvalid.
    """
    provider = _provider(context)
    require_few(context, origin)
    described, settings = provider.describe(), provider.settings
    state, nonce, browser, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    with context.database.write() as session:
        sessions.begin_sign_in(
            session,
            state=state,
            browser=browser,
            verifier=verifier,
            nonce=nonce,
            page=page,
            now=context.clock(),
        )
    url = prepare_grant_uri(
        described.authorization_endpoint,
        settings.client_id,
        "code",
        settings.callback,
        settings.scope,
        state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return Begun(url=url, browser=browser)


def finish(context: Context, back: CameBack, origin: From) -> tuple[Entered, str]:
    """Let in who comes back, and say on which page they began.

    Raises SignInStale, SignInDenied, TokenRefused, NoRole, CodeRefused, ProviderAway,
    ProviderInvalid; what was refused is in the audit log.
    """
    provider = _provider(context)
    try:
        began = _take(context, back)
        answer = _redeem(provider, back, began)
        claims = check_id_token(provider, answer, nonce=began.nonce, now=context.clock())
        entered = _let_in(context, provider, claims, str(answer["id_token"]), origin)
    except (RequestRefused, ServiceFault) as refused:
        note_refused(context, refused.code, None)
        raise
    return entered, began.page


def sign_out_url(context: Context, row: SessionRow | None) -> str | None:
    """Where the browser signs out at the organisation too (RP-Initiated Logout 1.0)."""
    provider = context.provider
    if provider is None or row is None or row.way != ORGANISATION:
        return None
    try:
        endpoint = provider.describe().end_session_endpoint
    except ServiceFault:
        # Who cannot be reached cannot be signed out of; the session here is over all the same.
        return None
    if endpoint is None:
        return None
    told = {
        "client_id": provider.settings.client_id,
        "post_logout_redirect_uri": provider.settings.after_sign_out,
        **({"id_token_hint": row.id_token} if row.id_token else {}),
    }
    url: str = add_params_to_uri(endpoint, list(told.items()))
    return url


def _provider(context: Context) -> Provider:
    if context.provider is None:
        raise NotFound("Chưa nối với hệ thống đăng nhập nào / no organisation is set")
    return context.provider


def _take(context: Context, back: CameBack) -> SignInRow:
    with context.database.write() as session:
        now = context.clock()
        began = sessions.take_sign_in(session, state=back.state, browser=back.browser, now=now)
    if began is None:
        raise SignInStale()
    return began


def _redeem(provider: Provider, back: CameBack, began: SignInRow) -> Mapping[str, Any]:
    named = back.issuer is not None or provider.describe().names_issuer
    if named and back.issuer != provider.settings.issuer:
        # An answer of another provider than the one that was asked ("mix-up").
        raise SignInStale()
    if back.error is not None or not back.code:
        raise SignInDenied()
    return provider.redeem(back.code, began.verifier)


def _let_in(
    context: Context, provider: Provider, claims: Mapping[str, Any], id_token: str, origin: From
) -> Entered:
    standing = provider.settings.rules.standing_of(claims)
    if standing is None:
        raise NoRole()
    with context.database.write() as session:
        account = accounts.keep_foreign(
            session, provider.settings.issuer, claims["sub"], standing, now=context.clock()
        )
    if account.disabled is not None:
        raise NoRole()
    return enter(context, account, ORGANISATION, origin, id_token=id_token)
