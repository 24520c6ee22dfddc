"""`python -m benchmarks.robustness [PART_OF_A_NAME]`: hostile and broken pages, each read in a process of its own.

A JSON object a line on stderr: the page's size in megabytes, the seconds and the megabytes of memory that its reading
took, and what came of it. `over` marks a page that takes more than 2 s (for each megabyte, if it is larger) or 300 MB.
"""

import json
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.figures import say
from data.settlements import load_settlements
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.clock import KYIV
from pipeline.source.pages import read_page

MEGABYTE = 1_000_000
SECONDS, MEGABYTES, PATIENCE = 2.0, 300.0, 20.0
NOW = datetime(2026, 11, 20, 9, tzinfo=KYIV)
HEAD = "<h2>24.11.2026</h2><table><tr><td>РЕМ</td><td>Адреса</td><td>Час</td></tr>"
CELL = f"{HEAD}<tr><td>Хустський РЕМ</td><td>%s</td><td>з 9 до 16</td></tr></table>"
LINE = "<h2>Хустський РЕМ, планові відключення 24.11.2026</h2>%s"
TEXTS = """
а|Ж|A|1|12, |12,|12 |,|, |;|.|. |:|: |-|- |–| – |/|(|)|( |)(|(а)|((а))|[|"|«|'|’| |&nbsp;|. – |а.|А. |А |аб |Аб |
Аб, |аб-
с. |вул. |вул.|с.|С.|с. Іза|с. Іза, |с. Іза: |с. Іза, вул. |вул. Миру |вул. Миру, |вул. Миру 1, |вул. Миру, 1 |
пров. |в. |В. |1-й |1-й пров.
крім |, крім 1|(крім вул. |частково |частково с. |повністю |та | і | та Іза|(частково) |(вул. |(с. Іза, |Іза (
громада |Хустський |Хустський РЕМ |район
24.11 |24.11.2026 |24.11.2026, |24 |24, |24 листопада |24-25 листопада |24 по |24 – |з 24 |понеділок |щовівтірка |
крім неділі |листопад 2026 |січня |числа
з 9 до 16 |9:00-16:00 |9:00-16:00, |9.00 |9:00 |0900 |9-00 |з |до |з 9 |до 16 |9 год 00 хв |з 9 до 16 з 24.11.2026 |
9:00 – 24.11 |24:00 – 16:00
1-|1-9, |1а/|1/|№ |буд. |б. |б/н |від 1 |непарні |корп. 1 |1(1|кв.1
скасовано |(скасовано) |вул. Миру (скасовано), |перенесено на |перенесено на 24.11 |не |не буде |роботи не |
продовжено до |відсутня |інформація |робіт
через |через заміну |для |для ремонту |(обрізка |заміна опор |заміна опор. |у зв'язку з |причина: |планово |
аварійне |графік |черга 1.1 |буде |буде відключено
станом на |станом на 24.11 |оновлено 24.11.2026 |Час: |Адреса: |Адреса: с. Іза |Дата: 24.11 |тел. 0 |доступ |
доступ до |сайт |Увага |ськ|Хустськ|а-ськ|
""".replace("\n", "|").split("|")


def main(part: str) -> None:
    """Run all whose name holds `part`."""
    slowest = (0.0, "")
    for what, page in pages():
        if part in what:
            facts = _in_a_process(page)
            share = max(facts["seconds"] / max(facts["size"], 1) / SECONDS, facts["megabytes"] / MEGABYTES)
            slowest = max(slowest, (share, what))
            marked = {"over": True} if share > 1 else {}
            print(json.dumps({"what": what, **facts, **marked}, ensure_ascii=False), file=sys.stderr, flush=True)
    say("hostile page that comes nearest to its limits", slowest[0] * SECONDS, SECONDS, at_most=1, page=slowest[1])


def _in_a_process(page: Callable[[], str]) -> dict[str, Any]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(page, theirs))
    process.start()
    theirs.close()
    waited = ours.poll(PATIENCE)
    facts = ours.recv() if waited else {"seconds": PATIENCE, "megabytes": 0.0, "size": 1.0, "read": "stopped"}
    process.kill()
    process.join()
    return facts


def _measure(page: Callable[[], str], answer: Connection) -> None:
    gazetteer = Gazetteer(load_settlements())
    read = partial(read_page, captured_at=NOW, gazetteer=gazetteer, url="https://example.com/list/")
    read((CELL % "с. Іза, вул. Дружна").encode())
    content = page().encode()
    before, started = _peak(), time.process_time()
    reading = read(content)
    listing = reading.listing
    answer.send(
        {
            "seconds": round(time.process_time() - started, 2),
            "megabytes": round(_peak() - before, 1),
            "size": round(len(content) / MEGABYTE, 2),
            "read": f"{reading.state}: {listing.rows} rows, {len(listing.works)} works, "
            f"{sum(len(work.places) for work in listing.works)} places, {len(listing.quarantined)} quarantined",
        }
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each page by name, as what makes it."""
    for tag in (
        "td",
        "tr",
        "table",
        "table><tr><td",
        "div",
        "p",
        "li",
        "ul><li",
        "b",
        "br",
        "h2",
        "dl><dt",
        "a href=/",
    ):
        yield f"<{tag}> repeated", partial(_filled, "%s", f"<{tag}>")
        yield f"<{tag}>а repeated", partial(_filled, LINE, f"<{tag}>а")
        yield f"<{tag}> in a list", partial(_filled, f"{HEAD}%s", f"<tr><td>Іза<td>з 9 до 16<td><{tag}>")
    for tag in ("table><tr><td", "div", "ul><li", "b", "dl><dd"):
        closing = "".join(f"</{each}>" for each in reversed(tag.split("><")))
        for depth in (200, 10_000):
            inside = f"<{tag}>" * depth + "с. Іза, вул. Дружна – з 9 до 16" + closing * depth
            yield f"<{tag}> {depth} deep", partial(_filled, LINE, inside)
            yield f"<{tag}> {depth} deep in a list", partial(_filled, CELL, inside)
    for text in filter(None, TEXTS):
        yield f"a cell of {text!r}", partial(_filled, CELL, text)
        yield f"cells of {text!r}", partial(_many, CELL, "</td><td>з 9 до 16</td></tr><tr><td></td><td>", text)
        yield f"a line of {text!r}", partial(_filled, LINE, text)
        yield f"lines of {text!r}", partial(_many, LINE, "<p>", text)
        yield f"lines of a place, {text!r}, hours", partial(_many, LINE, " – з 9 до 16<p>с. Іза, вул. Дружна, ", text)
    yield from _listings()


def _filled(page: str, text: str, size: int = MEGABYTE) -> str:
    """About so many bytes of `text` within `page`."""
    return page % (text * max(1, size // len(text.encode())))


def _many(page: str, between: str, text: str) -> str:
    """A megabyte of texts, each as long as a very long cell of a real list."""
    return page % between.join([_filled("%s", text, 10_000)] * 100)


def _listings() -> Iterator[tuple[str, Callable[[], str]]]:
    yield (
        "colspan and rowspan",
        lambda: CELL % ("с. Іза</td><td colspan=99999999 rowspan=99999999>а" * 100 + "</td></tr><tr><td>б" * 10_000),
    )
    yield "rowspans within rowspans", lambda: CELL % ("<tr>" + "<td rowspan=65534 colspan=1000>а" * 60) * 1
    yield "rows of one cell that spans", lambda: CELL % ("<tr><td rowspan=65534 colspan=1000>а" * 20_000)
    yield "20,000 rows of 6 cells", lambda: CELL % ("<tr>" + "<td>с. Іза, вул. Дружна, 1-5" * 6) * 20_000
    yield "20,000 rows of a list", partial(_rows, 20_000, lambda at: f"с. Іза, вул. Дружна {at}, {at}-{at + 9}")
    yield "40,000 unknown settlements", partial(_rows, 40_000, lambda at: f"с. {_name(at)}")
    yield "40,000 unknown settlements without a mark", partial(_rows, 40_000, _name)
    yield "40,000 lines", lambda: LINE % "".join(f"<p>с. {_name(at)}, вул. Миру – з 9 до 16" for at in range(40_000))
    yield (
        "40,000 streets under a row",
        lambda: (
            CELL % "с. Іза</td><td>з 9 до 16</td></tr><tr><td>"
            + "".join(f"<tr><td></td><td>вул. {_name(at)} {at}</td><td></td></tr>" for at in range(40_000))
        ),
    )
    yield "20,000 headings", lambda: LINE % "".join(f"<h3>{_name(at)}</h3><h4>24.11</h4>" for at in range(20_000))
    yield "20,000 links", lambda: LINE % "".join(f"<a href='/list/?PAGEN_1={at}'>{at}</a>" for at in range(20_000))
    yield "the portal, 20 MB", lambda: _portal(90_000)
    yield "the portal, deep", lambda: "[" * MEGABYTE
    yield "the portal, a huge number", lambda: f'{{"hydra:member":[{{"dateEvent":{"9" * MEGABYTE}}}]}}'
    for text in ("1", "а", ", ", "1-", "вул. ", "скасовано "):
        row = {"buildingNames": text * 100_000, "koment": text * 100_000, "street": text * 100_000}
        yield f"the portal, fields of {text!r}", partial(_portal, 1, row)


def _rows(count: int, address: Callable[[int], str]) -> str:
    rows = (f"<tr><td>Хустський РЕМ</td><td>{address(at)}</td><td>з 9 до 16</td></tr>" for at in range(count))
    return f"{HEAD}{''.join(rows)}</table>"


def _name(at: int) -> str:
    """A name that no settlement bears."""
    return "".join(random.Random(at).choices("абвгдежиклмнопрстуфхцч", k=9)).capitalize()


def _portal(count: int, fields: dict[str, str] | None = None) -> str:
    times = {"dateEvent": "2026-11-24T09:00:00+02:00", "datePlanIn": "2026-11-24T16:00:00+02:00"}
    rows = (
        {**times, "city": "Іза", "street": f"вул. {_name(at)}", "buildingNames": "1, 3, 5-11", "koment": "заміна опор"}
        for at in range(count)
    )
    members = [{**row, **(fields or {})} for row in rows]
    return json.dumps({"@type": "hydra:Collection", "hydra:member": members}, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
