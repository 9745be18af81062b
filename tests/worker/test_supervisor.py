"""Workers that cannot be started."""

from __future__ import annotations

from pathlib import Path
from time import sleep

from worker.settings import WorkerSettings
from worker.supervisor import WorkerProcess


def is_running(worker: WorkerProcess) -> bool:
    worker.look()
    return worker.pid is not None


def test_a_worker_that_cannot_start_is_tried_again_later(tmp_path: Path) -> None:
    program = tmp_path / "worker"
    worker = WorkerProcess([str(program)], WorkerSettings(data=tmp_path))
    assert not is_running(worker)
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    assert not is_running(worker), "not before its pause is over"
    sleep(0.6)
    assert is_running(worker)
    worker.ask_to_end()
    worker.end(0.0)
    assert worker.pid is None
