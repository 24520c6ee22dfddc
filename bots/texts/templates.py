"""The templates of each language, with its grammar at hand.

The words of a language lie in the folder of its code, and how they are put together lies in `layout`, once for all.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bots.texts.grammar import Grammar, sentence
from bots.texts.hungarian import Hungarian
from bots.texts.parts import stretches
from bots.texts.romanian import Romanian
from bots.texts.ukrainian import Ukrainian

LANGUAGES: Mapping[str, Grammar] = {"uk": Ukrainian(), "hu": Hungarian(), "ro": Romanian()}
"""By code. A language stands here once its folder is complete; the first one is that of the list itself."""

_FOLDER = Path(__file__).parent
_OF_THE_LIST = next(iter(LANGUAGES))


@cache
def environment(language: str) -> Environment:
    """The language's templates; Ukrainian ones where it is not spoken."""
    spoken = language if language in LANGUAGES else _OF_THE_LIST
    grammar = LANGUAGES[spoken]
    environment = Environment(
        loader=FileSystemLoader([_FOLDER / spoken, _FOLDER / "layout"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=False,  # noqa: S701 — plain text
    )

    def quoted(text: str, letters: int) -> str:
        return grammar.in_quotes(shortened(text, letters))

    environment.globals |= {**grammar.at_hand(), "stretches": stretches}
    environment.filters |= {
        "sentence": sentence,
        "shortened": shortened,
        "quoted": quoted,
        "from_list": shortened if spoken == _OF_THE_LIST else quoted,
    }
    return environment


def shortened(text: str, letters: int) -> str:
    """On one line, cut between words where it is too long."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def tidied(text: str) -> str:
    """A rendered text with no more than one blank line in a row, and none around it."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
