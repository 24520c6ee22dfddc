"""Real lists of neighbouring utilities, which lie beside the checkout and never in it."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[3]
FOLDER = ROOT.parent / "shared" / "samples"


def sample(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the real list {name} is not beside this checkout")
    return path


def zhytomyr() -> list[dict[str, str]]:
    with sample("zhytomyr-addresses.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lviv() -> Iterator[tuple[str, str]]:
    for row in json.loads(sample("lviv-portal.json").read_text(encoding="utf-8"))["hydra:member"]:
        yield (row["street"] or {}).get("name") or "", row["buildingNames"] or ""


def khmelnytskyi() -> list[tuple[str, str]]:
    page = sample("khmelnytskyi-planned-2026-05-11.html").read_text(encoding="utf-8")
    rows = LexborHTMLParser(page).css("tr.street p")
    return [(row.css_first("strong").text(), row.css_first("span.house").text()) for row in rows]


def khmelnytskyi_history() -> set[tuple[str, str]]:
    with gzip.open(sample("khmelnytskyi-history-2026-05-06.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return {
            (street, houses) for line in lines for row in json.loads(line)["rows"] for street, houses in row["streets"]
        }
