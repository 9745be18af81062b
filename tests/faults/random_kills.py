"""Processes of the service that are killed with -9 at random, again and again, and come back.

Half of them die at a commit that chance chose, right before it or right after; the others some
time after their first one, in the middle of whatever they do.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, Final

from tests.faults.installation import Installation

_LOOK_EVERY_S: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Mortal:
    """One place for a process; who is in it does not live long."""

    role: str
    boundaries: int
    """It dies at one of so many first commits,"""
    cpu_s: float
    """or some time after the first, so many processor seconds in the mean."""
    port: int = 0


@contextmanager
def dying_at_random(
    it: Installation, places: Sequence[Mortal], seed: int
) -> Iterator[Counter[str]]:
    """Keep every place filled, and kill who is in it. Yields how often each role was killed."""
    killed: Counter[str] = Counter()
    stop = Event()
    threads = [
        Thread(target=_fill, args=(it, place, random.Random(seed + n), killed, stop))
        for n, place in enumerate(places)
    ]
    for thread in threads:
        thread.start()
    try:
        yield killed
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _fill(
    it: Installation, place: Mortal, chance: random.Random, killed: Counter[str], stop: Event
) -> None:
    while not stop.is_set():
        at_commit = chance.random() < 0.5
        ends: dict[str, Any] = {
            "die_at": chance.randint(1, place.boundaries) if at_commit else 0,
            "die_after_cpu_s": None if at_commit else chance.expovariate(1 / place.cpu_s),
        }
        with it.playing(place.role, port=place.port, **ends) as process:
            while process.is_alive() and not stop.is_set():
                process.join(_LOOK_EVERY_S)
        # Whoever is left at the end of the test is killed too, but not in the middle of work.
        if not stop.is_set():
            killed[place.role] += 1
