"""Words of extent: how much of a place is meant."""

import re

from pipeline.domain.addresses.house_words import LINE, OBJECTS, SUPPLIES

WHOLE = re.compile(
    r"\b(?:повністю|цілком|увесь|уся|(?:все|усе)\s+(?:село|місто|селище)|(?:вс|ус)[яі]\s+(?:вулиц[яі]|будинки|споживачі))\b\.?",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"\b(?:ча\w{0,3}тково|част(?:ин[аиі]\b|к?\.|к?\b))"
    r"(?:\s+(?:населен\w+|споживач\w*|(?:сел|міст|вул)\w*\b(?!\.?\s*[А-ЯІЇЄҐ])\.?))?",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"\b(?:[ву]\s+(?:бік|напрямк\w*|сторону|районі)|біля|поблизу|поруч|навпроти)\b.*", re.IGNORECASE)
_WORD = re.compile(r"[^\d\s,./-]{3}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINE = re.compile(rf"{LINE.upper()}-\d")


def is_extent(text: str) -> bool:
    """Whether a text says nothing but how much is meant: `частково`, `(повністю)`."""
    return bool(PARTLY.search(text) or WHOLE.search(text)) and not _WORD.search(WHOLE.sub("", PARTLY.sub("", text)))


def without_extent(item: str) -> tuple[str, bool | None, bool]:
    """An item without its words of extent; whether it is sure by them (None: it has none), and begins with them."""
    partly, whole, towards = PARTLY.search(item), WHOLE.search(item), _TOWARDS.search(item)
    if not (partly or whole or towards):
        return item, None, False
    rest = _TOWARDS.sub("", WHOLE.sub("", PARTLY.sub("", item))).strip(" .,–—-")
    begins = item.startswith(tuple(each[0] for each in (partly, whole) if each))
    return rest, whole is not None and not (partly or towards), begins


def is_supply(item: str) -> bool:
    """Whether a substation or a line is named, `КТП-327`: of what follows it feeds a part, which is not said."""
    word = _LETTERS.match(item)
    is_word = word is not None and word[0].isupper() and word[0].lower() in SUPPLIES
    return is_word or _LINE.match(item) is not None


def is_object(item: str) -> bool:
    """Whether a school, a shop or the like is named, which is neither a settlement nor a street: `АЗС "ОККО"`."""
    word = _LETTERS.match(item)
    return word is not None and word[0].lower() in OBJECTS
