"""One worker process: one engine, one page at a time, signs of life, and an end before it grows.

run_worker(WorkerSettings(), make_reader)      blocks until SIGTERM, a recycle, or its parent's end
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, NoReturn

import structlog
from celery import signals
from celery.platforms import SecurityWarning
from celery.worker import state as worker_state

from dossier.errors import StorageUnavailable
from dossier.store import heartbeats
from worker.alive import process_name
from worker.app import make_app
from worker.deafness import EXIT_DEAF, Ear
from worker.reading import PageReader
from worker.runtime import Runtime, make_runtime
from worker.settings import WorkerSettings
from worker.tasks import register_tasks

MakeReader = Callable[[WorkerSettings], PageReader]

_BEAT_EVERY_S = 10.0
_log = structlog.get_logger(__name__)


def run_worker(
    settings: WorkerSettings, make_reader: MakeReader, *, watch_parent: bool = False
) -> None:
    """Take steps until told to end (SIGTERM: after the step in hand).

    With `watch_parent` standard input is a pipe from the supervisor, and its end is ours: a killed
    service leaves no worker behind. Raises ModelMissing, Misconfigured, StorageUnavailable when it
    cannot start.
    """
    # Celery warns root because of pickled messages; ours are JSON and hold one id.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    runtime = make_runtime(settings, make_reader(settings))
    app = make_app(settings)
    register_tasks(app, runtime)
    ended = Event()
    if watch_parent:
        Thread(target=_end_with_parent, name="parent", daemon=True).start()
    ear = Ear(runtime.clock())
    heart = Thread(target=_beat, args=(runtime, ear, ended), name="heart", daemon=True)
    heart.start()
    signals.task_prerun.connect(lambda **_: ear.start(), weak=False)
    signals.task_postrun.connect(lambda **_: ear.stop(runtime.clock()), weak=False)
    recycle = _recycler(settings)
    signals.task_postrun.connect(recycle)
    worker = app.Worker(
        pool="solo",
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    try:
        worker.start()
    finally:
        ended.set()
        heart.join()
        runtime.database.dispose()


def _beat(runtime: Runtime, ear: Ear, ended: Event) -> None:
    name = process_name()
    while True:
        runtime.kept.drop_idle()
        try:
            with runtime.database.write() as session:
                heartbeats.beat(session, name, heartbeats.WORKER, now=runtime.clock())
            if ear.is_deaf(runtime.database, now=runtime.clock()):
                _end_deaf_process()
        except StorageUnavailable as exc:
            _log.warning("no heartbeat", reason=exc.code)
        if ended.wait(_BEAT_EVERY_S):
            break
    with runtime.database.write() as session:
        heartbeats.forget(session, name)


def _end_deaf_process() -> NoReturn:
    # The consumer hangs in a read that has no end; asking it to stop would not be heard either.
    _log.error("worker hears nothing while steps wait, process ends")
    os._exit(EXIT_DEAF)


def _end_with_parent() -> None:
    # The bare descriptor: a thread inside a buffered reader would crash the interpreter's end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _recycler(settings: WorkerSettings) -> Callable[..., None]:
    """A receiver that ends the process after its last step; Celery's own limits need forking."""
    done = 0

    def after_task(**_: Any) -> None:
        nonlocal done
        done += 1
        if done >= settings.max_tasks or _peak_memory_mb() > settings.max_memory_mb:
            _log.info("worker recycles", steps=done, peak_mb=round(_peak_memory_mb()))
            worker_state.should_stop = 0

    return after_task


def _peak_memory_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10)
