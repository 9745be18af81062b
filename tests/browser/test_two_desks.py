"""Two people, two browsers, one queue: presence, takeover, a lost line; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from dossier.store import review as desk
from dossier.store.states import Role
from tests.browser.conftest import OpenDesk, Service
from tests.browser.keyboard import (
    VALUE,
    current_key,
    hold_against_paper,
    offered_values,
    record_of,
    review_dossier,
    sign_in,
    start,
)
from tests.browser.looks import picture
from tests.fakes.reviews import Made, store_dossier

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def type_value(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def acts(service: Service, code: str) -> list[tuple[str, str, str]]:
    """(who, what, field) of everything that was written."""
    with service.context.database.read() as session:
        assert desk.is_unbroken(session, code)
        return [(a.actor_name, a.kind.value, a.target.field) for a in desk.history(session, code)]


def test_each_gets_a_dossier_and_sees_the_other(
    open_desk: OpenDesk, service: Service, pile: list[Made]
) -> None:
    lan, minh = open_desk(), open_desk()
    sign_in(lan, service, "Lan")
    sign_in(minh, service, "Minh")
    start(lan)
    start(minh)
    assert lan.locator(".bar .code").inner_text() == pile[0].code
    assert minh.locator(".bar .code").inner_text() == pile[1].code
    minh.keyboard.press("Alt+q")
    expect(minh.locator(".queue .people")).to_contain_text(f"Lan · {pile[0].code}")


def test_a_takeover_while_the_line_is_down(
    open_desk: OpenDesk, service: Service, pile: list[Made]
) -> None:
    """Lan's line fails, Minh takes the dossier over and works; Lan comes back in vain."""
    lan, minh = open_desk(), open_desk()
    sign_in(lan, service, "Lan")
    start(lan)
    code, first = pile[0].code, current_key(lan)
    lan.keyboard.press("Enter")
    expect(lan.locator(".fields .done")).to_have_count(1)
    expect(lan.locator(".bar .saved").last).to_have_text("Đã lưu")
    lan.context.set_offline(True)
    kept = current_key(lan)
    type_value(lan, "Lan gõ khi mất mạng")
    expect(lan.locator(".bar .saved").last).to_contain_text("Chưa lưu được")

    sign_in(minh, service, "Minh")
    row = minh.locator("tr", has_text=code)
    row.get_by_role("button").press("Enter")
    expect(minh.locator("dialog")).to_contain_text("Lan")
    minh.keyboard.press("Enter")
    expect(minh.locator(".bar .code")).to_have_text(code)
    expect(minh.locator('.fields [aria-current="true"] .name')).to_have_text(kept)
    assert first != kept, "what Lan saved before stands"
    minh.keyboard.press("Alt+l")
    expect(minh.locator(".fields .done")).to_have_count(2)
    expect(minh.locator(".bar .saved").last).to_have_text("Đã lưu")

    lan.context.set_offline(False)
    expect(lan.locator("dialog")).to_contain_text("Minh")
    lan.keyboard.press("Enter")
    expect(lan.locator(".queue .people")).to_contain_text("Minh")
    written = acts(service, code)
    assert [(who, what) for who, what, _ in written] == [
        *(("Lan", "confirm"), ("Minh", "take_over"), ("Minh", "illegible"))
    ]


def test_a_line_that_comes_back_loses_nothing(
    open_desk: OpenDesk, service: Service, pile: list[Made]
) -> None:
    lan = open_desk()
    sign_in(lan, service, "Lan")
    start(lan)
    lan.context.set_offline(True)
    for _ in range(3):
        lan.keyboard.press("Alt+l")
    expect(lan.locator(".fields .done")).to_have_count(3)
    expect(lan.locator(".bar .saved").last).to_contain_text("Chưa lưu được")
    lan.context.set_offline(False)
    expect(lan.locator(".bar .saved").last).to_have_text("Đã lưu")
    assert [what for _, what, _ in acts(service, pile[0].code)] == ["illegible"] * 3


def test_the_queue_says_that_the_line_is_down(
    open_desk: OpenDesk, service: Service, pile: list[Made]
) -> None:
    lan = open_desk()
    sign_in(lan, service, "Lan")
    lan.context.set_offline(True)
    lan.keyboard.press("Enter")
    expect(lan.locator(".bar [role=alert]")).to_contain_text("Không kết nối được máy chủ")
    lan.context.set_offline(False)
    expect(lan.locator(".bar [role=alert]")).to_have_count(0)
    lan.locator("#start").press("Enter")
    expect(lan.locator(".bar .code")).to_have_text(pile[0].code)


def test_who_settles_starts_from_an_empty_box(open_desk: OpenDesk, service: Service) -> None:
    """Two keyed a name differently: neither stands in the box, both are one key away."""
    made = store_dossier(service.context, "01-birth", misread=("child_name",))
    truth, slip = made.truth["child_name"], "Hoàng Thị Mại"
    for name, sees in (("Lan", truth), ("Minh", slip)):
        one = open_desk()
        sign_in(one, service, name)
        start(one)
        review_dossier(one, service, replace(made, truth={**made.truth, "child_name": sees}))
    quang = open_desk()
    sign_in(quang, service, "Quang", Role.SENIOR_REVIEWER)
    start(quang)
    expect(quang.locator(VALUE)).to_have_value("")
    quang.keyboard.press("Enter")
    expect(quang.locator("#refused")).to_contain_text("lấy một trong các giá trị")
    picture(quang, "senior-refused")
    keyed = quang.locator(".others li", has_text="Người soát").locator(".value")
    assert sorted(keyed.all_inner_texts()) == sorted([f"{truth}\u200b", f"{slip}\u200b"])
    offered = offered_values(quang)
    quang.keyboard.press(f"Alt+{offered.index(slip) + 1}")
    expect(quang.locator(VALUE)).to_have_value(slip)
    quang.keyboard.press(f"Alt+{offered.index(truth) + 1}")
    expect(quang.locator(VALUE)).to_have_value(truth)
    quang.keyboard.press("Enter")
    expect(quang.locator(".bar .saved").last).to_have_text("Đã lưu")
    hold_against_paper(quang)
    quang.keyboard.press("Enter")
    expect(quang.locator("#start")).to_be_visible()
    state, body = record_of(service, made.code)
    assert state == "completed"
    assert body["documents"][0]["fields"]["child_name"]["value"] == truth
    assert quang.evaluate("window.mouse") == 0
