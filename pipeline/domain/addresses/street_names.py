"""Names of streets compared as people type them: initials, order of words, ordinals, titles, endings, typos."""

from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from pipeline.domain.addresses.common_names import COMMON_WORDS
from pipeline.domain.addresses.given_names import EMPTY, GIVEN_NAMES, TITLES
from pipeline.domain.addresses.text import TYPO_LETTERS, one_typo_apart, plain

_UNITS = ("перш", "друг", "трет", "четверт", "пят", "шост", "сьом", "восьм", "девят", "десят")
_TEENS = ("оди", "два", "три", "чотир", "пят", "шіст", "сім", "вісім", "девят")
_ORDINALS = {
    **{stem: number for number, stem in enumerate(_UNITS, start=1)},
    **{f"{stem}надцят": number for number, stem in enumerate(_TEENS, start=11)},
    "двадцят": 20,
    "тридцят": 30,
    "сороков": 40,
    "пятдесят": 50,
}
_TENS = {"двадцять": 20, "тридцять": 30, "сорок": 40, "пятдесят": 50}
_ORDINAL_ENDINGS = frozenset(("ий", "ій", "а", "я", "е", "є", "ого", "ього", "ої", "ьої", "ому", "ьому", "у", "ю"))
_ROMAN = {"іі": "2", "ііі": "3", "іv": "4", "iv": "4", "v": "5", "vi": "6"}
_SUFFIX_LETTERS = 3
"""`1-й`, `2-га`, `1-ого`: what stands behind the hyphen is no word."""
_ENDINGS = ("ому", "ий", "ій", "а", "я", "е", "є", "о", "и", "і", "ї")
_CASES = ("ого", "ьої", "ої", "ому", "ими", "ою", "им", "ім", "их", "ій", "ий", "ую", *"аяуюеєоиії")
_RUSSIAN = {"ская": "ська", "ский": "ський", "ского": "ського", "цкая": "цька", "цкий": "цький", "цкого": "цького"}
_PATRONYMICS = ("ович", "овича", "йовича", "івни", "ївни", "івна", "ївна")


class Likeness(IntEnum):
    """How far two names are the same, best first."""

    EXACT = 0
    """The same words, in whatever order."""
    INFLECTED = 1
    """The same but for endings: `Садова` and `Садовий`."""
    ABBREVIATED = 2
    """Initials on one side stand for the words of the other: `Б. Хмельницького`."""
    GIVEN_NAME = 3
    """One leaves out the given name or the title: `Гонти` and `Івана Гонти`."""
    TYPO = 4
    PARTIAL = 5
    """One has an ordinal or a word more, stands in another case, or would be a typo if it were no word: maybe meant."""


@dataclass(frozen=True, slots=True)
class NameKey:
    """A street's name taken apart."""

    numbers: frozenset[str]
    """Ordinals and dates, in figures."""
    words: frozenset[str]
    """Folded; titles in their one form."""
    stems: frozenset[str]
    initials: frozenset[str]
    """Beginnings of words: `б` of `Б. Хмельницького`."""
    joined: str = field(compare=False)
    """The words as one: `новосадова` of `Ново-Садова`."""


@lru_cache(maxsize=16384)
def name_key(name: str) -> NameKey:
    """The key of a name, as `likeness` compares it."""
    numbers: set[str] = set()
    words: list[str] = []
    initials: set[str] = set()
    tokens = _spelled(name).replace(".", ". ").split()
    tens = 0
    for at, token in enumerate(tokens, start=1):
        bare = token.strip(".-")
        if bare in _TENS and at < len(tokens):
            tens = _TENS[bare]
        elif number := ordinal(token):
            numbers.add(str(int(number) + tens) if tens else number)
            tens = 0
            words += [part for part in token.split("-")[1:] if len(part) > _SUFFIX_LETTERS]
        elif title := TITLES.get(bare):
            words.append(title)
        elif token in ("і", "й") and 1 < at < len(tokens):
            continue  # `Кирила і Мефодія`
        elif is_abbreviation(token, last=at == len(tokens)):
            initials.add(bare.partition("-")[0])
        else:
            parts = token.rstrip(".").split("-")
            numbers.update(filter(None, map(_figure, parts)))
            words += [part for part in parts if part and not _figure(part)]
    words = [word for word in words if word not in EMPTY] or words
    words = _without_patronymic([_ukrainian(word) for word in words])
    stems = frozenset(map(_stem, words))
    return NameKey(frozenset(numbers), frozenset(words), stems, frozenset(initials - EMPTY - {""}), "".join(words))


def likeness(a: NameKey, b: NameKey, *, typos: bool = True) -> Likeness | None:
    """How what is asked for agrees with a name; None where they name different streets.

    Without `typos` it is much faster.
    """
    if a.numbers != b.numbers and a.numbers and b.numbers:
        return None
    found = _by_words(a, b)
    if found is None and typos:
        found = _mistyped(a, b)
    return found if found is None or a.numbers == b.numbers else Likeness.PARTIAL


def near_keys(key: NameKey) -> set[str]:
    """What two names have in common of which one is mistyped, or stands in another case: each such pair shares one."""
    typed = (word for word in key.words if len(word) >= TYPO_LETTERS)
    slips = {word[:at] + word[at + 1 :] for word in typed for at in range(len(word))}
    return slips | key.words | _roots(key)


def ordinal(word: str) -> str | None:
    """The number that a folded word is or begins with: `1`, `1-й`, `перший`, `іі-а`; None for other words."""
    if word[:1].isdecimal():
        digits = word[: next((at for at, char in enumerate(word) if not char.isdecimal()), len(word))]
        return str(int(digits)) if len(digits) < 5 else digits  # noqa: PLR2004
    first, hyphen, _ = word.partition("-")
    if roman := _ROMAN.get(first.rstrip(".")) or (hyphen and first == "і" and "1"):
        return roman
    for stem, number in _ORDINALS.items():
        if word.startswith(stem) and word[len(stem) :] in _ORDINAL_ENDINGS:
            return str(number)
    return None


def _figure(part: str) -> str | None:
    """The number that stands behind a hyphen: `Нова-2`, `Сільська-ІІ`."""
    return ordinal(part) if part.isdecimal() or part in _ROMAN else None


def is_abbreviation(word: str, *, last: bool = True) -> bool:
    """Whether a word is an initial or ends in the dot of an abbreviation (`Б`, `Бр.`, `ген.`, `Б-на`).

    A longer one is such only where more follows (`Верх. Садова`): the last dot may be that of the sentence.
    """
    letters = word.rstrip(".")
    if len(letters) == 1:
        return letters.isalpha()
    if "-" in letters:
        first, _, rest = letters.partition("-")
        return first.isalpha() and len(first) <= 2 and rest.isalpha() and len(rest) <= 2  # noqa: PLR2004
    short = len(letters) <= 3 or plain(letters) in TITLES  # noqa: PLR2004
    return word.endswith(".") and (short or not last)


def _by_words(a: NameKey, b: NameKey) -> Likeness | None:
    if a.initials == b.initials:
        if a.words == b.words or a.joined == b.joined:
            return Likeness.EXACT
        if a.stems == b.stems:
            return Likeness.INFLECTED
    if not (_core(a.stems) & b.stems or _core(b.stems) & a.stems):
        return None
    a_words, b_initials = _absorb(a.stems - b.stems, b.initials - a.initials)
    b_words, a_initials = _absorb(b.stems - a.stems, a.initials - b.initials)
    a_initials, b_initials = _at_odds(a_initials, b_initials), _at_odds(b_initials, a_initials)
    optional, titles = _given_stems() | _title_stems(), _title_stems()
    if (a_words or a_initials) and (b_words or b_initials):
        only_title = (a_words <= titles and not a_initials) or (b_words <= titles and not b_initials)
        surname = not _core(a.stems) <= _given_stems()  # `проф. Павлова` may be `ак. Павлова`; a saint is no prince
        return Likeness.PARTIAL if only_title and surname and a_words | b_words <= optional else None
    if a_words | b_words <= optional:
        return Likeness.GIVEN_NAME if a_words or b_words or a_initials or b_initials else Likeness.ABBREVIATED
    return Likeness.PARTIAL


def _core(stems: frozenset[str]) -> frozenset[str]:
    """The words that tell a name from others: not its title, nor the given name beside a surname."""
    named = stems - _title_stems() or stems
    return named - _given_stems() or named


def _at_odds(initials: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The initials that none of the others may stand for: `І.` may be `Ів.`."""
    return frozenset(a for a in initials if not any(a.startswith(b) or b.startswith(a) for b in others))


def _absorb(words: frozenset[str], initials: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What is left of the words and the initials once each initial has stood for its word."""
    met = {initial: [word for word in words if word.startswith(initial)] for initial in initials}
    meant = {word for found in met.values() for word in found}
    return words - meant, frozenset(initial for initial, found in met.items() if not found)


def _mistyped(a: NameKey, b: NameKey) -> Likeness | None:
    """Whether one word of `a`, put right after `b`, makes the names agree; or another case does."""
    for word in a.words - b.words:
        for right in b.words - a.words:
            if min(len(word), len(right)) < TYPO_LETTERS or not one_typo_apart(word, right):
                continue
            words, stems = a.words - {word} | {right}, a.stems - {_stem(word)} | {_stem(right)}
            found = _by_words(NameKey(a.numbers, words, stems, a.initials, a.joined), b)
            if found not in (None, Likeness.PARTIAL):
                return Likeness.PARTIAL if word in COMMON_WORDS else Likeness.TYPO
    other_case = a.initials == b.initials and _roots(a) == _roots(b)
    return Likeness.PARTIAL if other_case else None


def _spelled(name: str) -> str:
    """`plain`, and `ґ` as it was spelled for long."""
    return plain(name).replace("ґ", "г")


def _ukrainian(word: str) -> str:
    """`Ужанская` as `Ужанська`."""
    ending = next((each for each in _RUSSIAN if word.endswith(each)), "")
    return word.removesuffix(ending) + _RUSSIAN.get(ending, "")


def _without_patronymic(words: list[str]) -> list[str]:
    """`Тараса Григоровича Шевченка` without the patronymic; `Духновича` alone is a surname."""
    if len(words) < 3:  # noqa: PLR2004
        return words
    rest = [word for word in words if not word.endswith(_PATRONYMICS)]
    given = any(_stem(word) in _given_stems() for word in rest)
    return rest if given and len(rest) == len(words) - 1 else words


def _stem(word: str) -> str:
    """A name without the ending that its kind gives it: `вул. Садова`, `пров. Садовий`; `Лисенка`, `Лисенко`."""
    return _without(_ENDINGS, word)


def _roots(key: NameKey) -> set[str]:
    """What the cases of a name share: `вул. Садова`, `мешканці вул. Садової`."""
    return {_without(_CASES, word) if len(word) >= TYPO_LETTERS else word for word in key.words}


def _without(endings: tuple[str, ...], word: str) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=1)
def _given_stems() -> frozenset[str]:
    return frozenset(_stem(_spelled(name)) for name in GIVEN_NAMES.split())


@lru_cache(maxsize=1)
def _title_stems() -> frozenset[str]:
    return frozenset(map(_stem, TITLES.values()))
