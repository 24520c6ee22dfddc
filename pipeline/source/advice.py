"""What the operator may do about a row, or a street, that is not known."""

from collections import Counter
from collections.abc import Sequence

from pipeline.domain.addresses.districts import District
from pipeline.domain.addresses.settlement_aliases import bare_name
from pipeline.domain.addresses.settlements import Settlement, UnknownSettlement
from pipeline.domain.addresses.streets import Street
from pipeline.domain.suggestions import SettlementRemedy, StreetRemedy, Suggestion

ABOUT_TIME = Suggestion(
    "потрібні день, не далі як за 180 днів, і години, не довше за добу, як-от «24.11.2026 з 9:00 до 16:00»; "
    "помилку виправляють на сайті, а незнайомий запис збережіть для розробників: "
    "python run.py fixture save НОМЕР_СТОРІНКИ НАЗВА"
)


def about_settlement(printed: str, district: str | None, unknown: UnknownSettlement) -> Suggestion:
    """The settlements that may be meant, of the row's district if any there are; without any, one to be named."""
    where = District(district or "")
    bearers = Counter(each.name for each in unknown.candidates)
    limited = district if where else None
    is_a_name = bare_name(printed) in map(bare_name, bearers)
    remedies = []
    for each in [one for one in unknown.candidates if _agrees(where, one)] or unknown.candidates:
        unique = bearers[each.name] == 1
        title = f"{each.title} ({each.hromada} громада, {each.raion} район)"
        under = None if unique and not is_a_name else limited
        remedies.append(SettlementRemedy(printed, each.name if unique else each.katottg, under, title))
    return Suggestion(remedies=tuple(remedies) or (SettlementRemedy(printed),))


def about_street(katottg: str, street: Street, nearest: Sequence[Street]) -> Suggestion:
    """The streets that may be meant by one that the registry lacks; without any, one to be named."""
    remedies = tuple(StreetRemedy(katottg, street.title, each.title) for each in nearest)
    return Suggestion(remedies=remedies or (StreetRemedy(katottg, street.title),))


def _agrees(where: District, settlement: Settlement) -> bool:
    return where.agreement(settlement.former_raion, settlement.raion, settlement.hromada) > 0
