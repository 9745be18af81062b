"""The queues as the desk shows them, and taking the next dossier of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from api.context import Context
from api.services.review import LEASE, held
from api.services.review_view import slip_iso
from api.wire.review import (
    NextDossier,
    PersonAtWork,
    QueuedDossier,
    QueuePart,
    Reviewer,
    ReviewQueue,
    TakeNext,
)
from dossier.forms.catalog import catalog, form_title, printed_title
from dossier.procedures.catalog import procedures
from dossier.review_entry import SkipReason
from dossier.store import review_entries, review_queue
from dossier.store.keys import KeyInfo
from dossier.store.review_queue import Waiting, Wanted
from dossier.text.sides import Language
from dossier.working_calendar import working_calendar

_HOUR: Final = timedelta(hours=1)


def show(context: Context, who: KeyInfo, wanted: Wanted, *, limit: int) -> ReviewQueue:
    now = context.clock()
    enter_missing(context, who, now)
    with context.database.read() as session:
        found = review_queue.list_waiting(session, who, wanted, now=now, limit=limit)
        counts = review_queue.count_waiting(session, who)
        people = review_queue.at_work(session, who, now=now)
    return ReviewQueue(
        reviewer=Reviewer(name=who.name, role=who.role, branch=who.branch),
        waiting=sum(counts.values()),
        working_day_hours=working_calendar().day / _HOUR,
        parts=[
            QueuePart(stage=stage, branch=branch, kind=kind, title=title_of(kind), waiting=n)
            for (stage, branch, kind), n in sorted(counts.items(), key=lambda item: -item[1])
        ],
        at_work=[PersonAtWork(name=p.name, dossier=p.dossier, stage=p.stage) for p in people],
        dossiers=[_queued(entry, now) for entry in found],
    )


def take_next(context: Context, who: KeyInfo, body: TakeNext) -> NextDossier:
    now = context.clock()
    enter_missing(context, who, now)
    wanted = Wanted(stage=body.stage, branch=body.branch, kind=body.kind)
    with context.database.write() as session:
        found = review_queue.hold_next(session, who, wanted, skip=body.skip, now=now, lease=LEASE)
    return NextDossier(held=None if found is None else held(*found))


def title_of(kind: str, language: Language = Language.VIETNAMESE) -> str:
    """What people call a kind: the procedure's name, else the form's title, else the code."""
    if procedure := procedures().get(kind):
        return procedure.name_en if language is Language.ENGLISH else procedure.name
    return form_title(kind, language)


def title_of_field(kind: str, field: str) -> str:
    """A field's printed label on the paper of that kind of dossier which has such a field."""
    procedure = procedures().get(kind)
    papers = [p.form for c in procedure.components for p in c.papers] if procedure else []
    likely = [procedure.form if procedure else kind, *papers, *catalog()]
    return next((title for form in likely if (title := printed_title(form, field))), field)


def enter_missing(context: Context, who: KeyInfo, now: datetime) -> None:
    """Give what came since the last look its place in the queues."""
    # Looked for first: a queue that is asked for every few seconds must not keep writers waiting.
    with context.database.read() as session:
        if not review_entries.are_missing(session, who):
            return
    with context.database.write() as session:
        review_entries.enter_missing(session, who, now=now)


def _queued(found: Waiting, now: datetime) -> QueuedDossier:
    left = None
    if found.due_at is not None:
        left = round(working_calendar().working_time(now, found.due_at) / _HOUR, 1)
    return QueuedDossier(
        code=found.code,
        branch=found.branch,
        kind=found.kind,
        title=title_of(found.kind),
        stage=found.stage,
        due=slip_iso(found.due_at),
        working_hours_left=left,
        late=found.due_at is not None and found.due_at < now,
        since=found.since,
        holder=found.holder,
        own=found.own,
        aside=SkipReason(found.aside_why) if found.aside_why else None,
    )
