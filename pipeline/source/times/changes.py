"""Words by which a row cancels its own works or moves them, in whatever field they stand.

The day that they name is not that of the row. Which of its places they stand at is told by `text/change_places`.
`не скасовано` changes nothing, nor does what only may happen: `у разі негоди роботи можуть бути перенесені`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.source.times.months import OF_DATES, SHORT
from pipeline.source.times.weekdays import WEEKDAY
from pipeline.source.words import fold_lookalikes

_WORKS = r"(?:(?:планов\w+|ремонтн\w+)\s+)?(?:роб[іо]т\w*|відключен\w*|знеструмлен\w*|вимкнен\w*|перерв\w*|захо[дж]\w*)"
_IS = r"(?:є|було|була|були|буде|будуть)"
_WHEN = (
    rf"(?:\s*(?:\d[\d.:/–—−-]*(?:\s?р\.)?|[–—−-]|,(?=\s*(?:\d|з\s+\d))|{OF_DATES}|{SHORT}|"
    rf"(?:року|рік|з|із|від|до|по|та|і|о|об|год\w*|хв\w*|числа|го|{WEEKDAY})\b\.?))+"
)
_CANCELLED = (
    r"скасован\w*|скасуванн\w+|скасову\w+|анульован\w*|відмінен\w*|відміня\w+|відміна\b|"
    r"не\s+(?:відбуд|відбува|провод[ия]т|викону[євю]|(?:буде|будуть)\s+(?:провод|викону|здійсню|відбува|відключ|знеструм))\w*|"
    r"не\s+буде\s+(?:робіт|відключень|знеструмлень|перерв)\b"
)
_NONE_WILL_BE = r"(?:робіт|відключен[ьн]\w*|знеструмлен[ьн]\w*|вимкнен[ьн]\w*)\s+не\s+буде\b"
_MOVED = (
    rf"(?:перенесен(?:о|і|а|ий|е)\b|перенос[ия]\w+|(?:перенесення|перенос)(?=(?:\s+{_WORKS})?\s+(?:на|з|із)\s+\d))"
    rf"(?:\s+{_WORKS})?(?:\s+(?:з|із)(?P<since>(?=\s*\d){_WHEN}))?"
    rf"(?:\s+на(?P<to>(?=\s*(?:\d|з\s|{WEEKDAY})){_WHEN})|\s+на\s+(?:інш|пізніш|невизначен|завтра)\w*(?:\s+(?:дат|день|дн|час|термін|строк)\w*)?)?"
)
_EXTENDED = (
    rf"(?:продовжен|подовжен|збільшен)\w*(?:\s+{_WORKS})?\s+до\s+"
    r"(?P<until>\d{1,2}(?:\s?[:.]\s?\d\d)?)(?![\d.])(?:\s*год\w*\.?)?"
)
_HOURS_CHANGED = (
    r"(?:змін[аи]\s+час[уи]?|змінен\w*\s+(?:час\w*|годин\w*)|(?:час|години)\s+змінен\w*|нов(?:ий|і)\s+(?:час|години))"
    rf"(?:\s+{_WORKS})?(?:\s+на\b)?[\s:–—-]*(?P<hours>(?=\d|з\s){_WHEN})"
)
_SAID = re.compile(
    rf"\b(?:(?:{_WORKS}\s+)?(?:{_IS}\s+)?(?P<not>не\s+)?(?:{_IS}\s+)?"
    rf"(?:(?P<cancelled>{_CANCELLED})|(?P<moved>{_MOVED})|{_EXTENDED}|{_HOURS_CHANGED})"
    rf"|(?P<none>{_NONE_WILL_BE}))(?:\s+{_WORKS})?(?:\s+(?:через|внаслідок|[ув]\s+зв.язку\s+[зі]+)\s+[^,;.()\n]+)?",
    re.IGNORECASE,
)
_LIKELY = (
    *("скас", "відмін", "анул", "перен", "не від", "не пров", "не вик", "не буд"),
    *("продовжен", "подовжен", "збільшен", "змін", "новий час", "нові год"),
)
"""Parts of these words, which are sooner sought than the words themselves."""
_PERHAPS = re.compile(
    r"\b[ув]\s+(?:разі|випадку)\b|\bякщо\b|\bмож(?:е|уть|лив\w*)\b|\bпри\s+не|\bза\s+(?:не)?сприятл", re.IGNORECASE
)
_LONGEST_SENTENCE = 300
"""Characters before or behind the words within which a condition is theirs."""
_SENTENCE = re.compile(r"[.;\n]\s")


@dataclass(frozen=True, slots=True)
class Moved:
    """The days and hours of `перенесено з … на …`, as printed; empty where they are not."""

    since: str = ""
    to: str = ""
    until: str = ""
    """The later end of `продовжено до …`."""

    def __bool__(self) -> bool:
        return bool(self.since or self.to or self.until)


@dataclass(frozen=True, slots=True)
class Change:
    """What the words of a row do to its works."""

    cancelled: bool = False
    moved: Moved | None = None
    place_unsaid: bool = False
    """A field of places held nothing but such words: it names no street or house."""

    def __bool__(self) -> bool:
        return self.cancelled or self.moved is not None


def changes_at(text: str) -> Iterator[tuple[int, int, Change]]:
    """Where words of a text change its works, and how; what only may happen changes nothing."""
    if not _may_change(text):
        return
    for said in _SAID.finditer(fold_lookalikes(text)):
        if not _is_conditional(said):
            yield said.start(), said.end(), _change(said)


def _change(said: re.Match[str]) -> Change:
    if said["not"]:
        return Change()
    if said["until"] or said["hours"]:
        return Change(moved=Moved(to=(said["hours"] or "").strip(" ,"), until=said["until"] or ""))
    if said["moved"]:
        return Change(moved=Moved(*((said[name] or "").strip(" ,") for name in ("since", "to"))))
    return Change(cancelled=True)


def change_in(text: str) -> tuple[str, Change]:
    """A text without such words, and the change that they make; a day moved to wins."""
    said = list(changes_at(text))
    if not said:
        return text, Change()
    for start, end, _ in reversed(said):
        text = f"{text[:start]} {text[end:]}"
    changes = [change for _, _, change in said]
    moved = next((each.moved for each in changes if each.moved), None)
    cancelled = moved is None and any(each.cancelled for each in changes)
    if not (moved or cancelled):
        moved = next((each.moved for each in changes if each.moved is not None), None)
    return " ".join(text.split()).strip(" ,;:–—-"), Change(cancelled, moved)


@lru_cache(maxsize=1024)
def _may_change(text: str) -> bool:
    small = fold_lookalikes(text).lower()
    return any(part in small for part in _LIKELY)


def _is_conditional(said: re.Match[str]) -> bool:
    text, since, till = said.string, max(0, said.start() - _LONGEST_SENTENCE), said.end() + _LONGEST_SENTENCE
    start = max((end.end() for end in _SENTENCE.finditer(text, since, said.start())), default=since)
    end = _SENTENCE.search(text, said.end(), till)
    return bool(_PERHAPS.search(text, start, end.start() if end else till))
