"""The text of a message, as the customer reads it: what to say in `parts`, the words in the language's templates."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from inspect import getmembers, isfunction
from pathlib import Path
from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bots.texts import ukrainian
from bots.texts.parts import split_parts, stretches
from pipeline.domain.clock import kyiv_day
from pipeline.domain.reminders import Message

CONTACT_CENTRE = "0 800 516 20"
LONGEST = 4000
"""Characters; Telegram takes 4,096 and counts some twice, Viber takes 7,000."""

_OLD_AFTER = timedelta(hours=6)
_ROOM = ((31, 300), (12, 150), (4, 60), (1, 30))
"""Lines of days in a part and characters of a quote: generous first, less where the message grows too long."""

_LANGUAGES: Mapping[str, ModuleType] = {"uk": ukrainian}
"""By code: the grammar; the templates lie in the folder of that name."""


def compose(
    message: Message,
    *,
    now: datetime,
    page_url: str,
    list_read_at: datetime | None,
    contact_centre: str = CONTACT_CENTRE,
) -> str:
    """Plain text of all that `message` says, in the recipient's language; empty where it says nothing.

    `list_read_at`: the last healthy reading; named in the text once it is over six hours old at `now`.
    """
    recipient = message.recipient
    today = kyiv_day(now)
    parts = split_parts(message.spoken, today)
    if not parts:
        return ""
    language = recipient.language if recipient.language in _LANGUAGES else "uk"
    template = _environment(language).get_template("message.j2")
    old = list_read_at is not None and now - list_read_at > _OLD_AFTER
    for lines, letters in _ROOM:
        text = template.render(
            parts=parts,
            address=_shortened(recipient.address, 300),
            label=_shortened(recipient.label or "", 60),
            account=recipient.account,
            now=now,
            today=today,
            page_url=page_url,
            contact_centre=contact_centre,
            list_read_at=list_read_at if old else None,
            lines=lines,
            letters=letters,
        )
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
        if len(text) <= LONGEST:
            return text
    return f"{text[: LONGEST - 1]}…"


@cache
def _environment(language: str) -> Environment:
    """The language's templates with its grammar at hand."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / language),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 — plain text
    )
    grammar = dict(getmembers(_LANGUAGES[language], isfunction))
    environment.globals |= {**grammar, "stretches": stretches}
    environment.filters |= {"sentence": grammar["sentence"], "shortened": _shortened, "quoted": _quoted}
    return environment


def _shortened(text: str, letters: int) -> str:
    """On one line, cut between words where it is too long."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def _quoted(text: str, letters: int) -> str:
    """In quotation marks; those inside become the inner ones."""
    return f"«{_shortened(text, letters).translate(str.maketrans('«»', '„“'))}»"
