"""Commands that read the page, and show what was read."""

import sys
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from textwrap import indent
from typing import Annotated, Any

import structlog
import typer

from pipeline import operations
from pipeline.cli.command import DONE, FAILED, NOT_TRUSTED, Run, command
from pipeline.domain.clock import KYIV, iso_kyiv
from pipeline.domain.errors import Misuse, SourceUnavailable, frames
from pipeline.domain.printable import escaped
from pipeline.domain.quarantine import UnreadRow
from pipeline.domain.trust import PageState
from pipeline.domain.works import PlannedWork
from pipeline.output import print_json, print_records, print_report
from pipeline.source.saved import saved_pages
from pipeline.steps.scrape import FAULT, ScrapeReport

STATES = {
    PageState.BLOCKED: "сторінка відмовила: замість списку захист, вхід або помилка",
    PageState.MALFORMED: "на сторінці не знайдено списку робіт",
    PageState.SUSPECT: "список підозріло змінився; якщо він правильний, повторіть зі --accept",
    PageState.EMPTY: "список раптом порожній; якщо так і є, повторіть зі --accept",
    PageState.FAILED: FAULT,
}
UNREAD = (
    "понад третину рядків не вдалося зрозуміти: дивіться quarantine, а після settlement alias — scrape --kept; "
    "якщо й так гаразд, повторіть зі --accept"
)
UNAVAILABLE = {"state": "unavailable", **dict.fromkeys(("rows", "works", "new", "lingering", "gone", "quarantined"), 0)}
"""What a scrape reports that could not have the page at all."""
SCRAPE_WORDS = {
    "state": "стан",
    "rows": "рядків",
    "works": "робіт",
    "new": "нових",
    "lingering": "зниклих",
    "gone": "знятих",
    "quarantined": "незрозумілих",
}

log = structlog.get_logger()


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    command(cli, "parse")(parse)
    command(cli, "scrape")(scrape)
    command(cli, "works")(works)
    command(cli, "quarantine")(quarantine)
    command(cli, "pages")(pages)


def parse(
    run: Run,
    *,
    page: Annotated[list[Path], typer.Argument(metavar="СТОРІНКА", help="Збережені сторінки: .html, .json або .csv.")],
    quarantine: Annotated[bool, typer.Option("--quarantine", help="Також рядки, яких не вдалося зрозуміти.")] = False,
) -> int:
    """Прочитати збережені сторінки без бази даних: по роботі в рядку."""
    code = DONE
    for path in page:
        for source_page in saved_pages(path, now=lambda: run.now):
            try:
                read = run.app.read_page(source_page)
            except Exception as error:  # noqa: BLE001 - a bug that one page meets must not cost us the others
                log.error("reading_failed", error=type(error).__name__, where=frames(error))  # noqa: TRY400
                print(f"{path.name}: {FAULT}", file=sys.stderr)
                code = FAILED
                continue
            for work in read.listing.works:
                _print_work(work, as_json=run.as_json)
            for row in read.listing.quarantined if quarantine else ():
                unread = UnreadRow(None, row.printed, row.reason, row.suggestion)
                _print_quarantined(unread, as_json=run.as_json)
            if read.state in (PageState.BLOCKED, PageState.MALFORMED):
                print(f"{path.name}: {STATES[read.state]}", file=sys.stderr)
                code = code or NOT_TRUSTED
    return code


def scrape(
    run: Run,
    *,
    source: Annotated[
        str | None, typer.Option("--source", metavar="URL|ФАЙЛ|ТЕКА", help="Звідки читати; інакше SOURCE_URL.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Вважати список правильним, хоч він підозрілий.")] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help="Перечитати збережені сторінки останнього списку, нічого не завантажуючи.")
    ] = False,
) -> int:
    """Прочитати сторінку планових робіт і запам'ятати, що на ній."""
    if kept and source is not None:
        raise Misuse("Вкажіть або --source, або --kept: збережені сторінки мають своє джерело")
    with run.app.run_lock(wait=True):
        refuse_the_past(run)
        try:
            if kept:
                report = run.app.scrape_kept(accept=accept)
            else:
                report = run.app.scrape(run.app.source_pages(source), run.now, accept=accept)
        except SourceUnavailable:
            print_report(UNAVAILABLE, SCRAPE_WORDS, as_json=run.as_json)
            raise
    print_report(report.as_json(), SCRAPE_WORDS, as_json=run.as_json)
    return trusted_or_explain(report)


def trusted_or_explain(report: ScrapeReport) -> int:
    """The exit code of a scrape; of one that was not believed, with the reason and the way out on stderr."""
    if report.reading.healthy:
        return DONE
    reason = UNREAD if report.reading.by_quarantine else STATES[report.reading.state]
    print(f"Нічого не змінено: {reason}", file=sys.stderr)
    return FAILED if report.reading.state is PageState.FAILED else NOT_TRUSTED


def refuse_the_past(run: Run) -> None:
    """Raises `Misuse` where `--now` lies before the last reading: a list is not read backwards."""
    newest = run.app.works.recent_readings(1) if run.moved else ()
    if newest and run.now < newest[0].at:
        raise Misuse(
            f"--now раніше за останнє читання списку ({newest[0].at.astimezone(KYIV):%d.%m.%Y %H:%M:%S}): вкажіть "
            "пізнішу мить або іншу базу даних (--database)"
        )


def works(run: Run) -> None:
    """Показати роботи, відомі зі списку."""
    print_records(run.app.works.works(run.now), as_json=run.as_json, empty="Робіт немає.")


def quarantine(run: Run) -> None:
    """Показати рядки останнього списку, яких не вдалося зрозуміти, вулиці, яких немає в реєстрі, і що з ними робити."""
    nothing = True
    for unread in chain(run.app.works.quarantine(), operations.unregistered_streets(run.app, run.now)):
        _print_quarantined(unread, as_json=run.as_json)
        nothing = False
    if nothing and not run.as_json:
        print("Незрозумілих рядків немає.")


def pages(run: Run) -> None:
    """Показати збережені сторінки."""
    print_records(run.app.works.pages(), as_json=run.as_json, empty="Сторінок ще не збережено.")


def work_json(work: PlannedWork) -> Mapping[str, Any]:
    """A work that was read, as the JSON of `parse`."""
    return {
        "starts_at": iso_kyiv(work.period.starts_at),
        "ends_at": iso_kyiv(work.period.ends_at),
        "kind": work.kind,
        "district": work.district,
        "status": work.status,
        "reason": work.reason,
        "places": [place.as_json() for place in work.places],
    }


def _print_work(work: PlannedWork, *, as_json: bool) -> None:
    if as_json:
        print_json(work_json(work))
        return
    start, end = (moment.astimezone(KYIV) for moment in (work.period.starts_at, work.period.ends_at))
    settlements = ", ".join(dict.fromkeys(place.settlement for place in work.places))
    streets = sum(place.street is not None for place in work.places)
    what = f"вулиць: {streets}" if streets else "усе село"
    print(escaped(f"{_day(start)} {start:%H:%M}–{end:%H:%M}  {settlements} ({what})  {work.reason or ''}".rstrip()))


def _print_quarantined(unread: UnreadRow, *, as_json: bool) -> None:
    """A row as printed, why it is not understood, and each suggestion whole, to be copied."""
    if as_json:
        print_json(unread.as_json())
        return
    page = f"[сторінка {unread.page_id}] " if unread.page_id else ""
    print(escaped(f"? {page}{unread.row}\n  {unread.reason}"))
    if unread.suggestion:
        print(escaped("  →" + indent(unread.suggestion.words, "    ")[3:]))


def _day(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y}"
