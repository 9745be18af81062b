"""Processes that each hold one reader and take one task at a time; one may die, the rest go on.

`concurrent.futures` breaks the whole pool when a process is killed (by the out-of-memory killer,
say); here that costs the task in hand, and a new process takes the place.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from dossier.errors import EngineFailed, SohoaError

Settings = TypeVar("Settings")
Task = TypeVar("Task")
Answer = TypeVar("Answer")

Start = Callable[[Settings], Callable[[Task], Answer]]
"""Runs in the new process: makes the reader. Must be importable, like its argument."""

_SPAWN: Final = multiprocessing.get_context("spawn")
_DEATHS_AT_START: Final = 3
_STOP_TIMEOUT_S: Final = 5.0


class Pool(Generic[Settings, Task, Answer]):
    """A context manager; leaving it ends the processes."""

    def __init__(
        self, start: Start[Settings, Task, Answer], settings: Settings, *, processes: int
    ) -> None:
        self._start = start
        self._settings = settings
        self._processes = processes
        self._seats: list[_Seat[Task]] = []
        self._deaths_at_start = 0

    def __enter__(self) -> Self:
        self._seats = [self._new_seat() for _ in range(self._processes)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for seat in self._seats:
            seat.end()

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | None]]:
        """Each task with its answer, as they come; None where the process died over it.

        Raises what `start` raised when no reader can be made, EngineFailed when processes die
        again and again before they have one.
        """
        waiting = iter(tasks)
        while True:
            for seat in self._seats:
                if seat.task is None:
                    seat.give(next(waiting, None))
            busy = {seat.pipe: seat for seat in self._seats if seat.task is not None}
            if not busy:
                return
            for pipe in wait(list(busy)):
                answered = self._collect(busy[pipe])  # type: ignore[index]  # only pipes went in
                if answered is not None:
                    yield answered

    def _collect(self, seat: _Seat[Task]) -> tuple[Task, Answer | None] | None:
        """What a process sent: its task with the answer, or None when it only became ready."""
        try:
            message = seat.pipe.recv()
        except (EOFError, OSError):
            return self._replace(seat)
        if isinstance(message, SohoaError):
            raise message
        if not seat.ready:
            seat.ready = True
            self._deaths_at_start = 0
            return None
        task = seat.take_task()
        return task, message

    def _replace(self, seat: _Seat[Task]) -> tuple[Task, None] | None:
        task = seat.take_task()
        seat.end()
        fresh = self._new_seat()
        self._seats[self._seats.index(seat)] = fresh
        if seat.ready:
            return task, None
        self._deaths_at_start += 1
        if self._deaths_at_start >= _DEATHS_AT_START:
            raise EngineFailed(
                "bộ nhận dạng không khởi động được / the recogniser's process cannot start"
            )
        fresh.give(task)
        return None

    def _new_seat(self) -> _Seat[Task]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=_serve, args=(self._start, self._settings, theirs), daemon=True
        )
        process.start()
        # Ours must be the only end left when the process dies, or nobody would notice.
        theirs.close()
        return _Seat(process, ours)


class _Seat(Generic[Task]):
    """One process, our end of its pipe, and the task it has in hand."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.task: Task | None = None
        self.ready = False

    def give(self, task: Task | None) -> None:
        """Hand a task over; a process that is gone shows when its answer is awaited."""
        self.task = task
        if task is not None:
            try:
                self.pipe.send(task)
            except OSError:
                return

    def take_task(self) -> Task:
        task, self.task = self.task, None
        assert task is not None  # only seats with a task are waited for
        return task

    def end(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join(_STOP_TIMEOUT_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _serve(start: Start[Settings, Task, Answer], settings: Settings, pipe: Connection) -> None:
    """The life of a process: make the reader, say so, answer until the pipe ends."""
    # Ctrl-C goes to the whole group; the parent ends its processes itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        answer = start(settings)
    except SohoaError as error:
        pipe.send(error)
        return
    pipe.send("ready")
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(answer(task))
