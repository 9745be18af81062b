"""The form studio in a browser: a form nobody declared, drafted, corrected, tried, in use."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dossier.forms.catalog import catalog, use_forms
from dossier.store import outbox
from dossier.store.states import Role
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from tests.browser.conftest import Service
from tests.browser.looks import picture, violations
from tests.fakes.forms import ROWS, draw_form
from worker.reader import OcrPageReader
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

READING_MS = 240_000
"""A page on a busy machine, and the engine's start."""


@pytest.fixture
def worker(service: Service) -> Iterator[None]:
    """A worker with the real engine, in a thread of its own."""
    context, ended = service.context, threading.Event()
    runtime = Runtime(
        settings=WorkerSettings(data=context.settings.data),
        database=context.database,
        objects=context.objects,
        reader=OcrPageReader(
            make_engine("paddle", EngineSettings(threads=1)), OpenConfined(ImageLimits())
        ),
    )

    def work() -> None:
        while not ended.wait(0.1):
            with context.database.write() as session:
                waiting = outbox.unsent(session, limit=10)
                outbox.mark_sent(session, [m.id for m in waiting], now=datetime.now(UTC))
            for message in waiting:
                run_step(message.payload["step_id"], runtime)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join()
    use_forms({})


def begin(page: Page, service: Service, sample: Path) -> None:
    page.goto(f"{service.url}/forms/")
    page.keyboard.insert_text(service.new_key("Quản trị", Role.ADMIN))
    page.keyboard.press("Enter")
    expect(page.locator("#file")).to_be_focused()
    picture(page, "forms-list")
    page.set_input_files("#file", sample)
    expect(page.locator(".studio")).to_be_visible(timeout=READING_MS)


def test_a_line_that_is_down_is_told_and_tried_again(
    page: Page, service: Service, tmp_path: Path
) -> None:
    away = "Không kết nối được máy chủ"
    lists, files = f"{service.url}/v1/forms", f"{service.url}/v1/forms/files"
    page.route(lists, lambda route: route.abort())
    page.goto(f"{service.url}/forms/")
    page.keyboard.insert_text(service.new_key("Quản trị", Role.ADMIN))
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text(away)
    expect(page.locator("#again")).to_be_focused()
    picture(page, "forms-away")
    assert violations(page) == []
    page.unroute(lists)
    page.keyboard.press("Enter")
    expect(page.locator("#file")).to_be_focused()

    # As a gateway answers whose service is away.
    page.route(files, lambda route: route.fulfill(status=502, body="bad gateway"))
    page.get_by_role("button", name="English").press("Enter")
    page.set_input_files("#file", draw_form(tmp_path / "don.png", filled=False))
    expect(page.locator("#said")).to_contain_text("The server cannot be reached")
    page.unroute(files)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Reading don.png")
    assert page.evaluate("window.mouse") == 0


@pytest.mark.usefixtures("worker")
def test_a_form_is_declared_by_the_keyboard_and_read_at_once(
    page: Page, service: Service, tmp_path: Path
) -> None:
    begin(page, service, draw_form(tmp_path / "don.png", filled=True))
    rows = page.locator(".labels .row")
    expect(rows.nth(len(ROWS) - 1)).to_be_visible()
    first = page.locator("#row-0")
    expect(first).to_be_focused()
    expect(first).to_contain_text("to_office")
    assert "001191004321" not in page.locator(".labels").inner_text()

    # The sixth label's name, then what it reads.
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#row-6")).to_contain_text("chuc_danh")
    page.locator("#key-6-0").fill("job_title")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+t")
    expect(page.locator("#row-6 q")).to_have_text("Chuyên viên", timeout=READING_MS)
    expect(page.locator("#row-3 q")).to_have_text("001191004321")
    expect(page.locator(".said .note")).to_contain_text("Nhận ra đúng biểu mẫu")
    picture(page, "forms-tried-light")
    assert violations(page) == []

    # A field too many goes; a name used twice is told, not saved.
    page.locator("#row-7").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#row-7")).not_to_contain_text("ly_do")
    page.locator("#row-6").press("Enter")
    page.locator("#key-6-0").fill("to_office")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+s")
    expect(page.locator(".said")).to_contain_text("to_office")
    assert "don_xin_nghi_phep" not in catalog()
    page.locator("#key-6-0").fill("job_title")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+s")
    expect(page.locator(".said .note")).to_contain_text("phiên bản 1")
    assert catalog()["don_xin_nghi_phep"].field("job_title").kind == "text"
    assert page.evaluate("window.mouse") == 0

    # In the list, and open again as it was left; the other theme and language.
    page.get_by_role("button", name="Về danh sách").press("Enter")
    page.locator("#open-don_xin_nghi_phep").press("Enter")
    expect(page.locator("#row-6")).to_contain_text("job_title")
    page.get_by_role("button", name="English").press("Enter")
    page.get_by_role("button", name="Light / dark").press("Enter")
    expect(page.locator("#tool-save")).to_contain_text("Save and use")
    picture(page, "forms-again-dark")
    assert violations(page) == []


@pytest.mark.usefixtures("worker")
def test_a_box_is_dragged_and_a_label_drawn_over_the_picture(
    page: Page, service: Service, tmp_path: Path
) -> None:
    begin(page, service, draw_form(tmp_path / "don.png", filled=False))
    expect(page.locator("#row-0")).to_be_focused()
    keys = page.locator(".labels .field b").all_inner_texts()
    assert keys[:6] == ["to_office", "nguoi_xin_nghi_name", "nguoi_xin_nghi_dob",
                        "nguoi_xin_nghi_id_number", "nguoi_xin_nghi_address",
                        "nguoi_xin_nghi_phone"]  # fmt: skip
    # The second label dragged under the third goes behind it in the reading order.
    expect(page.locator(".paper img[src]")).to_be_visible()
    box = page.locator("#box-1").bounding_box()
    under = page.locator("#box-2").bounding_box()
    assert box is not None
    assert under is not None
    x, y = box["x"] + 20, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + (under["y"] - box["y"]) + under["height"], steps=5)
    page.mouse.up()
    expect(page.locator("#row-2")).to_contain_text("nguoi_xin_nghi_name")
    # A frame around printed words takes them as its label.
    row = page.locator("#row-9")
    row.click()
    line = page.locator("#box-9").bounding_box()
    assert line is not None
    row.press("Delete")
    page.keyboard.press("Alt+n")
    page.mouse.move(line["x"] - 4, line["y"] - 4)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] + 4, line["y"] + line["height"] + 4, steps=5)
    page.mouse.up()
    expect(page.locator("textarea").first).to_have_value(
        "Tôi cam đoan những điều khai trên là đúng sự thật"
    )
    picture(page, "forms-drawn")
