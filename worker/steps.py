"""The steps. Each reads its input by id, works, and commits its result in one transaction.

A step may run twice: the claim lets one worker in, the fence lets one result out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from dossier import tracing
from dossier.calibration import Calibration
from dossier.carry import carry_over
from dossier.errors import InputRefused, MalwareFound
from dossier.messages import URGENT, EventKind, StepKind
from dossier.page import PageReading
from dossier.record import Decision, Record
from dossier.registers import consult
from dossier.review_entry import kind_of
from dossier.review_history import Action
from dossier.store import calibrations, dossiers, events, pages, quality, records, review, steps
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, PageStatus
from dossier.store.steps import Claim
from dossier.store.tables import FileRow
from dossier.submission import Submission
from worker.attempt import Attempt
from worker.form_steps import FORM_WORK
from worker.reading import StoredPage
from worker.runtime import Runtime
from worker.spot_steps import read_spot

_log = structlog.get_logger(__name__)

_OUTCOMES: Final[Mapping[Decision, tuple[DossierState, EventKind]]] = MappingProxyType(
    {
        Decision.ACCEPT: (DossierState.COMPLETED, EventKind.COMPLETED),
        Decision.REVIEW: (DossierState.NEEDS_REVIEW, EventKind.NEEDS_REVIEW),
        Decision.RESCAN: (DossierState.RESCAN, EventKind.FAILED),
    }
)


def run_step(step_id: str, runtime: Runtime, *, trace: str | None = None) -> bool:
    """Do a step if it waits to be done. Returns whether this process did (or tried) it.

    `trace` is that of the message which asked for it. What a person waits for is done first,
    whatever the bell rang for: it never stands behind more than the pages that are being read,
    however many wait.
    """
    with runtime.database.read() as session:
        urgent = steps.due(session, URGENT, now=runtime.clock())
    for first in urgent:
        if first != step_id:
            _run(first, runtime, trace=None)
    return _run(step_id, runtime, trace=trace)


def _run(step_id: str, runtime: Runtime, *, trace: str | None) -> bool:
    with runtime.database.write() as session:
        claim = steps.claim(session, step_id, lease=runtime.settings.lease, now=runtime.clock())
    if claim is None:
        return False
    traced = tracing.span(
        f"step {claim.kind.value}",
        trace,
        step=claim.step_id,
        subject=claim.subject,
        attempt=claim.attempt,
    )
    with traced, Attempt(runtime, claim):
        # Before anything is read: all processes read by the forms that were saved last.
        with runtime.database.read() as session:
            runtime.forms.refresh(session)
        _WORK[claim.kind](claim, runtime)
        _log.info("step done", step=claim.step_id, kind=claim.kind.value, subject=claim.subject)
    return True


def split_file(claim: Claim, runtime: Runtime) -> None:
    """Count the pages of a file and ask for each. A bad file is refused with its reason.

    Nothing opens it before it was looked at for malware; one with malware is not refused but put
    aside (`Attempt`), so that a false alarm can be let go.
    """
    with runtime.database.read() as session:
        file = session.get_one(FileRow, claim.subject)
    try:
        with runtime.objects.path(file.sha256) as path:
            runtime.scanner.scan(path)
            count = runtime.reader.count_pages(path, file.name)
    except MalwareFound:
        raise
    except InputRefused as refused:
        with runtime.database.write() as session:
            steps.finish(session, claim, now=runtime.clock())
            problem = refused.problem() | {"file": file.name}
            pages.refuse_file(session, file.id, problem, state=FileState.REFUSED)
            pages.start_assembly_if_ready(session, file.dossier, now=runtime.clock())
        return
    with runtime.database.write() as session:
        now = runtime.clock()
        steps.finish(session, claim, now=now)
        pages.add_pages(session, session.get_one(FileRow, file.id), count, now=now)


def read_page(claim: Claim, runtime: Runtime) -> None:
    """Read one page, keep what was read, and ask for the record if it was the last."""
    with runtime.database.read() as session:
        page = pages.locate(session, claim.subject)
    try:
        with runtime.objects.path(page.sha256) as path:
            outcome: PageReading | InputRefused = runtime.reader.read_page(
                path, page.file_name, page.file_page
            )
    except InputRefused as refused:
        outcome = refused
    with runtime.database.write() as session:
        now = runtime.clock()
        steps.finish(session, claim, now=now)
        if isinstance(outcome, InputRefused):
            problem = outcome.problem() | {"file": page.file_name, "page": page.file_page}
            pages.save_problem(session, page.page_id, problem, state=PageStatus.REFUSED, now=now)
        else:
            pages.save_reading(session, page.page_id, outcome, now=now)
        pages.start_assembly_if_ready(session, page.dossier, now=now)


def assemble_dossier(claim: Claim, runtime: Runtime) -> None:
    """Make the record of a sealed dossier whose pages all have their final state."""
    code = claim.subject
    with runtime.database.read() as session:
        dossier = dossiers.find(session, code, EVERYWHERE)
        stored = _stored_pages(session, code)
        problems = [file.problem for file in dossiers.files_of(session, code) if file.problem]
        calibration = calibrations.active(session)
    record = runtime.reader.assemble(
        code,
        stored,
        submission=dossier.submitted,
        procedure=dossier.procedure,
        calibration=calibration,
        problems=problems,
        with_text=True,
    )
    # Outside of any transaction: a register may take its time.
    record = consult(record, runtime.registers)
    with runtime.database.write() as session:
        steps.finish(session, claim, now=runtime.clock())
        _publish(session, record, calibration, runtime)


def _publish(session: Session, record: Record, calibration: Calibration, runtime: Runtime) -> None:
    now = runtime.clock()
    row = dossiers.lock(session, record.dossier, EVERYWHERE)
    record, carried = _with_what_was_settled(session, record, row.submitted)
    state, event = _OUTCOMES[record.decision]
    row.state, row.updated = state, now
    version = records.add_record(session, record, now=now)
    quality.add_lots(session, record, version, calibration, now=now)
    review.append_carried(session, record.dossier, carried, record_version=version)
    payload: dict[str, Any] = {
        "state": state.value,
        "decision": record.decision.value,
        "reasons": record.reasons,
        "record_version": version,
        "pages": len(record.pages),
    }
    events.append(session, EventKind.READ, record.dossier, payload, now=now)
    told = {
        "completeness": {"procedure": record.completeness.procedure},
        "documents": [{"form": document.form} for document in record.documents],
    }
    events.append(session, event, record.dossier, payload, now=now, procedure=kind_of(told))


def _with_what_was_settled(
    session: Session, record: Record, submission: Submission | None
) -> tuple[Record, Sequence[Action]]:
    """A record made anew does not forget what reviewers said of the one before."""
    version = review.newest_reviewed(session, record.dossier)
    if version is None:
        return record, ()
    seen = Record.model_validate(records.find(session, record.dossier, version).body)
    past = review.history(session, record.dossier, record_version=version)
    over = carry_over(past, seen, record, submission)
    return over.record, over.actions


def _stored_pages(session: Session, code: str) -> list[StoredPage]:
    return [
        StoredPage(
            file=name,
            file_page=row.file_page,
            sha256=sha256,
            reading=None if row.reading is None else PageReading.model_validate(row.reading),
            problem=row.problem,
            quarantined=row.state is PageStatus.QUARANTINED,
        )
        for row, name, sha256 in pages.pages_with_readings(session, code)
    ]


_WORK: Final[Mapping[StepKind, Callable[[Claim, Runtime], None]]] = MappingProxyType(
    {
        StepKind.SPLIT_FILE: split_file,
        StepKind.READ_PAGE: read_page,
        StepKind.ASSEMBLE_DOSSIER: assemble_dossier,
        StepKind.READ_SPOT: read_spot,
        **FORM_WORK,
    }
)
