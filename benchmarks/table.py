"""`python -m benchmarks.table FILE`: what `make bench > FILE` found, as the table of docs/performance.md."""

import json
import sys
from pathlib import Path
from typing import Any


def main(path: str) -> None:
    """Print a row a figure."""
    print("| what | ms | limit, ms | × | a second | asked | MB |", "|---|---:|---:|---:|---:|---:|---:|", sep="\n")
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        print(row(json.loads(line)))


def row(figure: dict[str, Any]) -> str:
    """One figure; what is not asked, or has no limit, is left empty."""
    asked = f"≤ {figure['at_most']:g} ×" if "at_most" in figure else ""
    if "at_least" in figure:
        asked = f"≥ {figure['at_least']:g} a second"
    cells = [
        figure["what"],
        *(_number(figure.get(name), 1000) for name in ("seconds", "limit")),
        f"{figure['ratio']:.2f}" if "ratio" in figure else "",
        _number(figure.get("a_second")),
        asked if figure.get("kept", True) else f"**{asked}**",
        str(figure["peak_mb"]),
    ]
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, times: int = 1) -> str:
    return "" if value is None else f"{value * times:,.0f}"


if __name__ == "__main__":
    main(sys.argv[1])
