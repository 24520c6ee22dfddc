"""What a listing says: rows as printed, and the planned works understood from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from pipeline.domain.addresses.streets import Street
from pipeline.domain.clock import kyiv_day
from pipeline.domain.suggestions import Suggestion


class Kind(StrEnum):
    """The kind of an interruption; only `planned` is for reminders."""

    PLANNED = "planned"
    EMERGENCY = "emergency"
    SCHEDULE = "schedule"
    OTHER = "other"


class Certainty(StrEnum):
    """How sure it is that a place, or an account, is meant."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class WorkStatus(StrEnum):
    """What the row's own words say of the work."""

    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time: two aware datetimes, `starts_at` before `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        """The day the period belongs to: that of its start in Kyiv (22:00–06:00 belongs to the evening)."""
        return kyiv_day(self.starts_at)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share more than an instant."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Period", tolerance: timedelta = timedelta()) -> bool:
        """Whether `other` lies within it, give or take `tolerance` at each end."""
        return self.starts_at - tolerance <= other.starts_at and other.ends_at <= self.ends_at + tolerance

    def is_near(self, other: "Period", tolerance: timedelta) -> bool:
        """Whether both ends lie within `tolerance` of the other's."""
        return abs(self.starts_at - other.starts_at) <= tolerance and abs(self.ends_at - other.ends_at) <= tolerance


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, or a street in it, or houses of that street."""

    settlement: str
    """Name from the settlements list where known, else as printed."""
    katottg: str | None
    """Code of the settlement; None where the name was not understood."""
    street: Street | None = None
    """None: the whole settlement."""
    houses: str | None = None
    """The list of houses as printed; None: the whole street."""
    certainty: Certainty = Certainty.CERTAIN
    """`possible` for `частково` and for what could not be read in full."""

    def as_json(self) -> dict[str, object]:
        """The place as a work's JSON has it."""
        return {
            "settlement": self.settlement,
            "katottg": self.katottg,
            "street": self.street and {"kind": self.street.kind, "name": self.street.name},
            "houses": self.houses,
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as printed, with the headings that stand over it."""

    fields: Mapping[str, str]
    """Text by meaning of its column (see `pipeline.source.markup.headers`); free text stands under `text`."""
    headings: tuple[str, ...] = ()
    """Headings over the row, outermost first."""
    printed: str = ""
    """The row as a person reads it, for quarantine and evidence."""


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """One row understood; a range of days gives one work a day."""

    period: Period
    kind: Kind
    places: tuple[Place, ...]
    status: WorkStatus = WorkStatus.ANNOUNCED
    district: str | None = None
    """The utility's district (РЕМ) or raion as printed over or in the row."""
    reason: str | None = None
    moved_from: Period | None = None
    """The period that the row's own words (`перенесено на …`) replace."""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that was not understood, or not in full, for the operator to see."""

    printed: str
    reason: str
    """In Ukrainian, naming what could not be read."""
    period: Period | None = None
    """Where at least the time was understood: such a row keeps a told work from being `gone`."""
    page: int = 0
    """Which of its reading's pages it stands on."""
    suggestion: Suggestion | None = None
    """What the operator may do about it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one page, or all pages of one reading, say."""

    works: tuple[PlannedWork, ...] = ()
    quarantined: tuple[QuarantinedRow, ...] = ()
    rows: int = 0
    """Rows of the list, understood or not; one that continues another (streets under a settlement) is no row."""
    reaches: Mapping[str | None, date] = field(default_factory=dict)
    """The last day that the list names, by district (None: rows without a district)."""
