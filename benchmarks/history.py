"""Replays the readings of a neighbouring utility's list, and reports whether what was said was right.

`python -m benchmarks.history HISTORY.jsonl.gz [SEED...]`: one JSON object a line, `captured_at` and
`rows: [{settlement, kind, created, start, end, streets: [[street, houses]]}]`. For each seed other accounts are made
at addresses that the list really names, half of them at those whose line vanished before its start. The report is
Markdown; `history_evidence` and `history_report` make it of the raw readings and the messages alone.
"""

import csv
import gzip
import html
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.history_evidence import KYIV, Address, bare, captured_at, moment, stories
from benchmarks.history_report import report
from pipeline.config import Settings
from pipeline.domain.reminders import Outcome
from pipeline.rehearsal import replay_folder
from pipeline.steps.replay import as_json

ACCOUNTS = 400
HARD, ODD = 200, 60
"""Of these: at addresses whose line vanished before its start; in ranges, or with letters and fractions."""

Reading = Mapping[str, Any]


def main() -> None:
    """Make a fixture of the history in a throwaway folder, replay it, print the report; once for each seed."""
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        readings = [json.loads(line) for line in file]
    for seed in map(int, sys.argv[2:] or ["1"]):
        told: list[Outcome] = []
        with tempfile.TemporaryDirectory() as folder:
            addresses = write_fixture(Path(folder), readings, seed)
            replay_folder(Settings(_env_file=None), Path(folder), told.append)
        messages = [as_json(outcome) for outcome in told]
        print(f"\n## Seed {seed}, {len(readings)} readings\n")
        print("\n".join(report(stories(readings, addresses, messages), addresses, messages)), flush=True)


def write_fixture(folder: Path, readings: Sequence[Reading], seed: int) -> dict[str, Address]:
    """Pages, settlements, accounts and subscriptions; gives the address of each account."""
    (folder / "pages").mkdir(parents=True)
    for reading in readings:
        at = captured_at(reading).astimezone(KYIV)
        (folder / "pages" / f"{at:%Y-%m-%dT%H-%M}.html").write_text(as_page(reading["rows"]), encoding="utf-8")
    names = {bare(row["settlement"]) for reading in readings for row in reading["rows"]}
    addresses = dict(zip(map(str, range(210_000_000, 999_999_999)), _some(readings, seed), strict=False))
    _write(folder / "settlements.csv", "katottg category name hromada raion former_raion", _settlement_rows(names))
    _write(folder / "accounts.csv", "account eic meter settlement katottg street house apartment", _accounts(addresses))
    _write(folder / "subscriptions.csv", "messenger chat_id account since", _subscriptions(addresses))
    return addresses


def as_page(rows: Iterable[Mapping[str, Any]]) -> str:
    """The list as the utility's page nests it: a row of a settlement, under it a row of its streets."""
    lines = []
    for row in rows:
        cells = (row["settlement"], row["kind"], row["created"], row["start"], row["end"])
        streets = "".join(
            f"<p><strong>{html.escape(street)}</strong> <span>{html.escape(houses)}</span></p>"
            for street, houses in row["streets"]
        )
        lines.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        lines.append(f"<tr><td colspan=5>{streets}</td></tr>")
    head = "".join(
        f"<th>{each}</th>" for each in ("Населений пункт", "Вид робіт", "Дата створення", "Початок", "Кінець")
    )
    return f"<html><meta charset=utf-8><body><table><tr>{head}</tr>{''.join(lines)}</table></body></html>"


def _some(readings: Sequence[Reading], seed: int) -> list[Address]:
    """Half of them hard, some odd, the others as they come."""
    choose = random.Random(seed)
    named: dict[str, set[Address]] = {"hard": set(), "odd": set(), "any": set()}
    lines = [set(_lines(reading)) for reading in readings]
    for line in set().union(*lines):
        named["any"] |= set(_addresses(line))
    for (reading, before), (_, after) in pairwise(zip(readings, lines, strict=True)):
        for line in before - after if after else ():
            if moment(line[3]) > captured_at(reading):
                named["hard"] |= set(_addresses(line))
    named["odd"] = {address for address in named["any"] if not address[2].isdigit()}
    chosen = {*_sample(choose, named["hard"], HARD), *_sample(choose, named["odd"], ODD)}
    return sorted(chosen | set(_sample(choose, named["any"] - chosen, ACCOUNTS - len(chosen))))


def _sample(choose: random.Random, addresses: Iterable[Address], count: int) -> list[Address]:
    ordered = sorted(addresses)
    return choose.sample(ordered, min(count, len(ordered)))


def _lines(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """Settlement, street, houses and start of each line of planned works."""
    for row in reading["rows"]:
        if row["kind"] == "Планові":
            for street, houses in row["streets"]:
                yield bare(row["settlement"]), street, houses, row["start"]


def _addresses(line: tuple[str, str, str, str]) -> Iterator[Address]:
    """Those that a line names beyond doubt, and one within each range."""
    settlement, street, houses, _ = line
    for token in re.split(r"\s*,\s*", houses.strip()):
        if re.fullmatch(r"\d+[-/ ]?[А-ЯІа-яі]?|\d+/\d+", token):
            yield settlement, street, token
        elif (found := re.fullmatch(r"(\d+)-(\d+)", token)) and int(found[1]) < int(found[2]):
            yield settlement, street, str((int(found[1]) + int(found[2])) // 2)


def _settlement_rows(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for number, name in enumerate(sorted(names), start=1):
        category = "місто" if name == "Старокостянтинів" else "село"
        yield f"UA6800000000000{number:04d}", category, name, "Історична", "Історичний", "Історичний"


def _accounts(addresses: Mapping[str, Address]) -> Iterator[tuple[str, ...]]:
    for number, (settlement, street, house) in addresses.items():
        yield number, f"62Z{number:>013}", number[2:], settlement, "", street, house, ""


def _subscriptions(addresses: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for number in addresses:
        yield "telegram", number, number, ""


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(), *rows])


if __name__ == "__main__":
    main()
