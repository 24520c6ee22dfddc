"""Words that several of the operator's pages share."""

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def alphabetical(name: str) -> list[int]:
    """The key by which names stand in the order of the Ukrainian alphabet, which is not that of the codes."""
    return [_ALPHABET.find(letter) for letter in name.lower()]
