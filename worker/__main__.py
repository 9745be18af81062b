"""`python -m worker run | keep`: what a container or the supervisor starts."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event, Thread

from dossier.logs import configure_logs
from worker.deliver import run_deliverer
from worker.keeper import run_keeper
from worker.settings import WorkerSettings


def main(arguments: list[str] | None = None) -> None:
    """Run one worker, or the keeper of an installation with several machines."""
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("role", choices=["run", "keep"])
    parser.add_argument("--watch-parent", action="store_true", help="end when standard input ends")
    parsed = parser.parse_args(arguments)
    configure_logs(as_json=not sys.stderr.isatty())
    settings = WorkerSettings()
    if parsed.role == "keep":
        stop = Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        deliverer = Thread(target=run_deliverer, args=(settings, stop), name="deliverer")
        deliverer.start()
        run_keeper(settings, stop)
        deliverer.join()
        return
    # Only here: the engines and their libraries take seconds and hundreds of megabytes to load.
    from worker.reader import make_reader
    from worker.runner import run_worker

    run_worker(settings, make_reader, watch_parent=parsed.watch_parent)


if __name__ == "__main__":
    main()
