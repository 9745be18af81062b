"""A scripted reviewer who has a keyboard and sees the paper: the truth of a made dossier."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from dossier.store import records
from dossier.store.states import Role
from dossier.store.tables import DossierRow
from tests.browser.conftest import Service
from tests.fakes.reviews import Made

VALUE = "#value"


def sign_in(page: Page, service: Service, name: str = "Lan", role: Role = Role.REVIEWER) -> None:
    page.goto(f"{service.url}/review/")
    page.keyboard.insert_text(service.new_key(name, role))
    page.keyboard.press("Enter")
    expect(page.locator("#start")).to_be_focused()


def start(page: Page) -> None:
    page.keyboard.press("Enter")
    expect(page.locator(VALUE)).to_be_focused()


def current_key(page: Page) -> str:
    """The field in hand, by its place in the list: what a person knows from its title."""
    return str(page.locator('.fields [aria-current="true"] .name').inner_text())


def review_field(page: Page, made: Made, titles: dict[str, str]) -> None:
    """Look at one field as a person who sees the paper does, and leave it by the keyboard."""
    key = titles[current_key(page)]
    truth = made.truth[key]
    if not truth:
        page.keyboard.press("Alt+n")
        return
    blind = page.locator(".note.stage").count()
    if not blind and key not in made.misread and page.locator(VALUE).input_value():
        page.keyboard.press("Enter")
        return
    offered = offered_values(page)
    spoken = "/".join(reversed(truth.split("-"))) if "dob" in key else truth
    if spoken in offered:
        page.keyboard.press(f"Alt+{offered.index(spoken) + 1}")
    else:
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(spoken)
    page.keyboard.press("Enter")


def offered_values(page: Page) -> list[str]:
    """What other sources say, by the numbers of their keys."""
    # An empty letter keeps the height of an empty line.
    return [one.rstrip("\u200b") for one in page.locator(".others .value").all_inner_texts()]


def hold_against_paper(page: Page) -> None:
    """Say of every paper left that it was held against the data; the dossier may be finished then,
    with Enter."""
    finish = page.locator(".acts .button.main")
    while finish.is_disabled():
        left = page.locator(".verify .button").count()
        expect(page.locator(".verify .button").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".verify .button")).to_have_count(left - 1)
    expect(finish).to_be_focused()


def go_to_field(page: Page, title: str) -> None:
    """By the keyboard alone, to the first field whose title has `title` in it."""
    while title not in current_key(page):
        page.keyboard.press("Alt+ArrowDown")


def titles_of(page: Page, service: Service, code: str) -> dict[str, str]:
    secret = page.evaluate("sessionStorage.getItem('sohoa.key')")
    answer = page.request.get(
        f"{service.url}/v1/review/dossiers/{code}", headers={"Authorization": f"Bearer {secret}"}
    )
    return {f["title"]: f["key"] for d in answer.json()["documents"] for f in d["fields"]}


def review_dossier(page: Page, service: Service, made: Made) -> None:
    expect(page.locator(".bar .code")).to_have_text(made.code)
    expect(page.locator(VALUE)).to_be_focused()
    titles = titles_of(page, service, made.code)
    for _ in range(60):
        if not page.locator(VALUE).count():
            break
        before = page.locator(".bar .progress").inner_text()
        review_field(page, made, titles)
        expect(page.locator(".bar .progress")).not_to_have_text(before)
    finish = page.locator(".acts .button.main")
    if page.locator(".verify .button").count():
        expect(page.locator(".verify .button")).to_be_focused()
        page.keyboard.press("Enter")
    expect(finish).to_be_focused()
    page.keyboard.press("Enter")
    # The next dossier, or the queue when there is none.
    expect(page.locator(f'.view[data-about="{made.code}"]')).to_have_count(0)


def review_all(page: Page, service: Service, pile: dict[str, Made]) -> list[str]:
    """Dossier after dossier until nothing is left for this person; their codes."""
    done: list[str] = []
    start(page)
    while True:
        expect(page.locator(f"{VALUE}, #start")).to_be_visible()
        if page.locator("#start").count():
            return done
        code = page.locator(".bar .code").inner_text()
        assert code not in done
        review_dossier(page, service, pile[code])
        done.append(code)


def record_of(service: Service, code: str) -> tuple[str, dict[str, Any]]:
    with service.context.database.read() as session:
        found = records.latest(session, code)
        assert found is not None
        return session.get_one(DossierRow, code).state.value, dict(found.body)
