"""The way of docs/walkthrough.md by its own words: from a scanned pile to a delivered record.

`sohoa serve` in processes of its own with the real engine, keys by `sohoa admin`, the pages in
Chromium, and a dossier system that verifies what it is told. `WALKTHROUGH=docs/walkthrough` takes
the pictures anew.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from dossier.text import clean
from samples.generator import make_dossier, write_dossier
from tests.browser.conftest import OpenDesk
from tests.browser.keyboard import VALUE, hold_against_paper
from tests.fakes.loopback import serving

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

PATIENCE_S = 1500.0
BRANCH = "hoan-kiem"
SHARP = "() => (document.querySelector('.paper .sheet img')?.naturalWidth ?? 0) > 1000"
SLIP = "mother_name"
"""What was submitted differs from the paper by one mark, and the first reviewer does not see it."""
SPOKEN = {"male": "Nam", "female": "Nữ", "yes": "Có", "no": "Không"}


@dataclass(frozen=True, kw_only=True)
class Office:
    url: str
    data: Path
    environment: dict[str, str]

    def key(self, role: str, name: str) -> str:
        """As the README has it: `sohoa admin keys create`, whose last word is the secret."""
        made = self.sohoa(
            "admin", "keys", "create", "--role", role, "--name", name, "--branch", BRANCH
        )
        found = re.search(r"sk_\S+", made)
        assert found is not None, made
        return found.group()

    def sohoa(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "cli", *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """`sohoa serve --port P --data DIR`, until it says that it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path / "data"
    environment = {
        **os.environ,
        "SOHOA_DATA": str(data),
        "SOHOA_WEBHOOK_TARGETS": "127.0.0.0/8",
    }
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port), "--data", str(data)]
    log = (tmp_path / "serve.log").open("w")
    serving = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        made = Office(url=f"http://127.0.0.1:{port}", data=data, environment=environment)
        wait_for(lambda: answers(made.url), "the service to be ready")
        yield made
        serving.send_signal(signal.SIGINT)
        serving.wait(120)
    finally:
        serving.kill()
        serving.wait()
        log.close()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(true: Any, what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.5)


@dataclass
class Receiver:
    """The dossier system's end: keeps what was posted, and says 200."""

    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.posted.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    with serving(Handler) as port:
        made.port = port
        yield made


class Album:
    """Numbered pictures, small enough for a repository; none where nobody wants them."""

    def __init__(self) -> None:
        folder = os.environ.get("WALKTHROUGH")
        self.folder = Path(folder) if folder else None
        self.number = 0

    def take(self, page: Page, name: str) -> None:
        self.number += 1
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        shot.save(self.folder / f"{self.number:02}-{name}.webp", quality=70, method=6)


@dataclass(frozen=True, kw_only=True)
class Pile:
    code: str
    files: list[Path]
    submitted: dict[str, Any]
    truth: dict[str, dict[str, Any]]
    """Form -> field -> what stands there, as the generator wrote it."""


@pytest.fixture
def pile(tmp_path: Path) -> Pile:
    """A declaration of two pages as an office scanner gives them; nobody in it exists."""
    folder = tmp_path / "pile"
    made = make_dossier(
        2040, form="birth_registration", share="test", level="office", filling="typed"
    )
    write_dossier(made, folder, kind="jpeg")
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Pile(
        code=told["dossier"],
        files=[folder / name for name in told["files"]],
        submitted=json.loads((folder / "submitted.json").read_text(encoding="utf-8")),
        truth={d["form"]: d["fields"] for d in told["documents"]},
    )


def drag_in(page: Page, files: list[Path]) -> None:
    """As from the file manager: Chromium's own drag events, with the files in hand."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 400, "data": data})


def scan_the_pile(page: Page, office: Office, pile: Pile, album: Album) -> None:
    page.goto(f"{office.url}/branch/")
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.insert_text(office.key("scanner", "Quầy 3"))
    page.keyboard.press("Tab")
    page.keyboard.insert_text(pile.code)
    album.take(page, "branch-sign-in")
    page.keyboard.press("Enter")
    expect(page.locator("#files")).to_be_focused()
    drag_in(page, pile.files)
    expect(page.locator(".card")).to_have_count(len(pile.files))
    for card in page.locator(".card").all():
        expect(card).to_have_attribute("data-verdict", "good")
    expect(page.locator(".card img[src]")).to_have_count(len(pile.files))
    album.take(page, "branch-verdicts")
    page.locator("#declared").fill(str(len(pile.files)))
    page.keyboard.press("Enter")
    expect(page.locator("#sealed")).to_contain_text(f"Đã niêm phong {len(pile.files)} trang")
    album.take(page, "branch-sealed")


class Reviewer:
    """Keyboard only; sees the paper, which is the truth."""

    def __init__(
        self,
        page: Page,
        office: Office,
        pile: Pile,
        name: str,
        role: str = "reviewer",
        slips_at: str = "",
    ) -> None:
        """`slips_at`: a field at which this person takes the submitted value unseen."""
        self.page, self.pile, self.slips_at = page, pile, slips_at
        self.secret = office.key(role, name)
        self.office = office
        page.goto(f"{office.url}/review/")
        expect(page.locator("#key")).to_be_focused()
        page.keyboard.insert_text(self.secret)
        page.keyboard.press("Enter")
        expect(page.locator("#start")).to_be_focused()

    def forms(self) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
        """(title of a paper, title of a field) -> its form, and the field as the desk has it."""
        answer = httpx.get(
            f"{self.office.url}/v1/review/dossiers/{self.pile.code}",
            headers={"Authorization": f"Bearer {self.secret}"},
            timeout=60,
        )
        view = answer.raise_for_status().json()
        return {
            (d["title"], f["title"]): (d["form"], f) for d in view["documents"] for f in d["fields"]
        }

    def settle_field(self) -> None:
        page = self.page
        paper = page.locator(".editor .where span").first.inner_text()
        title = page.locator('.fields [aria-current="true"] .name').inner_text()
        form, found = self.forms()[paper, title]
        truth = self.pile.truth[form].get(found["key"], {"value": "", "state": "blank"})
        if not truth["value"]:
            page.keyboard.press("Alt+n")
            return
        if found["key"] == self.slips_at:
            page.keyboard.press("Alt+1")
            page.keyboard.press("Enter")
            return
        blind = page.locator(".note.stage").count()
        if not blind and clean(str(found["value"] or "")) == clean(str(truth["value"])):
            page.keyboard.press("Enter")
            return
        said = SPOKEN.get(truth["value"], truth["value"])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            said = "/".join(reversed(said.split("-")))
        offered = page.locator(".others .value").all_inner_texts()
        if said in map(clean, offered):
            page.keyboard.press(f"Alt+{[clean(one) for one in offered].index(said) + 1}")
        else:
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(said)
        page.keyboard.press("Enter")

    def review(self, album: Album, name: str) -> None:
        page = self.page
        expect(page.locator(VALUE)).to_be_focused()
        expect(page.locator("img.crop[src]")).to_have_count(1)
        page.wait_for_function(SHARP)
        album.take(page, name)
        while page.locator(VALUE).count():
            before = page.locator(".bar .progress").inner_text()
            self.settle_field()
            expect(page.locator(".bar .progress")).not_to_have_text(before)
        # A correction takes back what was said of its paper: only its answer tells what is left.
        expect(page.locator(".bar .saved").last).to_have_text("Đã lưu")
        hold_against_paper(page)
        expect(page.locator(".bar .saved").last).to_have_text("Đã lưu")
        if name == "review":
            album.take(page, f"{name}-done")
        page.keyboard.press("Enter")
        expect(page.locator("#start")).to_be_visible()
        assert page.evaluate("window.mouse") == 0


def state_of(dossiers: httpx.Client, code: str) -> str:
    return str(dossiers.get(f"/v1/dossiers/{code}").raise_for_status().json()["state"])


def test_from_a_scanned_pile_to_a_delivered_record(
    open_desk: OpenDesk, office: Office, receiver: Receiver, pile: Pile
) -> None:
    album = Album()
    headers = {"Authorization": f"Bearer {office.key('dossier_system', 'Hệ thống hồ sơ')}"}
    with httpx.Client(base_url=office.url, headers=headers, timeout=60) as dossiers:
        hook = dossiers.post("/v1/webhooks", json={"url": f"http://127.0.0.1:{receiver.port}/"})
        secret = hook.raise_for_status().json()["secret"]
        registered = dossiers.put(f"/v1/dossiers/{pile.code}", json={"submitted": pile.submitted})
        assert registered.status_code == 201

        scan_the_pile(open_desk(), office, pile, album)

        done = ("needs_review", "completed", "rescan", "failed")
        wait_for(lambda: state_of(dossiers, pile.code) in done, "the pages to be read")
        seen = dossiers.get(f"/v1/dossiers/{pile.code}").json()
        assert seen["state"] == "needs_review", seen

        first = open_desk()
        lan = Reviewer(first, office, pile, "Lan", slips_at=SLIP)
        album.take(first, "queue")
        first.keyboard.press("Enter")
        lan.review(album, "review")
        assert state_of(dossiers, pile.code) == "needs_review", "a name was changed: four eyes"
        second = open_desk()
        minh = Reviewer(second, office, pile, "Minh")
        second.keyboard.press("Enter")
        expect(second.locator(VALUE)).to_have_value("")
        minh.review(album, "second-person")
        assert state_of(dossiers, pile.code) == "needs_review", "they keyed it differently"
        third = open_desk()
        ha = Reviewer(third, office, pile, "Hà", role="senior_reviewer")
        third.keyboard.press("Enter")
        expect(third.locator(".others .value").first).to_be_visible()
        ha.review(album, "senior")
        album.take(third, "queue-empty")
        assert state_of(dossiers, pile.code) == "completed"

        wait_for(lambda: told_completed(receiver), "the webhook")
        kinds = []
        for sent, body in receiver.posted:
            kinds.append(Webhook(secret).verify(body.decode(), sent)["type"])
        assert kinds[-1] == "dossier.completed"
        record = dossiers.get(f"/v1/dossiers/{pile.code}/record").raise_for_status().json()
    for document in record["documents"]:
        for key, truth in pile.truth[document["form"]].items():
            value = document["fields"][key]["value"] or ""
            assert value == truth["value"], (document["form"], key)
    assert [p["file"] for p in record["pages"]] == [path.name for path in pile.files]


def told_completed(receiver: Receiver) -> bool:
    return any(json.loads(body)["type"] == "dossier.completed" for _, body in receiver.posted)
