"""`python -m worker run | keep | check`: what a container or the supervisor starts."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from threading import Event, Thread

from dossier.logs import configure_logs
from dossier.tracing import configure_tracing
from worker.alive import gives_signs
from worker.deliver import run_deliverer
from worker.keeper import run_keeper
from worker.purger import run_purger
from worker.runtime import utc_now
from worker.settings import WorkerSettings


def main(arguments: list[str] | None = None) -> None:
    """Run one worker, or the keeper of an installation with several machines; or ask for signs."""
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("role", choices=["run", "keep", "check"])
    parser.add_argument("--watch-parent", action="store_true", help="end when standard input ends")
    parsed = parser.parse_args(arguments)
    configure_logs(as_json=not sys.stderr.isatty())
    configure_tracing("sohoa-worker" if parsed.role == "run" else "sohoa-keeper")
    settings = WorkerSettings()
    if parsed.role == "check":
        sys.exit(0 if gives_signs(settings, utc_now) else 1)
    if parsed.role == "keep":
        keep(settings)
        return
    # Only here: the engines and their libraries take seconds and hundreds of megabytes to load.
    from worker.reader import make_reader
    from worker.runner import run_worker

    run_worker(settings, make_reader, watch_parent=parsed.watch_parent)


def keep(settings: WorkerSettings) -> None:
    """Relay, sweep, deliver, purge until SIGTERM or SIGINT. Ends as a whole when one fails."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    failed = Event()

    def beside(run: Callable[[WorkerSettings, Event], None]) -> None:
        try:
            run(settings, stop)
        except BaseException:
            failed.set()
            raise
        finally:
            stop.set()

    others = [
        Thread(target=beside, args=(run,), name=run.__name__) for run in (run_deliverer, run_purger)
    ]
    for thread in others:
        thread.start()
    try:
        run_keeper(settings, stop)
    finally:
        # Half a keeper would look like a whole one: no page moves, or nobody is told.
        stop.set()
        for thread in others:
            thread.join()
    if failed.is_set():
        sys.exit(1)


if __name__ == "__main__":
    main()
