"""Hours among houses: where in a free text numbers are hours, and where they are houses."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.domain.addresses import settlement_types
from pipeline.source.times.hours import DASH, QUARTER, RANGE, Hours, find_hours, read_range, with_colons

_COMPACT = re.compile(rf"\d{{1,2}}\s?{QUARTER}")
_DASH_BEFORE = re.compile(r"\s[–—-]\s*$")
_SETTLEMENT = rf"{settlement_types.MARK}[А-ЯІЇЄҐ]"
_NAME = r"(?:[А-ЯІЇЄҐ]\.\s?)?(?:[А-ЯІЇЄҐ][а-яіїєґ'’]{2}|[А-ЯІЇЄҐ]{3})"
_PART_ENDS = re.compile(rf"[;\n]|,(?=\s*{_SETTLEMENT})|(?<=\d),(?=\s*{_NAME})")
_LONGEST_PART = 300
_JOINED = re.compile(r"\s*(?:,|,?\s(?:та|і|й|а також))\s*")
_ANY_SETTLEMENT = re.compile(rf"(?<!\w){_SETTLEMENT}")
_ONLY_SETTLEMENT = re.compile(rf"\s*(?:{_SETTLEMENT}|{_NAME})(?:(?!\bбуд)[^\d,;:№])*[,:]?\s*")
"""By its mark, or as the name that a part begins with."""
_ONE_NAME = re.compile(rf"\s*(?:{settlement_types.MARK})?(?:\w\.\s?)?[А-ЯІЇЄҐ][\w'’-]+(?:\s[\w'’-]+)?[\s,:(–—-]*")
_SETTLEMENT_NEXT = re.compile(rf"[ :)–—-]*{_SETTLEMENT}")
_NAME_NEXT = re.compile(rf"[ :)–—-]*(?:{_SETTLEMENT}|{_NAME})")
_AMONG_NUMBERS = re.compile(r"\d[^;\n]*$")
_TWO_NUMBERS = re.compile(rf"(?<![\d.:])\d{{1,2}}\s?{DASH}\s?\d{{1,2}}(?![\d.]|:\d)")
_EARLIEST = 5 * 60
"""When works begin at the earliest, in minutes; `2-16` are rather houses."""
_SHORTEST = 60
"""Minutes of the shortest works that are told from houses by their place in the text alone."""
_HOUSE_NEXT = re.compile(r"\s*(?:буд(?:ин|\b)|№|кв\b)", re.IGNORECASE)
_UNITED = re.compile(r"\d\s*г(?:од|\.)", re.IGNORECASE)
_STREET_MARK = re.compile(r"вул|пров|просп|пл\.|бульв|наб\.", re.IGNORECASE)
_STREET = re.compile(rf"{_STREET_MARK.pattern}|\d", re.IGNORECASE)

_Found = tuple[re.Match[str], Hours]


def cut_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where hours stand in a free text (start, end, hours), which has house numbers like `2-16`, too.

    Minutes make a range hours, as four digits (`900-1700`) and `год` do; `з 9 до 16` is taken for hours only where
    nothing plainer stands in the text, or in its own part of it, where no street before it can have such houses;
    `від 3 до 17` and `2-16` never, save right at a settlement, beside hours of another one: `с. Іза 9-10; с. Липча
    13:00-17:00`.
    """
    chosen, others = _chosen(text)
    if likely := _likely(chosen, others):
        chosen = tuple(sorted([*chosen, *likely], key=lambda found: found[0].start()))
    return [(match.start(), match.end(), hours) for match, hours in chosen]


def perhaps_hours(text: str) -> str | None:
    """Numbers right at a settlement that may be its houses or its hours, as another one has hours of its own.

    `с. Іза 9-10; с. Липча з 13:00 до 17:00`, where `cut_hours` takes them for houses.
    """
    if not _TWO_NUMBERS.search(text):
        return None
    chosen, others = _chosen(text)
    if not (chosen and others):
        return None
    likely = {match.start() for match, _ in _likely(chosen, others)}
    doubtful = _at_settlements(others, [match for match, _ in chosen])
    return next((match[0].strip() for match, _ in doubtful if match.start() not in likely), None)


def bare_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where numbers stand that are hours if nothing else in the row or over it is: `с. Драгово 9-17`.

    None but those alone at a settlement, all of them before one or all behind one.
    """
    chosen, others = _chosen(text) if _TWO_NUMBERS.search(text) else ((), ())
    sides = {_stands_behind(match) for match, _ in others}
    if chosen or len(sides) != 1 or None in sides or not all(_may_be_works(hours) for _, hours in others):
        return []
    return [(match.start(), match.end(), hours) for match, hours in others]


def may_lead_on(numbers: str, later: str) -> bool:
    """Whether numbers may be the hours of works that go on with later hours: `9-12` before `13.00-17.00`."""
    found = [hours for text in (numbers, later) for hours in find_hours(text)]
    return len(found) > 1 and _may_be_works(found[0]) and found[0].end <= found[1].start


def _may_be_works(hours: Hours) -> bool:
    return hours.start >= _EARLIEST and hours.end - hours.start >= _SHORTEST


def _likely(chosen: Sequence[_Found], others: Sequence[_Found]) -> list[_Found]:
    """Those that are hours for standing as others with a dash do, or right before later ones: `9-12, 13:00-17:00`."""
    if not (chosen and others):
        return []
    dashed = [match for match, _ in chosen if _is_dashed(match)]
    alike = {match.start() for match, _ in _at_settlements(others, dashed)}
    return [
        found
        for found in others
        if found[1].start >= _EARLIEST and (found[0].start() in alike or _leads_on(found[0], chosen))
    ]


def _leads_on(match: re.Match[str], chosen: Sequence[_Found]) -> bool:
    """Whether later hours follow a range at a settlement at once."""
    at = bisect_left(chosen, match.end(), key=lambda found: found[0].start())
    following = chosen[at][0] if at < len(chosen) else None
    if following is None or not _JOINED.fullmatch(match.string, match.end(), following.start()):
        return False
    if not _ends_before(match, following):
        return False
    start, _ = _part(match)
    before = match.string[start : match.start()]
    return _ONE_NAME.fullmatch(before) is not None and not _STREET.search(before)


@lru_cache(maxsize=64)
def _chosen(text: str) -> tuple[tuple[_Found, ...], tuple[_Found, ...]]:
    """The ranges of a free text that are hours by themselves, and those with a dash that may be.

    A line is asked for them several times on its way.
    """
    matches = [(match, hours) for match in RANGE.finditer(with_colons(text)) if (hours := read_range(match))]
    plain = {match.start(): match for match, _ in matches if _is_plain(match)}
    chosen: list[_Found] = []
    others: list[_Found] = []
    for match, hours in matches:
        if match.start() in plain or (
            _is_worded(match) and not _of_houses(match, hours) and (not plain or _is_apart(match, plain.values()))
        ):
            chosen.append((match, hours))
        elif _is_dashed(match) and hours.start < hours.end:
            others.append((match, hours))
    return tuple(chosen), tuple(others)


def _is_plain(match: re.Match[str]) -> bool:
    ends = match["first"].strip(), match["last"].strip()
    worded = match["till"].lower() in ("до", "по")
    if _UNITED.search(match[0]):
        return True
    if not worded and all(_COMPACT.fullmatch(end) for end in ends) and any(len(end) > 3 for end in ends):  # noqa: PLR2004
        return True
    return any(
        re.search(r"\d\s?[:.;]\s?\d", end) or (worded and len(re.sub(r"\D", "", end)) > 2)  # noqa: PLR2004
        for end in ends
    )


def _is_worded(match: re.Match[str]) -> bool:
    since = (match["since"] or "").lower()
    return since in ("з", "із", "c", "с") and match["till"].lower() in ("до", "по")


def _of_houses(match: re.Match[str], hours: Hours) -> bool:
    """Whether `з 1 до 15` are houses by what stands around, though nothing else in the text is hours."""
    if _HOUSE_NEXT.match(match.string, match.end()):
        return True
    start, _ = _part(match)
    before = match.string[start : match.start()]
    return hours.start < _EARLIEST and bool(_STREET_MARK.search(before)) and not _DASH_BEFORE.search(before)


def _is_apart(match: re.Match[str], others: Iterable[re.Match[str]]) -> bool:
    """Whether `з 9 до 10` are hours beside plainer ones, as no street stands before them that may have such houses.

    `с. Іза з 9 до 10; с. Липча з 13:00 до 17:00`, `с. Іза з 9 до 12 та з 13:00 до 17:00`.
    """
    text, since, till = match.string, max(0, match.start() - _LONGEST_PART), match.end() + _LONGEST_PART
    plain = [each for each in others if since <= each.start() < till]
    if any(_JOINED.fullmatch(text, each.end(), match.start()) for each in plain):
        return True
    start, end = _part(match)
    before = text[start : match.start()]
    if not any(start <= each.start() < end for each in plain):
        return bool(_DASH_BEFORE.search(before)) or not _STREET.search(before)
    following = next((each for each in plain if _JOINED.fullmatch(text, match.end(), each.start())), None)
    return following is not None and (not _STREET.search(before) or _ends_before(match, following))


def _ends_before(match: re.Match[str], following: re.Match[str]) -> bool:
    hours, later = read_range(match), read_range(following)
    return hours is not None and later is not None and hours.start < hours.end <= later.start


def _part(match: re.Match[str]) -> tuple[int, int]:
    """The part of the text in which a range stands, up to the next settlement."""
    text, since, till = match.string, max(0, match.start() - _LONGEST_PART), match.end() + _LONGEST_PART
    start = max((sign.end() for sign in _PART_ENDS.finditer(text, since, match.start())), default=since)
    return start, sign.start() if (sign := _PART_ENDS.search(text, match.end(), till)) else min(till, len(text))


def _is_dashed(match: re.Match[str]) -> bool:
    return match["since"] is None and match["till"].lower() not in ("до", "по")


def _at_settlements(ranges: Sequence[_Found], hours: list[re.Match[str]]) -> list[_Found]:
    """Those that stand alone behind a settlement, as some hours do, or before it where some hours have none before."""
    behind = {
        not _SETTLEMENT_NEXT.match(match.string, match.end())
        and (
            _ANY_SETTLEMENT.search(match.string, _part(match)[0], match.start()) is not None
            or _ONLY_SETTLEMENT.fullmatch(match.string, _part(match)[0], match.start()) is not None
        )
        for match in hours
    }
    return [found for found in ranges if _stands_behind(found[0]) in behind]


def _stands_behind(match: re.Match[str]) -> bool | None:
    """Whether a range stands alone behind a settlement, or else right before one; None where it does neither."""
    just_before = match.string[max(0, match.start() - 4) : match.start()]
    if _AMONG_NUMBERS.search(just_before):  # sooner told than by its part
        return None
    start, end = _part(match)
    before, after = match.string[start : match.start()], match.string[match.end() : end]
    if not before.strip():
        return False if _NAME_NEXT.match(after) else None
    alone = (
        _ONLY_SETTLEMENT.fullmatch(match.string, start, match.start())
        and not _STREET.search(before)
        and not re.search(r"\w", after)
        and (_ANY_SETTLEMENT.match(before.lstrip()) or not _STREET_MARK.search(match.string, 0, start))
    )
    return True if alone else None
