"""Processes of the service that end as by kill -9 at a chosen boundary.

A boundary is a commit of the process' own work: an odd number is right before one (the work was
done and nothing of it is kept), an even one right after (it is kept and nobody was told yet).
Signs of life and renewals of leases come from other threads and are not counted in a worker.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, current_thread, main_thread
from typing import Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.server import run_api
from api.settings import ApiSettings
from dossier.logs import configure_logs
from tests.fakes.reader import make_fake_reader
from worker.__main__ import keep
from worker.keeper import run_keeper
from worker.runner import MakeReader, run_worker
from worker.settings import WorkerSettings


class Killed(BaseException):
    """The process ends here, where it is only played."""


class Boundaries:
    """Counts boundaries and calls `end` at one of them; 0: never."""

    def __init__(
        self,
        at: int,
        end: Callable[[], None],
        *,
        all_threads: bool = False,
        after_cpu_s: float | None = None,
    ) -> None:
        """`after_cpu_s`: the process ends, wherever it is, when it has worked for so long after its
        first boundary. Processor seconds: a busy machine gives it no shorter life.
        """
        self._at, self._end, self._all_threads = at, end, all_threads
        self._after_cpu_s = after_cpu_s
        self._lock = Lock()
        self._paused = False
        self.passed = 0

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Meanwhile nothing is counted: others are at work in this process."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False

    def before(self, _connection: Any) -> None:
        self._pass()

    def after(self, _session: Any) -> None:
        self._pass()

    def _pass(self) -> None:
        if self._paused:
            return
        if not self._all_threads and current_thread() is not main_thread():
            return
        with self._lock:
            self.passed += 1
            reached = self.passed == self._at
            first = self.passed == 1
        if first and self._after_cpu_s is not None:
            # Nobody handles SIGPROF, so that it ends a process as SIGKILL does, on the spot.
            signal.setitimer(signal.ITIMER_PROF, self._after_cpu_s)
        if reached:
            self._end()


@contextmanager
def counted(boundaries: Boundaries) -> Iterator[Boundaries]:
    """Count the commits of this process while the context lasts."""
    event.listen(sqlalchemy.Engine, "commit", boundaries.before)
    event.listen(Session, "after_commit", boundaries.after)
    try:
        yield boundaries
    finally:
        event.remove(sqlalchemy.Engine, "commit", boundaries.before)
        event.remove(Session, "after_commit", boundaries.after)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def raise_killed() -> None:
    raise Killed


def play(
    role: str,
    told: dict[str, Any],
    die_at: int,
    port: int = 0,
    no_file_over: int | None = None,
    make_reader: MakeReader = make_fake_reader,
    die_after_cpu_s: float | None = None,
) -> None:
    """What a process of the service does, until SIGTERM or its end."""
    configure_logs(as_json=True)
    if no_file_over is not None:
        # No file may grow beyond so many bytes: writing fails as on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (no_file_over, no_file_over))
    everywhere = role in {"api", "keep"}
    with counted(Boundaries(die_at, die, all_threads=everywhere, after_cpu_s=die_after_cpu_s)):
        match role:
            case "worker":
                run_worker(WorkerSettings(**told), make_reader)
            case "keeper":
                stop = Event()
                signal.signal(signal.SIGTERM, lambda *_: stop.set())
                run_keeper(WorkerSettings(**told), stop)
            case "keep":
                keep(WorkerSettings(**told))
            case "api":
                run_api(ApiSettings(**told), port=port)
            case _:
                raise AssertionError(role)
