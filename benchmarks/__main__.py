"""`make bench [PARTS="sending …"]`: every benchmark in processes of its own, several times; medians, JSON on stdout.

`python -m benchmarks PART...` runs some of them; each can be run by itself, too: `python -m benchmarks.sending`.
`python -m benchmarks.table FILE` makes the table of docs/performance.md from the JSON.
"""

import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from typing import Any

from pipeline.config import ROOT

PARTS = {
    "reading": 3,
    "starting": 3,
    "registry": 3,
    "planning": 3,
    "claiming": 3,
    "sending": 3,
    "doubling": 3,
    "compare": 3,
    "pages": 3,
    "storm": 1,
    "year": 1,
    "houses": 1,
    "robustness": 1,
}
"""How many times each is run: once where it repeats its own measure over and over."""

Figure = dict[str, Any]


def main(names: list[str]) -> int:
    """Run these, or all; 1 where a figure is not what is asked of it."""
    kept = True
    for name in names or PARTS:
        runs = [_run(name) for _ in range(PARTS[name])]
        figures: defaultdict[str, list[Figure]] = defaultdict(list)
        for figure in (each for figures_of_one, _ in runs for each in figures_of_one):
            figures[figure["what"]].append(figure)
        for each in figures.values():
            figure = {"part": name, **_median(each), "runs": len(runs), "peak_mb": max(peak for _, peak in runs)}
            kept &= figure.get("kept", True)
            print(json.dumps(figure, ensure_ascii=False), flush=True)
    return 0 if kept else 1


def _run(name: str) -> tuple[list[Figure], int]:
    """The figures of one run, and the most memory in megabytes that its process had."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        figures = [json.loads(line) for line in process.stdout]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"benchmarks.{name} ended with {process.returncode}")
    return figures, used.ru_maxrss // 1024


def _median(runs: list[Figure]) -> Figure:
    """The median of each number; `kept` says whether the bounds hold for it."""
    figure = {
        name: round(statistics.median(run[name] for run in runs), 4)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
        for name, value in runs[0].items()
    }
    if "at_most" in figure:
        figure["kept"] = figure["ratio"] <= figure["at_most"]
    if "at_least" in figure:
        figure["kept"] = figure["a_second"] >= figure["at_least"]
    return figure


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
