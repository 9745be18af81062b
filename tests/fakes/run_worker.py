"""`python -m tests.fakes.run_worker`: a worker process with the fake reader."""

from __future__ import annotations

import sys

from dossier.logs import configure_logs
from tests.fakes.reader import make_fake_reader
from worker.runner import run_worker
from worker.settings import WorkerSettings

COMMAND = (sys.executable, "-m", "tests.fakes.run_worker", "--watch-parent")

if __name__ == "__main__":
    configure_logs(as_json=True)
    run_worker(WorkerSettings(), make_fake_reader, watch_parent="--watch-parent" in sys.argv)
