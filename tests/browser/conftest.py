"""The desk in Debian's Chromium against a real API on a real port; dossiers come from the store."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.app import create_app
from api.context import Context, make_context
from api.settings import ApiSettings
from dossier.store import keys
from dossier.store.states import Role
from tests.fakes.databases import database_settings
from tests.fakes.reviews import Made, store_dossier

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A camera that shows a moving test picture, and nobody to ask whether it may.
ARGUMENTS += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# A page is drawn on whatever cores other tests leave free.
expect.set_options(timeout=120_000)
SIZE = {"width": 1366, "height": 768}


@dataclass(frozen=True, kw_only=True)
class Service:
    url: str
    context: Context

    def new_key(self, name: str, role: Role = Role.REVIEWER) -> str:
        with self.context.database.write() as session:
            made = keys.create_key(
                session, role=role, name=name, branch="H26.01", now=datetime.now(UTC)
            )
        return made.secret


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Debian's chromium is needed: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with database_settings("postgresql", tmp_path) as names:
        context = make_context(ApiSettings(**names))  # type: ignore[arg-type]
        config = uvicorn.Config(create_app(context), port=0, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Service(url=f"http://127.0.0.1:{port}", context=context)
        server.should_exit = True
        thread.join()
        context.database.dispose()


@pytest.fixture
def pile(service: Service) -> list[Made]:
    """Three dossiers with known mistakes, in the order of the queue."""
    now = datetime.now(UTC)
    birth = ("child_name", "mother_dob", "father_id_number")
    return [
        store_dossier(
            service.context,
            "01-birth",
            misread=birth,
            unsure=("father_name", "mother_address"),
            unreadable=("requester_relation",),
            due="2026-11-24",
            now=now - timedelta(hours=3),
        ),
        store_dossier(
            service.context,
            "02-residence-by-hand",
            misread=("declarant_name", "declarant_phone"),
            unsure=("declarant_sex", "head_name"),
            due="2026-11-25",
            now=now - timedelta(hours=2),
        ),
        store_dossier(
            service.context,
            "06-worn",
            misread=("requester_name", "child_dob"),
            unsure=("requester_address", "child_sex"),
            unreadable=("father_ethnicity",),
            now=now - timedelta(hours=1),
        ),
    ]


OpenDesk = Callable[[], Page]


@pytest.fixture
def open_desk(browser: Browser) -> Iterator[OpenDesk]:
    """Opens browsers of their own, as of people at different desks."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one() -> Page:
        context = browser.new_context(viewport=SIZE, locale="vi-VN", reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(120_000)
        contexts.append(context)
        return _watched(context.new_page(), faults)

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_desk: OpenDesk) -> Page:
    return open_desk()


def _watched(opened: Page, faults: list[str]) -> Page:
    """Any error of the page fails its test; any use of the mouse is counted in the page."""
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security" in said.text else None,
    )
    opened.add_init_script(
        "window.mouse = 0; for (const kind of ['mousedown', 'mousemove', 'pointerdown', 'wheel'])"
        "  addEventListener(kind, (e) => { if (e.isTrusted) window.mouse += 1; }, true);"
    )
    return opened


def pictures_folder() -> Path | None:
    """Where screenshots are left, if anybody wants them (`SCREENSHOTS=folder`)."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None
