"""What stands over a line: headings and lines that have a day, hours, a district or a settlement alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.domain.works import Kind
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.towns import Town
from pipeline.source.times.dates import Month
from pipeline.source.times.hours import Hours


@dataclass(frozen=True, slots=True)
class Over:
    """What one line says of those below it."""

    printed: str
    level: int | None = None
    """1 to 6 of `h1` to `h6`; None for a line."""
    district: str | None = None
    days: Days | None = None
    hours: tuple[Hours, ...] = ()
    half: str | None = None
    """Hours that were not understood."""
    town: Town | None = None
    lists_streets: bool = False
    """Behind its settlement names of streets follow: `с. Іза:`."""
    kind: Kind | None = None
    reason: str | None = None
    month: Month | None = None
    is_caption: bool = False

    @property
    def subjects(self) -> frozenset[str]:
        """What it settles."""
        said = {
            "district": self.district,
            "days": self.days or self.month,
            "hours": self.hours or self.half,
            "town": self.town,
            "kind": self.kind,
        }
        return frozenset(name for name, value in said.items() if value)

    def with_town(self, town: Town | None, *, lists: bool) -> "Over":
        """With the settlement that it names; behind `lists` names of streets follow."""
        return replace(self, town=town, lists_streets=lists and town is not None)


@dataclass(slots=True)
class Context:
    """All that is in force at a line."""

    stack: list[Over] = field(default_factory=list)
    over_row: set[int] = field(default_factory=set)
    row_days: Days | None = None
    """Those of the last row that named its own."""
    row_town: Town | None = None
    reaches: dict[str | None, date] = field(default_factory=dict)

    def enter(self, over: Over) -> None:
        """Take in what a line says; it ends what it says anew, and all below that."""
        for index, other in enumerate(self.stack):
            if self._ends(over, other):
                rest = self._rest(over, other)
                self.stack[index:] = [rest] if rest is not None else []
                break
        self.stack.append(over)
        if over.days is not None:
            self.row_days = None
            for day in over.days.days:
                self.reach(self.district, day)
        if over.district or over.town or over.days:
            self.row_town = None

    def _rest(self, over: Over, other: Over) -> Over | None:
        """What still holds of a line of the same rank that says more than the one that ends it."""
        if not over.subjects & other.subjects or (over.level is not None and over.level != other.level):
            return None
        keep = other.subjects - over.subjects - {"town"} - ({"hours"} if over.days else set())
        if not keep & {"district", "days"}:
            return None
        return replace(
            other,
            district=other.district if "district" in keep else None,
            days=other.days if "days" in keep else None,
            month=other.month if "days" in keep else None,
            hours=other.hours if "hours" in keep else (),
            half=other.half if "hours" in keep else None,
            kind=other.kind if "kind" in keep else None,
            town=None,
            lists_streets=False,
            reason=None,
        )

    def reach(self, district: str | None, day: date) -> None:
        """Note that the list names a day."""
        self.reaches[district] = max(day, self.reaches.get(district, day))

    def leave_table(self) -> None:
        """The caption of a table is over its rows alone."""
        self.stack = [each for each in self.stack if not each.is_caption]

    def mark_row(self) -> None:
        """A row stands under what is in force."""
        self.over_row.update(map(id, self.stack[-1:]))

    def _ends(self, over: Over, other: Over) -> bool:
        shared = over.subjects & other.subjects
        if over.level is not None and other.level is not None:
            stacked = over.level == other.level and id(other) not in self.over_row and not shared
            return other.level >= over.level and not stacked
        if over.level is not None:  # a heading ends lines
            return True
        if shared == {"kind"} and other.level is not None:
            return False
        if shared == {"hours"} and "days" in over.subjects:
            return True
        return bool(shared) and not (other.level is not None and shared <= {"kind"})

    def _nearest(self, name: str) -> object:
        return next((value for each in reversed(self.stack) if (value := getattr(each, name))), None)

    @property
    def district(self) -> str | None:
        """The district in force."""
        return self._nearest("district")  # type: ignore[return-value]

    @property
    def kind(self) -> Kind | None:
        """The kind of interruption in force."""
        return self._nearest("kind")  # type: ignore[return-value]

    @property
    def reason(self) -> str | None:
        """The reason in force."""
        return self._nearest("reason")  # type: ignore[return-value]

    @property
    def month(self) -> Month | None:
        """The month in force."""
        return self._nearest("month")  # type: ignore[return-value]

    @property
    def days(self) -> Days | None:
        """The days in force, understood or not; else those of the last row."""
        found = next((each.days for each in reversed(self.stack) if each.days is not None), None)
        return self.row_days or found

    @property
    def hours(self) -> tuple[tuple[Hours, ...], str | None]:
        """The hours in force, and what was not understood of them."""
        over = next((each for each in reversed(self.stack) if each.hours or each.half), None)
        return (over.hours, over.half) if over else ((), None)

    @property
    def town(self) -> tuple[Town | None, bool]:
        """The settlement in force, and whether names under it are streets beyond doubt."""
        over = next((each for each in reversed(self.stack) if each.town is not None), None)
        if over is not None and over.town is not None:
            return replace(over.town, lanes=[]), over.lists_streets
        return (replace(self.row_town, lanes=[]) if self.row_town else None), False

    @property
    def names_a_day(self) -> bool:
        """Whether any heading names a day."""
        return self.days is not None or self.month is not None

    def printed(self) -> Sequence[str]:
        """The lines in force, outermost first."""
        return tuple(each.printed for each in self.stack)
