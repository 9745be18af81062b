"""The scanning counter in Chromium: from files and photos to a sealed dossier, over a slow line."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps
from playwright.sync_api import Locator, Page, expect

from dossier.store import dossiers
from dossier.store.scope import EVERYWHERE
from dossier.store.states import Role
from tests.browser.conftest import OpenDesk, Service
from tests.browser.looks import picture, violations
from tests.fakes.counting import count_until

# Minutes on two cores, and Debian's chromium, which the product itself does not need.
pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

CODE = "000.00.01.H26-261122-0042"
A4_150_DPI = (1240, 1754)
FACE = Path(__file__).parents[2] / "dossier" / "procedures" / "fonts" / "Tinos-Regular.ttf"
TWO_MBIT = 250_000
"""Bytes a second."""


def paper(seed: int) -> Image.Image:
    """A page of type, as a scanner gives it."""
    chance = random.Random(seed)
    page = Image.new("L", A4_150_DPI, 246)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(str(FACE), 27)
    for line in range(34):
        words = ("".join(chance.choices("aăâeêioôơuưnhgt", k=4)) for _ in range(14))
        pen.text((150, 150 + 42 * line), " ".join(words), font=face, fill=25)
    return page


@pytest.fixture
def scans(tmp_path: Path) -> Callable[[str, Image.Image], Path]:
    def save(name: str, page: Image.Image) -> Path:
        path = tmp_path / name
        page.save(path, quality=80)
        return path

    return save


@pytest.fixture
def counter(service: Service) -> Iterator[Service]:
    """A service with the dossier registered and a worker that counts pages."""
    with service.context.database.write() as session:
        dossiers.register(session, CODE, None, EVERYWHERE, now=datetime.now(UTC))
    ended = threading.Event()
    worker = threading.Thread(target=count_until, args=(service.context, ended))
    worker.start()
    yield service
    ended.set()
    worker.join()


def open_counter(page: Page, service: Service) -> None:
    # Playwright begins to catch file dialogs when somebody listens, and says not when it has begun.
    page.on("filechooser", lambda _dialog: None)
    page.goto(f"{service.url}/branch/")
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.insert_text(service.new_key("Quầy 3", Role.SCANNER))
    page.keyboard.press("Tab")
    page.keyboard.insert_text(CODE)
    page.keyboard.press("Enter")
    expect(page.locator("#files")).to_be_focused()


def choose(page: Page, paths: list[Path]) -> None:
    """By the keyboard, as far as the page goes; the rest is the system's own dialog."""
    page.locator("#files").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(paths)


def card(page: Page, number: int) -> Locator:
    return page.locator(".card").nth(number - 1)


def seal(page: Page, count: int) -> None:
    page.locator("#declared").fill(str(count))
    page.keyboard.press("Enter")


def stored(service: Service) -> list[str]:
    with service.context.database.read() as session:
        return [file.sha256 for file in dossiers.files_of(session, CODE)]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 40,
            "downloadThroughput": TWO_MBIT,
            "uploadThroughput": TWO_MBIT,
        },
    )


def blur(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(6))


@pytest.mark.parametrize(
    ("spoil", "verdict", "told", "blank"),
    [
        (lambda page: page, "good", "Ảnh rõ", False),
        (blur, "bad", "ảnh nhòe", False),
        (lambda page: page.point(lambda v: v * 0.3), "bad", "ảnh tối", False),
        (lambda page: page.resize((620, 877)), "bad", "độ phân giải", False),
        (lambda page: page.point(lambda _: 240), "good", "Ảnh rõ", True),
    ],
    ids=["as it should be", "blurred", "dark", "small", "blank"],
)
def test_a_verdict_comes_at_once_with_what_to_do(
    page: Page,
    counter: Service,
    scans: Callable[[str, Image.Image], Path],
    spoil: Callable[[Image.Image], Image.Image],
    verdict: str,
    told: str,
    blank: bool,
) -> None:
    open_counter(page, counter)
    begun = time.monotonic()
    choose(page, [scans("a.jpg", spoil(paper(1)))])
    expect(card(page, 1)).to_have_attribute("data-verdict", verdict)
    print(f"verdict after {time.monotonic() - begun:.2f} s")
    expect(page.locator(".about .note").first).to_contain_text(told)
    assert ("trang trắng" in card(page, 1).inner_text()) is blank


def scan_again(page: Page, number: int, path: Path) -> None:
    """Another picture in the place of the last page."""
    card(page, number).focus()
    page.keyboard.press("End")
    page.keyboard.press("q")
    with page.expect_file_chooser() as chooser:
        page.locator('dialog [data-answer="files"]').press("Enter")
    chooser.value.set_files([path])
    expect(card(page, number)).to_have_attribute("data-verdict", "good")


def bring_to_front(page: Page, number: int) -> None:
    card(page, number).focus()
    for _ in range(number - 1):
        page.keyboard.press("Alt+ArrowLeft")


def test_a_pile_over_two_megabits_with_a_closed_tab(
    open_desk: OpenDesk,
    counter: Service,
    scans: Callable[[str, Image.Image], Path],
    record_property: Callable[[str, object], None],
) -> None:
    page = open_desk()
    slow_down(page)
    open_counter(page, counter)
    good = [scans(f"trang {n}.jpg", paper(n)) for n in range(1, 6)]
    blurred = scans("trang 6.jpg", blur(paper(6)))
    begun = time.monotonic()
    choose(page, [*reversed(good), blurred])
    expect(card(page, 6)).to_have_attribute("data-verdict", "bad")
    record_property("six_verdicts_s", round(time.monotonic() - begun, 1))
    expect(page.locator(".card .line b").nth(1)).to_have_text("2")
    again = scans("trang 6 lại.jpg", paper(6))
    scan_again(page, 6, again)
    page.context.set_offline(True)
    bring_to_front(page, 6)
    expect(page.locator(".about .name")).to_have_text("trang 6 lại.jpg")
    page.keyboard.press("End")
    page.keyboard.press("Delete")
    expect(page.locator(".card")).to_have_count(5)
    page.context.set_offline(False)
    # The tab is closed in the middle of it, and opened again.
    reopened = page.context.new_page()
    page.close()
    slow_down(reopened)
    open_counter(reopened, counter)
    expect(reopened.locator(".card")).to_have_count(5)
    seal(reopened, 6)
    expect(reopened.locator(".told")).to_contain_text("Đã khai 6 trang, ở đây có 5")
    assert stored(counter) == []
    seal(reopened, 5)
    expect(reopened.locator("#sealed")).to_contain_text("Đã niêm phong 5 trang", timeout=120_000)
    record_property("sealed_after_s", round(time.monotonic() - begun, 1))
    assert stored(counter) == [sha256(path) for path in (again, *good[:4])]
    expect(reopened.locator(".done pre")).to_contain_text(sha256(again))
    with reopened.expect_download() as download:
        reopened.locator(".done .button").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    # Nothing of a citizen stays behind on the counter's machine.
    reopened.reload()
    expect(reopened.locator("#code")).to_be_focused()
    expect(reopened.locator(".kept")).to_have_count(0)


def test_turning_and_marking_change_no_pixel(
    page: Page, counter: Service, scans: Callable[[str, Image.Image], Path]
) -> None:
    open_counter(page, counter)
    lying = scans("a.jpg", paper(1).rotate(90, expand=True))
    choose(page, [lying])
    expect(card(page, 1)).to_have_attribute("data-sent", "staged")
    card(page, 1).focus()
    page.keyboard.press("r")
    expect(page.locator("#live")).to_have_text("Đã xoay")
    page.keyboard.press("d")
    expect(page.locator(".about .name")).to_have_text("a (có giấy nhớ).jpg")
    expect(card(page, 1)).to_have_attribute("data-sent", "staged")
    seal(page, 1)
    expect(page.locator("#sealed")).to_be_visible()
    with counter.context.database.read() as session:
        (file,) = dossiers.files_of(session, CODE)
    assert file.name == "a (có giấy nhớ).jpg"
    with (
        counter.context.objects.path(file.sha256) as path,
        Image.open(path) as kept,
        Image.open(lying) as before,
    ):
        assert kept.tobytes() == before.tobytes()
        assert ImageOps.exif_transpose(kept).size == before.size[::-1]


def with_note(page: Image.Image, colour: tuple[int, int, int] = (250, 240, 120)) -> Image.Image:
    """The same sheet laid down again, a little elsewhere, with a note stuck on it."""
    again = Image.new("RGB", page.size, (244, 244, 242))
    again.paste(page.convert("RGB"), (9, 14))
    pen = ImageDraw.Draw(again)
    pen.rectangle((640, 300, 1060, 700), fill=colour)
    face = ImageFont.truetype(str(FACE), 40)
    pen.text((670, 330), "Bổ sung\nbản sao", font=face, fill=(40, 40, 90))
    return again


@pytest.mark.parametrize("colour", [(250, 240, 120), (255, 170, 200), (150, 215, 250)])
def test_a_page_with_its_sticky_note_is_told_by_its_picture(
    page: Page,
    counter: Service,
    scans: Callable[[str, Image.Image], Path],
    colour: tuple[int, int, int],
) -> None:
    open_counter(page, counter)
    noted = scans("2.jpg", with_note(paper(2), colour))
    choose(page, [scans("1.jpg", paper(1)), noted, scans("3.jpg", paper(2))])
    expect(card(page, 2)).to_contain_text("có giấy nhớ")
    for number in (1, 3):
        expect(card(page, number)).not_to_have_attribute("data-verdict", "unknown")
        expect(card(page, number)).not_to_contain_text("có giấy nhớ")
    card(page, 1).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".about .name")).to_have_text("2 (có giấy nhớ).jpg")
    expect(page.locator(".found")).to_contain_text("Giống trang bên cạnh")
    picture(page, f"counter-double-{colour[2]}")
    page.keyboard.press("d")
    expect(page.locator(".about .name")).to_have_text("2.jpg")
    expect(page.locator(".found")).to_have_count(0)
    # What a person has said stands, also when the page is looked at again.
    page.keyboard.press("r")
    expect(page.locator("#live")).to_have_text("Đã xoay")
    expect(card(page, 2)).not_to_have_attribute("data-verdict", "unknown")
    expect(page.locator(".about .name")).to_have_text("2.jpg")


def test_pages_that_are_alike_are_no_doubles(
    page: Page, counter: Service, scans: Callable[[str, Image.Image], Path]
) -> None:
    """Another page with a note, the same page twice, and a page with a photo beside another."""
    open_counter(page, counter)
    twice = paper(4).point(lambda v: min(255, v + 3))
    pile = [paper(1), with_note(paper(2)), paper(3), paper(4), twice]
    choose(page, [scans(f"{n}.jpg", sheet) for n, sheet in enumerate(pile, start=1)])
    for number in range(1, 6):
        expect(card(page, number)).not_to_have_attribute("data-verdict", "unknown")
        expect(card(page, number)).to_have_attribute("data-sent", "staged")
        expect(card(page, number)).not_to_contain_text("có giấy nhớ")


def test_photos_are_taken_by_the_camera(page: Page, counter: Service) -> None:
    open_counter(page, counter)
    page.locator("#camera").press("Enter")
    shoot = page.locator("dialog .main")
    expect(shoot).to_be_enabled()
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0")
    shoot.press("Enter")
    expect(page.locator("dialog .told")).to_have_text("Đã chụp 1")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(1)
    expect(card(page, 1)).to_have_attribute("data-sent", "staged")


def test_sheets_are_made_for_the_papers_named(page: Page, counter: Service) -> None:
    open_counter(page, counter)
    page.get_by_role("button", name="In tờ phân cách").press("Enter")
    page.locator("#papers").fill("Tờ khai=2\nGiấy chứng sinh")
    with page.expect_download() as download:
        page.locator('dialog [data-answer="print"]').press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible(
    page: Page, counter: Service, scans: Callable[[str, Image.Image], Path], theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{counter.url}/branch/")
    expect(page.locator("#key")).to_be_focused()
    found = violations(page)
    picture(page, f"counter-entrance-{theme}")
    open_counter(page, counter)
    choose(
        page, [scans("1.jpg", paper(1)), scans("2.jpg", blur(paper(3))), scans("3.png", paper(2))]
    )
    for number in (1, 2, 3):
        expect(card(page, number)).to_have_attribute("data-sent", "staged")
    card(page, 2).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".about .note.bad")).to_be_visible()
    found += violations(page)
    picture(page, f"counter-pile-{theme}")
    page.keyboard.press("q")
    expect(page.locator("dialog")).to_be_visible()
    found += violations(page)
    page.keyboard.press("Escape")
    seal(page, 3)
    expect(page.locator("dialog")).to_contain_text("1 trang phải quét lại")
    found += violations(page)
    page.locator('dialog [data-answer="sealAnyway"]').press("Enter")
    expect(page.locator("#sealed")).to_be_focused()
    found += violations(page)
    picture(page, f"counter-sealed-{theme}")
    assert found == []


def test_nothing_is_lost_on_a_phone(
    page: Page, counter: Service, scans: Callable[[str, Image.Image], Path]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_counter(page, counter)
    choose(page, [scans("1.jpg", paper(1))])
    expect(card(page, 1)).to_have_attribute("data-sent", "staged")
    picture(page, "counter-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
