"""Everything that a running service asks its database, as calls on one that `many_rows` made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.calibration import SHIPPED
from dossier.messages import EventKind, StepKind
from dossier.review_history import ActionKind
from dossier.store import (
    audit,
    calibrations,
    dossiers,
    events,
    forms,
    heartbeats,
    idempotency,
    keys,
    ledger,
    outbox,
    pages,
    quality,
    quarantine,
    rates,
    records,
    review,
    review_entries,
    review_figures,
    review_queue,
    steps,
    uploads,
    webhooks,
)
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.keys import KeyInfo
from dossier.store.objects import ObjectRef
from dossier.store.review_queue import Wanted
from dossier.store.scope import EVERYWHERE, Scope
from dossier.store.states import DeliveryState, DossierState, PageStatus, Role
from dossier.store.tables import DossierRow, PageRow, StepRow
from tests.fakes.many_rows import NOW

LEASE: Final = timedelta(minutes=1)
MONTH_AGO: Final = NOW - timedelta(days=30)
CENTRE: Final = Scope(branch=None)
BRANCH: Final = Scope(branch="b1")
NOBODY: Final = Scope(branch="b999")
"""A branch that nothing belongs to."""

_Call = Callable[[Session], object]


def calls_in_use(database: Database) -> Mapping[str, Callable[[Database], object]]:
    """Name to call; each in one transaction, in the order in which they are to be made."""
    with database.read() as session:
        first = session.scalar(select(DossierRow.code).order_by(DossierRow.code))
        newest = {
            state: session.scalar(
                select(DossierRow.code)
                .where(DossierRow.state == state)
                .order_by(DossierRow.code.desc())
            )
            for state in DossierState
        }
        last_event = events.last_seq(session)
        waiting = session.scalars(
            select(PageRow.id).where(PageRow.state == "waiting", PageRow.file_page == 2)
        ).first()
        ready = session.scalars(select(StepRow.id).where(StepRow.state == "pending")).first()
    asked = {**_reads(first, newest, last_event), **_sweeps(), **_desk(newest)}
    written = _writes(newest, waiting, ready)
    return {name: _in_session(call) for name, call in {**asked, **written}.items()}


def _in_session(call: _Call) -> Callable[[Database], object]:
    def run(database: Database) -> object:
        with database.write() as session:
            return call(session)

    return run


def _reads(first: Any, newest: Mapping[Any, Any], last_event: int) -> dict[str, _Call]:
    """What dossier systems, branches and operators ask."""
    code = newest[DossierState.SEALED]
    lists = {
        f"list dossiers: {place}, {state.value if state else 'all'}, {where}": (
            lambda s, scope=scope, state=state, after=after: dossiers.list_dossiers(
                s, scope, after=after, state=state, limit=5
            )
        )
        for place, scope in (("centre", CENTRE), ("branch", BRANCH))
        for state in (None, DossierState.COMPLETED, DossierState.FAILED, DossierState.OPEN)
        for where, after in (("from the start", ""), ("from the end", code))
    }
    followed = {
        f"events: {place}, {where}": (
            lambda s, scope=scope, after=after: events.list_after(s, after, scope, limit=5)
        )
        for place, scope in (
            ("centre", CENTRE),
            ("branch", BRANCH),
            ("nobody", NOBODY),
        )
        for where, after in (("from the start", 0), ("from the end", last_event - 5))
    }
    return {**lists, **followed, **_lookups(first, code), **_watched()}


def _lookups(first: Any, code: Any) -> dict[str, _Call]:
    """One dossier, one record, one caller."""
    return {
        "find the key": lambda s: _refused(lambda: keys.authenticate(s, "sk_x", now=NOW)),
        "forms' revision": forms.revision,
        "show dossier": lambda s: (
            dossiers.find(s, code, EVERYWHERE),
            dossiers.files_of(s, code),
            pages.pages_of(s, code),
        ),
        "progress of a dossier": lambda s: (
            dossiers.count_file_states(s, code),
            pages.count_states(s, code),
        ),
        "old record": lambda s: records.latest(s, first),
        "history of a record": lambda s: review.history(s, first, record_version=1),
        "unfinished uploads": lambda s: uploads.count_open(s, "key_s1", now=NOW),
        "expired uploads": lambda s: uploads.list_expired(s, now=NOW),
    }


def _watched() -> dict[str, _Call]:
    """What operators look at."""
    return {
        "newest event": events.last_seq,
        "webhooks": lambda s: webhooks.list_own(s, CENTRE),
        **{
            f"webhook ledger: {hook}, {state.value if state else 'all'}": partial(
                _ledger_of, hook=hook, state=state
            )
            for hook in ("whk_1", "whk_2")
            for state in (None, DeliveryState.PENDING, DeliveryState.EXHAUSTED)
        },
        "metrics: dossiers": dossiers.count_unfinished,
        "metrics: steps": steps.count_unfinished,
        "metrics: longest wait": lambda s: steps.oldest_due(s, now=NOW),
        "metrics: outbox": lambda s: (outbox.count_unsent(s), outbox.oldest_unsent(s)),
        "metrics: webhooks": webhooks.count_by_state,
        "metrics: workers": lambda s: heartbeats.count_alive(s, heartbeats.WORKER, now=NOW),
        "quarantine": lambda s: quarantine.list_held(s, limit=5),
        "ledger of today": lambda s: ledger.of_day(s, NOW.date(), before=NOW),
        "ledger of yesterday": lambda s: ledger.of_day(
            s, (NOW - timedelta(days=1)).date(), before=NOW
        ),
        "audit head": audit.head,
    }


def _desk(newest: Mapping[Any, Any]) -> dict[str, _Call]:
    """What the review desk, quality control and the figures ask."""
    code = newest[DossierState.NEEDS_REVIEW]
    queues = {
        f"queue: {who.branch or 'centre'}: {name}": call
        for who in (_person(None), _person("b1"))
        for name, call in _queue_of(who).items()
    }
    return {
        **queues,
        "figures: outcomes": lambda s: review_figures.outcomes(s, CENTRE, since=MONTH_AGO),
        "figures: outcomes of a branch": lambda s: review_figures.outcomes(
            s, BRANCH, since=MONTH_AGO
        ),
        "figures: waiting": lambda s: review_figures.waiting(s, CENTRE, now=NOW),
        "figures: fields": lambda s: review_figures.fields(s, CENTRE, since=MONTH_AGO),
        "figures: quality": lambda s: quality.report(s, CENTRE, SHIPPED, days=30, now=NOW),
        "figures: reliability": lambda s: calibrations.samples(s, since=MONTH_AGO),
        "quality: waiting": lambda s: quality.waiting(s, _person(None), limit=20),
        "quality: waiting of a branch": lambda s: quality.waiting(s, _person("b1"), limit=20),
        "quality: how many wait": lambda s: quality.count_waiting(s, CENTRE),
        "calibration in use": calibrations.active,
        "open at the desk": lambda s: _opened(s, code),
        "whose turn": lambda s: review_queue.hold_next(
            s, _person(None, "key_r2"), Wanted(), skip=(), now=NOW, lease=LEASE
        ),
    }


def _queue_of(who: KeyInfo) -> dict[str, _Call]:
    return {
        "anything new": lambda s: review_entries.are_missing(s, who),
        "take in": lambda s: review_entries.enter_missing(s, who, now=NOW),
        "list": lambda s: review_queue.list_waiting(s, who, Wanted(), now=NOW, limit=50),
        "count": lambda s: review_queue.count_waiting(s, who),
        "at work": lambda s: review_queue.at_work(s, who, now=NOW),
    }


def _sweeps() -> dict[str, _Call]:
    """What the keeper asks every two seconds, and every hour."""
    later = NOW + timedelta(seconds=40)
    return {
        "sweep: clock": lambda s: steps.mend_clock(s, lease=LEASE, now=NOW),
        "sweep: clock of webhooks": lambda s: webhooks.mend_clock(s, now=NOW),
        "sweep: leases": lambda s: steps.give_back_expired(s, max_attempts=3, now=NOW, limit=10),
        "sweep: lost messages": lambda s: steps.ring_lost(s, now=later, limit=10),
        "sweep: forgotten dossiers": pages.stuck_dossiers,
        "relay: unsent": lambda s: outbox.unsent(s, limit=200),
        "deliver: due": lambda s: webhooks.take_due(s, now=NOW, each=5),
        "redeliver": lambda s: webhooks.redeliver_exhausted(s, now=NOW),
        "tidy: outbox": lambda s: outbox.forget_sent(s, before=NOW - timedelta(days=1)),
        "tidy: answers": lambda s: idempotency.forget_old(s, now=NOW),
        "tidy: heartbeats": lambda s: heartbeats.forget_silent(s, before=NOW - timedelta(days=1)),
    }


def _writes(newest: Mapping[Any, Any], waiting: Any, ready: Any) -> dict[str, _Call]:
    """What changes something: intake, claims, results."""
    code, sealed = newest[DossierState.OPEN], newest[DossierState.SEALED]
    content = ObjectRef(sha256="f" * 64, size=9)
    new = NewFile(name="a.pdf", content=content, media_type="x", uploaded_by="key_s1")
    told = {"dossier": sealed, "name": "a.pdf", "length": 9, "caller": "key_s1"}
    return {
        "audit entry": lambda s: audit.append(
            s, actor="key_s1", action="show_dossier", subject=code, branch="b1", now=NOW
        ),
        "count a call": lambda s: rates.take(s, "key_s1", per_s=50, burst=200),
        "register": lambda s: dossiers.register(s, "H26-new", None, BRANCH, now=NOW),
        "idempotency": lambda s: idempotency.begin(
            s, caller="key_s1", key="new", request_hash="", now=NOW
        ),
        "add a file": lambda s: dossiers.add_file(s, "H26-new", new, BRANCH, problem=None, now=NOW),
        "announce an upload": lambda s: uploads.announce(
            s, **told, scope=BRANCH, now=NOW, expires=NOW + LEASE
        ),
        "claim": lambda s: steps.claim(s, ready, lease=LEASE, now=NOW + LEASE),
        "split": lambda s: pages.add_pages(s, dossiers.files_of(s, "H26-new")[0], 3, now=NOW),
        "number pages": lambda s: pages.number_pages(s, code),
        "find a page": lambda s: pages.locate(s, waiting),
        "refuse a page": lambda s: pages.save_problem(
            s, waiting, {"code": "x"}, state=PageStatus.REFUSED, now=NOW
        ),
        "last page?": lambda s: pages.start_assembly_if_ready(s, sealed, now=NOW),
        "pages with readings": lambda s: pages.pages_with_readings(s, sealed),
        "event": lambda s: events.append(
            s, EventKind.COMPLETED, newest[DossierState.COMPLETED], {"state": "x"}, now=NOW
        ),
        "note a delivery": lambda s: dossiers.note_delivery(s, code, now=NOW),
        "heartbeat": lambda s: heartbeats.beat(s, "host-1", heartbeats.WORKER, now=NOW),
        "do again": lambda s: steps.start_again(
            s, StepKind.ASSEMBLE_DOSSIER, newest[DossierState.COMPLETED], now=NOW
        ),
        "release all": lambda s: quarantine.release_all(s, now=NOW),
    }


def _ledger_of(session: Session, hook: str, state: DeliveryState | None) -> None:
    found = webhooks.list_deliveries(session, hook, after=0, state=state, limit=5)
    webhooks.tries_of(session, [delivery.id for delivery, _ in found])


def _opened(session: Session, code: str) -> None:
    """A dossier is taken to a desk, one field is confirmed, and it is put back."""
    who = _person(None)
    held = review.hold(session, code, who, now=NOW, lease=LEASE)
    row = review.require(session, code, who, held.lock, now=NOW, lease=LEASE)
    review.append(session, row, ActionKind.CONFIRM, who, now=NOW, record_version=1)
    review.release(session, code, who, held.lock)


def _person(branch: str | None, key: str = "key_r1") -> KeyInfo:
    return KeyInfo(
        id=key,
        name="r",
        role=Role.REVIEWER,
        branch=branch,
        created=NOW,
        expires=None,
        revoked=None,
    )


def _refused(call: Callable[[], object]) -> None:
    from dossier.errors import Unauthenticated

    try:
        call()
    except Unauthenticated:
        return
    raise AssertionError("an unknown key was let in")
