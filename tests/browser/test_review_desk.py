"""The desk in the hands of one person: input methods, undo, refusals, the mouse, speed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.keyboard import VALUE, current_key, sign_in, start
from tests.fakes.reviews import Made

# Minutes on two cores, and Debian's chromium, which the product itself does not need.
pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def test_an_input_method_makes_its_letter_in_peace(
    page: Page, service: Service, pile: list[Made]
) -> None:
    sign_in(page, service)
    start(page)
    field = current_key(page)
    events = """(box) => {
      const say = (kind, more) =>
        box.dispatchEvent(new CompositionEvent(kind, { bubbles: true, ...more }));
      const key = (key, code, more) => box.dispatchEvent(new KeyboardEvent("keydown",
        { key, code, bubbles: true, cancelable: true, ...more }));
      say("compositionstart", { data: "" });
      const passed = [
        key("Enter", "Enter", { isComposing: true }),
        key("Process", "Enter", { keyCode: 229 }),
        key("?", "Slash", { isComposing: true }),
        key("Escape", "Escape", { isComposing: true }),
        key("n", "KeyN", { altKey: true, isComposing: true }),
      ];
      say("compositionend", { data: "ữ" });
      return passed;
    }"""
    # Not prevented, so the input method gets them; and the field in hand is still the same.
    assert page.locator(VALUE).evaluate(events) == [True] * 5
    assert current_key(page) == field
    assert page.locator("dialog").count() == 0
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ngữ", "selectionStart": 3, "selectionEnd": 3})
    page.keyboard.press("Enter")
    assert current_key(page) == field, "Enter ends the composition, not the field"


def test_undo_brings_the_field_back(page: Page, service: Service, pile: list[Made]) -> None:
    sign_in(page, service)
    start(page)
    first = current_key(page)
    read = page.locator(VALUE).input_value()
    page.keyboard.press("Alt+l")
    expect(page.locator(".fields .done")).to_have_count(1)
    assert current_key(page) != first
    expect(page.locator(".bar .saved").last).to_have_text("Đã lưu")
    page.keyboard.press("Control+z")
    expect(page.locator('.fields [aria-current="true"] .name')).to_have_text(first)
    expect(page.locator(VALUE)).to_have_value(read)
    page.keyboard.press("Control+y")
    expect(page.locator(".editor .tag.good")).to_contain_text("không đọc được")


def test_a_value_that_is_none_comes_back_with_its_reason(
    page: Page, service: Service, pile: list[Made]
) -> None:
    sign_in(page, service)
    start(page)
    while "sinh" not in current_key(page) or "/" not in page.locator(VALUE).input_value():
        page.keyboard.press("Alt+ArrowDown")
    field = current_key(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("31/02/1991")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_be_visible()
    assert current_key(page) == field
    expect(page.locator(VALUE)).to_have_value("31/02/1991")


def test_who_lost_the_dossier_is_told(page: Page, service: Service, pile: list[Made]) -> None:
    sign_in(page, service)
    start(page)
    other = service.new_key("Minh")
    answer = page.request.post(
        f"{service.url}/v1/review/dossiers/{pile[0].code}/lock",
        headers={"Authorization": f"Bearer {other}"},
        data={"take_over": True},
    )
    assert answer.ok
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_contain_text("Minh")
    page.keyboard.press("Enter")
    expect(page.locator(".queue .people")).to_contain_text("Minh")


def test_text_is_taken_from_the_page_by_a_drag_or_a_click(
    page: Page, service: Service, pile: list[Made]
) -> None:
    sign_in(page, service)
    start(page)
    while "tên trẻ" not in current_key(page):
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".paper img[src]")).to_have_count(1)
    page.wait_for_timeout(300)
    spot = page.locator(".paper .spot").bounding_box()
    assert spot is not None
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("y")
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.down()
    page.mouse.move(spot["x"] + spot["width"], spot["y"] + spot["height"], steps=4)
    page.mouse.up()
    value = page.locator(VALUE)
    expect(value).to_have_value(pile[0].misread["child_name"])
    expect(value).to_be_focused()
    first = pile[0].misread["child_name"].split()[0]
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("x")
    page.mouse.click(spot["x"] + spot["width"] * 0.1, spot["y"] + spot["height"] / 2)
    expect(value).to_have_value(f"x {first}")


def test_nothing_is_lost_at_twice_the_size(page: Page, service: Service, pile: list[Made]) -> None:
    # 200 % zoom of 1366 x 768 is a window of half the size (WCAG 1.4.4, 1.4.10).
    page.set_viewport_size({"width": 683, "height": 384})
    sign_in(page, service)
    start(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(VALUE)).to_be_in_viewport()
