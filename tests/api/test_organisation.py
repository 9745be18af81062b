"""Signing in at an organisation, against a provider of authlib's server side on loopback."""

from __future__ import annotations

import dataclasses
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select

from api.app import create_app
from api.context import Context, make_context
from api.signin.provider import Provider as Known
from dossier.store import accounts
from dossier.store.account_tables import AccountRow, SessionRow
from dossier.store.tables import AuditRow
from tests.fakes.databases import database_settings
from tests.fakes.identity import (
    CLIENT,
    HOME,
    SECRET,
    Provider,
    new_key,
    running_provider,
    settings_for,
)

pytestmark = pytest.mark.anyio
LAN = {"sub": "u-1", "name": "Nguyễn Thị Lan", "groups": ["soat"], "branch": "hoan-kiem"}
TOKEN = "X-Sohoa-Request-Token"
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "wrong nonce": ({"nonce": "another"}, "token_refused"),
    "no nonce": ({"nonce": None}, "token_refused"),
    "wrong audience": ({"aud": "another"}, "token_refused"),
    "two audiences, no azp": ({"aud": [CLIENT, "another"]}, "token_refused"),
    "authorised for another": ({"azp": "another"}, "token_refused"),
    "wrong issuer": ({"iss": "https://evil.example"}, "token_refused"),
    "expired": ({"exp": 1_700_000_000}, "token_refused"),
    "without an end": ({"exp": None}, "token_refused"),
    "issued in the future": ({"iat": 4_000_000_000}, "token_refused"),
    "not valid yet": ({"nbf": 4_000_000_000}, "token_refused"),
    "nobody": ({"sub": None}, "token_refused"),
    "no text for a subject": ({"sub": 7}, "token_refused"),
    "of another access token": ({"at_hash": "wrong"}, "token_refused"),
    "no rule fits": ({"groups": ["kế toán"]}, "no_role"),
    "no groups told": ({"groups": None}, "no_role"),
    "no branch told": ({"branch": None}, "no_role"),
    "a branch that is no name": ({"branch": "../x y"}, "no_role"),
}
MISLEADING: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://evil.example"},
    "keys elsewhere": {"jwks_uri": "http://169.254.169.254/keys"},
    "tokens elsewhere": {"token_endpoint": "http://127.0.0.1:1/token"},
    "asks over http": {"authorization_endpoint": "http://evil.example/a"},
    "asks by script": {"authorization_endpoint": "javascript:alert(1)"},
    "no keys": {"jwks_uri": None},
    "unsigned": {"id_token_signing_alg_values_supported": ["none"]},
    "too long": {"x": "a" * 1_100_000},
}


@dataclasses.dataclass
class Desk:
    """A browser before the service and its organisation."""

    context: Context
    client: httpx.AsyncClient
    provider: Provider

    async def go(self, page: str = "review") -> str:
        """To the organisation and back up to, not into, the service: the callback's URL."""
        begun = await self.client.get(f"/v1/session/oidc?page={page}")
        assert begun.status_code == 303, begun.text
        async with httpx.AsyncClient() as outside:
            sent = await outside.get(begun.headers["location"])
        assert sent.status_code == 302, sent.text
        return str(sent.headers["location"])

    async def sign_in(self, page: str = "review") -> str:
        """All the way; where the browser ends up."""
        return (await self.client.get(await self.go(page))).headers["location"]

    async def state(self) -> dict[str, Any]:
        return dict((await self.client.get("/v1/session")).json())

    async def queue(self) -> int:
        return (await self.client.get("/v1/review/queue")).status_code


@pytest.fixture(scope="module")
def shared() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(shared: Provider) -> Provider:
    """As new: honest, and Lan signs in."""
    for name, value in vars(Provider(url=shared.url)).items():
        setattr(shared, name, value)
    shared.redirects = [f"{HOME}/v1/session/oidc/callback"]
    shared.person = dict(LAN)
    return shared


@pytest.fixture
async def desk(provider: Provider, tmp_path: Path) -> AsyncIterator[Desk]:
    with database_settings("sqlite", tmp_path) as names:
        context = make_context(settings_for(provider.url, **names))
        transport = httpx.ASGITransport(create_app(context), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            yield Desk(context=context, client=client, provider=provider)
        context.database.dispose()


def refused(location: str) -> str:
    return location.partition("#refused=")[2]


async def test_the_claims_give_role_and_branch(desk: Desk) -> None:
    assert (await desk.state())["organisation"]["name"] == "Sở Nội vụ"
    assert await desk.queue() == 401
    assert await desk.sign_in() == "/review/"
    person = (await desk.state())["signed_in"]["person"]
    assert (person["name"], person["role"]) == ("Nguyễn Thị Lan", "reviewer")
    assert person["branch"] == "hoan-kiem"
    assert await desk.queue() == 200
    assert (await desk.client.get("/metrics")).status_code == 403


async def test_the_same_person_stays_the_same_and_changes_with_the_claims(desk: Desk) -> None:
    await desk.sign_in()
    before = (await desk.state())["signed_in"]["person"]
    desk.provider.person["groups"] = ["soat", "quan-tri"]
    await desk.sign_in()
    after = (await desk.state())["signed_in"]["person"]
    assert (after["id"], after["role"], after["branch"]) == (before["id"], "admin", None)


async def test_it_goes_on_at_the_page_it_began_on(desk: Desk) -> None:
    desk.provider.person["groups"] = ["quét"]
    assert await desk.sign_in("branch") == "/branch/"
    assert (await desk.client.get("/v1/session/oidc?page=//evil.example")).status_code == 422


async def test_what_is_sent_ties_the_answer_to_this_browser(desk: Desk) -> None:
    begun = await desk.client.get("/v1/session/oidc")
    sent = parse_qs(urlsplit(begun.headers["location"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == [f"{HOME}/v1/session/oidc/callback"]
    assert all(len(sent[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    cookie = begun.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    again = await desk.client.get("/v1/session/oidc")
    other = parse_qs(urlsplit(again.headers["location"]).query)
    assert {sent[n][0] for n in ("state", "nonce")}.isdisjoint(
        {other[n][0] for n in ("state", "nonce")}
    )


async def test_a_token_that_is_not_right_lets_nobody_in(desk: Desk) -> None:
    for name, (claims, reason) in REFUSED.items():
        desk.provider.claims = claims
        assert refused(await desk.sign_in()) == reason, name
        assert (await desk.state())["signed_in"] is None, name
        with desk.context.database.read() as session:
            assert accounts.count(session) == 0, name
            entry = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert entry is not None
        told = (entry.action, entry.actor, entry.subject, entry.outcome)
        assert told == ("sign_in", "nobody", reason, "forbidden"), name
    assert await desk.queue() == 401


async def test_clocks_may_be_a_minute_apart(desk: Desk) -> None:
    now = int(datetime.now(UTC).timestamp())
    desk.provider.claims = {"iat": now + 40, "exp": now - 30}
    assert await desk.sign_in() == "/review/"
    desk.provider.claims = {"exp": now - 90}
    assert refused(await desk.sign_in()) == "token_refused"


async def test_a_state_counts_once(desk: Desk) -> None:
    back = await desk.go()
    assert (await desk.client.get(back)).headers["location"] == "/review/"
    replayed = await desk.client.get(back)
    assert refused(replayed.headers["location"]) == "sign_in_stale"
    assert "sohoa-session=" not in replayed.headers.get("set-cookie", "")


async def test_an_answer_that_another_browser_began_is_refused(desk: Desk) -> None:
    """Login CSRF: the victim's browser is sent to a callback of the attacker's own sign-in."""
    back = await desk.go()
    transport = httpx.ASGITransport(create_app(desk.context))
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as victim:
        assert refused((await victim.get(back)).headers["location"]) == "sign_in_stale"
        await victim.get("/v1/session/oidc")
        assert refused((await victim.get(back)).headers["location"]) == "sign_in_stale"
    assert (await desk.client.get(back)).headers["location"] == "/review/"


async def test_a_sign_in_that_took_too_long_is_refused(desk: Desk) -> None:
    back = await desk.go()
    late = dataclasses.replace(
        desk.context, clock=lambda: datetime.now(UTC) + timedelta(minutes=11)
    )
    transport = httpx.ASGITransport(create_app(late))
    async with httpx.AsyncClient(
        transport=transport, base_url=HOME, cookies=desk.client.cookies
    ) as client:
        assert refused((await client.get(back)).headers["location"]) == "sign_in_stale"


async def test_a_code_of_somebody_else_is_refused(desk: Desk) -> None:
    """A code injected into another sign-in fails by PKCE, judged by the provider."""
    stolen = parse_qs(urlsplit(await desk.go()).query)["code"][0]
    mine = urlsplit(await desk.go())
    told = parse_qs(mine.query)
    answer = await desk.client.get(
        mine.path, params={"state": told["state"][0], "iss": told["iss"][0], "code": stolen}
    )
    assert refused(answer.headers["location"]) == "code_refused"


async def test_an_answer_of_another_provider_is_refused(desk: Desk) -> None:
    for iss in ({"iss": "https://evil.example"}, {}):
        back = urlsplit(await desk.go())
        told = {name: values[0] for name, values in parse_qs(back.query).items() if name != "iss"}
        answer = await desk.client.get(back.path, params=told | iss)
        assert refused(answer.headers["location"]) == "sign_in_stale"
    assert "/token" not in desk.provider.asked_for


async def test_the_organisation_may_say_no(desk: Desk) -> None:
    desk.provider.person = {}
    assert refused(await desk.sign_in()) == "sign_in_denied"


def known_for(context: Context, *, seconds: float) -> Known:
    """The provider as it was known so long ago."""
    assert context.provider is not None
    started = monotonic() + seconds
    made = Known(context.provider.settings, seconds=lambda: started)
    made._described, made._keys = context.provider._described, context.provider._keys
    return made


async def test_keys_may_change_at_any_time(desk: Desk) -> None:
    assert await desk.sign_in() == "/review/"
    desk.provider.key = new_key()
    # The keys were looked at a moment ago, and a token must not make us look at them at will.
    assert refused(await desk.sign_in()) == "token_refused"
    context = dataclasses.replace(desk.context, provider=known_for(desk.context, seconds=11))
    transport = httpx.ASGITransport(create_app(context))
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        assert await dataclasses.replace(desk, client=client).sign_in() == "/review/"


async def test_a_key_that_was_never_published_is_refused(desk: Desk) -> None:
    desk.provider.published = [new_key()]
    assert refused(await desk.sign_in()) == "token_refused"
    for _ in range(3):
        assert refused(await desk.sign_in()) == "token_refused"
    # Not asked for at every token: once, and once more after the first that nothing had signed.
    assert desk.provider.asked_for.count("/jwks") <= 2


async def test_a_provider_that_is_down_is_told_and_let_in_later(desk: Desk) -> None:
    desk.provider.broken = True
    answer = await desk.client.get("/v1/session/oidc?page=forms")
    assert answer.headers["location"] == "/forms/#refused=provider_away"
    desk.provider.broken = False
    back = await desk.go()
    desk.provider.broken = True
    assert refused((await desk.client.get(back)).headers["location"]) == "provider_away"
    desk.provider.broken = False
    assert await desk.sign_in() == "/review/"


async def test_a_provider_that_is_not_there_is_told(desk: Desk) -> None:
    provider = desk.context.provider
    assert provider is not None
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
        provider.settings = dataclasses.replace(provider.settings, issuer=nobody)
        answer = await desk.client.get("/v1/session/oidc")
    assert refused(answer.headers["location"]) == "provider_away"


async def test_nothing_is_fetched_but_from_the_issuer(desk: Desk) -> None:
    provider = desk.context.provider
    assert provider is not None
    for name, description in MISLEADING.items():
        desk.provider.description, desk.provider.asked_for[:] = description, []
        provider._described = None
        answer = await desk.client.get("/v1/session/oidc")
        assert refused(answer.headers["location"]) == "provider_invalid", name
        assert desk.provider.asked_for == ["/.well-known/openid-configuration"], name


async def test_signing_out_here_signs_out_there(desk: Desk) -> None:
    await desk.sign_in()
    token = (await desk.state())["signed_in"]["request_token"]
    answer = await desk.client.delete("/v1/session", headers={TOKEN: token})
    go_to = answer.json()["go_to"]
    async with httpx.AsyncClient() as outside:
        left = await outside.get(go_to)
    assert desk.provider.signed_out == ["u-1"]
    assert left.headers["location"].startswith(f"{HOME}/review/")
    assert await desk.queue() == 401


async def test_the_id_token_is_sealed_and_dropped_with_time(desk: Desk) -> None:
    await desk.sign_in()
    with desk.context.database.read() as session:
        connection = session.connection()
        kept = connection.exec_driver_sql("SELECT id_token FROM sessions").scalar_one()
        assert kept.startswith("$sealed:")
        hashed = session.scalars(select(SessionRow.secret_hash)).one()
        assert hashed not in [cookie.value for cookie in desk.client.cookies.jar]


async def test_a_disabled_account_is_out_at_once_and_stays_out(desk: Desk) -> None:
    await desk.sign_in()
    with desk.context.database.write() as session:
        account = session.scalars(select(AccountRow)).one()
        accounts.disable(session, account.id, now=datetime.now(UTC))
    assert await desk.queue() == 401
    assert refused(await desk.sign_in()) == "no_role"


async def test_the_clients_secret_is_in_no_log(
    desk: Desk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await desk.sign_in()
    desk.provider.claims = {"aud": "another"}
    await desk.sign_in()
    told = capsys.readouterr()
    every = told.out + told.err + caplog.text + repr(desk.context.settings)
    assert SECRET not in every
    assert "Nguyễn Thị Lan" not in every
