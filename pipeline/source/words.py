"""The words by which a listing speaks of its districts, kinds, statuses and of itself."""

import re
from functools import lru_cache

from pipeline.domain.addresses.text import LOOKS_LIKE
from pipeline.domain.works import Kind

_LATIN_RUN = re.compile(r"[A-Za-zÏï]+")
_CYRILLIC_LETTERS = frozenset(map(chr, range(0x400, 0x530)))

_LEVEL = "рем|рез|вем|район|р-н|дільниця|філія|громада|підрозділ"
_TOWN = r"(?:м\.\s*)?(?-i:[А-ЯІЇЄҐ])[а-яіїєґ'’]{2,20}(?:[\s-](?-i:[А-ЯІЇЄҐ])[а-яіїєґ'’]{2,20})?"
_DISTRICT = re.compile(
    r"(?P<name>[^\W\d_][\w.'’ʼ`-]{0,40}(?:ськ|цьк|зьк)(?:ий|ого|ому|им|а|ої|ій))\s+"
    r"(?:(?:міськ|сільськ|територіальн|об.?єднан|селищн)\w+\s+){0,2}"
    r"(?P<what>рем|рез|вем|рвк|мрем|район\w*|р-н\w*|дільниц\w+|філі[яїйю]|громад\w*|[ом]?тг)(?!\w)"
    rf"|^\W*(?P<level>{_LEVEL})\b[\s:«\"–—-]+(?P<behind>[А-ЯІЇЄҐ][\w'’.-]{{2,30}}(?:ськ|цьк|зьк)(?:ий|а))[\W\d]*$"
    rf"|^\W*(?P<town>{_TOWN}\s+(?-i:РЕМ|РЕЗ|ВЕМ)|(?-i:РЕМ|РЕЗ|ВЕМ)[\s:«\"–—-]+{_TOWN})[\W\d]*$"
    r"|^\W*(?P<bare>[А-ЯІЇЄҐ][\w'’-]{2,30}(?:ський|цький|зький))\W*$",
    re.IGNORECASE,
)
_NAMES_DISTRICT = ("ськ", "цьк", "зьк", "рем", "рез", "вем")
"""Parts of every such name, which are sooner sought than the name itself."""
_CASES = {"ий": "ий", "ого": "ий", "ому": "ий", "им": "ий", "а": "а", "ої": "а", "ій": "а"}

_OF_THINGS = r"йн\w+\s+(?:опор|дерев|стан|проводу|ізолят|ділян)"
"""`заміна аварійної опори` is planned."""
_KINDS = (
    (Kind.SCHEDULE, re.compile(r"черг[аиу]\b|погодин|\bгпв\b|\bгав\b|\bсгав\b|\bгоп\b|стабілізац|обмежен")),
    (
        Kind.EMERGENCY,
        re.compile(rf"аварі(?!{_OF_THINGS})|позапланов|непланов|екстрен"),
    ),
    (Kind.PLANNED, re.compile(r"планов|заплан")),
    (Kind.SCHEDULE, re.compile(r"графік")),
)
_KIND_AT = re.compile(
    r"^\s*(?:(?:поза)?планов\w*|аварійн\w*|погодинн\w*)(?:\s+(?:роботи|відключення|знеструмлення)\b)?[\s:.,–—-]*",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"обріз|розчист|ремонт|замін|реконстр|монтаж|будівн|техн|обслугов|приєдн|профілакт|випроб|перевірк|вирубк"
)

QUEUE = re.compile(
    r"(?:під)?черг[аиу]\s*(?:№\s*)?\d(?:\.\d)?|(?<![\d.])\d(?:\.\d)?\s+(?:під)?черг[аи]\b|груп[аи]\s*(?:№\s*)?\d\.\d",
    re.IGNORECASE,
)
"""Who is off at the hours of a schedule: `Черга 1.1`, no day."""

_NOISES = (
    *("показати", "сховати", "приховати", "згорнути", "розгорнути", "детальн", "докладн", r"читати\s+далі"),
    *(r"на\s+карті", "просимо", r"вибача\w+", "дякуємо", "шановні", r"повідомля\w+", "що", "увага"),
)
_NOISE = re.compile(rf"(?:{'|'.join(_NOISES)})\b.*", re.IGNORECASE)
_NOISE_BEGINS = {noise[:2] for noise in _NOISES}


def is_noise(text: str) -> bool:
    """Whether a text is what a button says beside an address, or a courtesy."""
    return text[:2].lower() in _NOISE_BEGINS and _NOISE.fullmatch(text) is not None


def fold_lookalikes(text: str) -> str:
    """The text with Latin letters inside Cyrillic words put right: `Мукачiвський`, `c. Іза`."""
    return _LATIN_RUN.sub(_put_right, text)


def _put_right(latin: re.Match[str]) -> str:
    before, behind = latin.string[: latin.start()][-1:], latin.string[latin.end() :][:1]
    is_mark = latin[0] in ("c", "m", "x") and behind == "." and not before.isalnum()
    mixed = before in _CYRILLIC_LETTERS or behind in _CYRILLIC_LETTERS
    return latin[0].translate(LOOKS_LIKE) if mixed or is_mark else latin[0]


@lru_cache(maxsize=1024)
def district_in(text: str) -> str | None:
    """The district, raion or hromada that a text names, in the nominative: `Хустський РЕМ`, `Хустська громада`.

    A district may be called after its town (`РЕМ Хуст`), and a text may be nothing but its name: `Хустський:`.
    """
    text = fold_lookalikes(text)
    match = _DISTRICT.search(text) if _may_name_district(text) else None
    return _nominative(match) if match else None


def _may_name_district(text: str) -> bool:
    return any(map(text.lower().__contains__, _NAMES_DISTRICT))


@lru_cache(maxsize=1024)
def kind_in(text: str) -> Kind | None:
    """The kind of interruption that words name; `other` for words that name none; None without words.

    What only describes the works (`обрізка дерев`) names no kind.
    """
    folded = text.lower().strip(" .-–—")
    for kind, words in _KINDS:
        if words.search(folded):
            return kind
    return Kind.OTHER if folded and not _WORKS.search(folded) else None


@lru_cache(maxsize=1024)
def without_kind(text: str) -> str:
    """What a text says beyond a kind that it begins with: `обрізка дерев` of `Планові роботи: обрізка дерев`."""
    return _KIND_AT.sub("", text)


def _nominative(match: re.Match[str]) -> str:
    if match["bare"]:
        return match["bare"]
    if match["town"]:
        return " ".join(match["town"].split())
    name, what = match["name"] or match["behind"], match["what"] or match["level"]
    ending = next(each for each in sorted(_CASES, key=len, reverse=True) if name.lower().endswith(each))
    nominative = _CASES[ending] if not name.isupper() else _CASES[ending].upper()
    if what.lower().startswith(("рай", "р-н")):
        what = "район"
    if what.lower().startswith("громад") or what.lower().endswith("тг"):
        what = "громада"
    return f"{name[: -len(ending)]}{nominative} {what}"
