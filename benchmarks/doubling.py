"""`python -m benchmarks.doubling`: twice the accounts, subscriptions or works take at most 2.2 times as long.

Each in processes of its own; seconds of the processor, which neighbours on the machine disturb least.
"""

import json
import subprocess
import sys

from benchmarks.figures import say
from pipeline.config import ROOT

ASKED = 2.2
IMPORT, PLAN = "import against the bare insert", "first plan against the bare join and insert"


def main() -> None:
    """The import by its accounts, the first plan by each of its three measures."""
    for what, module, title, once, twice in (
        ("import, accounts doubled", "registry", IMPORT, (60_000,), (120_000,)),
        ("first plan, accounts doubled", "planning", PLAN, (40_000, 10_000, 200), (80_000, 10_000, 200)),
        ("first plan, subscriptions doubled", "planning", PLAN, (40_000, 10_000, 200), (40_000, 20_000, 200)),
        ("first plan, works doubled", "planning", PLAN, (40_000, 10_000, 200), (40_000, 10_000, 400)),
    ):
        say(what, _seconds(module, title, twice), _seconds(module, title, once), at_most=ASKED)


def _seconds(module: str, title: str, sizes: tuple[int, ...]) -> float:
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, sizes)]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout.splitlines()
    (seconds,) = (figure["seconds"] for figure in map(json.loads, lines) if figure["what"] == title)
    return float(seconds)


if __name__ == "__main__":
    main()
