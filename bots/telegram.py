"""Telegram, through python-telegram-bot's Bot."""

from bots.pacing import Pacer

API_URL = "https://api.telegram.org"


class TelegramMessenger:
    """Sends text to Telegram chats, at most 28 a second and one a second to a chat."""

    name = "telegram"

    def __init__(
        self, token: str, api_url: str = API_URL, *, timeout: float = 10, pacer: Pacer | None = None
    ) -> None:
        raise NotImplementedError

    async def send(self, chat_id: str, text: str, *, silent: bool) -> str:
        """Telegram's message id. Raises a `DeliveryError`."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of connections."""
