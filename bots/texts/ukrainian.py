"""Ukrainian: `у вівторок, 24 листопада, з 9:00 до 16:00`."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date

from bots.texts.grammar import Grammar
from pipeline.domain.clock import KYIV, kyiv_day

_LOCALE = Locale("uk")
_WEEKDAYS = (  # nominative, accusative with its preposition, genitive with its preposition
    ("понеділок", "у понеділок", "з понеділка"),
    ("вівторок", "у вівторок", "з вівторка"),
    ("середа", "у середу", "із середи"),
    ("четвер", "у четвер", "із четверга"),
    ("п’ятниця", "у п’ятницю", "з п’ятниці"),
    ("субота", "у суботу", "із суботи"),
    ("неділя", "у неділю", "з неділі"),
)


class Ukrainian(Grammar):
    """The language of the list itself."""

    today, tomorrow, yesterday, daily = "сьогодні", "завтра", "учора", "щодня"
    conjunction = "та"
    since_hour, until_hour, between_hours = "з {}", "до {}", "з {} до {}"
    next_day, hour_of_day = "{} наступного дня", "{1} {0}"
    quotation_marks = ("«»", "„“")

    def plural(self, count: int, one: str, few: str, many: str) -> str:
        """The number with its word: `1 день`, `2 дні`, `5 днів`, `21 день`."""
        return f"{count} {({'one': one, 'few': few}).get(_LOCALE.plural_form(count), many)}"

    def in_days(self, count: int) -> str:
        """`через 3 дні`."""
        return f"через {self.plural(count, 'день', 'дні', 'днів')}"

    def date_of(self, day: date) -> str:
        """`24 листопада`."""
        return format_date(day, "d MMMM", locale=_LOCALE)

    def date_on(self, day: date) -> str:
        """`24 листопада`."""
        return self.date_of(day)

    def named(self, day: date) -> str:
        """`вівторок, 24 листопада`."""
        return f"{_WEEKDAYS[day.weekday()][0]}, {self.date_of(day)}"

    def on(self, day: date) -> str:
        """`у вівторок, 24 листопада`."""
        return f"{_WEEKDAYS[day.weekday()][1]}, {self.date_of(day)}"

    def every_day(self, first: date, last: date) -> str:
        """`з понеділка, 23 лютого, до середи, 25 лютого, щодня`."""
        until = _WEEKDAYS[last.weekday()][2].split()[1]
        return f"{_WEEKDAYS[first.weekday()][2]}, {self.date_of(first)}, до {until}, {self.date_of(last)}, щодня"

    def moment(self, instant: datetime) -> str:
        """`22 листопада о 18:00`, `22 листопада об 11:00`."""
        at = "об" if instant.astimezone(KYIV).hour == 11 else "о"  # noqa: PLR2004
        return f"{self.date_of(kyiv_day(instant))} {at} {self.clock(instant)}"
