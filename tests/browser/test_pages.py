"""Every page by axe-core, in both themes; `SCREENSHOTS=folder` leaves a picture of each there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from dossier.messages import EventKind
from dossier.store import events
from dossier.store.states import Role
from tests.browser.conftest import OpenDesk, Service
from tests.browser.keyboard import VALUE, review_dossier, sign_in, start
from tests.browser.looks import picture, violations
from tests.fakes.reviews import Made

PROCEDURES = ("1.001193", "residence_ct01")
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible(
    page: Page, service: Service, pile: list[Made], theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{service.url}/review/")
    expect(page.locator("#key")).to_be_focused()
    found = violations(page)
    sign_in(page, service)
    found += violations(page)
    picture(page, f"queue-{theme}")
    start(page)
    for _ in range(2):
        page.keyboard.press("Enter")
    expect(page.locator(".typing mark")).to_have_count(1)
    for picture_of in ("img.crop[src]", ".paper img[src]"):
        expect(page.locator(picture_of)).to_have_count(1)
    page.wait_for_timeout(500)
    found += violations(page)
    picture(page, f"desk-{theme}")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    found += violations(page)
    picture(page, f"keys-{theme}")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+s")
    expect(page.locator("dialog")).to_be_visible()
    found += violations(page)
    picture(page, f"aside-{theme}")
    page.keyboard.press("Escape")
    while page.locator(VALUE).count():
        page.keyboard.press("Alt+l")
    expect(page.locator(".verify .button")).to_be_focused()
    found += violations(page)
    picture(page, f"finish-{theme}")
    assert found == []


def tell_of_a_week(service: Service, code: str) -> None:
    """Outcomes of some days, as workers tell them: what the chart is drawn of."""
    with service.context.database.write() as session:
        for day in range(7):
            at = datetime.now(UTC) - timedelta(days=6 - day)
            told = [EventKind.COMPLETED] * (4 + day) + [EventKind.NEEDS_REVIEW] * (3 - day % 3)
            for kind in (*told, *[EventKind.FAILED] * (day % 2)):
                events.append(session, kind, code, {}, now=at, procedure=PROCEDURES[day % 2])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_others_see_is_accessible(
    open_desk: OpenDesk, service: Service, pile: list[Made], theme: str
) -> None:
    """The queue with people at work, sheets, figures, and blind keying."""
    tell_of_a_week(service, pile[0].code)
    lan, quang = open_desk(), open_desk()
    for one in (lan, quang):
        one.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    sign_in(lan, service)
    start(lan)
    review_dossier(lan, service, pile[0])
    expect(lan.locator(VALUE)).to_be_focused()
    sign_in(quang, service, "Quang", Role.SENIOR_REVIEWER)
    expect(quang.locator(".queue .people")).to_contain_text("Lan")
    found = violations(quang)
    picture(quang, f"queues-{theme}")
    quang.locator("#sheets").press("Enter")
    expect(quang.locator(".tile input").first).to_be_focused()
    expect(quang.locator(".tile img:not([src])")).to_have_count(0)
    found += violations(quang)
    picture(quang, f"sheet-{theme}")
    quang.keyboard.press("Alt+q")
    expect(quang.locator("#figures")).to_be_visible()
    quang.locator("#figures").press("Enter")
    expect(quang.locator(".figures .numbers")).to_be_visible()
    expect(quang.locator(".chart svg").first).to_be_visible()
    found += violations(quang)
    picture(quang, f"figures-{theme}")
    quang.locator('[aria-label="Công soát từng trường"]').first.scroll_into_view_if_needed()
    drawn = quang.locator('[aria-label="Giây một trường"]').text_content() or ""
    assert "Họ, chữ đệm, tên trẻ" in drawn
    assert "_" not in quang.locator(".figures").inner_text(), "titles, and no keys"
    picture(quang, f"figures-fields-{theme}")
    quang.keyboard.press("Alt+q")
    quang.locator("#stage-second").press("Enter")
    expect(quang.locator(f'[id="open-{pile[0].code}"]')).to_be_visible()
    quang.locator("#start").press("Enter")
    expect(quang.locator(VALUE)).to_be_focused()
    expect(quang.locator(VALUE)).to_have_value("")
    expect(quang.locator("img.crop[src]")).to_have_count(1)
    found += violations(quang)
    picture(quang, f"blind-{theme}")
    assert found == []
