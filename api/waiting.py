"""Long polling: an answer is held back until there is news, or the caller's patience ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool

T = TypeVar("T")

_LOOK_EVERY_S = 0.5


async def wait_for_news(look: Callable[[], T], is_news: Callable[[T], bool], wait_s: float) -> T:
    """What `look` (called in a thread) sees, as soon as it is news; after `wait_s` whatever it is.

    Looks at the database again and again: news may come from any process on any machine.
    """
    deadline = monotonic() + wait_s
    while True:
        seen = await run_in_threadpool(look)
        left = deadline - monotonic()
        if left <= 0 or is_news(seen):
            return seen
        await asyncio.sleep(min(_LOOK_EVERY_S, left))
