"""The page beside the field: an A3 sheet in the scan's own pixels, backs, all by the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.keyboard import go_to_field, sign_in, start
from tests.browser.looks import picture
from tests.fakes.reviews import Made, store_dossier

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

A3_300_DPI = (4961, 3508)
FONT = Path(__file__).parents[2] / "samples" / "fonts"
SQUARES = """() => [...document.querySelectorAll('.paper .square')].map((tile) => ({
  pixels: tile.naturalWidth, shown: tile.getBoundingClientRect().width }))"""
SHEET = "() => { const { x, y, width } = document.querySelector('.paper .sheet')"
SHEET += ".getBoundingClientRect(); return { x, y, width }; }"


@pytest.fixture
def duplex(service: Service, tmp_path: Path) -> Made:
    """A register's double page, A3 at 300 dpi, and its blank back."""
    front, back = tmp_path / "front.png", tmp_path / "back.png"
    sheet = Image.new("L", A3_300_DPI, "white")
    pen = ImageDraw.Draw(sheet)
    letters = ImageFont.truetype(str(next(FONT.rglob("*.ttf"))), 42)
    for row in range(70):
        for column in range(5):
            text = f"Dòng {row + 1}, cột {column + 1}: Nguyễn Thị Hường"
            pen.text((60 + column * 980, 20 + row * 50), text, font=letters, fill="black")
    sheet.save(front)
    Image.new("L", A3_300_DPI, "white").save(back)
    return store_dossier(
        service.context, "01-birth", misread=("child_name",), picture=front, backs=(back,)
    )


def test_an_a3_sheet_is_seen_in_its_own_pixels(page: Page, service: Service, duplex: Made) -> None:
    sign_in(page, service)
    start(page)
    go_to_field(page, "tên trẻ")
    paper = page.locator(".paper .sheet img").first
    page.wait_for_function("() => document.querySelector('.paper .sheet img').naturalWidth > 1000")
    across = page.evaluate(SHEET)["width"]
    assert across > 2.2 * page.locator(".paper").evaluate("(e) => e.clientWidth"), "as near as A4"
    expect(page.locator(".paper .square[src]").first).to_be_attached()
    for _ in range(3):
        page.keyboard.press("Alt+Equal")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.paper .square')].every((t) => t.naturalWidth)"
    )
    for tile in page.evaluate(SQUARES):
        assert tile["pixels"] == 1050, "a quarter of the widest page that is kept"
        assert tile["shown"] <= 1.7 * tile["pixels"]
    picture(page, "a3-near")
    # What is framed on the stretched page is what stands there.
    box = page.locator(".paper .spot").bounding_box()
    assert box is not None
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("x")
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] / 2)
    first = duplex.misread["child_name"].split()[0]
    expect(page.locator("#value")).to_have_value(f"x {first}")
    expect(paper).to_be_attached()


def test_pages_are_read_and_turned_by_the_keyboard(
    page: Page, service: Service, duplex: Made
) -> None:
    sign_in(page, service)
    start(page)
    go_to_field(page, "tên trẻ")
    expect(page.locator(".paper .sheet img[src]").first).to_be_attached()
    for _ in range(4):
        page.keyboard.press("Alt+Equal")
    before = page.evaluate(SHEET)
    page.keyboard.press("PageDown")
    after = page.evaluate(SHEET)
    assert after["y"] < before["y"], "further down the page"
    page.keyboard.press("Alt+ArrowRight")
    assert page.evaluate(SHEET)["x"] < after["x"], "further right"
    assert page.url.endswith("/review/"), "the browser has not gone back"
    here = page.locator('.paper .pages [aria-current="true"]')
    expect(here).to_have_text("1")
    for _ in range(10):
        page.keyboard.press("PageDown")
        if here.inner_text() != "1":
            break
    expect(here).to_have_text("2trắng")
    expect(here).to_have_attribute("aria-label", "Trang 2, trắng")
    picture(page, "duplex-back")
    page.keyboard.press("Alt+PageUp")
    expect(here).to_have_text("1")
    expect(page.locator("#value")).to_be_focused()
    assert page.evaluate("window.mouse") == 0
