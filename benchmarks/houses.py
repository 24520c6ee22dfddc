"""`python -m benchmarks.houses [ZHYTOMYR.csv LVIV.json]`: reading lists of houses; a JSON object a line.

The slowest of many texts of 10,000 characters, which must take less than 0.1 s; tokens a second, when a page is read
for the first time and again; with the two real lists, the share of their tokens that is understood, and the rest.
"""

import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.figures import say
from pipeline.domain.addresses import house_pieces, houses
from pipeline.domain.addresses.house import House
from pipeline.domain.addresses.houses import parse_houses

LENGTH, LIMIT, REPETITIONS = 10_000, 0.1, 3
LISTS, TOKENS = 1000, 20
RUBBISH = """
1 12а 1, 1-, 1- - -- ( ) () (( 1( (1 1)( а а, а- / 1/ 1/а/ б/ б/н , ; . .. … ? 1? № від від№ до з1 1-2-3 крім крім,
крім( (крім1), (крім1 без безx парні парніта парнінепарні 1-9парніта вся, частково, чакстково 1-99999, 99999-1, 15кв.1,
12к.1-9, 12(корп.1, 9-, літ. літ.а сторона буд.буд. тпп КТП-1, + 1+ 12-а 1б8а I Ï \xad 1\xad ’ \u0301 é 🏠 \x00
""".split()  # noqa: SIM905


def main(paths: list[str]) -> None:
    """Run all, or say what is not read fast enough."""
    slowest = max((seconds(partial(parse_houses, text)), text) for text in adversaries())
    say("slowest list of houses of 10,000 characters", slowest[0], LIMIT, at_most=1, text=slowest[1][:40])
    page = [", ".join(random.Random(at).choices(NUMBERS, k=TOKENS)) for at in range(LISTS)]
    first = seconds(lambda: [parse_houses(each) for each in page])
    say("lists of houses, first reading", first, a_second=round(LISTS * TOKENS / first))
    again = seconds(lambda: [parse_houses(each) for each in page], forget=parse_houses.cache_clear)
    say("lists of houses, same houses in other lists", again, a_second=round(LISTS * TOKENS / again))
    house = House(112, "а")
    covering = seconds(lambda: [parse_houses(each).covers(house) for each in page], forget=lambda: None)
    say("lists of houses asked for a house", covering, a_second=round(LISTS / covering))
    if paths:
        zhytomyr, lviv = map(Path, paths)
        with zhytomyr.open(encoding="utf-8") as file:
            _share(zhytomyr.name, [row["houses"] for row in csv.DictReader(file)])
        members = json.loads(lviv.read_text(encoding="utf-8"))["hydra:member"]
        _share(lviv.name, [member["buildingNames"] or "" for member in members])


NUMBERS = [f"{number}{letter}" for number in range(1, 200) for letter in ("", "", "", "а", "/1")]


def adversaries() -> list[str]:
    """Texts of 10,000 characters: rubbish repeated, joined with other rubbish, and mixed."""
    pairs = [one + other for one in RUBBISH for other in ("", " ", ",", *RUBBISH[::16])]
    mixed = ["".join(random.Random(seed).choices(RUBBISH, k=LENGTH)) for seed in range(20)]
    words = [" ".join(random.Random(seed).choices(RUBBISH, k=LENGTH)) for seed in range(20)]
    numbers = [",".join(f"{at}{letter}" for at in range(LENGTH)) for letter in ("", "а", "-", " кв.1")]
    return [(text * (LENGTH // len(text) + 1))[:LENGTH] for text in (*pairs, *mixed, *words, *numbers) if text]


def _forget() -> None:
    parse_houses.cache_clear()
    houses._one_house.clear()  # noqa: SLF001 - as in a process that has just started
    house_pieces._read_cached.cache_clear()  # noqa: SLF001


def seconds(work: Callable[[], object], forget: Callable[[], None] = _forget) -> float:
    """Processor time of the best of several readings, each with nothing remembered."""
    best = float("inf")
    for _ in range(REPETITIONS):
        forget()
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _share(name: str, lists: list[str]) -> None:
    tokens = sum(bool(piece.strip()) for text in lists for piece in text.replace(";", ",").split(","))
    rest = Counter(piece for text in lists for piece in parse_houses(text).unread)
    record = {"what": name, "tokens": tokens, "understood": round(1 - rest.total() / tokens, 5), "rest": rest}
    print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
