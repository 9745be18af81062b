"""What the pages cost, against `budget.toml`: requests and bytes are held, times are told."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Request, expect

from tests.browser.conftest import Service
from tests.browser.keyboard import VALUE, hold_against_paper, sign_in, start
from tests.fakes.reviews import Made

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text(encoding="utf-8"))
Tell = Callable[[str, object], None]

# From a key to the picture of the field that it leads to.
STEP = """(key) => new Promise((done) => {
  const begun = performance.now();
  document.querySelector("#value, .rows input").dispatchEvent(new KeyboardEvent("keydown",
    { key, code: key, altKey: true, bubbles: true }));
  const crop = document.querySelector("img.crop");
  const told = () => done(performance.now() - begun);
  const drawn = () => requestAnimationFrame(() => setTimeout(told));
  if (!crop || crop.complete) drawn(); else crop.addEventListener("load", drawn);
})"""
PAINTED = """() => [...document.querySelectorAll("img.crop, .paper .sheet img")]
  .filter((picture) => picture.src && picture.complete).length === 2"""


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def tell(record_property: Tell, name: str, told: str) -> None:
    record_property(name, told)
    print(f"{name}: {told}")


@contextmanager
def counted_bytes(session: CDPSession) -> Iterator[list[int]]:
    """Bytes on the line of every request that ends within."""
    found: list[int] = []

    def note(event: dict[str, Any]) -> None:
        found.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", note)
    yield found
    session.remove_listener("Network.loadingFinished", note)


def on_a_thin_line(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {
        "offline": False,
        "latency": BUDGET["line"]["latency_ms"],
        "downloadThroughput": BUDGET["line"]["bytes_a_second"],
        "uploadThroughput": BUDGET["line"]["bytes_a_second"],
    }
    session.send("Network.emulateNetworkConditions", conditions)
    return session


def busy_ms(session: CDPSession) -> float:
    """Processor time of the page's own thread until now."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(m["value"]) for m in metrics if m["name"] == "TaskDuration")


@pytest.mark.parametrize("name", ["review", "branch"])
def test_the_first_page_over_two_megabits(
    page: Page, service: Service, name: str, record_property: Tell
) -> None:
    budget = BUDGET["first_page"][name]
    with counted_bytes(on_a_thin_line(page)) as sizes:
        page.goto(f"{service.url}/{name}/")
        expect(page.locator("#key")).to_be_focused()
        shown = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle")
    told = f"{len(sizes)} requests, {sum(sizes)} bytes, {shown:.0f} ms (aim {budget['aim_ms']})"
    tell(record_property, f"first page of {name}", told)
    assert len(sizes) <= budget["requests"]
    assert sum(sizes) <= budget["bytes"]


def test_the_first_dossier_over_two_megabits(
    page: Page, service: Service, pile: list[Made], record_property: Tell
) -> None:
    session = on_a_thin_line(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    sign_in(page, service)
    with counted_bytes(session) as sizes:
        begun = page.evaluate("performance.now()")
        worked = busy_ms(session) + 1000 * time.process_time()
        start(page)
        page.wait_for_function(PAINTED, timeout=120_000)
        shown = page.evaluate("performance.now()") - begun
        # What follows is fetched for later fields.
        needed = sum(sizes)
        worked = busy_ms(session) + 1000 * time.process_time() - worked
    budget, line = BUDGET["first_dossier"], BUDGET["line"]
    # What it takes where nobody else is at work: the line, and what page and service compute,
    # as if nothing of it were done at the same time.
    on_line = 1000 * needed / line["bytes_a_second"] + budget["in_turn"] * line["latency_ms"]
    told = f"{needed} bytes, {shown:.0f} ms; line {on_line:.0f} ms, processor {worked:.0f} ms"
    tell(record_property, "first dossier", f"{told} (aim {budget['aim_ms']})")
    assert on_line <= budget["line_ms"]
    assert needed <= budget["bytes"]


def test_the_next_field(
    page: Page, service: Service, pile: list[Made], record_property: Tell
) -> None:
    sign_in(page, service)
    start(page)
    expect(page.locator("img.crop[src]")).to_have_count(1)
    budget = BUDGET["next_field"]
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    busy: list[float] = []
    shown: list[float] = []
    asked: list[str] = []
    half = budget["fields"] // 4
    # Down and up the list, twice: the first way fetches the crops, as the desk does ahead.
    for round_trip in (0, 1):
        if round_trip:
            page.wait_for_load_state("networkidle")
            page.on("request", lambda request: asked.append(request.url))
        for key in (*["ArrowDown"] * half, *["ArrowUp"] * half):
            before = busy_ms(session)
            shown.append(float(page.evaluate(STEP, key)))
            busy.append(busy_ms(session) - before)
    for name, times in (("busy", busy), ("shown", shown)):
        told = f"median {median(times):.0f} ms, p95 {p95(times):.0f} ms (aim {budget['aim_ms']})"
        tell(record_property, f"next field, {name}", told)
    assert len(shown) == budget["fields"]
    fetched = [url for url in asked if not url.startswith("blob:") and "heartbeat" not in url]
    assert len(fetched) <= budget["requests"], fetched


def test_the_next_dossier(
    page: Page, service: Service, pile: list[Made], record_property: Tell
) -> None:
    sign_in(page, service)
    start(page)
    while page.locator(VALUE).count():
        page.keyboard.press("Alt+l")
    # The next dossier, its first crop and its page are here before anybody asks.
    page.wait_for_load_state("networkidle")
    hold_against_paper(page)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    begun = page.evaluate("performance.now()")
    page.keyboard.press("Enter")
    expect(page.locator(".bar .code")).to_have_text(pile[1].code)
    page.wait_for_function(PAINTED, timeout=120_000)
    shown = page.evaluate("performance.now()") - begun
    budget = BUDGET["next_dossier"]
    tell(record_property, "next dossier", f"{shown:.0f} ms (aim {budget['aim_ms']})")
    calls = [r.url.split("/")[-1] for r in asked if not r.url.startswith("blob:")]
    assert calls[: len(budget["requests"])] == budget["requests"]
    again = [r.url for r in asked if pile[1].code in r.url and r.method == "GET"]
    first = [u for u in again if "picture" not in u]
    assert first == [], "its view was fetched ahead"
