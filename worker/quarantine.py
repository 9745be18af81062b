"""What it means for a dossier that one of its steps was given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy.orm import Session

from dossier.errors import InputRefused
from dossier.messages import EventKind, StepKind
from dossier.store import dossiers, events, forms, pages, spots
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, JobState, PageStatus
from dossier.store.steps import Stopped


def settle(
    session: Session, stopped: Stopped, refused: InputRefused | None = None, *, now: datetime
) -> None:
    """Give the subject of a quarantined step its named final state; the dossier goes on.

    `refused` is why it was put aside at once, where it was. Nothing to do for a step that will be
    tried again.
    """
    if not stopped.quarantined:
        return
    match stopped.kind:
        case StepKind.SPLIT_FILE:
            file = pages.refuse_file(
                session, stopped.subject, _problem(stopped, refused), state=FileState.QUARANTINED
            )
            pages.start_assembly_if_ready(session, file.dossier, now=now)
        case StepKind.READ_PAGE:
            pages.save_problem(
                session,
                stopped.subject,
                _problem(stopped, refused),
                state=PageStatus.QUARANTINED,
                now=now,
            )
            code = pages.locate(session, stopped.subject).dossier
            pages.start_assembly_if_ready(session, code, now=now)
        case StepKind.ASSEMBLE_DOSSIER:
            row = dossiers.lock(session, stopped.subject, EVERYWHERE)
            row.state, row.updated = DossierState.FAILED, now
            payload = {"state": row.state.value, "reasons": [stopped.reason]}
            events.append(session, EventKind.FAILED, row.code, payload, now=now)
        case StepKind.DRAFT_FORM | StepKind.TRY_FORM:
            state = JobState.QUARANTINED
            forms.refuse(session, stopped.kind, stopped.subject, _problem(stopped, refused), state)
        case StepKind.READ_SPOT:
            spots.refuse(session, stopped.subject, _problem(stopped, refused), JobState.QUARANTINED)
        case _:
            assert_never(stopped.kind)


def _problem(stopped: Stopped, refused: InputRefused | None) -> dict[str, Any]:
    if refused is not None:
        return refused.problem() | {"step": stopped.step_id}
    return {
        "type": "urn:sohoa:problem:quarantined",
        "title": "Bị cách ly sau nhiều lần thử / Quarantined after repeated failures",
        "status": 500,
        "detail": stopped.reason,
        "code": "quarantined",
        "step": stopped.step_id,
    }
