"""The types of settlements as they stand before a name: what each means today, and patterns that find them."""

import re
from collections.abc import Iterable

_SHORT = {
    "місто": "м",
    "селище": "смт с.м.т сщ с-ще с/ще сел",
    "село": "с сс с.с",
    None: "х хут прис п-ць",
}
_FULL = {
    "місто": "місто міста місті місту містах",
    "селище": "селище селища селищі селищах с-ща с-щі",
    "село": "село села селі селу селах сіл",
    None: "хутір хутора хуторі хуторах присілок присілку",
}
"""By the category that is meant; None: any, as what was a хутір is a village, or mostly a part of one."""
_ANY = "нп н-п н.п н/п"
_NOMINATIVE = ("місто", "селище", "село", "хутір", "присілок")

TYPES = {each: category for forms in (_SHORT, _FULL) for category, words in forms.items() for each in words.split()}
TYPES |= dict.fromkeys(_ANY.split())
"""How a type is printed, and the category that it means today (None: any)."""
OBLIQUE = frozenset(" ".join(_FULL.values()).split()).difference(_NOMINATIVE)
"""Those behind which a name stands in another case than the nominative."""


def _any(printed: Iterable[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(printed, key=len, reverse=True))


SHORT = _any(" ".join((*_SHORT.values(), _ANY)).split())
"""For a regular expression, like those that follow: types that are shortened, without their point."""
LONG = r"насел\w*\.? пункт\w{0,2}|селищ[еаі] міського типу"
FULL = rf"{LONG}|{_any(' '.join(_FULL.values()).split())}"
"""Types in full."""
MARK = rf"(?:(?:{SHORT})\b\.{{0,2}}|(?:{FULL})\b)\s*"
"""A type before a name, which then begins with a capital."""
