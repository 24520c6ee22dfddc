"""What the dialogue says and how its buttons are called, by the catalogues of each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from bots.dialog.model import Facts
from bots.texts.templates import LANGUAGES, environment
from pipeline.domain.clock import kyiv_day

LONGEST_NAME = 20
"""Characters of a customer's own name for an account: it stands on a button."""

_OLD_AFTER = timedelta(hours=6)


def say(facts: Facts, what: str, **about: object) -> str:
    """The words of the catalogue for this, in the customer's language."""
    read_at = facts.list_read_at
    known = {
        "facts": facts,
        "labels": labels(facts.language),
        "today": kyiv_day(facts.now),
        "day_of": kyiv_day,
        "list_is_old": read_at is not None and facts.now - read_at > _OLD_AFTER,
        "longest_name": LONGEST_NAME,
    }
    template = environment(facts.language).get_template("dialog.j2")
    text = getattr(template.make_module(known), what)(**about)
    return re.sub(r"\n{3,}", "\n\n", str(text)).strip()


def label(language: str, name: str) -> str:
    """What a button is called."""
    return str(labels(language)[name])


def labels(language: str) -> Mapping[str, str]:
    """The names of all buttons."""
    return _buttons(language).labels  # type: ignore[no-any-return]


def names(language: str) -> Sequence[str]:
    """What accounts are often called."""
    return _buttons(language).names  # type: ignore[no-any-return]


def typed(language: str) -> Mapping[str, Sequence[str]]:
    """What people type instead of pressing a button, by the button's action."""
    return _buttons(language).typed  # type: ignore[no-any-return]


def languages() -> Iterator[tuple[str, str]]:
    """Those spoken: code and own name."""
    return ((code, label(code, "own_name")) for code in LANGUAGES)


def asks_about_lights(text: str) -> bool:
    """Whether something typed, in any language, is about lights that are out or hourly schedules."""
    return any(_lights(code).search(text) for code in LANGUAGES)


def without_words(proof: str) -> str:
    """A proof without the words that people put before it: `лічильник № 123456`, in any language."""
    for code in LANGUAGES:
        words = _buttons(code).words_before_proof
        proof = re.sub(rf"\A(?:(?:{words})\b[\s:№.,–—-]*)+", "", proof, flags=re.IGNORECASE)
    return proof


def plain(text: str) -> str:
    """Something typed as it is compared: small letters, one space, no punctuation, no emoji."""
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


@cache
def _lights(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_buttons(language).lights_words})\b", re.IGNORECASE)


@cache
def _buttons(language: str) -> Any:
    return environment(language).get_template("buttons.j2").module
