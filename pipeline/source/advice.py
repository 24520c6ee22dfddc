"""What the operator may do about a row, or a street, that is not known: words for him, and the command to type."""

import re
import shlex
from collections import Counter
from collections.abc import Sequence

from pipeline.domain.addresses.districts import District
from pipeline.domain.addresses.settlement_aliases import bare_name
from pipeline.domain.addresses.settlements import Settlement, UnknownSettlement
from pipeline.domain.addresses.streets import Street
from pipeline.domain.quarantine import Remedy, SettlementRemedy, StreetRemedy

ABOUT_TIME = (
    "потрібні день, не далі як за 180 днів, і години, не довше за добу, як-от «24.11.2026 з 9:00 до 16:00»; "
    "помилку виправляють на сайті, а незнайомий запис збережіть для розробників: "
    "python run.py fixture save НОМЕР_СТОРІНКИ НАЗВА"
)
_OF_THE_SHELL = re.compile(r'["$`\\!\n]').search
_COMMAND = "python run.py settlement alias"
_TO_BE_NAMED = ("НАЗВА_АБО_КОД", "ІНША_НАЗВА")
_OFFERED = re.compile(r"(?P<words>.*): python run\.py (?P<command>settlement alias|alias add) (?P<rest>.*)")


def about_settlement(printed: str, district: str | None, unknown: UnknownSettlement) -> str:
    """The settlements that may be meant, of the row's district if any there are, each with the command that says so."""
    if not unknown.candidates:
        return (
            f"схожих назв немає; якщо це населений пункт, скажіть котрий: {_COMMAND} {_quoted(printed)} НАЗВА_АБО_КОД"
        )
    where = District(district or "")
    bearers = Counter(each.name for each in unknown.candidates)
    limited = f" --district {_quoted(district)}" if district and where else ""
    is_a_name = bare_name(printed) in map(bare_name, bearers)
    lines = []
    for each in [one for one in unknown.candidates if _agrees(where, one)] or unknown.candidates:
        unique = bearers[each.name] == 1
        command = f"{_COMMAND} {_quoted(printed)} {_quoted(each.name) if unique else each.katottg}"
        under = "" if unique and not is_a_name else limited
        lines.append(f"{each.title} ({each.hromada} громада, {each.raion} район): {command}{under}")
    return "\n".join([f"якщо «{printed}» — це:", *lines])


def about_street(katottg: str, street: Street, nearest: Sequence[Street]) -> str:
    """What to do about a street that the registry lacks: the streets that may be meant, each with its command."""
    command = f"python run.py alias add {katottg} {_quoted(street.title)}"
    if not nearest:
        renamed = f"якщо її перейменовано: {command} ІНША_НАЗВА"
        return f"схожих вулиць у реєстрі немає\n{renamed}\nякщо вона нова: python run.py accounts import ФАЙЛ.csv"
    return "\n".join(["якщо це:", *(f"{each.title}: {command} {_quoted(each.title)}" for each in nearest)])


def remedies(suggestion: str) -> Sequence[Remedy]:
    """The commands that a suggestion of ours offers, as what they would do."""
    return [each for line in suggestion.splitlines() if (each := _remedy(line))]


def _remedy(line: str) -> Remedy | None:
    found = _OFFERED.fullmatch(line)
    if found is None:
        return None
    try:
        words = ["" if word in _TO_BE_NAMED else word for word in shlex.split(found["rest"])]
    except ValueError:  # the page has put a line's end into a name
        return None
    match found["command"], words:
        case "settlement alias", [printed, settlement]:
            return SettlementRemedy(found["words"], printed, settlement, None)
        case "settlement alias", [printed, settlement, "--district", district]:
            return SettlementRemedy(found["words"], printed, settlement, district)
        case "alias add", [katottg, old, new]:
            return StreetRemedy(found["words"], katottg, old, new)
    return None


def _agrees(where: District, settlement: Settlement) -> bool:
    return where.agreement(settlement.former_raion, settlement.raion, settlement.hromada) > 0


def _quoted(text: str) -> str:
    """As one word of a shell, whatever a page has put into it."""
    return shlex.quote(text) if _OF_THE_SHELL(text) else f'"{text}"'
