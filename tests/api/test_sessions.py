"""Sessions: a login of this machine, cookies, requests of other sites, and ending them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.app import create_app
from api.context import Context
from api.settings import ApiSettings
from dossier.errors import Conflict, InvalidRequest
from dossier.store import accounts, passwords
from dossier.store.account_tables import AccountRow, SessionRow
from dossier.store.accounts import Standing
from dossier.store.states import Role
from dossier.store.tables import AuditRow
from tests.api.conftest import Office

pytestmark = [
    pytest.mark.anyio,
    # What the two databases do differently is in `tests/store`.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]
PASSWORD = "con mèo ngồi 7 ghế"
TOKEN = "X-Sohoa-Request-Token"
HOME = "http://localhost"


def person(
    context: Context, login: str, role: Role = Role.REVIEWER, branch: str | None = "H26.01"
) -> str:
    standing = Standing(name=login.title(), role=role, branch=branch)
    with context.database.write() as session:
        return accounts.create_local(session, login, PASSWORD, standing, now=datetime.now(UTC)).id


def browser(context: Context, url: str = HOME) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(context), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=url)


async def sign_in(
    client: httpx.AsyncClient, login: str = "lan", password: str = PASSWORD, **headers: str
) -> httpx.Response:
    body = {"login": login, "password": password}
    return await client.post("/v1/session", json=body, headers=headers)


def later(context: Context, **passed: float) -> Context:
    return dataclasses.replace(context, clock=lambda: datetime.now(UTC) + timedelta(**passed))


async def test_a_person_signs_in_and_out(context: Context) -> None:
    person(context, "lan")
    async with browser(context) as client:
        entered = await sign_in(client, "Lan ")
        assert entered.status_code == 200, entered.text
        assert entered.json()["person"]["role"] == "reviewer"
        assert (await client.get("/v1/review/queue")).status_code == 200
        assert (await client.get("/metrics")).status_code == 403
        state = (await client.get("/v1/session")).json()
        assert state["password"] is True
        assert state["signed_in"]["request_token"] == entered.json()["request_token"]
        secret = client.cookies["sohoa-session"]
        assert (await client.delete("/v1/session")).json() == {"go_to": None}
        assert (await client.get("/v1/review/queue")).status_code == 401
        client.cookies.set("sohoa-session", secret)
        again = await client.get("/v1/review/queue")
        assert (again.status_code, again.json()["code"]) == (401, "session_ended")
    with context.database.read() as session:
        found = session.execute(select(AuditRow.action, AuditRow.actor)).all()
    assert [action for action, _ in found][:2] == ["sign_in", "review_queue"]
    assert {actor[:4] for _, actor in found} == {"acc_"}


async def test_v7_2_4_signing_in_gives_a_new_session_and_ends_the_old(context: Context) -> None:
    """Session fixation: a cookie that somebody planted before is worth nothing after."""
    person(context, "lan")
    async with browser(context) as client:
        client.cookies.set("sohoa-session", "planted")
        await sign_in(client)
        first = client.cookies.get("sohoa-session", domain="localhost.local")
        assert first
        assert first != "planted"
        client.cookies.delete("sohoa-session", domain="")
        await sign_in(client)
        second = client.cookies.get("sohoa-session", domain="localhost.local")
        assert second not in (None, first)
    with context.database.read() as session:
        ended = [row.ended is not None for row in session.scalars(select(SessionRow))]
    assert sorted(ended) == [False, True]


async def test_every_refusal_looks_the_same(context: Context) -> None:
    person(context, "lan")
    with context.database.write() as session:
        accounts.disable(session, person_id(context, "lan"), now=datetime.now(UTC))
    person(context, "minh")
    async with browser(context) as client:
        answers = [
            await sign_in(client, "nobody"),
            await sign_in(client, "minh", "wrong password 12"),
            await sign_in(client, "lan"),
            await sign_in(client, "minh", ""),
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 422]
    assert len({answer.text for answer in answers[:3]}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


def person_id(context: Context, login: str) -> str:
    with context.database.read() as session:
        return accounts.find(session, login).id


async def test_v6_3_1_guessing_is_slowed_for_the_right_password_too(context: Context) -> None:
    person(context, "lan")
    async with browser(context) as client:
        for _ in range(5):
            assert (await sign_in(client, password="a wrong one 123")).status_code == 401
        assert (await sign_in(client)).status_code == 401
    async with browser(later(context, seconds=31)) as client:
        assert (await sign_in(client, password="a wrong one 123")).status_code == 401
        assert (await sign_in(client)).status_code == 401, "the pause has grown"
    async with browser(later(context, seconds=200)) as client:
        assert (await sign_in(client)).status_code == 200
    with context.database.read() as session:
        assert session.scalars(select(AccountRow.failures)).one() == 0


async def test_v3_3_the_cookie_is_closed_to_scripts_sites_and_neighbours(
    context: Context,
) -> None:
    person(context, "lan")
    told = context.settings.model_dump() | {"public_url": "https://so.vn"}
    served = dataclasses.replace(context, settings=ApiSettings(**told))
    async with browser(served, "http://inside:8000") as client:
        answer = await sign_in(client, Origin="https://so.vn")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-sohoa-session=")
        for flag in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert flag in cookie, flag
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        # Without the prefix a neighbour host could have planted it.
        secret = cookie.split("=")[1].split(";")[0]
        plain = await client.get("/v1/review/queue", headers={"Cookie": f"sohoa-session={secret}"})
        assert plain.status_code == 401
    async with browser(context, "http://192.168.1.20:8000") as client:
        refused = await sign_in(client)
        assert (refused.status_code, refused.json()["code"]) == (403, "insecure_connection")
        assert "set-cookie" not in refused.headers


async def test_v3_5_1_a_change_needs_the_pages_own_token(context: Context) -> None:
    person(context, "lan")
    async with browser(context) as client:
        token = (await sign_in(client)).json()["request_token"]
        wrong: list[dict[str, Any]] = [{}, {TOKEN: ""}, {TOKEN: "0" * 64}, {TOKEN: "ữ".encode()}]
        for headers in wrong:
            refused = await client.post("/v1/review/next", json={}, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "cross_site"), headers
        taken = await client.post("/v1/review/next", json={}, headers={TOKEN: token})
        assert taken.status_code == 200, taken.text


async def test_v3_5_2_another_sites_page_changes_nothing(context: Context) -> None:
    person(context, "lan")
    elsewhere: list[dict[str, str]] = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:81"},
    ]
    async with browser(context) as client:
        for headers in elsewhere:
            assert (await sign_in(client, **headers)).json()["code"] == "cross_site"
        token = (await sign_in(client, Origin=HOME)).json()["request_token"]
        for headers in elsewhere:
            told = {**headers, TOKEN: token}
            refused = await client.post("/v1/review/next", json={}, headers=told)
            assert refused.json()["code"] == "cross_site"
            assert (await client.delete("/v1/session", headers=headers)).status_code == 403
        assert (await client.get("/v1/review/queue")).status_code == 200


async def test_v7_3_a_session_ends_unused_and_at_the_latest_after_hours(context: Context) -> None:
    person(context, "lan")
    async with browser(context) as client:
        await sign_in(client)
        jar = client.cookies
    for passed, status in ((59, 200), (61, 401)):
        async with browser(later(context, minutes=passed)) as client:
            client.cookies = jar
            # What a page asks by itself keeps nobody signed in.
            assert (await client.get("/v1/review/queue")).status_code == status
    async with browser(later(context, minutes=50)) as client:
        client.cookies = jar
        await client.get("/v1/dossiers")
    async with browser(later(context, minutes=100)) as client:
        client.cookies = jar
        assert (await client.get("/v1/review/queue")).status_code == 200
    for hours in range(1, 10):
        async with browser(later(context, minutes=hours * 55 + 50)) as client:
            client.cookies = jar
            await client.get("/v1/dossiers")
    async with browser(later(context, hours=10, minutes=1)) as client:
        client.cookies = jar
        assert (await client.get("/v1/review/queue")).status_code == 401


async def test_open_sessions_are_seen_and_ended(context: Context) -> None:
    person(context, "lan")
    person(context, "hoa", Role.ADMIN, None)
    async with browser(context) as lan, browser(context) as hoa:
        await sign_in(lan, **{"User-Agent": "Chromium"})
        token = (await sign_in(hoa, "hoa")).json()["request_token"]
        own = (await lan.get("/v1/sessions")).json()["sessions"]
        assert [(line["agent"], line["own"]) for line in own] == [("Chromium", True)]
        every = (await hoa.get("/v1/sessions")).json()["sessions"]
        assert {line["person"]["name"] for line in every} == {"Lan", "Hoa"}
        ended = await hoa.delete(f"/v1/sessions/{own[0]['id']}", headers={TOKEN: token})
        assert ended.status_code == 204
        assert (await lan.get("/v1/review/queue")).status_code == 401
        assert (await hoa.get("/v1/review/queue")).status_code == 200


async def test_another_branch_finds_nothing(office: Office) -> None:
    person(office.context, "lan", branch="H26.02")
    async with browser(office.context) as lan:
        await sign_in(lan)
        name = (await lan.get("/v1/sessions")).json()["sessions"][0]["id"]
        # The keys of the office are of H26.01.
        for role in Role:
            assert (await office.call("GET", "/v1/sessions", role=role)).json() == {"sessions": []}
            answer = await office.call("DELETE", f"/v1/sessions/{name}", role=role)
            assert answer.status_code == 404
        assert (await lan.get("/v1/review/queue")).status_code == 200


async def test_a_new_password_ends_what_was_open(context: Context) -> None:
    made = person(context, "lan")
    async with browser(context) as client:
        await sign_in(client)
        with context.database.write() as session:
            accounts.set_password(session, made, "một câu dài khác hẳn", now=datetime.now(UTC))
        assert (await client.get("/v1/review/queue")).status_code == 401
        assert (await sign_in(client)).status_code == 401
        assert (await sign_in(client, password="một câu dài khác hẳn")).status_code == 200


async def test_nothing_of_a_password_or_a_session_is_kept_or_logged(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    person(context, "lan")
    async with browser(context) as client:
        token = (await sign_in(client)).json()["request_token"]
        await sign_in(client, password="a wrong one 123")
        secret = next(iter(client.cookies.jar)).value or "?"
    with context.database.read() as session:
        kept = repr(session.execute(select(*AccountRow.__table__.columns)).all())
        kept += repr(session.execute(select(*SessionRow.__table__.columns)).all())
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in kept
    told = capsys.readouterr()
    for value in (PASSWORD, "a wrong one 123", secret, token):
        assert value not in kept + told.out + told.err


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "lan lan lan lan",
        "a" * 129,
        "aaaaaaaaaaaaaaa",
        "123456789012",
        "abcabcabcabcabc",
    ],
)
async def test_v6_2_a_password_is_long_and_no_row(context: Context, password: str) -> None:
    with pytest.raises(InvalidRequest):
        passwords.hash_password(password, "lan")


async def test_logins_are_one_persons(context: Context) -> None:
    person(context, "lan")
    with pytest.raises(Conflict):
        person(context, "LAN")
    with pytest.raises(InvalidRequest):
        person(context, "lan hoa")
    with pytest.raises(InvalidRequest):
        person(context, "quet", Role.SCANNER, None)
