"""How a language says days and hours: what is common to all. All times are shown in Kyiv time."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from pipeline.domain.clock import KYIV, kyiv_day
from pipeline.domain.works import Period


class Grammar(ABC):
    """The grammar of one language; its public methods are at hand in the language's templates."""

    today: str
    tomorrow: str
    yesterday: str
    daily: str
    conjunction: str
    """Before the last one of several."""
    since_hour: str
    """`{}` is an hour, here and below."""
    until_hour: str
    between_hours: str
    next_day: str
    hour_of_day: str
    """`{}` are a day, as `date_on` gives it, and an hour."""
    quotation_marks: tuple[str, str]
    """Opening and closing: the outer ones, and those inside of them."""

    @abstractmethod
    def in_days(self, count: int) -> str:
        """So many days ahead: two or more."""

    @abstractmethod
    def date_of(self, day: date) -> str:
        """The date by its name."""

    @abstractmethod
    def date_on(self, day: date) -> str:
        """The date on which something happens."""

    @abstractmethod
    def named(self, day: date) -> str:
        """Weekday and date by their names."""

    @abstractmethod
    def on(self, day: date) -> str:
        """Weekday and date on which something happens."""

    @abstractmethod
    def every_day(self, first: date, last: date) -> str:
        """Every day from the first to the last."""

    def days_left(self, day: date, today: date) -> str:
        """Today, tomorrow, in so many days; of a day that is over: yesterday, or nothing."""
        left = (day - today).days
        return self.in_days(left) if left > 1 else {1: self.tomorrow, 0: self.today, -1: self.yesterday}.get(left, "")

    def clock(self, instant: datetime) -> str:
        """`9:00`."""
        local = instant.astimezone(KYIV)
        return f"{local.hour}:{local.minute:02}"

    def since(self, instant: datetime) -> str:
        """From this hour on."""
        return self.since_hour.format(self.clock(instant))

    def until(self, instant: datetime, day: date) -> str:
        """Up to when something lasts that belongs to `day`."""
        return self.until_hour.format(self.end(instant, day))

    def end(self, instant: datetime, day: date) -> str:
        """When something ends that belongs to `day`: `16:00`, `24:00`, `6:00` of the next day."""
        ends_on = kyiv_day(instant)
        if ends_on <= day or _is_midnight_after(day, instant):
            return self._short_end(instant, day)
        if ends_on - day == timedelta(days=1):
            return self.next_day.format(self.clock(instant))
        return self._hour_of_day(instant)

    def moment(self, instant: datetime) -> str:
        """Date and hour at which something happened."""
        return self._hour_of_day(instant)

    def hours(self, periods: Sequence[Period], day: date) -> str:
        """All periods of a day, each from its start to its end."""
        return self.listed(
            [self.between_hours.format(self.clock(each.starts_at), self.end(each.ends_at, day)) for each in periods]
        )

    def span(self, periods: Sequence[Period]) -> str:
        """`9:00–12:00` and `14:00–16:00`."""
        return self.listed(
            [f"{self.clock(each.starts_at)}–{self._short_end(each.ends_at, each.day)}" for each in periods]
        )

    def days_and_span(self, first: date, last: date, periods: Sequence[Period]) -> str:
        """Day and hours in short; of several days the first and the last."""
        if first == last:
            return f"{self.named(first)}, {self.span(periods)}"
        return f"{self.date_of(first)} – {self.date_of(last)}, {self.daily} {self.span(periods)}"

    def listed(self, texts: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        return f" {self.conjunction} ".join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""

    def in_quotes(self, text: str) -> str:
        """In quotation marks; those inside become the inner ones."""
        outer, inner = self.quotation_marks
        inside = str.maketrans("«„»“”", inner[0] * 2 + inner[1] * 3)
        return f"{outer[0]}{text.translate(inside)}{outer[1]}"

    def at_hand(self) -> Mapping[str, Callable[..., str]]:
        """Its public methods, by name."""
        return {name: getattr(self, name) for name in dir(self) if callable(getattr(self, name)) and name[0] != "_"}

    def _hour_of_day(self, instant: datetime) -> str:
        return self.hour_of_day.format(self.date_on(kyiv_day(instant)), self.clock(instant))

    def _short_end(self, instant: datetime, day: date) -> str:
        return "24:00" if _is_midnight_after(day, instant) else self.clock(instant)


def _is_midnight_after(day: date, instant: datetime) -> bool:
    local = instant.astimezone(KYIV)
    return local.time() == time(0) and local.date() - day == timedelta(days=1)


def sentence(text: str) -> str:
    """The text with its first letter capital."""
    return text[:1].upper() + text[1:]
