"""A messenger that is built with its first message."""

import pytest

from pipeline.domain.errors import Misconfigured
from pipeline.later import LaterMessenger


class Recorded:
    name = "telegram"

    def __init__(self) -> None:
        self.said: list[str] = []
        self.closed = False

    async def send(
        self,
        chat_id: str,
        text: str,
        *,
        silent: bool,
        language: str = "uk",
        confirm: int | None = None,
        plain: bool = False,
    ) -> str:
        self.said.append(f"{chat_id} {text} {silent} {language} {confirm} {plain}")
        return "7"

    async def close(self) -> None:
        self.closed = True


async def test_it_is_built_once_with_the_first_message_and_closed_at_the_end() -> None:
    built: list[Recorded] = []

    def build() -> Recorded:
        built.append(Recorded())
        return built[-1]

    messenger = LaterMessenger("telegram", build)
    assert not built
    assert await messenger.send("1001", "Світла не буде", silent=True, language="hu", confirm=5, plain=True) == "7"
    await messenger.send("1002", "Буде", silent=False)
    await messenger.close()
    (only,) = built
    assert only.said == ["1001 Світла не буде True hu 5 True", "1002 Буде False uk None False"]
    assert only.closed


async def test_without_a_message_it_is_never_built() -> None:
    def build() -> Recorded:
        raise AssertionError

    await LaterMessenger("telegram", build).close()


async def test_a_token_that_is_none_is_told_by_the_first_message() -> None:
    def build() -> Recorded:
        raise Misconfigured("токен порожній")

    messenger = LaterMessenger("telegram", build)
    with pytest.raises(Misconfigured, match="токен порожній"):
        await messenger.send("1001", "Світла не буде", silent=False)
    await messenger.close()
