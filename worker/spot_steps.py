"""The step of a reviewer who frames a spot of a page to have it read again."""

from __future__ import annotations

from dossier.errors import InputRefused
from dossier.store import spots, steps
from dossier.store.states import JobState
from dossier.store.steps import Claim
from worker.runtime import Runtime


def read_spot(claim: Claim, runtime: Runtime) -> None:
    """Cut the spot out of the original and keep what the engine reads there."""
    with runtime.database.read() as session:
        task = spots.task(session, claim.subject)
    file = task.file
    try:
        with runtime.objects.path(file.sha256) as path:
            reading = runtime.reader.read_spot(
                path, file.file_name, file.file_page, task.page, task.spot
            )
    except InputRefused as refused:
        with runtime.database.write() as session:
            steps.finish(session, claim, now=runtime.clock())
            spots.refuse(session, claim.subject, refused.problem(), JobState.REFUSED)
        return
    with runtime.database.write() as session:
        steps.finish(session, claim, now=runtime.clock())
        spots.save(session, claim.subject, reading)
