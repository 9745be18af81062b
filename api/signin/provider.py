"""Talking to the organisation's provider: its description, its keys, a code for a token.

The service calls the configured issuer's origin and no other: an endpoint that the description puts
elsewhere is refused, no redirect is followed, no proxy of the environment is used, and an answer
has a longest size and a longest time. What the browser is sent to may stand elsewhere, by https.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.signin.settings import OidcSettings, is_safe_url
from dossier.errors import ServiceFault

TIMEOUT_S: Final = 5.0
"""For one call to the provider: a person waits."""
_MAX_BYTES: Final = 1_000_000
_KEPT_S: Final = 600.0
_SOONEST_S: Final = 10.0
"""Between two looks at the keys: a token with an unknown key must not make us hammer."""
_JSON: Final = {"Accept": "application/json"}
_FORM: Final = {**_JSON, "Content-Type": "application/x-www-form-urlencoded"}
_ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Never `none`, and never HS*: whoever knows the client's secret could sign with those."""
_log = structlog.get_logger(__name__)


class ProviderAway(ServiceFault):
    code = "provider_away"
    title_vi = "Hệ thống đăng nhập của cơ quan không trả lời, hãy thử lại sau ít phút"
    title_en = "The organisation's sign-in does not answer, try again in some minutes"


class ProviderInvalid(ServiceFault):
    code = "provider_invalid"
    title_vi = "Hệ thống đăng nhập của cơ quan trả lời không đúng chuẩn OpenID Connect"
    title_en = "The organisation's sign-in does not answer as OpenID Connect says"


class CodeRefused(ServiceFault):
    """The provider did not take the code: it is old, used, or not ours."""

    status = 401
    code = "code_refused"
    title_vi = "Hệ thống của cơ quan không chấp nhận lần đăng nhập này, hãy đăng nhập lại"
    title_en = "The organisation did not accept this sign-in, sign in again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    algorithms: tuple[str, ...]
    auth_methods: tuple[str, ...]
    names_issuer: bool
    """Whether it names itself when it sends a browser back (RFC 9207)."""


class Provider:
    """Keeps the description and the keys for some minutes. Safe to share between threads."""

    def __init__(self, settings: OidcSettings, *, seconds: Callable[[], float] = monotonic) -> None:
        self.settings = settings
        self._seconds = seconds
        self._lock = Lock()
        self._described: tuple[float, Description] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def describe(self) -> Description:
        """Raises ProviderAway, ProviderInvalid."""
        with self._lock:
            now = self._seconds()
            if self._described is None or now - self._described[0] > _KEPT_S:
                url = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
                self._described = now, self._understand(self._get(url))
            return self._described[1]

    def keys(self, *, fresh: bool = False) -> KeySet:
        """Its public keys; `fresh` when a token was signed by none of those known.

        Raises ProviderAway, ProviderInvalid.
        """
        url = self.describe().jwks_uri
        with self._lock:
            now = self._seconds()
            longest = _SOONEST_S if fresh else _KEPT_S
            if self._keys is None or now - self._keys[0] > longest:
                try:
                    self._keys = now, KeySet.import_key_set(self._get(url))  # type: ignore[arg-type]
                except (JoseError, ValueError, KeyError, TypeError) as exc:
                    raise self._invalid("jwks") from exc
            return self._keys[1]

    def redeem(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The token answer for an authorization code. Raises CodeRefused and as `describe`."""
        described, settings = self.describe(), self.settings
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=settings.callback,
            code=code,
            code_verifier=verifier,
        )
        secret = settings.client_secret
        method = _auth_method(described, has_secret=secret is not None)
        auth = ClientAuth(settings.client_id, secret and secret.get_secret_value(), method)
        url, headers, body = auth.prepare("POST", described.token_endpoint, dict(_FORM), body)
        return self._call("POST", url, headers=headers, content=body)

    def _get(self, url: str) -> Mapping[str, Any]:
        return self._call("GET", url, headers=_JSON)

    def _call(self, method: str, url: str, **options: Any) -> Mapping[str, Any]:
        until = self._seconds() + TIMEOUT_S
        try:
            with (
                self._client() as client,
                client.stream(method, url, **options) as answer,
            ):
                status, body = answer.status_code, self._read(answer, until)
        except httpx.HTTPError as exc:
            raise self._away(type(exc).__name__) from exc
        if status >= 500:
            raise self._away(f"HTTP {status}")
        if method == "POST" and status in (400, 401, 403):
            _log.warning("sign-in code refused", issuer=self.settings.issuer, status=status)
            raise CodeRefused()
        try:
            parsed = json.loads(body)
        except ValueError as exc:
            raise self._invalid("json") from exc
        if status != 200 or not isinstance(parsed, dict):
            raise self._invalid(f"HTTP {status}")
        return parsed

    def _client(self) -> httpx.Client:
        # The system's authorities, to which an organisation adds its own; not httpx's list.
        trusted = ssl.create_default_context()
        return httpx.Client(
            timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, verify=trusted
        )

    def _read(self, answer: httpx.Response, until: float) -> bytes:
        """The body, as a whole in time: httpx's timeouts are for one read each."""
        body = bytearray()
        for part in answer.iter_bytes(65536):
            body += part
            if len(body) > _MAX_BYTES:
                raise self._invalid("too_long")
            if self._seconds() > until:
                raise self._away("too_slow")
        return bytes(body)

    def _understand(self, told: Mapping[str, Any]) -> Description:
        try:
            OpenIDProviderMetadata(told).validate()
        except ValueError as exc:
            raise self._invalid("description") from exc
        # OpenID Connect Discovery 1.0, 4.3: exactly the issuer that was asked.
        if told["issuer"] != self.settings.issuer:
            raise self._invalid("issuer")
        for endpoint in ("token_endpoint", "jwks_uri"):
            if _origin(told[endpoint]) != _origin(self.settings.issuer):
                raise self._invalid(f"{endpoint}_elsewhere")
        for endpoint in ("authorization_endpoint", "end_session_endpoint"):
            if told.get(endpoint) and not is_safe_url(told[endpoint]):
                raise self._invalid(f"{endpoint}_not_safe")
        algorithms = _ALGORITHMS.intersection(told["id_token_signing_alg_values_supported"])
        if not algorithms:
            raise self._invalid("algorithms")
        return Description(
            authorization_endpoint=told["authorization_endpoint"],
            token_endpoint=told["token_endpoint"],
            jwks_uri=told["jwks_uri"],
            end_session_endpoint=told.get("end_session_endpoint"),
            algorithms=tuple(sorted(algorithms)),
            auth_methods=tuple(
                told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
            ),
            names_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        )

    def _away(self, cause: str) -> ProviderAway:
        _log.warning("sign-in provider does not answer", issuer=self.settings.issuer, cause=cause)
        return ProviderAway()

    def _invalid(self, cause: str) -> ProviderInvalid:
        _log.error("sign-in provider misbehaves", issuer=self.settings.issuer, cause=cause)
        return ProviderInvalid(cause=cause)


def _origin(url: Any) -> tuple[str, str, int | None]:
    split = urlsplit(str(url))
    usual = {"https": 443, "http": 80}.get(split.scheme)
    return split.scheme, (split.hostname or "").lower(), split.port or usual


def _auth_method(described: Description, *, has_secret: bool) -> str:
    if not has_secret:
        return "none"
    known = ("client_secret_basic", "client_secret_post")
    return next((method for method in known if method in described.auth_methods), known[0])
