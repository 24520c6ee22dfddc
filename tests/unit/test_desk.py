"""The desk: order, troubles that belong to who brought the job, and a new connection after each."""

import asyncio
from typing import ClassVar

import pytest

from bots.dialog.incoming import Incoming
from bots.dialog.model import Text
from data import tables
from data.database import open_database
from pipeline import bootstrap
from pipeline.config import Settings, SystemClock
from pipeline.desk import DatabaseDesk
from pipeline.domain.errors import Failed


class Application:
    """One that fails when it is told to, and counts how often it was opened and closed."""

    opened = closed = 0
    troubles: ClassVar[dict] = {}

    def __init__(self):
        self.clock = self.register = self

    def __enter__(self):
        Application.opened += 1
        return self

    def __exit__(self, *_):
        Application.closed += 1

    def now(self):
        return None

    def reconnect(self):
        pass

    def handle(self, _messenger, incoming, _now):
        if incoming.said.text in self.troubles:
            raise self.troubles.pop(incoming.said.text)
        return (incoming.chat_id, incoming.said.text, incoming.update_id)


@pytest.fixture
def desk():
    Application.opened = Application.closed = 0
    Application.troubles = {}
    desk = DatabaseDesk(Application)
    yield desk
    desk.close()
    desk._thread.join()
    assert Application.closed == Application.opened


async def say(desk, text):
    return await desk.handle("telegram", Incoming("1", Text(text), "7"))


async def test_what_is_brought_is_done_in_order(desk):
    answers = await asyncio.gather(*(say(desk, str(number)) for number in range(50)))
    assert answers == [("1", str(number), "7") for number in range(50)]
    assert Application.opened == 1


async def test_what_became_of_a_message_is_kept(database_url, tmp_path):
    settings = Settings(database_url=database_url, var_dir=tmp_path)
    desk = DatabaseDesk(lambda: bootstrap.Application(settings, SystemClock()))
    await desk.receive("77", "seen")
    desk.close()
    desk._thread.join()
    database = open_database(database_url)
    assert [each.message for each in tables.Receipt.select().execute(database)] == ["77"]
    database.close()


@pytest.mark.parametrize("trouble", [Failed("База даних зайнята"), ValueError("помилка")])
async def test_trouble_is_told_to_who_brought_it_and_the_next_has_a_new_connection(desk, trouble):
    Application.troubles["два"] = trouble
    answers = await asyncio.gather(*(say(desk, each) for each in ("один", "два", "три")), return_exceptions=True)
    assert answers == [("1", "один", "7"), trouble, ("1", "три", "7")]
    assert Application.opened == 2


async def test_what_nobody_waits_for_any_more_is_not_done(desk):
    given_up = asyncio.ensure_future(say(desk, "дарма"))
    given_up.cancel()
    assert await say(desk, "далі") == ("1", "далі", "7")
