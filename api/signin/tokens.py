"""Is this ID token ours, of today, and signed by the provider? (OIDC Core 1.0, 3.1.3.7)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry

from api.signin.provider import Provider
from dossier.errors import Unauthenticated

LEEWAY_S: Final = 60
"""How far the provider's clock and ours may be apart."""
_LONGEST: Final = 50_000
_log = structlog.get_logger(__name__)


class TokenRefused(Unauthenticated):
    code = "token_refused"
    title_vi = "Không xác minh được danh tính từ hệ thống của cơ quan, hãy đăng nhập lại"
    title_en = "What the organisation said of you could not be verified, sign in again"


def check_id_token(
    provider: Provider, answer: Mapping[str, Any], *, nonce: str, now: datetime
) -> Mapping[str, Any]:
    """The claims of the token answer's ID token.

    Raises TokenRefused when its signature, issuer, audience, times or nonce are not as they must
    be; ProviderAway, ProviderInvalid.
    """
    token = answer.get("id_token")
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise _refused("missing")
    settings = provider.settings
    try:
        try:
            opened = _open(token, provider)
        except (InvalidKeyIdError, BadSignatureError):
            # The provider may have changed its keys a moment ago.
            opened = _open(token, provider, fresh=True)
    except (JoseError, ValueError) as exc:
        raise _refused(type(exc).__name__) from exc
    claims = CodeIDToken(
        opened.claims,
        opened.header,
        {
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
        },
        {
            "nonce": nonce,
            "client_id": settings.client_id,
            "access_token": answer.get("access_token"),
        },
    )
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError) as exc:
        raise _refused(f"{type(exc).__name__} {getattr(exc, 'claim', '')}".strip()) from exc
    return dict(claims)


def _open(token: str, provider: Provider, *, fresh: bool = False) -> jwt.Token:
    registry = JWSRegistry(
        algorithms=list(provider.describe().algorithms), strict_check_header=False
    )
    return jwt.decode(token, provider.keys(fresh=fresh), registry=registry)


def _refused(cause: str) -> TokenRefused:
    # Never with the token or a claim's value.
    _log.warning("ID token refused", cause=cause)
    return TokenRefused()
