"""Signing in by the button, at a provider on loopback, and by a login of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from api.app import create_app
from api.context import Context, make_context
from api.server import _listen
from api.settings import ApiSettings
from dossier.store import accounts
from dossier.store.accounts import Standing
from dossier.store.states import Role
from tests.browser.looks import picture, violations
from tests.fakes.databases import database_settings
from tests.fakes.identity import CLIENT, SECRET, Provider, running_provider
from tests.fakes.reviews import store_dossier

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
PASSWORD = "con mèo ngồi 7 ghế"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as started:
        started.asks = True
        started.person = {"sub": "u-1", "name": "Nguyễn Thị Lan", "groups": ["soat"]}
        yield started


@pytest.fixture
def desk(provider: Provider, tmp_path: Path) -> Iterator[tuple[str, Context]]:
    """The service's URL, with one dossier to review."""
    listener = _listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    provider.redirects = [f"{url}/v1/session/oidc/callback"]
    with database_settings("sqlite", tmp_path) as names:
        settings = ApiSettings(
            **names,  # type: ignore[arg-type]
            public_url=url,
            oidc_issuer=provider.url,
            oidc_client_id=CLIENT,
            oidc_client_secret=SecretStr(SECRET),
            oidc_name="Sở Nội vụ Hà Nội",
            oidc_roles="groups=soat:reviewer@H26.01",
        )
        context = make_context(settings)
        standing = Standing(name="Trần Minh", role=Role.ADMIN, branch=None)
        with context.database.write() as session:
            accounts.create_local(session, "minh", PASSWORD, standing, now=datetime.now(UTC))
        store_dossier(context, "01-birth", misread=("child_name",), due="2026-11-24")
        config = uvicorn.Config(create_app(context), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield url, context
        server.should_exit = True
        thread.join()
        context.database.dispose()


def test_a_reviewer_signs_in_by_the_button_and_lands_on_the_desk(
    page: Page, desk: tuple[str, Context], provider: Provider
) -> None:
    url, _ = desk
    page.goto(f"{url}/review/")
    button = page.get_by_role("link", name="Đăng nhập qua Sở Nội vụ Hà Nội")
    expect(button).to_be_focused()
    assert violations(page) == []
    picture(page, "signing-in-light")
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    picture(page, "signing-in-dark")
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tiếp tục").press("Enter")
    expect(page.locator("#start")).to_be_focused()
    expect(page.locator("#bar")).to_contain_text("Nguyễn Thị Lan")
    picture(page, "signed-in")
    # The session is the cookie's: no script has it, and a reload goes on.
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    page.reload()
    expect(page.locator("#start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#value")).to_be_focused()
    page.keyboard.press("Alt+q")
    expect(page.locator("#start")).to_be_focused()
    page.get_by_role("button", name="Đăng xuất").press("Enter")
    expect(button).to_be_visible()
    assert provider.signed_out == ["u-1"]
    assert page.request.get(f"{url}/v1/review/queue").status == 401


def test_who_has_no_role_is_told_why(
    page: Page, desk: tuple[str, Context], provider: Provider
) -> None:
    url, _ = desk
    provider.person["groups"] = ["kế toán"]
    page.goto(f"{url}/review/")
    page.get_by_role("link", name="Sở Nội vụ").press("Enter")
    page.get_by_role("button", name="Tiếp tục").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("chưa được giao việc nào")
    assert violations(page) == []
    picture(page, "signing-in-refused")


def test_a_login_of_this_machine_opens_all_pages(page: Page, desk: tuple[str, Context]) -> None:
    url, _ = desk
    page.goto(f"{url}/review/")
    page.locator("#login").fill("minh")
    page.locator("#password").fill("sai mật khẩu rồi")
    page.keyboard.press("Enter")
    expect(page.locator(".by-password [role=alert]")).to_contain_text("Sai tên đăng nhập")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#start")).to_be_focused()
    page.goto(f"{url}/forms/")
    expect(page.locator("#file")).to_be_attached()
    page.goto(f"{url}/branch/")
    expect(page.locator("#code")).to_be_focused()
    expect(page.locator("#key")).to_have_count(0)
    picture(page, "branch-signed-in")
