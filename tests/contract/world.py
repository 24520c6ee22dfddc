"""The repositories, the register over them, a list that is read, and customers who write."""

from datetime import timedelta
from functools import partial

from bots.dialog.incoming import Incoming
from bots.dialog.model import Facts, State, Step, Text, Turn
from bots.dialog.news import tell
from data import tables
from data.calendars import CalendarRepository
from data.conversations import ConversationRepository
from data.guesses import GuessRepository
from data.outbox import OutboxRepository
from data.page_archive import PageArchive
from data.proofs import eic_hash, meter_hash
from data.registry import RegistryRepository
from data.works import WorksRepository
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Kind, Listing, Place, PlannedWork
from pipeline.rehearsal import ReplayClock
from pipeline.steps.plan import plan
from pipeline.steps.register import Register
from tests.contract.people import DAY, NOW, PERIOD, add_account, add_street

KEY = b"key"
ACCOUNT, METER, EIC, ADDRESS = "210000001", "12345", "1AHX5", "с. Іза, вул. Центральна, 7"
CHAT = ("telegram", "1001")
CALENDARS = "https://provisnyk.example/calendar/"
IZA = Place("с. Іза", "UA21")
TOMORROW = PlannedWork(PERIOD, Kind.PLANNED, (IZA,), reason="обрізка дерев")


class Script:
    """A dialogue that answers as it is told, and remembers what it was asked."""

    def __init__(self):
        self.turns, self.asked = [], []

    def __call__(self, state, said, facts):
        self.asked.append((state, said, facts))
        return self.turns.pop(0) if self.turns else Turn(state)

    @property
    def facts(self):
        return self.asked[-1][2]


class World:
    """The repositories, the register over them, and a customer."""

    def __init__(self, database, folder, talk=None):
        row = {"meter_hash": meter_hash(KEY, ACCOUNT, METER), "eic_hash": eic_hash(KEY, ACCOUNT, EIC)}
        add_account(database, ACCOUNT, add_street(database))
        tables.Account.update(row).execute(database)
        self.clock = ReplayClock()
        self.clock.time = NOW
        self.conversations = ConversationRepository(database, KEY)
        self.guesses = GuessRepository(database, KEY)
        self.registry = RegistryRepository(database)
        self.works = WorksRepository(database, PageArchive(folder))
        self.outbox = OutboxRepository(database)
        self.talk = talk or Script()
        facts = partial(Facts, contact_centre="0 800 516 20", calendars_at=CALENDARS)
        self.database, self.calendars = database, CalendarRepository(database, KEY)
        kept = (self.conversations, self.guesses, self.registry, self.works, self.outbox, self.calendars)
        parts = (*kept, self.clock, KEY, self.talk, tell, facts)
        self.register = Register(*parts)

    def says(self, said, *turns, chat=CHAT, update_id=None, order=None, **more):
        self.talk.turns = list(turns)
        return self.register.handle(chat[0], Incoming(chat[1], said, update_id, order, **more), self.clock.now())

    def does(self, *effects, state=None, replies=()):
        """An input that is followed by these effects."""
        return self.says(Text(""), Turn(state or State(Step.MENU), replies, effects))

    def lists(self, *works, hold_above=1000):
        """The list is read, and plans are made."""
        self.clock.time += timedelta(minutes=1)
        reading = Reading(at=self.clock.now(), state=PageState.OK, healthy=True, rows=len(works), works=len(works))
        reaches = max((DAY, *(each.period.day for each in works)))
        self.works.save_reading(reading, (), Listing(works, reaches={None: reaches}))
        return plan(self.works, self.registry, self.outbox, now=self.clock.now(), hold_above=hold_above)

    def statuses(self):
        return {(each["stage"], each["status"]) for each in self.outbox.reminders()}
