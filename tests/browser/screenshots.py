"""Screenshots of the operator's page for the documents: `python -m tests.browser.screenshots [FOLDER]`."""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from pipeline.config import ROOT
from tests.browser.operator_in_chromium import Site, chromium, demo_site

WINDOWS: tuple[tuple[int, int, Literal["light", "dark"]], ...] = ((1280, 720, "light"), (360, 720, "dark"))
PAGES = {
    "overview": "",
    "works": "/works",
    "work": "/works?day=2026-11-24",
    "correction": "/works?day=2026-11-24",
    "quarantine": "/quarantine",
    "doubtful": "/doubtful",
    "upload": "/upload",
    "account": "/account",
}
"""Where each page is found; see `show`."""


def show(page: Page, site: Site, name: str) -> None:
    """Go to a page of the demo, as an operator does."""
    page.goto(site.url + PAGES[name])
    if name in ("work", "correction"):
        page.get_by_role("row").filter(has_text="Великі Лучки").get_by_role("link").click()
    if name == "correction":
        page.get_by_label("До", exact=True).fill("15:00")
        page.get_by_role("button", name="Показати, що буде").click()
    if name == "account":
        page.get_by_label("Особовий рахунок").fill("210000001")
        page.get_by_label("День робіт").fill("2026-11-23")
        page.get_by_role("button", name="Пояснити").click()


def take(folder: Path) -> None:
    """The top of each page, and all of the overview: on a desktop by day, on a telephone by night."""
    with demo_site() as site, chromium() as browser:
        for width, height, scheme in WINDOWS:
            viewport = ViewportSize(width=width, height=height)
            context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="uk-UA")
            page = context.new_page()
            site.sign_in(page)
            for name in PAGES:
                show(page, site, name)
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=name == "overview")
            context.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "img"
    target.mkdir(parents=True, exist_ok=True)
    take(target)
