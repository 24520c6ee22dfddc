"""The operator's page over a database: signed in, asked, and its forms filled in as a browser does."""

import re

import httpx
from bs4 import BeautifulSoup

from bots.web.app import web_app
from pipeline.domain.errors import Failed
from pipeline.operator_page import operator_pages

PASSWORD = "correct horse battery"
ORIGIN = "https://provisnyk.example"


class OperatorSite:
    """An application, its operator's page, and a browser of one operator."""

    def __init__(self, app):
        self.app, self.refuses = app, False
        self._web = web_app({}, self._ready, operator_pages(self._ask, app.settings))
        self.cookies = {}

    async def _ask(self, job):
        if self.refuses:
            raise Failed("База даних зайнята")
        return job(self.app)

    async def _ready(self):
        return None

    async def sign_in(self, name="operator", password=PASSWORD):
        answer = await self.send("POST", "/sign-in", data={"name": name, "password": password})
        if cookie := answer.headers.get("set-cookie"):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies = {name: value}
        return answer

    async def send(self, method, path, *, origin=ORIGIN, **given):
        transport = httpx.ASGITransport(self._web)
        headers = {"Origin": origin} if origin else {}
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
            return await client.request(method, f"/operator{path}", headers=headers, **given)

    async def see(self, path="", **query):
        """The page as parsed HTML."""
        answer = await self.send("GET", path, params=query or None)
        assert answer.status_code == 200, answer.text
        return BeautifulSoup(answer.text, "html.parser")

    async def post(self, path, data=None, files=None):
        """Fill the page's form in and send it; the page that follows, parsed."""
        page = await self.see(path)
        csrf = page.find("input", {"name": "csrf"})["value"]
        answer = await self.send("POST", path, data={"csrf": csrf, **(data or {})}, files=files)
        assert answer.status_code == 303, answer.text
        return await self.see(answer.headers["location"].removeprefix("/operator"))


def words(page):
    """The text of a parsed page on one line."""
    return re.sub(r"\s+", " ", page.get_text(" "))
