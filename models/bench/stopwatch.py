"""Processor seconds stage by stage, measured from outside: the stages know nothing of it."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def cpu_seconds() -> float:
    """Processor seconds of this process and of the children it has waited for.

    They do not grow while something else has the core, as the time of day would.
    """
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


class Stopwatch:
    """Adds up the seconds of named stages; within another, a stage stops the outer one."""

    def __init__(self, clock: Callable[[], float] = cpu_seconds) -> None:
        self._clock = clock
        self._running: list[str] = []
        self._since = 0.0
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._book()
        self._running.append(name)
        try:
            yield
        finally:
            self._book()
            self._running.pop()

    def go_on_as(self, name: str) -> None:
        """What still runs of the present stage is stage `name`."""
        self._book()
        if self._running:
            self._running[-1] = name

    def is_running(self, name: str) -> bool:
        return name in self._running

    def _book(self) -> None:
        now = self._clock()
        if self._running:
            name = self._running[-1]
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now
