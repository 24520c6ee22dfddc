"""What the headings of a table's columns mean, whatever words a utility chose for them.

Fields of a `RawRow`: `number` and `created` (of no use to us), `district`, `hromada`, `settlement`, `street`,
`houses`, `address` (any of the four before in one text), `date`, `start`, `end`, `hours`, `kind`, `reason`,
`notes`, `status`, `office` (when one is open), `object` (a line or substation; the address where no other column
is); and, not from headings, `under` (lines that stand below a row and belong to it) and `text` (a line of free text).
"""

import re
from functools import lru_cache

from pipeline.source.words import district_in, fold_lookalikes

PLACES = frozenset({"address", "settlement", "street"})
"""A table without one of them is not a list of works."""

TIMES = frozenset({"date", "start", "end", "hours"})

LONGEST_HEADER = 120

_MEANINGS: tuple[tuple[str, str], ...] = (
    ("number", r"^№\s*(?:п\s*/?\s*п|з/п)?\.?$|^п/п$|порядков"),
    ("created", r"створен|внесен|публікац|оприлюдн|оновлен|реєстрац|подання"),
    ("office", r"(?:час|годин\w*|режим|графік)\s+роботи\b(?!\s+(?:бригад|обладн))|прийом"),
    ("end", r"кінец|кінц|закінч|завершен|відновлен|(?<!ід)включен|увімкн|ввімкн|^(?:час\s+)?(?:до|по)\b"),
    ("start", r"початк|початок|почин|вимкнен|^(?:час\s+)?(?:з|від)$"),
    ("address", r"адрес|спожива|(?:населен|пункт|сел[оа]|міст).*(?:вул|буд)|місце|локаці|територі"),
    ("address", r"що\s+(?:буде\s+)?(?:знеструм|відключ)|знеструмлю(?:є|ю)ться"),
    ("street", r"вулиц|\bвул\b"),
    ("houses", r"будин|\bбуд\b|№№"),
    ("settlement", r"населен|нас\.|н\.\s?п|\bсело|\bсела|\bміст[оа]\b|пункт"),
    ("hromada", r"громад|\b[ос]?тг\b"),
    ("date", r"^(?:дата|дати|день|дні|число)\b(?!.*(?:час|годин))"),
    ("hours", r"час|годин|тривал[іо]ст|перерв|період|термін|проміжок|інтервал"),
    ("kind", r"^(?:вид|тип|категорі\w+|характер)\b"),
    ("status", r"статус|\bстан\b"),
    ("reason", r"причин|зах[оі]д|підстав|мета|робіт|робот"),
    ("object", r"об.?єкт"),
    ("notes", r"приміт|коментар|додатк"),
    ("district", r"\bрем\b|\bрез\b|район|дільниц|підрозділ|філі[яї]|структурн"),
)
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _MEANINGS)
_LABEL_WITHIN = re.compile(
    r"(?<=[.;,|)])\s*(?P<label>(?:дата|день|час|години|період|тривалість|початок|кінець|закінчення|адрес[аи]|вулиц[яі]|будинки|"
    r"населен\w+\s+пункт\w*|місце|споживачі|причин[аи]|мета|підстава|вид|тип|статус|стан|приміт\w+|район|рем|орієнтовн\w+)"
    r"(?:\s+[а-яіїєґ'’]+){0,3}\s*:)(?=\s*[^\s|])",
    re.IGNORECASE,
)
_OF_OFFICES = re.compile(r"телефон|\bтел\b|e-?mail|пошт|керівник|начальник|прийом|режим", re.IGNORECASE)
_OF_MONEY = re.compile(r"тариф|\bцін[аи]\b|\bгрн|вартіст", re.IGNORECASE)
_WHEN = TIMES | {"kind", "reason"}
"""What a list of works says, and one of the utility's offices does not."""
_OWN_NAME = re.compile(r"\s[А-ЯІЇЄҐ][а-яіїєґ]|\d")
_LABELS = (
    "орієнтовн",
    "планов",
    "заплан",
    "точн",
    "назва",
    "дата",
    "коли",
    "де",
    "хто",
    "що",
    "який",
    "яка",
    "які",
    "№",
    "перелік",
    "список",
)
_DATA = re.compile(r"\d{1,2}[.:]\d\d|\b(?:с|м|смт|вул)\.\s?\S")


@lru_cache(maxsize=1024)
def meaning_of(header: str) -> str | None:
    """The field that a column's heading names; None where the words are those of no column we know."""
    text = fold_lookalikes(" ".join(header.split())).lower()
    if not text or len(text) > LONGEST_HEADER or _DATA.search(text):
        return None
    return next((field for field, pattern in _PATTERNS if pattern.search(text)), None)


def label_of(text: str) -> str | None:
    """The field that a text names where it is a mere label (`Час відключення`), and neither address nor district."""
    own_name = _OWN_NAME.search(text) and not text.isupper()
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    if own_name or district_in(text) or not (meaning_of(first) or first.startswith(_LABELS)):
        return None
    return meaning_of(text)


def labelled_parts(line: str) -> list[str]:
    """A line of several labels (`Час: 9:00–17:00. Причина: ремонт.`) as one line for each; any other line as it is."""
    if ":" not in line:
        return [line]
    starts = [0, *(found.start("label") for found in _LABEL_WITHIN.finditer(line))]
    return [line[start:end].strip(" |;,") for start, end in zip(starts, [*starts[1:], None], strict=True)]


def is_of_others(headers: list[list[str]]) -> bool:
    """Whether headings are those of a table of offices or prices."""
    printed = " | ".join(cell for row in headers for cell in row)
    return bool(_OF_MONEY.search(printed) or _OF_OFFICES.search(printed))


def columns_of(headers: list[list[str]]) -> list[str | None] | None:
    """The field of each column by the rows of headings over it, topmost first; None where it is no list of works.

    The lowest heading of a column says more than those over it: `Час` over `початок` and `кінець`.
    """
    width = max(map(len, headers))
    columns: list[str | None] = []
    for index in range(width):
        stack = [row[index] for row in headers if index < len(row)]
        columns.append(next((field for cell in reversed(stack) if (field := meaning_of(cell))), None))
    printed = " | ".join(cell for row in headers for cell in row)
    if _OF_MONEY.search(printed) or (not _WHEN & set(columns) and _OF_OFFICES.search(printed)):
        return None
    if "object" in columns and not PLACES & set(columns):
        columns[columns.index("object")] = "address"
    if not PLACES & set(columns) or len(set(columns) - {None}) < 2:  # noqa: PLR2004
        return None
    if "end" in columns and "start" not in columns and "hours" in columns:
        columns[columns.index("hours")] = "start"
    return columns
