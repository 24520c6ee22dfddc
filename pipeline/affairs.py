"""The state of affairs, as the operator's chat, his page, `doctor` and the heartbeat judge it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import dropwhile

from data.guesses import guessing
from data.imports import registry_state
from data.installation import installation as read_installation
from data.listings import entry_ids
from data.refusals import refusals
from data.spending import spending
from data.troubles import TroubleRepository
from pipeline.bootstrap import Application
from pipeline.domain.clock import kyiv_day
from pipeline.domain.installation import Installation
from pipeline.domain.reminders import Reminder
from pipeline.domain.told_days import told_days
from pipeline.domain.troubles import Affairs, Settling
from pipeline.domain.trust import PageState, settles_at
from pipeline.steps.call import READINGS, last_told, working_again
from pipeline.steps.plan import by_subscription
from pipeline.steps.scrape import examine


def affairs_of(
    app: Application, now: datetime, stopped: Mapping[str, str], deaf: Mapping[str, str] | None = None
) -> Affairs:
    """How all stands; `stopped`: messengers that refuse us as a whole, and why; `deaf`: see `Affairs`."""
    return Affairs(
        last_healthy=app.works.last_healthy(),
        last_told=last_told(app.works),
        stopped=stopped,
        working=frozenset(working_again(TroubleRepository(app.database))),
        spending=spending(app.database, app.settings.viber_monthly_budget, now, app.clock.real()),
        held=app.outbox.held(),
        refusals=refusals(app.database, now),
        guessing=guessing(app.database, app.clock.real()),
        registry=registry_state(app.database),
        deaf=deaf,
        installation=installation(app),
        settling=settling(app, now),
    )


def installation(app: Application) -> Installation:
    """What the installation says of itself."""
    key = app.settings.proof_key
    return read_installation(app.database, key.get_secret_value().encode() if key else None)


def settling(app: Application, now: datetime) -> Settling | None:
    """What becomes of the last list that was no refusal, if it is not believed yet and stays as it is."""
    recent = app.works.recent_readings(READINGS)
    at = settles_at(list(dropwhile(lambda each: each.state is PageState.BLOCKED, recent)))
    if at is None:
        return None
    before, pages = app.works.last_read()
    listed: Collection[int] = ()
    if before.state is not PageState.EMPTY:
        listed = entry_ids(app.database, examine(pages, app.works, app.reader(), at=before.at).listing.works)
    reminders = by_subscription(app.outbox.known(kyiv_day(now)))
    told = sum(_would_be_cancelled(each, listed, now) for each in reminders.values())
    return Settling(before.state, at, told)


def _would_be_cancelled(known: Sequence[Reminder], listed: Collection[int], now: datetime) -> bool:
    """Whether a customer was told of works to come none of which is listed."""
    return any(
        state.told is not None
        and any(period.ends_at > now for period in state.told_periods)
        and not any(each in listed for each in state.told.interruption.entry_ids)
        for state in told_days(known).values()
    )
