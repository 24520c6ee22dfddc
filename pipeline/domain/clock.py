"""Time as the product knows it: aware datetimes, stored in UTC, shown and reckoned in Europe/Kyiv."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipeline.domain.errors import Misuse

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv_time(day: date, at: time) -> datetime:
    """The instant at which a Kyiv clock shows `at` on `day`, in UTC.

    Where the clock is put forward the missing hour is read by the time before the change; where it is put
    back the first of the two equal hours is meant (PEP 495, fold=0).
    """
    return datetime.combine(day, at, tzinfo=KYIV).astimezone(UTC)


@lru_cache(maxsize=4096)
def kyiv_day(instant: datetime) -> date:
    """The date that a Kyiv calendar shows at this instant."""
    return instant.astimezone(KYIV).date()


def iso_kyiv(instant: datetime) -> str:
    """ISO 8601 with Kyiv's offset, whole seconds: the form of every time in our JSON."""
    return instant.astimezone(KYIV).isoformat(timespec="seconds")


def shown(instant: datetime) -> str:
    """As operators read it, by the Kyiv clock: `24.11.2026 09:05`."""
    return f"{instant.astimezone(KYIV):%d.%m.%Y %H:%M}"


def parse_day(text: str) -> date:
    """The day that an operator names: `2026-11-24` or `24.11.2026`. Raises `Misuse`."""
    for layout in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, layout).date()  # noqa: DTZ007 - a day of the calendar has no zone
    raise Misuse(f"Не розумію день «{text}»: потрібно, наприклад, 24.11.2026")


def parse_moment(text: str) -> datetime:
    """The instant that an operator names: ISO 8601, in Kyiv time unless it has an offset. Raises `Misuse`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(f"Не розумію час «{text}»: потрібно, наприклад, 2026-11-24T09:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=KYIV)).astimezone(UTC)
