"""`python -m tests.fakes.run_replaying_worker RECORDING`: a worker whose engine answers by heart.

Everything else about a page is the product's: its file, its child, its layout, its codes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dossier.logs import configure_logs
from tests.faults.made_dossiers import make_replaying_reader
from worker.runner import run_worker
from worker.settings import WorkerSettings


def command(recording: Path) -> tuple[str, ...]:
    """What starts it."""
    return (sys.executable, "-m", __name__, str(recording), "--watch-parent")


if __name__ == "__main__":
    configure_logs(as_json=True)
    make_reader = make_replaying_reader(Path(sys.argv[1]))
    run_worker(WorkerSettings(), make_reader, watch_parent="--watch-parent" in sys.argv)
