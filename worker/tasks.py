"""The Celery tasks: an id in, one call, nothing else."""

from __future__ import annotations

from celery import Celery

from dossier.messages import TASK_NAMES
from worker.runtime import Runtime
from worker.steps import run_step


def register_tasks(app: Celery, runtime: Runtime) -> None:
    """Give `app` the task of each kind of step."""

    def run(step_id: str, trace: str | None = None) -> None:
        run_step(step_id, runtime, trace=trace)

    for name in TASK_NAMES.values():
        app.task(run, name=name)
