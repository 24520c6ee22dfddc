"""Hungarian: `kedden, november 24-én, 9:00 és 16:00 között`. Suffixes follow the vowels of what is read out."""

from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date

from bots.texts.grammar import Grammar
from pipeline.domain.clock import KYIV
from pipeline.domain.works import Period

_LOCALE = Locale("hu")
_WEEKDAYS = (  # nominative, on, from, until
    ("hétfő", "hétfőn", "hétfőtől", "hétfőig"),
    ("kedd", "kedden", "keddtől", "keddig"),
    ("szerda", "szerdán", "szerdától", "szerdáig"),
    ("csütörtök", "csütörtökön", "csütörtöktől", "csütörtökig"),
    ("péntek", "pénteken", "péntektől", "péntekig"),
    ("szombat", "szombaton", "szombattól", "szombatig"),
    ("vasárnap", "vasárnap", "vasárnaptól", "vasárnapig"),
)
_BACK_DAYS = (2, 3, 6, 8, 13, 16, 18, 20, 23, 26, 28, 30)
"""Days of the month that are read with back vowels: `másodikán`, `huszadikán`; the others: `negyedikén`."""
_BACK_TENS, _BACK_ONES = (0, 20, 30), (3, 6, 8)
"""Minutes that are read with back vowels: `kilenc órától`, `húsztól`, `harmincháromtól`; the others: `tíztől`."""


class Hungarian(Grammar):
    """Numbers take no plural."""

    today, tomorrow, yesterday, daily = "ma", "holnap", "tegnap", "naponta"
    conjunction = "és"
    until_hour, between_hours = "{}-ig", "{} és {} között"
    next_day, hour_of_day = "másnap {}", "{} {}"
    quotation_marks = ("„”", "»«")

    def in_days(self, count: int) -> str:
        """`3 nap múlva`."""
        return f"{count} nap múlva"

    def date_of(self, day: date) -> str:
        """`november 24.`."""
        return format_date(day, "MMMM d.", locale=_LOCALE)

    def date_on(self, day: date) -> str:
        """`november 24-én`, `november 23-án`, `november 1-jén`."""
        suffix = "jén" if day.day == 1 else "án" if day.day in _BACK_DAYS else "én"
        return f"{self.date_of(day).removesuffix('.')}-{suffix}"

    def named(self, day: date) -> str:
        """`november 24., kedd`."""
        return f"{self.date_of(day)}, {_WEEKDAYS[day.weekday()][0]}"

    def on(self, day: date) -> str:
        """`kedden, november 24-én`."""
        return f"{_WEEKDAYS[day.weekday()][1]}, {self.date_on(day)}"

    def every_day(self, first: date, last: date) -> str:
        """`hétfőtől (február 23.) szerdáig (február 25.) minden nap`."""
        since, until = _WEEKDAYS[first.weekday()][2], _WEEKDAYS[last.weekday()][3]
        return f"{since} ({self.date_of(first)}) {until} ({self.date_of(last)}) minden nap"

    def hours(self, periods: Sequence[Period], day: date) -> str:
        """`9:00 és 12:00 között, valamint 14:00 és 16:00 között`."""
        return ", valamint ".join(super(Hungarian, self).hours([each], day) for each in periods)

    def since(self, instant: datetime) -> str:
        """`9:00-tól`, `9:10-től`."""
        minute = instant.astimezone(KYIV).minute
        back = minute in _BACK_TENS or minute % 10 in _BACK_ONES
        return f"{self.clock(instant)}-{'tól' if back else 'től'}"
