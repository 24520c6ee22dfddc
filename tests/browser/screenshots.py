"""Screenshots of the operator's page for the documents: `python -m tests.browser.screenshots [FOLDER]`."""

import sys
from pathlib import Path

from pipeline.config import ROOT
from tests.browser.operator_in_chromium import DESKTOP, PHONE, chromium, demo_site

PAGES = {"overview": "", "quarantine": "/quarantine", "doubtful": "/doubtful", "upload": "/upload"}


def take(folder: Path) -> None:
    """Each page at both widths, as far as it reaches; the overview in the dark as well."""
    with demo_site() as site, chromium() as browser:
        for width, size in (("360", PHONE), ("1280", DESKTOP)):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport=size, color_scheme=scheme, locale="uk-UA")
                page = context.new_page()
                site.sign_in(page)
                for name, path in PAGES.items():
                    page.goto(site.url + path)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "img"
    target.mkdir(parents=True, exist_ok=True)
    take(target)
