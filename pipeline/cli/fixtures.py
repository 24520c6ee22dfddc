"""Commands that make fixtures: saved pages, with what the code makes of them once somebody has looked at it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.bootstrap import Application
from pipeline.cli.command import Run, command
from pipeline.cli.reading import work_json
from pipeline.cli.ukrainian import Group
from pipeline.config import ROOT, Settings
from pipeline.domain.errors import Misuse
from pipeline.domain.pages import SourcePage
from pipeline.output import print_json
from pipeline.rehearsal import ReplayClock, replay_folder
from pipeline.source.saved import file_name, saved_pages
from pipeline.steps.replay import as_json

FIXTURES = ROOT / "fixtures"
UNREVIEWED = "UNREVIEWED"
"""A file of this name in `expected/`: nobody has looked at it yet, and the fixture's test fails."""

Name = Annotated[str, typer.Argument(metavar="НАЗВА", help="Тека у fixtures/.")]


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    fixture = typer.Typer(cls=Group, no_args_is_help=True, help="Зразки: збережені сторінки для тестів.")
    command(fixture, "save")(save)
    command(fixture, "accept")(accept)
    cli.add_typer(fixture, name="fixture")


def save(
    run: Run,
    *,
    page: Annotated[str, typer.Argument(metavar="НОМЕР|URL", help="Номер збереженої сторінки або адреса нової.")],
    name: Name,
) -> None:
    """Зберегти сторінку, як вона прийшла, у зразок."""
    saved = run.app.works.load_page(int(page)) if page.isdecimal() else _fetched(run, page)
    path = FIXTURES / name / "pages" / file_name(saved)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(saved.content)
    except FileExistsError:
        raise Misuse(f"Сторінка зразка вже є, її не замінено: {path}") from None
    _say(run, path)


def accept(run: Run, *, name: Name) -> None:
    """Визнати правильним те, що програма тепер робить зі зразка."""
    folder = FIXTURES / name
    if not (folder / "pages").is_dir():
        raise Misuse(f"Зразка «{name}» немає: у fixtures/ бракує теки {name}/pages")
    write_expected(run.app.settings, folder)
    (folder / "expected" / UNREVIEWED).unlink(missing_ok=True)
    _say(run, folder / "expected")


def expected_of(settings: Settings, folder: Path) -> Mapping[str, str]:
    """By file name, what the code now makes of a fixture: its works, and its messages where it has customers."""
    with Application(settings, ReplayClock()) as app:
        works = [
            {"page": Path(page.url).name, "state": read.state, **work_json(work)}
            for page in saved_pages(folder / "pages", now=ReplayClock().now)
            for read in [app.read_page(page)]
            for work in read.listing.works
        ]
    expected = {"works.json": _as_text(works)}
    if (folder / "accounts.csv").exists():
        messages: list[Mapping[str, Any]] = []
        replay_folder(settings, folder, lambda outcome: messages.append(as_json(outcome)))
        expected["messages.json"] = _as_text(messages)
    return expected


def write_expected(settings: Settings, folder: Path) -> None:
    """Write `expected/`, marked as not yet looked at."""
    expected = folder / "expected"
    expected.mkdir(exist_ok=True)
    for name, text in expected_of(settings, folder).items():
        (expected / name).write_text(text, encoding="utf-8")
    (expected / UNREVIEWED).touch()


def _fetched(run: Run, source: str) -> SourcePage:
    """The page whole, whether it has changed or not."""
    return next(iter(run.app.source_pages(source, fresh=True)))


def _as_text(content: Iterable[Mapping[str, Any]]) -> str:
    """Readable, and stable in a diff."""
    return json.dumps(list(content), ensure_ascii=False, indent=1) + "\n"


def _say(run: Run, path: Path) -> None:
    if run.as_json:
        print_json({"path": str(path)})
    else:
        print(f"Записано: {path}")
