"""Words that several of the operator's pages share."""

from pipeline.domain.stages import Stage

STAGES = {
    Stage.FIVE_DAYS: "за 5 днів",
    Stage.ONE_DAY: "за день",
    Stage.SAME_DAY: "у день робіт",
    Stage.CHANGED: "зміна",
    Stage.CANCELLED: "скасування",
    Stage.CLOSED: "рахунок закрито",
    Stage.ADDED: "під час додавання",
}
MESSENGERS = {"telegram": "Telegram", "viber": "Viber", "console": "Консоль"}
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def alphabetical(name: str) -> list[int]:
    """The key by which names stand in the order of the Ukrainian alphabet, which is not that of the codes."""
    return [_ALPHABET.find(letter) for letter in name.lower()]
