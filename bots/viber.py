"""Viber, through viberbot's messages and an HTTP client of our own."""

from bots.pacing import Pacer

API_URL = "https://chatapi.viber.com/pa"
SENDER_NAME = "Провісник"


class ViberMessenger:
    """Sends text to Viber users, at the documented rate."""

    name = "viber"

    def __init__(
        self,
        token: str,
        api_url: str = API_URL,
        *,
        sender_name: str = SENDER_NAME,
        timeout: float = 10,
        pacer: Pacer | None = None,
    ) -> None:
        raise NotImplementedError

    async def send(self, chat_id: str, text: str, *, silent: bool) -> str:
        """Viber's message token. Raises a `DeliveryError`."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of connections."""
