"""Waiting for an event, or for a time to pass."""

import asyncio


async def is_set_within(seconds: float, event: asyncio.Event) -> bool:
    """Wait so long; True at once where the event is set, or as soon as it is."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
