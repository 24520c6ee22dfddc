"""The lines of a page become works; every line is accounted for.

A line is a row, context, noise or quarantine. One that names a settlement, a street or hours is never noise. A row
waits where it may be completed: places for the hours below them, a village for its streets.
"""

from datetime import datetime

import structlog

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.clock import kyiv_day
from pipeline.domain.errors import frames
from pipeline.domain.works import Kind, Listing, PlannedWork, QuarantinedRow
from pipeline.source.markup.emptiness import says_nothing_planned
from pipeline.source.rows import LONG, LONGEST_ROW, MOST_LONG
from pipeline.source.text.context import Context
from pipeline.source.text.decide import TooLong
from pipeline.source.text.headings import heading_of, only_town
from pipeline.source.text.line import Said
from pipeline.source.text.lines import Account, Cell, Outcome, PageLine
from pipeline.source.text.making import belongs_above, has_own_town, over_of, row_above, row_of
from pipeline.source.text.rows import HOUR_COLUMNS, TIME_COLUMNS, Below, Result, Row, finish, put_below
from pipeline.source.text.shapes import (
    LEAD_WORDS,
    district_of,
    head_district,
    is_context,
    is_lead,
    is_prose,
    is_row,
    is_statement,
    names_something,
    take_changes,
)
from pipeline.source.text.understand import SILENT_COLUMNS, Reach, other_fields, parts_of, place_cells, said_by
from pipeline.source.times.hours import Hours

log = structlog.get_logger()

TOO_LONG = "запис задовгий, щоб бути одним рядком переліку; на сторінці, мабуть, не закрито рядок таблиці"
FAULT = "збій програми: цього запису вона не змогла прочитати; передайте сторінку розробникам"


class ListReader:
    """Reads the lines of a page in their order."""

    def __init__(self, gazetteer: Gazetteer, captured_at: datetime) -> None:
        self._gazetteer, self._at = gazetteer, captured_at
        self._context = Context()
        self._waiting: list[Row] = []
        self._card: list[tuple[Cell, str]] = []
        self._above: dict[str, str] = {}
        """What the row above says of itself and of those under it that leave it blank."""
        self.accounts: list[Account] = []
        self._works: list[PlannedWork] = []
        self._quarantined: list[QuarantinedRow] = []
        self._rows = 0
        self._long_left = MOST_LONG
        self.aside = 0
        """Lines that are no rows."""
        self.nothing_planned = False
        """The page says in words that there is nothing."""
        self.heads_a_list = False
        """It has the headings of a list, by day and district or kind."""
        self.heads_planned = False
        """A heading of planned works, with or without a list."""

    def take(self, line: PageLine) -> None:
        """Take in the next line."""
        if line.is_label:
            self._take_label(line)
            return
        self._end_card()
        if line.ends_table:
            self._flush()
            self._context.leave_table()
            self._above = {}
        else:
            self._take_or_refuse(line)

    def listing(self) -> Listing:
        """All that was read, once no line follows."""
        self._end_card()
        self._flush()
        reaches = dict(self._context.reaches)
        for work in self._works:
            for period in filter(None, (work.period, work.moved_from)):
                reaches[work.district] = max(period.day, reaches.get(work.district, period.day))
        return Listing(tuple(self._works), tuple(self._quarantined), self._rows, reaches)

    # Cards

    def _take_label(self, line: PageLine) -> None:
        """A card ends where a label comes again."""
        if any(each.column == line.cells[0].column for each, _ in self._card):
            self._end_card()
        self._card.append((line.cells[0], line.labels[0]))

    def _end_card(self) -> None:
        """The card is a row, or belongs to the row above, or stands over what follows."""
        card, self._card = self._card, []
        cells, lines = tuple(cell for cell, _ in card), tuple(line for _, line in card)
        columns = {cell.column for cell in cells}
        row = self._waiting[-1] if self._waiting else None
        if not card:
            return
        if place_cells(cells):
            self._take_or_refuse(PageLine(cells, labels=lines))
        elif (
            row is not None and not (row.fields.keys() & columns) and not (row.has_hours and columns & {*TIME_COLUMNS})
        ):
            row.fields |= {cell.column: cell.text for cell in cells}
            row.reason = row.fields.get("reason") or row.reason
            row.lines += lines
            self.accounts.append(Account(PageLine(cells, labels=lines), Outcome.ROW))
        else:
            for cell, printed in card:
                if cell.column in SILENT_COLUMNS:
                    continue
                text = printed if cell.column in ("date", "district", "kind", "settlement") else cell.text
                self._take_or_refuse(PageLine((Cell(text),)))

    # Lines

    def _take_or_refuse(self, line: PageLine) -> None:
        """A fault of ours at one line costs this line alone."""
        try:
            self._take(line)
        except Exception as error:  # noqa: BLE001 - a bug that one line meets must not cost us the others
            log.error("row_failed", error=type(error).__name__, where=frames(error))  # noqa: TRY400 - no traceback: it may hold the row
            self._refuse(Account(line, Outcome.QUARANTINE), FAULT)

    def _take(self, line: PageLine) -> None:
        account = Account(line, Outcome.NOISE)
        self.accounts.append(account)
        if self._goes_on(account):
            return
        cells, fields = place_cells(line.cells), dict(other_fields(line.cells))
        if line.is_row and not line.labels:
            self._fill_blanks(line, fields)
        try:
            self._refuse_endless(line)
            said, account.texts = said_by(cells, self._gazetteer, self._reach(fields))
        except TooLong:
            self._flush()
            self._refuse(account, TOO_LONG)
            return
        if not names_something(said) and says_nothing_planned(line.printed):
            self.nothing_planned, account.outcome = True, Outcome.CONTEXT
        elif belongs_above(self._waiting[-1] if self._waiting else None, said, account):
            account.outcome = Outcome.ROW
        elif is_lead(said) and not cells[0].column and line.level is None and is_statement(said):
            self._take_context(account, said, cells)
        elif is_row(line, said, fields, self._context, waits=bool(self._waiting)):
            self._take_row(account, said, cells, fields)
        elif fields and line.is_row and any(fields.get(name) for name in TIME_COLUMNS) and not said.has_place:
            self._flush()
            self._rows += 1
            self._refuse(account, "немає адреси")
        elif is_context(line, said):
            self._take_context(account, said, cells)
        elif (
            not said.has_contact
            and not said.is_office
            and (names_something(said) or any(text.is_telling for text in account.texts))
            and not (line.is_link and line.level is None)
        ):
            reason = "немає годин" if said.has_place else "немає адреси"
            self._refuse(account, "не схоже на рядок переліку" if is_prose(said) else reason)
        self.aside += account.outcome in (Outcome.NOISE, Outcome.CONTEXT)

    def _goes_on(self, account: Account) -> bool:
        """Whether a line goes on with the streets of the row above: nine of ten lines of a long list do."""
        row, cells = (self._waiting[-1] if self._waiting else None), account.line.cells
        if row is None or row.below is None or len(cells) != 1 or cells[0].column or len(cells[0].text) > LONGEST_ROW:
            return False
        said, texts = said_by(cells, self._gazetteer, row.below.reach)
        if not said.lists_streets:
            return False
        parts = parts_of(cells, self._gazetteer, row.below.reach, row.below.hint, row.below.over)
        row.below.founds += [part.found for part in parts]
        row.lines.append(account.line.printed)
        row.accounts.append(account)
        account.outcome, account.texts = Outcome.ROW, texts
        return True

    def _refuse_endless(self, line: PageLine) -> None:
        """Raises `TooLong` for a line longer than any row, or one of more long lines than any list has."""
        length = sum(len(cell.text) for cell in line.cells)
        self._long_left -= length if length > LONG else 0
        if length > LONGEST_ROW or (length > LONG and self._long_left < 0):
            raise TooLong

    def _fill_blanks(self, line: PageLine, fields: dict[str, str]) -> None:
        """A day or a district that is left blank is that of the row above."""
        if any(fields.get(name) for name in HOUR_COLUMNS) or any(cell.column == "settlement" for cell in line.cells):
            for name, text in self._above.items():
                fields.setdefault(name, text)
            self._above = {name: fields[name] for name in ("date", "district") if name in fields}

    def _reach(self, fields: dict[str, str]) -> Reach:
        context = self._context
        timed = bool(context.hours[0]) or any(fields.get(name) for name in HOUR_COLUMNS)
        return Reach(kyiv_day(self._at), context.month, timed, context.town[0] is not None)

    # Context

    def _take_context(self, account: Account, said: Said, cells: tuple[Cell, ...]) -> None:
        line, context = account.line, self._context
        over = heading_of(line, said, context)
        if (
            (over.hours or over.half)
            and not over.days
            and not said.ends_with_colon
            and self._complete(account, over.hours, over.half)
        ):
            return
        if over.reason and not over.subjects and self._waiting:
            self._waiting[-1].reason = self._waiting[-1].reason or over.reason
            account.outcome = Outcome.ROW
            return
        if only_town(said):
            parts = parts_of(cells, self._gazetteer, self._reach({}), over.district or context.district, None)
            over = over.with_town(
                next((town for part in parts for town in part.found.towns), None),
                lists=said.ends_with_colon and said.words <= LEAD_WORDS,
            )
        if not (over.subjects or over.reason):
            return
        self._flush()
        self._above = {}
        account.outcome = Outcome.CONTEXT
        context.enter(over)
        if line.level is not None:
            planned = context.kind is Kind.PLANNED
            known = context.days is not None and bool(context.days.days)
            self.heads_a_list = self.heads_a_list or (
                not line.is_link and known and (planned or context.district is not None)
            )
            self.heads_planned = self.heads_planned or planned

    def _complete(self, account: Account, hours: tuple[Hours, ...], half: str | None) -> bool:
        """Whether hours in a line of their own are those of the rows above that wait for some."""
        waiting = [row for row in self._waiting if not row.has_hours]
        for row in waiting:
            row.hours_over, row.half_over = hours, half
            row.lines.append(account.line.printed)
        if waiting:
            account.outcome = Outcome.ROW
            waiting[-1].accounts.append(account)
            self._flush()
        return bool(waiting)

    # Rows

    def _take_row(self, account: Account, said: Said, cells: tuple[Cell, ...], fields: dict[str, str]) -> None:
        account.outcome = Outcome.ROW
        above = row_above(self._waiting[-1] if self._waiting else None, said, fields, self._context)
        waits = self._waiting and not self._waiting[-1].has_hours and not said.has_hours and not said.days
        reach = self._reach(fields)
        if above is None and not waits:
            self._flush()
        changes = take_changes(fields)
        district = district_of(fields) or self._context.district
        hint = fields.get("hromada") or fields.get("district") or self._context.district
        own = above is None and has_own_town(cells, said)
        over = None if own else over_of(self._context, above)
        parts = list(parts_of(cells, self._gazetteer, reach, hint, over))
        row = row_of(
            account,
            said,
            parts,
            fields=fields,
            changes=changes,
            district=head_district(said) or district,
            context=self._context,
        )
        self._context.mark_row()
        if above is not None:
            put_below(above, row)
            if said.lists_streets:
                above.below = Below(reach, hint, over)
            return
        self._waiting.append(row)
        self._rows += 1
        self._context.row_town = row.last_town or (None if own else self._context.row_town)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for row in waiting:
            result = self._finished(row)
            self._works += result.works
            self._quarantined += result.quarantined
            for each in row.accounts if result.quarantined else ():
                each.outcome, each.reason = Outcome.QUARANTINE, result.quarantined[0].reason

    def _finished(self, row: Row) -> Result:
        try:
            return finish(row, self._at)
        except Exception as error:  # noqa: BLE001 - as above
            log.error("row_failed", error=type(error).__name__, where=frames(error))  # noqa: TRY400 - no traceback: it may hold the row
            return Result(quarantined=[QuarantinedRow(row.printed, FAULT)])

    def _refuse(self, account: Account, reason: str) -> None:
        account.outcome, account.reason = Outcome.QUARANTINE, reason
        self._quarantined.append(QuarantinedRow(account.line.printed, reason))
