"""An OpenID Connect provider on loopback, made of authlib's server side: it judges codes, PKCE,
client secrets and sign-outs by itself, so a client that left one out would not get in. `claims` and
`key` let a test have it say what an honest one would not.
"""

from __future__ import annotations

import html
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientMixin,
    JsonRequest,
    OAuth2Error,
    OAuth2Request,
    grants,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet, RSAKey
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from api.settings import ApiSettings

CLIENT = "sohoa"
SECRET = "the client's own secret 8127"
HOME = "http://localhost"
ROLES = "groups=quan-tri:admin@*; groups=soat:reviewer@{branch}; groups=quét:scanner@ba-dinh"


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": secrets.token_hex(4)})


@dataclass
class Provider:
    """A running provider. What is set here holds from the next answer on."""

    url: str
    redirects: list[str] = field(default_factory=list)
    """Redirect URIs that were registered."""
    person: dict[str, Any] = field(default_factory=dict)
    """Claims of whoever signs in: `sub`, `name`, `groups` ..."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Put over those of the ID token; None takes one out."""
    key: RSAKey = field(default_factory=new_key)
    """That signs."""
    published: list[RSAKey] | None = None
    """None: the one that signs."""
    description: dict[str, Any] = field(default_factory=dict)
    """Put over what it says of itself."""
    broken: bool = False
    """Answers 503."""
    asks: bool = False
    """Whether it shows a page with a button before it sends a browser back."""
    codes: dict[str, _Code] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)
    """Paths, in order."""
    signed_out: list[str] = field(default_factory=list)
    """Subjects."""


class _Client(ClientMixin):  # type: ignore[misc]
    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self._provider.redirects[0]

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self._provider.redirects

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    @property
    def client_metadata(self) -> dict[str, list[str]]:
        homes = [uri.partition("/v1/")[0] for uri in self._provider.redirects]
        return {"post_logout_redirect_uris": [f"{home}/review/" for home in homes]}


@dataclass
class _Code(AuthorizationCodeMixin):  # type: ignore[misc]
    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())


class _Request(OAuth2Request):  # type: ignore[misc]
    def __init__(self, method: str, path: str, data: dict[str, str], headers: Any) -> None:
        # authlib refuses http; on loopback there is nobody on the way.
        super().__init__(method, f"https://provider{path}", headers=headers)
        self.payload = BasicOAuth2Payload(data)
        self._sent = data

    @property
    def args(self) -> dict[str, str]:
        return self._sent

    @property
    def form(self) -> dict[str, str]:
        return self._sent


class _Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: generate_token()))
        self.register_grant(_grant(provider), [CodeChallenge(required=True), _IdToken(provider)])
        self.register_endpoint(_end_session(provider))

    def query_client(self, client_id: str) -> _Client | None:
        return _Client(self.provider) if client_id == CLIENT else None

    def save_token(self, token: Any, request: Any) -> None:
        pass

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        pass

    def create_oauth2_request(self, request: _Request) -> _Request:
        return request

    def create_json_request(self, request: Any) -> JsonRequest:
        raise NotImplementedError

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        if isinstance(body, dict):
            return JSONResponse(body, status, headers=dict(headers))
        return Response(body, status, headers=dict(headers))


def _grant(provider: Provider) -> type[grants.AuthorizationCodeGrant]:
    class Grant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: _Request) -> None:
            told = request.payload.data
            provider.codes[code] = _Code(
                code=code,
                redirect_uri=told["redirect_uri"],
                scope=told["scope"],
                nonce=told.get("nonce"),
                code_challenge=told.get("code_challenge"),
                code_challenge_method=told.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: _Client) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> dict[str, Any]:
            return provider.person

    return Grant


class _IdToken(OpenIDCode):  # type: ignore[misc]
    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self._provider = provider

    def exists_nonce(self, nonce: str, request: _Request) -> bool:
        return any(code.nonce == nonce for code in self._provider.codes.values())

    def resolve_client_private_key(self, client: _Client) -> RSAKey:
        return self._provider.key

    def get_client_claims(self, client: _Client) -> dict[str, Any]:
        return {"iss": self._provider.url, "aud": CLIENT}

    def get_encode_header(self, client: _Client) -> dict[str, str]:
        return {"alg": "RS256", "kid": str(self._provider.key.kid)}

    def generate_user_info(self, user: dict[str, Any], scope: str) -> dict[str, Any]:
        return user

    def get_compatible_claims(self, request: _Request) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_compatible_claims(request)
        return claims

    def encode_id_token(self, token: Any, request: _Request) -> str:
        # Over the person's own claims, which come last.
        request.user = request.user | self._provider.claims
        encoded: str = super().encode_id_token(token, request)
        return encoded


def _end_session(provider: Provider) -> type[EndSessionEndpoint]:
    class EndSession(EndSessionEndpoint):  # type: ignore[misc]
        def get_server_jwks(self) -> KeySet:
            return KeySet([*(provider.published or [provider.key])])

        def end_session(self, end_session_request: Any) -> None:
            claims = end_session_request.id_token_claims or {}
            provider.signed_out.append(claims.get("sub", ""))

    return EndSession


class _Answers:
    """One method for each endpoint."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._server = _Server(provider)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.describe),
            Route("/jwks", self.jwks),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/end", self.end),
        ]

    def describe(self, _request: Request) -> Response:
        url = self._provider.url
        told = {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/jwks",
            "end_session_endpoint": f"{url}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse({**told, **self._provider.description})

    def jwks(self, _request: Request) -> Response:
        keys = self._provider.published or [self._provider.key]
        return JSONResponse(KeySet([*keys]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        told, person = dict(request.query_params), self._provider.person
        if self._provider.asks and "yes" not in told:
            return _ask(told, str(person.get("name", "")))
        wanted = _Request("GET", "/authorize", told, request.headers)
        try:
            grant = self._server.get_consent_grant(wanted, person)
        except OAuth2Error as error:
            return JSONResponse({"error": error.error}, 400)
        answer: Response = self._server.create_authorization_response(wanted, person or None, grant)
        if "location" not in answer.headers:
            return answer
        named = urlencode({"iss": self._provider.url})
        return RedirectResponse(f"{answer.headers['location']}&{named}", 302)

    async def token(self, request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        told = {name: values[0] for name, values in sent.items()}
        answer: Response = self._server.create_token_response(
            _Request("POST", "/token", told, request.headers)
        )
        return answer

    def end(self, request: Request) -> Response:
        told = _Request("GET", "/end", dict(request.query_params), request.headers)
        answer: Response | None = self._server.create_endpoint_response("end_session", told)
        return answer or Response("signed out")


def _ask(told: dict[str, str], name: str) -> Response:
    fields = "".join(
        f'<input type="hidden" name="{html.escape(key)}" value="{html.escape(value)}">'
        for key, value in told.items()
    )
    return HTMLResponse(
        f"<!doctype html><title>SSO</title><h1>Sở Nội vụ (SSO)</h1><form>{fields}"
        f'<button name="yes" value="1">Tiếp tục với tên {html.escape(name)}</button></form>'
    )


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that answers until the context ends."""
    provider = Provider(url="")
    app = Starlette(routes=_Answers(provider).routes())

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            provider.asked_for.append(scope["path"])
            if provider.broken:
                await JSONResponse({"error": "away"}, 503)(scope, receive, send)
                return
        await app(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(watched, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    provider.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()


def settings_for(issuer: str, **names: Any) -> ApiSettings:
    """Of a service at HOME whose people sign in at `issuer`."""
    told: dict[str, Any] = {
        "public_url": HOME,
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_name": "Sở Nội vụ",
        "oidc_roles": ROLES,
    }
    return ApiSettings(**{**told, **names})
