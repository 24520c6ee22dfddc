"""Screenshots of the operator's page for the documents: `python -m tests.browser.screenshots [FOLDER]`."""

import sys
from pathlib import Path

from playwright.sync_api import Page

from pipeline.config import ROOT
from tests.browser.operator_in_chromium import DESKTOP, PHONE, Site, chromium, demo_site

PAGES = {
    "overview": "",
    "works": "/works",
    "work": "/works?day=2026-11-24",
    "quarantine": "/quarantine",
    "doubtful": "/doubtful",
    "upload": "/upload",
    "account": "/account",
}
"""Where each page is found; see `show`."""


def show(page: Page, site: Site, name: str) -> None:
    """Go to a page of the demo, as an operator does."""
    page.goto(site.url + PAGES[name])
    if name == "work":
        page.get_by_role("row").filter(has_text="Великі Лучки").get_by_role("link").click()
    if name == "account":
        page.get_by_label("Особовий рахунок").fill("210000001")
        page.get_by_label("День робіт").fill("2026-11-23")
        page.get_by_role("button", name="Пояснити").click()


def take(folder: Path) -> None:
    """Each page at both widths, as far as it reaches; the overview in the dark as well."""
    with demo_site() as site, chromium() as browser:
        for width, size in (("360", PHONE), ("1280", DESKTOP)):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport=size, color_scheme=scheme, locale="uk-UA")
                page = context.new_page()
                site.sign_in(page)
                for name in PAGES:
                    show(page, site, name)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "img"
    target.mkdir(parents=True, exist_ok=True)
    take(target)
