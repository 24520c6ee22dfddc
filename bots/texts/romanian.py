"""Romanian: `marți, 24 noiembrie, între 9:00 și 16:00`."""

from datetime import date

from babel import Locale
from babel.dates import format_date

from bots.texts.grammar import Grammar

_LOCALE = Locale("ro")
_WEEKDAYS = ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică")


class Romanian(Grammar):
    """Numbers from twenty on take `de`."""

    today, tomorrow, yesterday, daily = "astăzi", "mâine", "ieri", "zilnic"
    conjunction = "și"
    since_hour, until_hour, between_hours = "de la {}", "până la {}", "între {} și {}"
    next_day, hour_of_day = "{} a doua zi", "{}, ora {}"
    quotation_marks = ("„”", "«»")

    def plural(self, count: int, one: str, many: str) -> str:
        """The number with its word: `1 zi`, `5 zile`, `21 de zile`, `101 zile`."""
        form = _LOCALE.plural_form(count)
        return f"{count} {one if form == 'one' else many if form == 'few' else f'de {many}'}"

    def in_days(self, count: int) -> str:
        """`peste 3 zile`, `peste 21 de zile`."""
        return f"peste {self.plural(count, 'zi', 'zile')}"

    def date_of(self, day: date) -> str:
        """`24 noiembrie`."""
        return format_date(day, "d MMMM", locale=_LOCALE)

    def date_on(self, day: date) -> str:
        """`24 noiembrie`."""
        return self.date_of(day)

    def named(self, day: date) -> str:
        """`marți, 24 noiembrie`."""
        return f"{_WEEKDAYS[day.weekday()]}, {self.date_of(day)}"

    def on(self, day: date) -> str:
        """`marți, 24 noiembrie`."""
        return self.named(day)

    def every_day(self, first: date, last: date) -> str:
        """`de luni, 23 februarie, până miercuri, 25 februarie, zilnic`."""
        return f"de {self.named(first)}, până {self.named(last)}, zilnic"
