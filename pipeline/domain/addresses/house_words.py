"""The words of lists of houses."""

from enum import Enum

from pipeline.domain.addresses.house import Side
from pipeline.domain.addresses.text import one_typo_apart


class Mark(Enum):
    """What a word says of the list."""

    ALL = "вся"
    PARTLY = "частково"
    EXCEPT = "крім"
    CLOSE = ")"
    NAMELESS = "б/н"
    SUPPLY = "ТП"


NOISE = frozenset(
    """
    буд будинок будинки будинків будинку будинках номер номери номерів ном no n дом дома домов дім
    сторона стороні сторони сторін бік боки боку стор вулиця вулиці вул провулок пров проспект площа бульвар
    включно тільки лише також починаючи
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
KINDS = ("житлов", "багатоповерх", "багатоквартирн", "приватн", "домоволод", "господар", "садиб")
"""What is said of the houses whose numbers follow."""
BEFORE_NUMBER = NOISE | {"№", ".", "б"}
BOTH = frozenset("обидві обидва обох".split())  # noqa: SIM905
FROM, TO, AND = ("від", "од", "з", "із", "зі", "с"), ("до", "по"), ("і", "й", "та")
NO_MARKS = ("б", "к", *FROM, *AND)
"""Letters that between two numbers are hardly part of the first: `36 з 40`, `5 і 7`."""
ON = ("по", "на", "у", "в", *FROM)
"""What may stand before a side: `по парній стороні`."""
ONWARD = ("далі", "більше", "вище")
LABELS = {
    **dict.fromkeys(("к", "кор", "корп", "корпус"), "к."),
    **dict.fromkeys(("бл", "блок"), "бл."),
    **dict.fromkeys(("секц", "секція"), "секц."),
    **dict.fromkeys(("п", "під", "підїзд"), "під."),
    **dict.fromkeys(("пр", "прим", "приміщення", "оф", "офіс"), "прим."),
    **dict.fromkeys(("кв", "квартира", "квартири"), "кв."),
    **dict.fromkeys(("гар", "гараж"), "гараж."),
    "б": "б.",
    "бокс": "бокс.",
    "дача": "дача.",
    "стр": "стр.",
}
"""What names a part of a house."""
LETTERED = ("літ", "літера")
"""What may stand before the letter of a house: `12 літ. А`."""
FLATS = ("кв", "квартира", "квартири")
SHARED_LABELS = frozenset("к кор корп корпус бл блок секц секція під підїзд прим приміщення оф офіс".split())  # noqa: SIM905
"""Those that may stand without their house, which is the one before: `12 к.1, к.2`."""
SUPPLIES = frozenset("+ ктп ктпн зтп щтп гктп мтп рктп тп рп пс птп оп опора опори км пк пл лэп леп".split())  # noqa: SIM905
"""Poles, substations and lines: they feed houses that the list does not name."""
LINE = "л"
"""A line, where a dash follows: `Л-5`."""
OBJECTS = SUPPLIES | frozenset(
    """
    азс агзс атс фап зош нвк нвп днз здо школа садок дитсадок магазин маг кафе бар церква костел каплиця лікарня
    аптека ферма млин котельня насосна вежа бс клуб пошта склад майстерня сто гараж гаражі гаражний кооператив бокс
    дитячий гуртожиток садиба амбулаторія ресторан готель сільрада цвинтар кладовище будівля
    """.split()  # noqa: SIM905
)
"""These, and institutions: no houses of people, so what they are called does not matter."""

_MARKS = {
    **dict.fromkeys(
        ("вся", "всі", "весь", "все", "уся", "усі", "усе", "увесь", "повністю", "повн", "цілком"), Mark.ALL
    ),
    **dict.fromkeys(("частково", "част", "частк", "частина", "ч"), Mark.PARTLY),
    **dict.fromkeys(("крім", "окрім", "без", "винятком", "виключенням"), Mark.EXCEPT),
}


def mark_of(word: str) -> Mark | None:
    """What the word says of the list; `частково` with a typo, too."""
    return _MARKS.get(word) or (Mark.PARTLY if one_typo_apart(word, "частково") else None)


def side_of(word: str) -> Side | None:
    """The side that `парні`, `непарна`, `парн.`, `нечет.` name."""
    if word.startswith(("непар", "нечет")) or word == "неп":
        return Side.ODD
    return Side.EVEN if word.startswith(("парн", "четн")) or word in ("пар", "чет") else None
