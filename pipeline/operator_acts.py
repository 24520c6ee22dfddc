"""What an operator does, by a command or on his page: naming what the list means, judging it, adding customers."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from data.overview import known_works
from pipeline import operations
from pipeline.affairs import installation
from pipeline.bootstrap import Application
from pipeline.domain.addresses.districts import District
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import parse_street
from pipeline.domain.contacts import Chat
from pipeline.domain.errors import Misuse
from pipeline.domain.installation import OTHER_KEY
from pipeline.domain.matching import StreetAlias, StreetIndex
from pipeline.domain.pages import SourcePage
from pipeline.domain.preview import ListFile, Preview, preview
from pipeline.domain.printable import unescaped
from pipeline.domain.quarantine import QuarantineView, SaidSettlement, SaidStreet, Taken
from pipeline.domain.reminders import Join
from pipeline.domain.trust import PageState
from pipeline.steps.call import last_told
from pipeline.steps.interfaces import Works
from pipeline.steps.scrape import examine

_NOTHING_TO_ACCEPT = (PageState.MALFORMED, PageState.FAILED)


def subscribe(app: Application, join: Join, now: datetime, *, proof: str | None) -> None:
    """Subscribe a chat to an account; a given proof is checked, as that of the chat would be. Raises `Misuse`."""
    if proof is None:
        app.subscribe(join, now)
        return
    key, chat = app.settings.proof_key_bytes(), Chat(join.messenger, join.chat_id)
    if installation(app).key_fits is False:
        raise Misuse(OTHER_KEY)
    both = app.settings.both_proofs or app.guesses.asks_for_both(chat, join.account, app.clock.real())
    since = join.since or now
    app.registry.subscribe(chat.messenger, chat.chat_id, join.account, since, proof=proof, proof_key=key, both=both)


def alias_of(printed: str, district: str | None, katottg: str = "") -> SettlementAlias:
    """What a printed name means there. Raises `Misuse` where no name or no district can be made out."""
    if district is not None and not District(district):
        raise Misuse(f"«{district}» — не район: потрібно, як у списку, наприклад «Хустський РЕМ»")
    alias = SettlementAlias(unescaped(printed), district, katottg)
    if not alias.key[0]:
        raise Misuse(f"«{printed}» — не назва населеного пункту")
    return alias


def name_settlement(
    app: Application, printed: str, settlement: str, district: str | None
) -> tuple[SettlementAlias, Settlement]:
    """Remember which settlement a printed name means. Raises `Misuse`."""
    found = app.settlement(settlement)
    alias = alias_of(printed, district, found.katottg)
    app.registry.add_settlement_alias(alias)
    return alias, found


def name_street(app: Application, settlement: str, old: str, new: str) -> Settlement:
    """Remember that two names are one street's. Raises `Misuse` where the registry has neither: it would mean nothing.

    Either may be that of the registry: the list is renamed before the bills are, or after.
    """
    found, old = app.settlement(settlement), unescaped(old)
    streets = [parse_street(each) for each in (new, old)]
    if not all(street.name for street in streets):
        raise Misuse("Потрібні обидві назви вулиці: як у списку і як у реєстрі")
    index = StreetIndex(app.registry.streets_of([found.katottg]), app.registry.aliases_of([found.katottg]))
    if all(index.lacks(found.katottg, street) for street in streets):
        nearest = ", ".join(each.title for each in index.nearest(found.katottg, streets[0]))
        hint = f"; схожі: {nearest}" if nearest else ""
        raise Misuse(f"У реєстрі немає вулиці «{new}» ({found.title}){hint}")
    app.registry.add_alias(found.katottg, old, new)
    return found


def forget_settlement(app: Application, printed: str, district: str | None) -> None:
    """Forget which settlement a printed name means. Raises `Misuse` where nothing was said of it."""
    if not app.registry.drop_settlement_alias(alias_of(printed, district).key):
        raise Misuse(f"Для «{printed}» нічого не записано: перелік дає команда settlement aliases")


def forget_street(app: Application, settlement: str, old: str, new: str) -> Settlement:
    """Forget that a printed street is one of the registry. Raises `Misuse` where that was not said."""
    found = app.settlement(settlement)
    if not app.registry.drop_alias(StreetAlias(found.katottg, unescaped(old), new)):
        raise Misuse(f"Не записано, що «{old}» — це «{new}» ({found.title}): перелік дає команда alias list")
    return found


def quarantine(app: Application) -> QuarantineView:
    """What was not understood of the last list."""
    lacking = operations.unregistered_streets(app, app.clock.now())
    settlements, streets = app.registry.settlement_aliases(), app.registry.street_aliases()
    return QuarantineView(
        rows=[*app.works.quarantine()],
        streets=[*lacking],
        said_settlements=[
            SaidSettlement(each.printed, each.district, _title(app, each.katottg)) for each in settlements
        ],
        said_streets=[SaidStreet(each.katottg, _title(app, each.katottg), each.old, each.new) for each in streets],
    )


def reread(app: Application) -> Taken:
    """Read the kept pages of the last list again, in its place. Raises `Misuse` where there is none."""
    before = last_told(app.works)
    report = app.scrape_kept()
    return Taken(before, report.reading, report.changes)


def accept(app: Application, reading_id: int) -> Taken:
    """Believe the kept list of this reading. Raises `Misuse` where it is no longer the last one: it was not seen."""
    before = last_told(app.works)
    if before is None or before.id != reading_id:
        raise Misuse("Список тим часом прочитано знову: погляньте на нього ще раз. Нічого не змінено.")
    report = app.scrape_kept(accept=True)
    return Taken(before, report.reading, report.changes)


def take(app: Application, files: Sequence[ListFile], *, accept: bool) -> Taken:
    """Let a list count that was brought by hand, by the rules of any other."""
    before, now = last_told(app.works), app.clock.now()
    report = app.scrape(_pages(files, now), now, accept=accept)
    return Taken(before, report.reading, report.changes)


def preview_brought(app: Application, files: Sequence[ListFile]) -> Preview:
    """What a list would change that was brought by hand; nothing is kept."""
    now = app.clock.now()
    examined = examine(_pages(files, now), app.works, app.reader(), at=now)
    return preview(examined.reading, examined.listing, known_works(app.database, now), now)


def preview_doubtful(app: Application) -> Preview | None:
    """What the last list that was not believed would change; None where it was believed."""
    if not is_doubtful(app.works):
        return None
    before, pages = app.works.last_read()
    now = app.clock.now()
    examined = examine(pages, app.works, app.reader(), at=before.at, before=before)
    return preview(examined.reading, examined.listing, known_works(app.database, now), now)


def is_doubtful(works: Works) -> bool:
    """Whether the last list waits for the operator's word."""
    newest = last_told(works)
    return newest is not None and not newest.healthy and newest.state not in _NOTHING_TO_ACCEPT


def _pages(files: Sequence[ListFile], now: datetime) -> Sequence[SourcePage]:
    return [SourcePage(each.name, now, HTTPStatus.OK, each.content, each.content_type) for each in files]


def _title(app: Application, katottg: str) -> str:
    settlement = app.gazetteer.get(katottg)
    return settlement.title if settlement else katottg
