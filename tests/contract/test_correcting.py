"""The operator sets the hours of a work right before the list does, over both databases."""

from datetime import timedelta

import pytest

from data.database import open_database
from data.tables import Correction
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.correcting import correct
from pipeline.domain.errors import Misuse
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.rehearsal import ReplayClock
from tests.commands.conftest import ACCOUNTS, IZA, PAGE
from tests.contract.people import NOW

RIGHT = IZA.replace("з 9:00 до 16:00", "з 9:00 до 13:00")
OTHER = IZA.replace("з 9:00 до 16:00", "з 10:00 до 12:00")


class Office:
    """An application with two customers at one account, and what they are told."""

    def __init__(self, app):
        self.app = app

    def reads(self, row, after):
        """A tick, so many minutes after the beginning; gives what went out in it."""
        app = self.app
        app.clock.time = now = NOW + timedelta(minutes=after)
        app.scrape([SourcePage("list.html", now, 200, PAGE.format(rows=row).encode(), "text/html")], now)
        app.plan_news(now)
        return self.sends()

    def sends(self):
        """What goes out now: the stages of each message."""
        now = self.app.clock.now()
        messages = self.app.outbox.claim(["telegram", "viber"], now, now, 10)
        self.app.outbox.settle([Outcome(each, ReminderStatus.SENT, now, text="…") for each in messages])
        return sorted((each.recipient.messenger, *(item.stage for item in each.spoken)) for each in messages)

    @property
    def work(self):
        (work,) = self.app.works.works(self.app.clock.now())
        return work

    def correct(self, hours, *, do):
        return correct(self.app, self.work["id"], hours, "Олена", lambda _: do)


@pytest.fixture
def office(database_url, tmp_path):
    clock = ReplayClock()
    clock.time = NOW
    open_database(database_url).close()
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    with Application(Settings(database_url=database_url, var_dir=tmp_path, proof_key="key"), clock) as app:
        app.import_accounts(tmp_path / "accounts.csv", NOW, full=False, accept=False)
        for messenger in ("telegram", "viber"):
            app.registry.subscribe(messenger, "1001", "210000001", NOW)
        yield Office(app)


def test_who_was_told_hears_of_the_right_hours_at_once_and_of_nothing_more_when_the_list_agrees(office):
    assert office.reads(IZA, after=0) == [("telegram", "one_day"), ("viber", "one_day")]
    office.correct("9:00-13:00", do=True)
    assert office.sends() == [("telegram", "changed"), ("viber", "changed")]
    assert office.work["ends_at"] == "2026-11-24T13:00:00+02:00"
    assert [office.reads(row, after) for after, row in ((10, IZA), (20, RIGHT), (60, RIGHT), (120, RIGHT))] == [[]] * 4
    ((operator, ended_at),) = (
        Correction.select(Correction.operator, Correction.ended_at).tuples().execute(office.app.database)
    )
    assert (operator, ended_at) == ("Олена", int((NOW + timedelta(minutes=60)).timestamp()))
    assert office.reads(IZA, after=130) == [
        ("telegram", "changed"),
        ("viber", "changed"),
    ]  # wrong again: it says so anew


def test_a_row_that_is_lost_for_a_moment_is_corrected_still(office):
    office.reads(IZA, after=0)
    office.correct("17:00-20:00", do=True)
    office.sends()
    assert [office.reads(row, after) for after, row in ((10, IZA.replace("1-25", "101")), (20, IZA))] == [[], []]


def test_hours_that_the_list_changes_to_replace_those_that_were_set_though_they_lie_apart(office):
    office.reads(IZA, after=0)
    office.correct("17:00-20:00", do=True)
    office.sends()
    assert office.reads(OTHER, after=10) == [("telegram", "changed"), ("viber", "changed")]
    told = {(each["starts_at"], each["ends_at"]) for each in office.app.outbox.reminders() if each["status"] == "sent"}
    assert ("2026-11-24T10:00:00+02:00", "2026-11-24T12:00:00+02:00") in told


def test_a_list_that_comes_to_other_hours_still_is_believed_again(office):
    office.reads(IZA, after=0)
    office.correct("9:00-13:00", do=True)
    office.sends()
    assert office.reads(OTHER, after=10) == [("telegram", "changed"), ("viber", "changed")]


def test_what_it_would_bring_is_shown_and_changes_nothing(office):
    office.reads(IZA, after=0)
    shown = office.correct("9:00-13:00", do=False)
    assert (shown.messages, shown.paid, shown.done) == ({"telegram": 1, "viber": 1}, 1, False)
    ((text, times),) = shown.texts
    assert (times, "з 9:00 до 13:00" in text, "Раніше повідомляли" in text) == (2, True, True)
    assert "210000001" not in text
    assert "Центральна, 7" not in text
    assert office.sends() == []
    assert office.work["ends_at"] == "2026-11-24T16:00:00+02:00"


def test_what_the_list_has_changed_meanwhile_is_not_counted_as_the_correction_s_doing(office):
    office.reads(IZA, after=0)
    app = office.app
    app.registry.subscribe("telegram", "1002", "210000001", NOW)
    assert office.correct("9:00-13:00", do=False).told == 2


def test_it_is_not_held_for_the_operator_has_seen_it(office):
    office.reads(IZA, after=0)
    office.app.settings = office.app.settings.model_copy(update={"hold_above": 0})
    office.correct("9:00-13:00", do=True)
    assert len(office.sends()) == 2


def test_who_was_not_told_yet_is_told_the_right_hours_in_his_time(office):
    later = IZA.replace("24.11", "30.11")
    assert office.reads(later, after=0) == []
    assert office.correct("9:00-13:00", do=True).told == 0
    assert office.reads(later, after=48 * 60) == [("telegram", "five_days"), ("viber", "five_days")]
    told = {each["ends_at"] for each in office.app.outbox.reminders() if each["status"] == "sent"}
    assert told == {"2026-11-30T13:00:00+02:00"}


def test_it_can_be_taken_back(office):
    office.reads(IZA, after=0)
    office.correct("9:00-13:00", do=True)
    office.sends()
    office.correct(None, do=True)
    assert office.sends() == [("telegram", "changed"), ("viber", "changed")]
    with pytest.raises(Misuse, match="не виправляли"):
        office.correct(None, do=True)


@pytest.mark.parametrize(
    ("hours", "why"),
    [("зранку", "Не розумію години"), ("9:00-12:00, 13:00-15:00", "Не розумію"), ("9:00-16:00", "виправляти нічого")],
)
def test_hours_that_are_none_are_named(office, hours, why):
    office.reads(IZA, after=0)
    with pytest.raises(Misuse, match=why):
        office.correct(hours, do=True)


def test_hours_that_are_over_are_no_correction(office):
    office.reads(IZA, after=0)
    office.app.clock.time = NOW + timedelta(hours=22)  # 10:00 in Kyiv on the day
    with pytest.raises(Misuse, match="уже минуло"):
        office.correct("8:00-9:30", do=True)


def test_a_work_that_there_is_not_is_named(office):
    with pytest.raises(Misuse, match="Такої роботи немає"):
        correct(office.app, "0123456789ab", "9:00-13:00", "Олена", lambda _: True)
