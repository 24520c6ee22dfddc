"""The sender over real HTTP, at the real pace, when Telegram asks for a pause."""

from datetime import timedelta

from bots.telegram import TelegramMessenger
from data import tables
from data.database import open_database, own_thread
from data.outbox import OutboxRepository
from data.registry import RegistryRepository
from pipeline.config import SystemClock
from pipeline.steps.send import Sender, SendReport
from tests.contract.people import NOW, add_account, add_street, interruption, reminder
from tests.fakes.server import serve
from tests.fakes.telegram_api import TOKEN, FakeTelegram, refusal

CUSTOMERS = 20


async def test_a_pause_that_telegram_names_holds_those_in_flight_too_and_is_waited_out_in_the_same_run(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/provisnyk.db", create=True)
    outbox, street = OutboxRepository(database), add_street(database)
    registry = RegistryRepository(database)
    for number in range(CUSTOMERS):
        account = add_account(database, f"21000{number:04}", street)
        one = registry.subscribe("telegram", str(1000 + number), account, NOW)
        outbox.add([reminder(one, interruption=interruption(NOW + timedelta(hours=20 + number)))])
    telegram, report = FakeTelegram(), SendReport()
    telegram.fail(refusal(429, "Too Many Requests: retry after 1", retry_after=1), chat_id="1010")
    with serve(telegram) as url, own_thread(database) as thread:
        sender = Sender(outbox, lambda message, _: message.recipient.account, SystemClock(NOW), report, thread)
        await sender.send({"telegram": TelegramMessenger(TOKEN, url)})
    assert (report.sent, report.retry) == (CUSTOMERS, 1)
    assert sorted(each.chat_id for each in telegram.messages) == [str(1000 + number) for number in range(CUSTOMERS)]
    assert telegram.limits.violations == []
    assert tables.MessengerHold.select().count(database) == 1
    database.close()
