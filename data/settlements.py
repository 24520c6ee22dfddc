"""The list of settlements: a CSV file with КАТОТТГ codes, ours or another region's."""

import csv
from collections.abc import Sequence
from pathlib import Path

from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.errors import Misuse, trouble

COLUMNS = ("katottg", "category", "name", "hromada", "raion", "former_raion")

BUNDLED = Path(__file__).parent / "settlements.csv"
"""Zakarpattia's settlements."""


def load_settlements(path: Path = BUNDLED) -> Sequence[Settlement]:
    """The settlements of a list. Raises `Misuse` where the file, a column or every row is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise Misuse(f"У переліку населених пунктів «{path}» бракує стовпців: {', '.join(missing)}")
            settlements = [Settlement(**{name: (row[name] or "").strip() for name in COLUMNS}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Misuse(f"Не вдалося прочитати перелік населених пунктів «{path}»: {_reason(error)}") from error
    if not settlements:
        raise Misuse(f"Перелік населених пунктів «{path}» порожній")
    return settlements


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return trouble(error)
    return "це не CSV у кодуванні UTF-8"
