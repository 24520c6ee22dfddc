"""The operator's page of the demo, and a real browser before it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from pipeline.config import ROOT
from tests.commands.served import free_address
from tests.fakes.patience import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--disable-lcd-text"),
]
PHONE, DESKTOP = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)
ZOOMED = ViewportSize(width=320, height=256)
"""A desktop at four times the size: as little as has to do, by WCAG."""
ALL: list[str] = []
"""All rules of axe."""
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""Those to which width and colours make a difference."""
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Site:
    """A served page of the operator."""

    url: str
    name: str
    password: str

    def sign_in(self, page: Page, password: str | None = None) -> None:
        """Fill the form in, as an operator does."""
        page.goto(f"{self.url}/sign-in")
        page.get_by_label("Ім’я").fill(self.name)
        page.get_by_label("Пароль").fill(password or self.password)
        page.get_by_role("button", name="Увійти").click()


@contextmanager
def demo_site() -> Iterator[Site]:
    """`demo --serve` as a process of its own."""
    host, port = free_address()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), "demo", "--serve", "--json"],
        env=os.environ | {"PROVISNYK_WEB_BIND": f"{host}:{port}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        yield Site(**json.loads(process.stdout.readline()))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's browser."""
    with sync_playwright() as playwright:
        # its fields in Ukrainian, where Debian's chromium-l10n is there
        language = os.environ | {"LANGUAGE": "uk"}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, env=language)
        try:
            yield browser
        finally:
            browser.close()


def faults_of(page: Page, rules: Sequence[str]) -> list[str]:
    """The serious faults that axe finds by these rules, each with the element that has it."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("options => axe.run(options)", options)
    assert found["passes"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def complaints_of(context: BrowserContext, site: Site) -> list[str]:
    """Fills up with what the browser's console says, and with each request to another place."""
    heard: list[str] = []
    host = site.url.partition("/operator")[0]

    def asked(url: str) -> None:
        if not url.startswith((host, "data:")):
            heard.append(f"asks {url}")

    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    context.on("request", lambda request: asked(request.url))
    return heard
