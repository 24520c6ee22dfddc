"""A form that was posted: whole, from our own site, with the token of its session; or refused, in words."""

import asyncio
from collections.abc import Iterable
from secrets import compare_digest
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bots.inputs import storable
from bots.web.limits import SLOWEST_BODY
from bots.web.operator.cookies import origin_of
from bots.web.operator.sign_in import Session

SMALL = 10_000
"""Bytes of a form without files."""
SLOWEST_RATE = 200_000
"""Bytes a second that a large form may take."""


class Refused(Exception):
    """A form that counts for nothing, and why."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


async def posted(request: Request, largest: int = SMALL, files: int = 0) -> FormData:
    """The form, where it has not more bytes and files than that, and is not too slow. Raises `Refused`."""
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size[:20]) > largest:
        raise Refused(413, f"Завелике: приймаємо до {largest / 2**20:.3g} МБ разом. Нічого не змінено.")
    try:
        async with asyncio.timeout(SLOWEST_BODY + largest / SLOWEST_RATE):
            form = await request.form(max_files=files, max_fields=20, max_part_size=SMALL)
    except TimeoutError:
        raise Refused(408, "Дані надходили надто довго. Нічого не змінено.") from None
    except (HTTPException, UnicodeError, ClientDisconnect):
        raise Refused(400, f"Форму не вдалося прочитати: файлів може бути не більше ніж {files}.") from None
    refuse_unwritable(each if isinstance(each, str) else each.filename or "" for _, each in form.multi_items())
    return form


def refuse_unwritable(texts: Iterable[str]) -> None:
    """Raises `Refused` for what no database takes, such as the character NUL."""
    if any(storable(text) != text for text in texts):
        raise Refused(400, "Є знаки, яких не буває в тексті. Нічого не змінено.")


def refuse_foreign(session: Session, form: FormData) -> None:
    """Raises `Refused` for a form that this session was not shown."""
    if not compare_digest(str(form.get("csrf", "")).encode(), session.csrf.encode()):
        raise Refused(403, "Форма застаріла. Нічого не змінено: поверніться до сторінки й спробуйте ще раз.")


def refuse_other_origin(request: Request, public_url: str) -> None:
    """Raises `Refused` unless the browser says that the form stood on this very site."""
    origin = origin_of(request).netloc
    if not origin or origin not in (request.headers.get("host"), urlsplit(public_url).netloc):
        raise Refused(403, "Форма прийшла з іншого сайту. Якщо ні, перевірте PUBLIC_URL. Нічого не змінено.")
