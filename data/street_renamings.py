"""Streets that were renamed, as public documents say; shipped with the project, read beside the operator's aliases."""

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.domain.matching import StreetAlias

RENAMINGS = Path(__file__).parent / "street_renamings.csv"
"""Columns `katottg,old,new,source`. A street that was divided has a row for each of its new names, and one with
its own name again where a part has kept it or where the name of that part is not known."""


@lru_cache(maxsize=1)
def load_renamings() -> Sequence[StreetAlias]:
    """Every renaming of the file; those of a region that is not ours name settlements that never occur."""
    with RENAMINGS.open(encoding="utf-8", newline="") as file:
        return [StreetAlias(row["katottg"], row["old"], row["new"]) for row in csv.DictReader(file)]
