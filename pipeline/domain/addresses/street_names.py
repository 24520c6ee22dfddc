"""Names of streets compared as people type them: initials, order of words, ordinals, titles, endings, typos."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from pipeline.domain.addresses.text import TYPO_LETTERS, one_typo_apart, plain

_ORDINALS = ("перш", "друг", "трет", "четверт", "пят", "шост", "сьом", "восьм", "девят", "десят")
_ORDINAL_ENDINGS = frozenset(("ий", "ій", "а", "я", "е", "є", "ого", "ього", "ої", "ьої", "ому", "ьому", "у", "ю"))
_ROMAN = {"іі": "2", "ііі": "3", "іv": "4", "iv": "4"}
_SUFFIX_LETTERS = 3
"""`1-й`, `2-га`, `1-ого`: what stands behind the hyphen is no word."""
_TITLES = frozenset(
    """
    ген генерала акад академіка імені ім св святого святої святих гетьм гетьмана проф професора полк полковника
    єписк єпископа митр митрополита князя княгині кн адмірала маршала капітана лейтенанта графа доктора
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
_GIVEN_NAMES = """
    Августина Адальберта Адама Анатолія Андрія Антона Богдана Бориса Вадима Валентина Валерія Василя Віктора
    Віталія Володимира Всеволода В’ячеслава Гаврила Георгія Григорія Гната Данила Дениса Дмитра Євгена Захара
    Зиновія Івана Ігоря Іллі Імре Іштвана Йосипа Карела Кирила Костянтина Кузьми Лайоша Ласло Лева Леоніда Леся
    Луки Лук’яна Макара Максима Маркіяна Марка Мирона Михайла Миколи Назарія Нестора Олега Олекси
    Олександра Олексія Омеляна Ореста Остапа Павла Панаса Пантелеймона Петра Пилипа Романа Ростислава Святослава
    Северина Сергія Симона Станіслава Степана Тараса Теодора Тимофія Устима Федора Феодосія Ференца Шандора
    Юліана Юрія Юхима Якова Ярослава
    Анни Віри Галини Ганни Ірини Катерини Квітки Лесі Лідії Лілії Людмили Марії Марусі Надії Наталії Оксани
    Олени Ольги Соломії Софії Тетяни Уляни Христини Юлії
"""


class Likeness(IntEnum):
    """How far two names are the same, best first."""

    EXACT = 0
    """The same words, in whatever order."""
    INFLECTED = 1
    """The same but for endings: `Садова` and `Садовий`."""
    GIVEN_NAME = 2
    """One leaves out or abbreviates the given name: `Гонти` and `Івана Гонти`."""
    TYPO = 3
    PARTIAL = 4
    """One has an ordinal or a word more: it may be meant."""


@dataclass(frozen=True, slots=True)
class NameKey:
    """A street's name taken apart."""

    numbers: frozenset[str]
    """Ordinals and dates, in figures."""
    words: frozenset[str]
    """Folded, without titles."""
    stems: frozenset[str]
    initials: frozenset[str]
    """Beginnings of words: `б` of `Б. Хмельницького`."""


@lru_cache(maxsize=16384)
def name_key(name: str) -> NameKey:
    """The key of a name, as `likeness` compares it."""
    numbers: set[str] = set()
    words: set[str] = set()
    initials: set[str] = set()
    for token in plain(name).replace(".", ". ").split():
        if number := ordinal(token):
            numbers.add(number)
            words.update(part for part in token.split("-")[1:] if len(part) > _SUFFIX_LETTERS)
        elif is_abbreviation(token):
            initials.add(token.strip(".-"))
        else:
            words.update(part for part in token.rstrip(".").split("-") if part)
    words = words - _TITLES or words
    initials -= _TITLES | {""}
    return NameKey(frozenset(numbers), frozenset(words), frozenset(map(_stem, words)), frozenset(initials))


def likeness(a: NameKey, b: NameKey, *, typos: bool = True) -> Likeness | None:
    """How the two names agree; None where they name different streets. Without `typos` it is much faster."""
    if a.numbers != b.numbers and a.numbers and b.numbers:
        return None
    found = _by_stems(a.stems, b.stems, a.initials, b.initials)
    if found is None and typos and (mended := _mended(a, b)):
        found = _by_stems(mended, b.stems, a.initials, b.initials)
        found = Likeness.TYPO if found in (Likeness.INFLECTED, Likeness.GIVEN_NAME) else None
    if found is not None and a.numbers != b.numbers:
        return Likeness.PARTIAL
    exact = found is Likeness.INFLECTED and a.words == b.words
    return Likeness.EXACT if exact else found


def ordinal(word: str) -> str | None:
    """The number that a folded word is or begins with: `1`, `1-й`, `перший`, `іі-а`; None for other words."""
    if word[:1].isdecimal():
        digits = word[: next((at for at, char in enumerate(word) if not char.isdecimal()), len(word))]
        return str(int(digits)) if len(digits) < 5 else digits  # noqa: PLR2004
    if roman := _ROMAN.get(word.partition("-")[0].rstrip(".")):
        return roman
    for number, stem in enumerate(_ORDINALS, start=1):
        if word.startswith(stem) and word[len(stem) :] in _ORDINAL_ENDINGS:
            return str(number)
    return None


def is_abbreviation(word: str) -> bool:
    """Whether a word is an initial or ends in the dot of an abbreviation (`Б`, `Бр.`, `ген.`)."""
    letters = word.rstrip(".")
    short = len(letters) <= 3 or plain(letters) in _TITLES  # noqa: PLR2004
    return len(letters) == 1 or (short and word.endswith("."))


def _by_stems(
    a: frozenset[str], b: frozenset[str], a_initials: frozenset[str], b_initials: frozenset[str]
) -> Likeness | None:
    if a == b and a_initials == b_initials:
        return Likeness.INFLECTED
    if not (a & b) - _given_stems() and a != b:
        return None
    a_rest, b_initials_rest = _absorb(a - b, b_initials - a_initials)
    b_rest, a_initials_rest = _absorb(b - a, a_initials - b_initials)
    if (a_rest or a_initials_rest) and (b_rest or b_initials_rest):
        return None
    return Likeness.GIVEN_NAME if a_rest | b_rest <= _given_stems() else Likeness.PARTIAL


def _absorb(words: frozenset[str], initials: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What is left of the words and the initials once each initial has stood for its word."""
    met = {initial: [word for word in words if word.startswith(initial)] for initial in initials}
    meant = {word for found in met.values() for word in found}
    return words - meant, frozenset(initial for initial, found in met.items() if not found)


def _mended(a: NameKey, b: NameKey) -> frozenset[str] | None:
    """The stems of `a` with its one mistyped word put right after `b`."""
    for word in a.words - b.words:
        if len(word) < TYPO_LETTERS:
            continue
        for right in b.words - a.words:
            if len(right) >= TYPO_LETTERS and one_typo_apart(word, right):
                return a.stems - {_stem(word)} | {_stem(right)}
    return None


def _stem(word: str) -> str:
    """A name without the ending that its kind gives it: `вул. Садова`, `пров. Садовий`; `Лисенка`, `Лисенко`."""
    for ending in ("ий", "ій", "а", "я", "е", "є", "о"):
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=1)
def _given_stems() -> frozenset[str]:
    return frozenset(_stem(plain(name)) for name in _GIVEN_NAMES.split())
