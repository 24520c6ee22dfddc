"""Replays the readings of a neighbouring utility's list, and reports whether what was said was right.

`python -m benchmarks.history HISTORY.jsonl.gz`: one JSON object a line, `captured_at` and
`rows: [{settlement, kind, created, start, end, streets: [[street, houses]]}]`. Accounts are made at addresses that the
list really names. The report is Markdown.
"""

import csv
import gzip
import html
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.domain.clock import KYIV
from pipeline.domain.interruptions import same_periods
from pipeline.domain.reminders import Outcome, Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Period
from pipeline.rehearsal import replay_folder

ACCOUNTS = 400
Reading = Mapping[str, Any]


def main() -> None:
    """Make a fixture of the history in a throwaway folder, replay it, print the report."""
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        readings = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as folder:
        addresses = write_fixture(Path(folder), readings)
        told: list[Outcome] = []
        replay_folder(Settings(_env_file=None), Path(folder), told.append)
    print("\n".join(report(readings, addresses, told)))


def write_fixture(folder: Path, readings: Iterable[Reading]) -> dict[str, tuple[str, str, str]]:
    """Pages, settlements, accounts and subscriptions; gives the address of each account."""
    (folder / "pages").mkdir(parents=True)
    names: set[str] = set()
    lived_in: dict[tuple[str, str, str], None] = {}
    for reading in readings:
        at = captured_at(reading).astimezone(KYIV)
        (folder / "pages" / f"{at:%Y-%m-%dT%H-%M}.html").write_text(as_page(reading["rows"]), encoding="utf-8")
        for row in reading["rows"]:
            names.add(bare(row["settlement"]))
            for street, houses in row["streets"]:
                lived_in |= {(bare(row["settlement"]), street, each): None for each in re.findall(r"\b\d+\b", houses)}
    addresses = dict(zip(map(str, range(210_000_000, 999_999_999)), _some(lived_in), strict=False))
    _write(folder / "settlements.csv", "katottg category name hromada raion former_raion", _settlement_rows(names))
    _write(folder / "accounts.csv", "account eic meter settlement katottg street house apartment", _accounts(addresses))
    _write(folder / "subscriptions.csv", "messenger chat_id account since", _subscriptions(addresses))
    return addresses


def report(
    readings: Iterable[Reading], addresses: Mapping[str, tuple[str, str, str]], told: Iterable[Outcome]
) -> Iterator[str]:
    """What was said of each account and day, held against what the readings showed."""
    said: dict[tuple[str, Any], list[tuple[datetime, Reminder]]] = defaultdict(list)
    messages = 0
    for outcome in told:
        messages += 1
        for reminder in outcome.message.spoken:
            said[outcome.message.recipient.account, reminder.day].append((outcome.at, reminder))
    seen = shown(readings, addresses)
    yield f"Readings: {len(list(readings))}. Accounts: {len(addresses)}. Messages: {messages}."
    yield f"Interruptions shown: {len(seen)}; told: {len(said)}."
    yield f"- the same thing said twice in a row: {sum(map(_repeats, said.values()))}"
    missed = [key for key, moments in seen.items() if key not in said and _could_be_told(moments)]
    yield f"- shown an hour or more before the start, by day or before a night's end, and never told: {len(missed)}"
    for account, day in missed[:20]:
        yield f"  - {account} {addresses[account]}, {day}: {seen[account, day]}"
    back = list(_back_again(said, seen))
    yield f"- cancelled, then shown again before the start: {len(back)}"
    for line in back[:20]:
        yield f"  - {line}"
    yield "- messages of one account and day: " + ", ".join(
        f"{count}: {times}" for count, times in sorted(Counter(map(len, said.values())).items())
    )
    stages = Counter(reminder.stage for each in said.values() for _, reminder in each)
    yield "- by stage: " + ", ".join(f"{stage}: {count}" for stage, count in sorted(stages.items()))


def shown(
    readings: Iterable[Reading], addresses: Mapping[str, tuple[str, str, str]]
) -> dict[tuple[str, Any], list[tuple[datetime, Period]]]:
    """For each account and day, when which period of planned works was shown for exactly its house."""
    by_address = {address: account for account, address in addresses.items()}
    found: dict[tuple[str, Any], list[tuple[datetime, Period]]] = defaultdict(list)
    for reading in readings:
        for row in reading["rows"]:
            if row["kind"] != "Планові":
                continue
            period = Period(_moment(row["start"]), _moment(row["end"]))
            for street, houses in row["streets"]:
                for house in re.split(r"\s*,\s*", houses):
                    account = by_address.get((bare(row["settlement"]), street, house))
                    if account:
                        found[account, period.day].append((captured_at(reading), period))
    return found


def as_page(rows: Iterable[Mapping[str, Any]]) -> str:
    """The list as the utility's page nests it: a row of a settlement, under it a row of its streets."""
    lines = []
    for row in rows:
        cells = (bare(row["settlement"]), row["kind"], row["created"], row["start"], row["end"])
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


def captured_at(reading: Reading) -> datetime:
    """When it was read, to the minute, as the names of saved pages have it."""
    return datetime.fromisoformat(reading["captured_at"]).replace(second=0)


def bare(settlement: str) -> str:
    """The name without its type."""
    return re.sub(r"^(м|с|смт|с-ще|сел)\.\s*", "", settlement).strip()


def _moment(printed: str) -> datetime:
    return datetime.strptime(printed, "%d.%m.%Y%H:%M").replace(tzinfo=KYIV)


def _some(lived_in: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    addresses = sorted(set(lived_in))
    return sorted(random.Random(1).sample(addresses, min(ACCOUNTS, len(addresses))))


def _settlement_rows(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for number, name in enumerate(sorted(names), start=1):
        yield f"UA6800000000000{number:04d}", "село", name, "Історична", "Історичний", "Історичний"


def _accounts(addresses: Mapping[str, tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    for number, (settlement, street, house) in addresses.items():
        yield number, f"62Z{number:>013}", number[2:], settlement, "", street, house, ""


def _subscriptions(addresses: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for number in addresses:
        yield "telegram", number, number, ""


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(), *rows])


def _repeats(said: list[tuple[datetime, Reminder]]) -> int:
    return sum(
        before.stage is after.stage and same_periods(before.interruption.periods, after.interruption.periods)
        for (_, before), (_, after) in pairwise(said)
    )


def _could_be_told(moments: list[tuple[datetime, Period]]) -> bool:
    """Whether a reading showed it an hour before its start, and daylight came before that."""
    return any(
        period.starts_at - at >= timedelta(hours=1)
        and (period.starts_at.hour >= 7 or period.starts_at - at > timedelta(hours=12))  # noqa: PLR2004
        for at, period in moments
    )


def _back_again(
    said: Mapping[tuple[str, Any], list[tuple[datetime, Reminder]]],
    seen: Mapping[tuple[str, Any], list[tuple[datetime, Period]]],
) -> Iterator[str]:
    for key, moments in said.items():
        for at, reminder in moments:
            if reminder.stage is Stage.CANCELLED:
                later = [when for when, period in seen[key] if when > at and when < period.starts_at]
                if later:
                    said_at, shown_at = f"{at:%d.%m %H:%M}Z", f"{later[0]:%d.%m %H:%M}Z"
                    yield f"{key[0]}, {key[1]}: cancelled {said_at} ({reminder.cause}), shown {shown_at}"


if __name__ == "__main__":
    main()
