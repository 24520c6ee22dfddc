"""Messages to the terminal: for the demo, the replay and for operators who look before they send."""

from typing import TextIO

from pipeline.domain.printable import escaped


class ConsoleMessenger:
    """Prints each message, with a line that says to whom."""

    name = "console"

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._printed = 0

    async def send(self, chat_id: str, text: str, *, silent: bool, **_: object) -> str:
        """Print the text; the id is the number of the message since the start."""
        self._printed += 1
        sound = ", без звуку" if silent else ""
        self._out.write(f"── {chat_id}{sound}\n{escaped(text)}\n\n")
        self._out.flush()
        return str(self._printed)

    async def close(self) -> None:
        """Nothing to let go of: the stream belongs to the caller."""
