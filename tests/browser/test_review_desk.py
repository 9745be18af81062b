"""The desk in the hands of one person: input methods, undo, refusals, the mouse, speed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dossier.store import review
from dossier.store.states import Role
from tests.browser.conftest import Service
from tests.browser.keyboard import VALUE, current_key, go_to_field, sign_in, start
from tests.fakes.counting import count_until
from tests.fakes.reader import FakeReader
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


@pytest.mark.parametrize(
    ("steps", "made"),
    [
        # Telex: nguowif -> người; VNI: nguoi72 -> người. Figures and letters belong to the word.
        ([("KeyN", "n"), ("KeyG", "ng"), ("KeyW", "ngươ"), ("KeyF", "người")], "người"),
        ([("KeyN", "ng"), ("Digit7", "ngươi"), ("Digit2", "người"), ("Enter", "người")], "người"),
        ([("KeyD", "d"), ("Digit9", "đ"), ("KeyO", "đo"), ("Digit6", "đô")], "đô"),
    ],
    ids=["telex", "vni", "vni with đ"],
)
def test_a_word_is_composed_in_peace(
    page: Page, service: Service, pile: list[Made], steps: list[tuple[str, str]], made: str
) -> None:
    """As through IBus, fcitx or Windows: every key comes as 229 while a word is being made."""
    sign_in(page, service)
    start(page)
    field = current_key(page)
    page.keyboard.press("Control+a")
    session = page.context.new_cdp_session(page)
    for code, shown in steps:
        key = {"key": "Process", "code": code, "windowsVirtualKeyCode": 229}
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        ends = {"selectionStart": len(shown), "selectionEnd": len(shown)}
        session.send("Input.imeSetComposition", {"text": shown, **ends})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.send("Input.insertText", {"text": made})
    expect(page.locator(VALUE)).to_have_value(made)
    expect(page.locator(VALUE)).to_be_focused()
    assert current_key(page) == field
    assert page.locator("dialog").count() == 0
    # The word is no date, so Enter is the field's now: it is sent, and comes back with its reason.
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_be_visible()


def test_a_key_held_down_decides_once(page: Page, service: Service, pile: list[Made]) -> None:
    """A keyboard repeats a held key thirty times a second, and nobody has looked at the rest."""
    sign_in(page, service)
    start(page)
    for held in ("Enter", "Alt+n"):
        done = page.locator(".fields .done").count()
        *with_it, key = held.split("+")
        for one in with_it:
            page.keyboard.down(one)
        for _ in range(5):
            page.keyboard.down(key)
        for one in (key, *with_it):
            page.keyboard.up(one)
        expect(page.locator(".fields .done")).to_have_count(done + 1)
    expect(page.locator(".bar .saved").last).to_have_text("Đã lưu")
    expect(page.locator(".fields .done")).to_have_count(2)


def test_what_was_typed_waits_where_it_was_typed(
    page: Page, service: Service, pile: list[Made]
) -> None:
    """Looking at another field, or in another language, loses nothing; leaving asks first."""
    sign_in(page, service)
    start(page)
    field = current_key(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Phạm Thùy Hòa")
    page.keyboard.press("Alt+ArrowDown")
    assert current_key(page) != field
    row = page.locator(".fields .typed")
    expect(row.locator(".name")).to_have_text(field)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(VALUE)).to_have_value("Phạm Thùy Hòa")
    page.get_by_role("button", name="English").press("Enter")
    expect(page.locator(VALUE)).to_have_value("Phạm Thùy Hòa")
    page.keyboard.press("Alt+q")
    expect(page.locator("dialog")).to_contain_text("1 values typed")
    page.keyboard.press("Enter")
    expect(page.locator(VALUE)).to_have_value("Phạm Thùy Hòa")
    page.locator(VALUE).press("Escape")
    page.keyboard.press("Alt+ArrowDown")
    expect(row).to_have_count(0)


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
    go_to_field(page, "tên trẻ")
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


@pytest.fixture
def worker(service: Service) -> Iterator[None]:
    """A worker that reads every spot as its kind in capitals, the last letter in doubt."""
    ended = threading.Event()
    thread = threading.Thread(target=count_until, args=(service.context, ended, FakeReader()))
    thread.start()
    yield
    ended.set()
    thread.join()


def test_an_area_is_read_again_by_the_keyboard(
    page: Page, service: Service, pile: list[Made], worker: None
) -> None:
    sign_in(page, service)
    start(page)
    go_to_field(page, "tên trẻ")
    page.keyboard.press("Alt+v")
    value = page.locator(VALUE)
    expect(value).to_have_value("NAME")
    expect(page.locator(".typing mark")).to_have_text("E")
    expect(page.locator(".reading")).to_contain_text("Máy đọc lại: NAME")
    expect(value).to_be_focused()
    page.keyboard.press("Escape")
    expect(value).to_have_value(pile[0].misread["child_name"])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".reading")).to_be_hidden()


def test_an_area_where_nothing_was_read_is_read_again_at_once(
    page: Page, service: Service, pile: list[Made], worker: None
) -> None:
    sign_in(page, service)
    start(page)
    go_to_field(page, "tên trẻ")
    expect(page.locator(".paper .sheet img[src]")).to_have_count(1)
    page.wait_for_timeout(300)
    paper = page.locator(".paper").bounding_box()
    assert paper is not None
    # The upper edge of what is in view, where no field stands.
    page.mouse.move(paper["x"] + paper["width"] * 0.3, paper["y"] + 4)
    page.mouse.down()
    page.mouse.move(paper["x"] + paper["width"] * 0.5, paper["y"] + 12, steps=3)
    page.mouse.up()
    expect(page.locator(VALUE)).to_have_value("NAME")
    expect(page.locator(".paper .frame")).to_be_visible()


@pytest.mark.parametrize("name", ["review", "branch", "forms"])
def test_every_entrance_fits_at_twice_the_size(page: Page, service: Service, name: str) -> None:
    page.set_viewport_size({"width": 683, "height": 384})
    page.goto(f"{service.url}/{name}/")
    expect(page.locator("#key")).to_be_focused()
    expect(page.locator("#key")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    moving = "document.getAnimations().filter((a) => a.playState === 'running').length"
    assert page.evaluate(moving) == 0, "motion was asked to be reduced"


def test_nothing_is_lost_at_twice_the_size(page: Page, service: Service, pile: list[Made]) -> None:
    # 200 % zoom of 1366 x 768 is a window of half the size (WCAG 1.4.4, 1.4.10).
    page.set_viewport_size({"width": 683, "height": 384})
    within = "document.documentElement.scrollWidth <= innerWidth"
    within_view = "(v) => v.scrollWidth <= v.clientWidth"
    sign_in(page, service, "Quang", Role.SENIOR_REVIEWER)
    page.locator("#figures").press("Enter")
    expect(page.locator(".figures .numbers")).to_be_visible()
    assert page.locator("#view").evaluate(within_view), "nothing is cut off at the right"
    page.keyboard.press("Alt+q")
    expect(page.locator("#start")).to_be_visible()
    assert page.locator("#view").evaluate(within_view)
    page.locator("#start").press("Enter")
    expect(page.locator(VALUE)).to_be_focused()
    assert page.evaluate(within)
    expect(page.locator(VALUE)).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.locator("dialog .main")).to_be_in_viewport()


def test_what_is_no_value_has_its_key(page: Page, service: Service, pile: list[Made]) -> None:
    """Wrong document, a new scan, a comment, a reason to put it aside: by the keyboard."""
    sign_in(page, service)
    start(page)
    page.keyboard.press("Alt+c")
    page.keyboard.insert_text("Con dấu che mất tên")
    page.keyboard.press("Enter")
    expect(page.locator(".comments")).to_have_count(0)
    expect(page.locator(".bar .saved").last).to_have_text("Đã lưu")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".comments")).to_contain_text("Con dấu che mất tên")
    page.keyboard.press("Alt+w")
    expect(page.locator(".fields h3")).to_contain_text("Đã đánh dấu sai giấy tờ")
    page.keyboard.press("Control+z")
    expect(page.locator(".fields h3")).not_to_contain_text("sai giấy tờ")
    page.keyboard.press("Alt+r")
    expect(page.locator(".acts .main")).to_contain_text("Gửi yêu cầu quét lại")
    page.keyboard.press("Control+z")
    expect(page.locator(VALUE)).to_be_visible()
    page.keyboard.press("Alt+s")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Thiếu giấy chứng sinh")
    page.keyboard.press("Enter")
    expect(page.locator(".bar .code")).to_have_text(pile[1].code)
    with service.context.database.read() as session:
        told = [(a.kind.value, a.typed) for a in review.history(session, pile[0].code)]
    assert told == [
        ("comment", "Con dấu che mất tên"),
        ("wrong_document", ""),
        ("undo", ""),
        ("rescan", ""),
        ("undo", ""),
        ("skip", "Thiếu giấy chứng sinh"),
    ]
    assert page.evaluate("window.mouse") == 0
