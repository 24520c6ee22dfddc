from io import StringIO

from bots.console import ConsoleMessenger


async def test_each_message_is_printed_under_the_chat_that_it_goes_to() -> None:
    out = StringIO()
    messenger = ConsoleMessenger(out)
    assert await messenger.send("olena", "Завтра не буде світла", silent=False) == "1"
    assert await messenger.send("petro", "Уночі\x1b\u202e", silent=True) == "2"
    await messenger.close()
    assert out.getvalue() == "── olena\nЗавтра не буде світла\n\n── petro, без звуку\nУночі\\u001b\\u202e\n\n"
