"""What every page of the product is looked at for: accessibility, and how it looks."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import pictures_folder


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [
        f"{v['id']}: {n['html'][:120]} {n['any'][0]['message'] if n['any'] else ''}"
        for v in found.response["violations"]
        for n in v["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    folder = pictures_folder()
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png")
