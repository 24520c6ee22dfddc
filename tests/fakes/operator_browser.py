"""An operator's browser, as far as his page needs one: it keeps the cookie, follows redirects, fills forms in."""

import re

import httpx
from bs4 import BeautifulSoup

from pipeline.domain.passwords import hash_password

ORIGIN = "https://provisnyk.example"
PASSWORD = "correct horse battery"
CHEAPLY_HASHED = hash_password(PASSWORD, b"0123456789abcdef", cost=4)
"""So that a test need not wait for what makes a guess dear."""


class OperatorBrowser:
    """One operator before an ASGI app."""

    def __init__(self, web):
        self._web, self.cookies, self.address = web, {}, "127.0.0.1"

    async def sign_in(self, name="operator", password=PASSWORD, **given):
        """Post name and password; the cookies that come are kept."""
        answer = await self.send("POST", "/sign-in", data={"name": name, "password": password}, **given)
        for cookie in answer.headers.get_list("set-cookie"):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    async def send(self, method, path, *, origin=ORIGIN, headers=None, **given):
        """One request, as it is."""
        transport = httpx.ASGITransport(self._web, client=(self.address, 1))
        headers = {**({"Origin": origin} if origin else {}), **(headers or {})}
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
            return await client.request(method, f"/operator{path}", headers=headers, **given)

    async def see(self, path="", **query):
        """The page as parsed HTML."""
        answer = await self.send("GET", path, params=query or None)
        assert answer.status_code == 200, answer.text
        return BeautifulSoup(answer.text, "html.parser")

    async def post(self, path, data=None, files=None):
        """Fill a form of the page in and send it; the page that follows, parsed."""
        csrf = (await self.see(path)).find("input", {"name": "csrf"})["value"]
        answer = await self.send("POST", path, data={"csrf": csrf, **(data or {})}, files=files)
        assert answer.status_code == 303, answer.text
        return await self.see(answer.headers["location"].removeprefix("/operator"))


def words(page):
    """The text of a parsed page on one line."""
    return re.sub(r"\s+", " ", page.get_text(" "))
