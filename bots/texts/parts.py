"""What a message has to say, put in order for any language: parts of one kind, days with equal hours together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pipeline.domain.clock import KYIV, kyiv_day
from pipeline.domain.interruptions import Outage
from pipeline.domain.reminders import Cause, Reminder
from pipeline.domain.stages import FOLLOW_UPS, Stage
from pipeline.domain.works import Certainty, Period


@dataclass(frozen=True, slots=True)
class Days:
    """One day, or several in a row with equal hours."""

    first: date
    last: date
    outages: tuple[Outage, ...]
    """Those of the first day."""


@dataclass(frozen=True, slots=True)
class Part:
    """All days of a message of which the same is to be said."""

    stage: Stage
    cause: Cause | None
    """Of a follow-up only."""
    days: tuple[Days, ...]
    previous: tuple[Days, ...]
    reasons: tuple[str, ...]
    quotes: tuple[str, ...]
    """What the list says, where the match is only `possible`."""
    certain: bool
    whole_settlement: bool

    @property
    def several_days(self) -> bool:
        """Whether it speaks of more than one day."""
        return len(self.days) > 1 or any(days.first != days.last for days in self.days)


def split_parts(spoken: Iterable[Reminder], today: date) -> tuple[Part, ...]:
    """The parts of a message, by their first day. Today stands alone even where the days after it are alike."""
    kinds: dict[tuple[Stage, Cause | None], list[Reminder]] = {}
    for reminder in spoken:
        follow_up = reminder.stage in FOLLOW_UPS
        if reminder.interruption.outages or reminder.stage is Stage.CLOSED:
            kinds.setdefault((reminder.stage, reminder.cause if follow_up else None), []).append(reminder)
    return tuple(_part(stage, cause, reminders, today) for (stage, cause), reminders in kinds.items())


def stretches(outages: Iterable[Outage]) -> list[tuple[bool, list[Period]]]:
    """The periods, with those in a row that are equally sure together: (whether sure, periods)."""
    return [
        (certainty is Certainty.CERTAIN, [outage.period for outage in same])
        for certainty, same in groupby(outages, key=lambda outage: outage.certainty)
    ]


def _part(stage: Stage, cause: Cause | None, reminders: Sequence[Reminder], today: date) -> Part:
    said = [reminder.interruption for reminder in reminders]
    previous: dict[date, list[Outage]] = {}
    for period in sorted({period for reminder in reminders for period in reminder.previous}):
        previous.setdefault(period.day, []).append(Outage(period, Certainty.CERTAIN))
    unsure = [each for each in said if each.certainty is Certainty.POSSIBLE and each.outages]
    return Part(
        stage,
        cause,
        days=_in_a_row(((each.day, each.outages) for each in said if each.outages), today),
        previous=_in_a_row(((day, tuple(outages)) for day, outages in previous.items()), today),
        reasons=_unique(each.reason for each in said),
        quotes=_unique(each.quote for each in unsure),
        certain=not unsure,
        whole_settlement=not unsure and all(each.whole_settlement for each in said),
    )


def _in_a_row(days: Iterable[tuple[date, tuple[Outage, ...]]], today: date) -> tuple[Days, ...]:
    """Days in order of time, with those that follow each other and have equal hours made one."""
    runs: list[Days] = []
    for day, outages in days:
        last = runs[-1] if runs else None
        if (
            last is not None
            and last.first > today
            and day - last.last == timedelta(days=1)
            and _by_the_clock(last.outages, last.first) == _by_the_clock(outages, day)
        ):
            runs[-1] = Days(last.first, day, last.outages)
        else:
            runs.append(Days(day, day, outages))
    return tuple(runs)


def _by_the_clock(outages: Iterable[Outage], day: date) -> list[object]:
    """What a person would compare: the hours that the clock shows, whatever the day."""
    return [
        (
            outage.period.starts_at.astimezone(KYIV).time(),
            outage.period.ends_at.astimezone(KYIV).time(),
            kyiv_day(outage.period.ends_at) - day,
            outage.certainty,
        )
        for outage in outages
    ]


def _unique(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Texts on one line each and without a full stop; none twice, none empty."""
    lines = (" ".join((text or "").split()).rstrip(" .,;") for text in texts)
    return tuple(dict.fromkeys(filter(None, lines)))
