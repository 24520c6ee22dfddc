"""The templates of each language, with its grammar at hand."""

from collections.abc import Mapping
from functools import cache
from inspect import getmembers, isfunction
from pathlib import Path
from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bots.texts import ukrainian
from bots.texts.parts import stretches

LANGUAGES: Mapping[str, ModuleType] = {"uk": ukrainian}
"""By code: the grammar; the templates lie in the folder of that name. A language stands here once it is complete."""


@cache
def environment(language: str) -> Environment:
    """The language's templates; Ukrainian ones where it is not spoken."""
    spoken = language if language in LANGUAGES else "uk"
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / spoken),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 — plain text
    )
    grammar = dict(getmembers(LANGUAGES[spoken], isfunction))
    environment.globals |= {**grammar, "stretches": stretches}
    environment.filters |= {"sentence": grammar["sentence"], "shortened": shortened, "quoted": quoted}
    return environment


def shortened(text: str, letters: int) -> str:
    """On one line, cut between words where it is too long."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def quoted(text: str, letters: int) -> str:
    """In quotation marks; those inside become the inner ones."""
    return f"«{shortened(text, letters).translate(str.maketrans('«»', '„“'))}»"
