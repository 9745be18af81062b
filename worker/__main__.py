"""`python -m worker run | keep | check`: what a container or the supervisor starts."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event, Thread

from dossier.logs import configure_logs
from worker.alive import gives_signs
from worker.deliver import run_deliverer
from worker.keeper import run_keeper
from worker.runtime import utc_now
from worker.settings import WorkerSettings


def main(arguments: list[str] | None = None) -> None:
    """Run one worker, or the keeper of an installation with several machines; or ask for signs."""
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("role", choices=["run", "keep", "check"])
    parser.add_argument("--watch-parent", action="store_true", help="end when standard input ends")
    parsed = parser.parse_args(arguments)
    configure_logs(as_json=not sys.stderr.isatty())
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
    """Relay, sweep and deliver until SIGTERM or SIGINT. Ends as a whole when one of them fails."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    failed = Event()

    def deliver() -> None:
        try:
            run_deliverer(settings, stop)
        except BaseException:
            failed.set()
            raise
        finally:
            stop.set()

    deliverer = Thread(target=deliver, name="deliverer")
    deliverer.start()
    try:
        run_keeper(settings, stop)
    finally:
        # Half a keeper would look like a whole one: no page moves, or nobody is told.
        stop.set()
        deliverer.join()
    if failed.is_set():
        sys.exit(1)


if __name__ == "__main__":
    main()
