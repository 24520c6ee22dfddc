"""Days as atoms: `24.11.2026`, `24 листопада`, `23–27 лютого`, `24,25,26.11`, `з 24 на 25`, `у вівторок`, `завтра`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.dates import SURE, YEARS, DateAt, date_at, is_number
from pipeline.source.text.tokens import Token
from pipeline.source.times.dates import Month, find_days
from pipeline.source.times.weekdays import only
from pipeline.source.unread import Unread

_TILLS = ("по", "до")
_ANDS = ("та", "і", "й")
_RELATIVE = ("сьогодні", "завтра", "післязавтра")
_EXCEPT = ("крім", "окрім", "винятком")
_PUBLISHED = (
    "оновлен",
    "опублік",
    "публікац",
    "оприлюдн",
    "розміщен",
    "створен",
    "внесен",
    "станом",
    "актуальн",
    "редакц",
    "додан",
)


@dataclass(frozen=True, slots=True)
class Days:
    """Days as understood; where they are not, why."""

    days: tuple[date, ...] = ()
    problem: str | None = None
    weekdays: frozenset[int] | None = None
    """Days of the week alone: those of the days in force."""
    is_night: bool = False
    """`з 24 на 25`: the night that begins on the first."""
    is_relative: bool = False
    """`завтра`."""
    is_half: bool = False
    """`по 26.11`: the other end is not printed."""
    printed: str = ""

    def of(self, in_force: tuple[date, ...]) -> tuple[date, ...]:
        """The days that are meant where others are in force."""
        return self.days or (only(in_force, self.weekdays) if self.weekdays is not None else ())


class DayTagger:
    """Finds days near a day; `numbers`: bare numbers are days, as in a column of them."""

    def __init__(self, near: date, month: Month | None = None, *, numbers: bool = False) -> None:
        self._near, self._month, self._numbers = near, month, numbers
        self._weekdays = words("weekdays")
        self._months = words("months")

    def tag(self, tokens: list[Token], text: str) -> Iterator[Atom]:
        """The atoms of days."""
        for first, token in enumerate(tokens):
            if (
                first == 0
                and token.is_number
                and len(tokens) > 2
                and is_number(token.text, 31)
                and tokens[1].kind == "dash"
                and not tokens[1].glued
                and tokens[2].is_capital
            ):
                yield self._numbered(tokens)
            if token.is_number or token.text in ("з", "із", "від", "на", "у", "в", "по", "до"):
                yield from self._at(tokens, text, first)
            elif token.text in _RELATIVE:
                yield Atom(
                    Sort.DAYS,
                    first,
                    first + 1,
                    SURE,
                    Days(problem=f"незрозуміла дата: «{token.text}»", is_relative=token.text == "сьогодні"),
                )
            elif token.is_word and (number := self._weekday(token.text)) is not None:
                yield from self._weekday_at(tokens, text, first, number)
            if token.is_word and token.text.startswith(_PUBLISHED):
                yield from self._stamp(tokens, first)

    def _numbered(self, tokens: list[Token]) -> Atom:
        """`25 – Липча`: a number before a dash begins a line of its day."""
        days, _ = find_days(tokens[0].text, near=self._near, numbers=True, month=self._month)
        return Atom(Sort.DAYS, 0, 1, 0.3, Days(days))

    def _weekday(self, word: str) -> int | None:
        found = self._weekdays(word.removeprefix("що"))
        return int(found) if found is not None else None

    def _weekday_at(self, tokens: list[Token], text: str, first: int, number: int) -> Iterator[Atom]:
        """A day of the week, alone or before its date."""
        at = first + 1
        while at < len(tokens) and (tokens[at].text in (",", ".", "-", "–", "—", "(") or tokens[at].kind == "dash"):
            at += 1
        if at > first and at < len(tokens):
            for atom in self._at(tokens, text, at):
                yield self._valued(tokens, text, first, atom.last, atom.cost)
        numbers = {number}
        at = first + 1
        while at + 1 < len(tokens) and tokens[at].text in (",", *_ANDS):
            if (more := self._weekday(tokens[at + 1].text)) is None:
                break
            numbers.add(more)
            at += 2
        yield Atom(
            Sort.DAYS,
            first,
            at,
            0.3,
            Days(weekdays=frozenset(numbers), printed=text[tokens[first].start : tokens[at - 1].end]),
        )

    def _stamp(self, tokens: list[Token], first: int) -> Iterator[Atom]:
        """`Оновлено 20.11.2026 о 14:35`: the day on which a list came out."""
        at = first + 1
        while at < len(tokens) and at < first + 6 and not tokens[at].is_number:
            if tokens[at].kind == "line":
                return
            at += 1
        times = ()
        if at < len(tokens) and at + 2 < len(tokens) and tokens[at + 1].text == ":":
            at += 3
            while at < len(tokens) and not tokens[at].is_number and at < first + 10:
                at += 1
        found = date_at(tokens, at) if at < len(tokens) else None
        if not found or not found.has_month:
            return
        last = found.at
        at = last
        while at < len(tokens) and tokens[at].text in (",", "о", "об", "(", "-"):
            at += 1
        if at + 2 < len(tokens) and tokens[at].is_number and tokens[at + 1].text in ":." and tokens[at + 2].is_number:
            last = at + 3
        yield Atom(Sort.NOISE, first, last, -1.0, times or None)

    def _at(self, tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
        before = tokens[first - 1] if first else None
        if (
            before
            and tokens[first].is_number
            and tokens[first].glued
            and (before.is_number or (before.text in ".:,/-–" and first > 1 and tokens[first - 2].is_number))
        ):
            return
        lead = tokens[first].text if tokens[first].is_word else ""
        at = first + bool(lead)
        if lead in ("у", "в"):
            if at < len(tokens) and tokens[at].text == "ніч":
                at += 1
                if at < len(tokens) and tokens[at].text in ("з", "із"):
                    at += 1
            else:
                return
        if at >= len(tokens) or not tokens[at].is_number:
            return
        yield from self._expression(tokens, text, first, at, lead)

    def _expression(self, tokens: list[Token], text: str, first: int, at: int, lead: str) -> Iterator[Atom]:
        """Dates in a row, joined as ranges or lists; an atom for each place where they may end."""
        dates: list[DateAt] = []
        is_range = is_night = False
        ends: list[Atom] = []
        while date_ := date_at(tokens, at):
            dates.append(date_)
            if date_.has_month or self._numbers or self._month or is_night:
                last = self._behind(tokens, date_.at)
                cost = max(each.cost for each in dates)
                is_half = len(dates) == 1 and lead in ("по", "до", "з", "із", "від") and not is_range
                ends.append(
                    self._valued(tokens, text, first, last, cost, is_night=is_night, is_half=is_half, lead=lead)
                )
            joint = self._joint(tokens, date_.at)
            if joint is None:
                break
            at, word = joint
            if word == "-" and is_range and not any(each.has_month for each in dates):
                break
            is_range = is_range or word == "-"
            if word == "на":
                if lead not in ("з", "із", "у", "в", "від"):
                    break
                is_night = True
        yield from ends[-3:]

    def _joint(self, tokens: list[Token], at: int) -> tuple[int, str] | None:
        """What joins a date to the next one: where that begins, and `-`, `,` or `на`."""
        skipped = at
        while skipped < len(tokens) and (
            tokens[skipped].text in ("(", ")", ".", *YEARS) or self._weekday(tokens[skipped].text) is not None
        ):
            skipped += 1
        for place in dict.fromkeys((at, skipped)):
            if place >= len(tokens):
                continue
            token = tokens[place]
            if token.kind == "dash" or token.text in _TILLS:
                onward = place + 1
                if onward < len(tokens) and tokens[onward].text in _TILLS:
                    onward += 1
                return self._to_number(tokens, onward, "-")
            if token.text in (",", "/", "+", *_ANDS):
                onward = place + 1
                if onward < len(tokens) and tokens[onward].text in (*_ANDS, "на"):
                    onward += 1
                return self._to_number(tokens, onward, ",")
            if token.text == "на":
                return self._to_number(tokens, place + 1, "на")
        return None

    def _to_number(self, tokens: list[Token], at: int, word: str) -> tuple[int, str] | None:
        while at < len(tokens) and (self._weekday(tokens[at].text) is not None or tokens[at].text in (",", "(", ")")):
            at += 1
        return (at, word) if at < len(tokens) and tokens[at].is_number else None

    def _behind(self, tokens: list[Token], at: int) -> int:
        """The end of what belongs to days behind them: a day of the week, `року`, `крім неділі`."""
        last = at
        while at < len(tokens):
            text = tokens[at].text
            if self._weekday(text) is not None or text in YEARS or text in ("щоденно", "щодня", "включно"):
                at = last = at + 1
            elif text in _EXCEPT or (text == "за" and at + 1 < len(tokens) and tokens[at + 1].text in _EXCEPT):
                at += 1
            elif (
                text.startswith(("вихідн", "святк", "робоч", "буд"))
                and len(text) > 3
                and tokens[at - 1].text in (*_EXCEPT, "та", "і", "по", "в", "у")
            ):
                at = last = at + 1
            elif text in (",", "(", ")", ".", "та", "і", "по", "в", "у") and at < last + 3:
                at += 1
            else:
                break
        if (
            last < len(tokens)
            and tokens[last].text == ")"
            and any(t.text == "(" for t in tokens[max(0, last - 4) : last])
        ):
            last += 1
        return last

    def _valued(
        self,
        tokens: list[Token],
        text: str,
        first: int,
        last: int,
        cost: float,
        *,
        is_night: bool = False,
        is_half: bool = False,
        lead: str = "",
    ) -> Atom:
        printed = text[tokens[first].start : tokens[last - 1].end]
        if is_night:
            return Atom(Sort.DAYS, first, last, cost, self._night(tokens, text, first, last, printed))
        try:
            days, _ = find_days(
                printed.removeprefix(lead) if lead else printed,
                near=self._near,
                numbers=self._numbers,
                month=self._month,
            )
        except Unread as unread:
            return Atom(Sort.DAYS, first, last, cost, Days(problem=str(unread)))
        if is_half:
            return Atom(Sort.DAYS, first, last, cost, Days(days, is_half=True, printed=printed))
        if not days:
            return Atom(Sort.DAYS, first, last, cost + 1, Days(problem=f"незрозуміла дата: «{printed}»"))
        return Atom(Sort.DAYS, first, last, cost, Days(days))

    def _night(self, tokens: list[Token], text: str, first: int, last: int, printed: str) -> Days:
        """The evening of `з 24 на 25 листопада`."""
        at = next(i for i in range(last - 1, first, -1) if tokens[i].text == "на")
        evening = text[tokens[first].start : tokens[at - 1].end]
        evening = evening[min((i for i, c in enumerate(evening) if c.isdigit()), default=0) :]
        morning = text[tokens[at + 1].start : tokens[last - 1].end]
        try:
            mornings, _ = find_days(morning, near=self._near, numbers=True)
            find_days(evening, near=self._near, numbers=True)
            if len(mornings) != 1:
                return Days(problem=f"незрозуміло, котрий день: «{printed}»")
            number = int("".join(c for c in evening[:2] if c.isdigit()))
            one_before = [d for d in (mornings[0].fromordinal(mornings[0].toordinal() - 1),) if d.day == number]
            if one_before:
                return Days(tuple(one_before), is_night=True, printed=printed)
        except Unread as unread:
            return Days(problem=str(unread))
        return Days(problem=f"незрозуміло, котрий день: «{printed}»")
