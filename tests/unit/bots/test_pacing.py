"""The pace: real time, but at rates at which a test takes a moment."""

import asyncio
from time import monotonic, sleep

import pytest

from bots.pacing import PATIENCE, Pacer
from pipeline.domain.errors import RetryLater


async def _moments(pacer: Pacer, chats: list[str]) -> list[tuple[float, str]]:
    """When each message was let go, if all ask at once."""
    went: list[tuple[float, str]] = []

    async def go(chat: str) -> None:
        async with pacer.turn(chat):
            went.append((monotonic(), chat))

    await asyncio.gather(*(go(chat) for chat in chats))
    return went


async def test_messages_go_evenly_and_in_order() -> None:
    start = monotonic()
    went = await _moments(Pacer(200), [str(each) for each in range(20)])
    assert [chat for _, chat in went] == [str(each) for each in range(20)]
    assert all(at - start >= number / 200 for number, (at, _) in enumerate(went))


async def test_after_a_moment_in_which_nothing_could_be_done_no_second_holds_more_than_it_may() -> None:
    waiting = asyncio.create_task(_moments(Pacer(50), [str(each) for each in range(70)]))
    for _ in range(3):
        await asyncio.sleep(0.1)
        sleep(0.2)  # noqa: ASYNC251 - that is the trouble
    went = [at for at, _ in await waiting]
    assert all(later - earlier >= 0.99 for earlier, later in zip(went, went[50:], strict=False))


async def test_a_second_begins_when_the_call_is_over_so_that_slow_ones_do_not_arrive_together_with_later_ones() -> None:
    pacer = Pacer(1000, most=3)
    over: list[float] = []

    async def go(chat: str, seconds: float) -> None:
        async with pacer.turn(chat):
            await asyncio.sleep(seconds)
        over.append(monotonic())

    await asyncio.gather(*(go(str(each), 0.1) for each in range(3)))
    ((at, _),) = await _moments(pacer, ["late"])
    assert at - over[0] >= 0.99


async def test_one_chat_is_written_to_less_often_and_keeps_nobody_waiting() -> None:
    start = monotonic()
    went = await _moments(Pacer(1000, chat_per_second=10), ["a", "a", "b", "a", "c"])
    assert [chat for _, chat in went] == ["a", "b", "c", "a", "a"]
    to_a = [at for at, chat in went if chat == "a"]
    assert all(at - start >= number / 10 for number, at in enumerate(to_a))


async def test_a_hold_keeps_those_who_wait_already() -> None:
    pacer = Pacer(100)
    start = monotonic()
    waiting = asyncio.create_task(_moments(pacer, ["a", "b", "c"]))
    await asyncio.sleep(0)
    pacer.hold(0.15)
    went = await waiting
    assert all(at - start >= 0.14 for at, _ in went[1:])


async def test_without_a_lease_nothing_begins_and_who_waits_goes_in_order_once_it_is_put_off() -> None:
    pacer = Pacer(100)
    pacer.lease(0)
    waiting = asyncio.create_task(_moments(pacer, ["a", "b", "c"]))
    await asyncio.sleep(0.25)
    opened = monotonic()
    pacer.lease(opened + 5)
    went = await waiting
    assert [chat for _, chat in went] == ["a", "b", "c"]
    assert went[0][0] >= opened


async def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    pacer = Pacer(100)
    pacer.hold(20)
    pacer.hold(1)
    assert pacer.held_for() > 19


async def test_who_would_wait_too_long_is_given_back_at_once() -> None:
    pacer = Pacer(100)
    pacer.hold(PATIENCE + 60)
    with pytest.raises(RetryLater) as caught:
        async with pacer.turn("a"):
            pass
    assert caught.value.whole_messenger
    assert caught.value.seconds == pytest.approx(PATIENCE + 60, abs=1)


async def test_a_chat_that_gets_too_much_gives_back_its_own_message_only() -> None:
    pacer = Pacer(100, chat_per_second=1 / (2 * PATIENCE))
    await _moments(pacer, ["a"])
    with pytest.raises(RetryLater) as caught:
        await _moments(pacer, ["a"])
    assert not caught.value.whole_messenger
    await _moments(pacer, ["b"])


async def test_the_pause_of_a_chat_begins_when_its_call_is_over() -> None:
    pacer = Pacer(1000, chat_per_second=20)
    async with pacer.turn("a"):
        second = asyncio.create_task(_moments(pacer, ["a"]))
        await asyncio.sleep(0.1)
        over = monotonic()
    ((at, _),) = await second
    assert at - over >= 0.05


async def test_chats_of_the_past_are_forgotten() -> None:
    pacer = Pacer(100_000, chat_per_second=100_000)
    for each in range(50):
        await _moments(pacer, [str(each)])
    assert len(pacer._chats) < 10


async def test_two_threads_that_share_one_keep_its_pace_together() -> None:
    pacer = Pacer(200)

    def in_a_thread(name: str) -> list[tuple[float, str]]:
        return asyncio.run(_moments(pacer, [f"{name}{number}" for number in range(15)]))

    start = monotonic()
    both = await asyncio.gather(asyncio.to_thread(in_a_thread, "a"), asyncio.to_thread(in_a_thread, "b"))
    went = sorted(at for each in both for at, _ in each)
    assert all(at - start >= number / 200 for number, at in enumerate(went))
