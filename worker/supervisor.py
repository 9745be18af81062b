"""Starts worker processes beside the API on one machine, and starts them again when they end.

with supervise(WorkerSettings(data=...)):       # worker processes and the keeper's thread
    api.server.run_api(ApiSettings(data=...), host=..., port=...)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

import structlog

from worker.deliver import run_deliverer
from worker.keeper import run_keeper
from worker.purger import run_purger
from worker.settings import WorkerSettings

WORKER_COMMAND = (sys.executable, "-m", "worker", "run", "--watch-parent")

_LOOK_EVERY_S = 0.2
_QUICK_END_S = 10.0
_LONGEST_PAUSE_S = 30.0
_log = structlog.get_logger(__name__)


@contextmanager
def supervise(
    settings: WorkerSettings, command: Sequence[str] = WORKER_COMMAND
) -> Iterator[list[WorkerProcess]]:
    """Run `settings.workers` worker processes, keeper and deliverer until the context ends.

    The database must have its schema. Leaving waits `settings.drain_s` for the pages in hand, then
    kills; a killed step starts again at the next start.
    """
    stop = Event()
    workers = [WorkerProcess(command, settings) for _ in range(settings.workers)]
    loops = [
        Thread(target=run, args=(settings, stop), name=run.__name__, daemon=True)
        for run in (run_keeper, run_deliverer, run_purger)
    ]
    watcher = Thread(target=_watch, args=(workers, loops, stop), name="supervisor", daemon=True)
    for thread in (*loops, watcher):
        thread.start()
    try:
        yield workers
    finally:
        stop.set()
        for thread in (watcher, *loops):
            thread.join()
        for worker in workers:
            worker.ask_to_end()
        deadline = monotonic() + settings.drain_s
        for worker in workers:
            worker.end(deadline)


class WorkerProcess:
    """One place for a worker; the process in it may change."""

    def __init__(self, command: Sequence[str], settings: WorkerSettings) -> None:
        self._command = list(command)
        self._environment = os.environ | settings.as_environment()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at = 0.0
        self._quick_ends = 0

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        return None if self._process is None else self._process.pid

    def look(self) -> None:
        """Start the process if there is none and its pause is over; notice one that ended."""
        if self._process is not None and self._process.poll() is not None:
            self._note_end(self._process)
        if self._process is None and monotonic() >= self._start_at:
            self._started = monotonic()
            # The pipe is held open and never written: its end tells the worker that we are gone.
            # In a session of its own: Ctrl-C goes to the service alone, which drains its workers.
            try:
                self._process = subprocess.Popen(
                    self._command,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    start_new_session=True,
                )
            except OSError as exc:
                # Out of processes or memory for a moment: the service must not go on without
                # workers because one start failed.
                pause = self._next_pause(quick=True)
                _log.error("worker not started", reason=type(exc).__name__, pause_s=pause)
                return
            _log.info("worker started", pid=self._process.pid)

    def ask_to_end(self) -> None:
        """SIGTERM: the worker finishes the step in hand."""
        if self._process is not None:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds), then kill."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning("worker killed, it did not drain in time", pid=self._process.pid)
            self._process.kill()
            self._process.wait()
        self._close(self._process)

    def _note_end(self, process: subprocess.Popen[bytes]) -> None:
        # One that cannot start (a model is missing) must not be started many times a second.
        quick = process.returncode != 0 and monotonic() - self._started < _QUICK_END_S
        pause = self._next_pause(quick=quick)
        _log.warning("worker ended", pid=process.pid, code=process.returncode, pause_s=pause)
        self._close(process)

    def _next_pause(self, *, quick: bool) -> float:
        """Put the next start off, longer after each quick end; seconds."""
        self._quick_ends = self._quick_ends + 1 if quick else 0
        pause = min(0.25 * (1 << min(self._quick_ends, 10)), _LONGEST_PAUSE_S) if quick else 0.0
        self._start_at = monotonic() + pause
        return pause

    def _close(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            process.stdin.close()
        self._process = None


def _watch(workers: Sequence[WorkerProcess], loops: Sequence[Thread], stop: Event) -> None:
    while not stop.is_set():
        ended = [thread.name for thread in loops if not thread.is_alive()]
        if ended and not stop.is_set():
            # A service whose pages are never sent on must not look as if it ran.
            _log.error("a loop ended, the service stops", loops=ended)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        for worker in workers:
            worker.look()
        stop.wait(_LOOK_EVERY_S)
