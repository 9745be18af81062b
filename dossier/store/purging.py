"""Removing what has served its time, with a proof; stopped anywhere, the next run ends the same.

One dossier goes in one transaction, together with its entry in the statement and in the audit log:
there is never the one without the other. Its originals are only condemned there. They are removed
after it, one by one, each with its own entry; a process that is killed in between leaves them
condemned, and the next run removes them. What is gone already is removed again without harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, StorageUnavailable
from dossier.lifecycle.rules import OF_DOSSIER, PARTS, DataKind, Retention
from dossier.lifecycle.statement import Purged, sealed
from dossier.store import audit, condemned, removal, retention
from dossier.store.database import Database, Turn, take_turn
from dossier.store.lifecycle_tables import CondemnedRow, PurgeRow
from dossier.store.objects import ObjectStore
from dossier.store.removal import Removed
from dossier.store.retention import Due, Obstacle
from dossier.store.scope import Scope
from dossier.store.tables import DossierRow

ORDER: Final = (*OF_DOSSIER, DataKind.ABANDONED, DataKind.FORM_SAMPLES)
"""Whole dossiers first: what of them would have gone by another rule needs no entry of its own."""
OBJECT: Final = "object"
OBJECT_KEPT: Final = "object_kept"
HEAD: Final = "purge_head"
"""Audit action that names the newest entry, so that the statement cannot be written anew."""
_BATCH: Final = 100

Clock = Callable[[], datetime]
Progress = Callable[[str, int], None]
"""Called with a kind and how many of it are gone by now."""


@dataclass(slots=True)
class Run:
    """What one run did."""

    removed: Counter[str] = field(default_factory=Counter)
    """Kind, or `object` -> how many."""
    stayed: Counter[Obstacle] = field(default_factory=Counter)
    """What turned out to have to stay, once it was looked at."""
    unremoved: int = 0
    """Originals that the store would not remove: they stay condemned."""
    head: str = ""
    """`seq:hash` of the newest entry; empty: nothing was ever removed."""


def run(
    database: Database,
    objects: ObjectStore,
    rules: Retention,
    scope: Scope,
    *,
    actor: str,
    clock: Clock,
    limit: int,
    progress: Progress = lambda _kind, _count: None,
) -> Run:
    """Remove what is due, at most `limit` dossiers and samples, and what an earlier run condemned.

    Raises Conflict where the office has not confirmed its rules; StorageUnavailable, with all that
    was done until then done.
    """
    if not rules.confirmed:
        raise Conflict(
            "Quy tắc lưu trữ chưa được cơ quan xác nhận (`confirmed` trong retention.toml) / the "
            "rules of retention are not confirmed by the office"
        )
    done = Run()
    classify(database, rules, clock)
    for kind in ORDER:
        for due in _each_due(database, rules, kind, scope, clock, limit, done):
            _remove(database, rules, due, actor, clock, done)
            progress(kind.value, done.removed[kind.value])
    _remove_objects(database, objects, clock, done, progress)
    if done.removed:
        _anchor(database, actor, clock, done)
    return done


def classify(database: Database, rules: Retention, clock: Clock) -> None:
    """Find out of what has come of age which rules speak of it, a few at a time."""
    while True:
        with database.write() as session:
            if retention.classify(session, rules, now=clock(), limit=_BATCH) < _BATCH:
                return


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run would do with one kind of data."""

    kind: DataKind
    may_go: int
    stays: dict[Obstacle, int]
    """What has served its time and has to stay all the same."""
    first: list[Due]
    """The oldest of what may go."""


def plan(
    session: Session, rules: Retention, scope: Scope, *, now: datetime, limit: int
) -> list[Planned]:
    """What a run would remove, without removing it. `classify` goes before it."""
    planned = []
    for kind in ORDER:
        may_go, stays = retention.count_due(session, rules, kind, scope, now=now)
        first = retention.list_due(session, rules, kind, scope, now=now, limit=limit)
        planned.append(Planned(kind=kind, may_go=may_go, stays=stays, first=first))
    return planned


def entries(
    session: Session, scope: Scope, *, after: int = 0, limit: int | None = None
) -> Iterator[Purged]:
    """What was removed, in order; of the caller's own branch where it has one."""
    query = select(PurgeRow).where(PurgeRow.seq > after).order_by(PurgeRow.seq)
    if scope.branch is not None:
        query = query.where(PurgeRow.branch == scope.branch)
    for row in session.scalars(query.limit(limit).execution_options(yield_per=500)):
        yield _as_entry(row)


def append(session: Session, **told: Any) -> Purged:
    """Add an entry to the statement; the others wait until this transaction ends."""
    take_turn(session, Turn.PURGES)
    newest = session.scalars(select(PurgeRow).order_by(PurgeRow.seq.desc()).limit(1)).first()
    entry = sealed(told, None if newest is None else _as_entry(newest))
    session.add(PurgeRow(**entry.model_dump()))
    session.flush()
    return entry


def _each_due(
    database: Database,
    rules: Retention,
    kind: DataKind,
    scope: Scope,
    clock: Clock,
    limit: int,
    done: Run,
) -> Iterator[Due]:
    last: Due | None = None
    while room := limit - sum(done.removed[one.value] for one in ORDER):
        with database.read() as session:
            found = retention.list_due(
                session,
                rules,
                kind,
                scope,
                now=clock(),
                limit=min(room, _BATCH),
                after=last,
            )
        if not found:
            return
        last = found[-1]
        yield from found


def _remove(
    database: Database, rules: Retention, due: Due, actor: str, clock: Clock, done: Run
) -> None:
    """One dossier, part or sample, all or nothing, with its entries."""
    with database.write() as session:
        now = clock()
        removed = _take_out(session, due, now, done)
        if removed is None:
            return
        condemned.condemn(session, removed.originals, branch=due.branch, actor=actor, now=now)
        append(
            session,
            at=now,
            actor=actor,
            what=due.kind.value,
            subject=due.subject,
            branch=due.branch,
            rule=f"{due.rule.key} {due.rule.keep}: {due.rule.source}",
            confirmed=rules.confirmed,
            rows=removed.rows,
            digests=removed.digests,
        )
        audit.append(
            session,
            actor=actor,
            action=f"purge_{due.kind.value}",
            subject=due.subject,
            branch=due.branch,
            now=now,
        )
    done.removed[due.kind.value] += 1


def _take_out(session: Session, due: Due, now: datetime, done: Run) -> Removed | None:
    """What was taken out of the tables; None where it is gone or has to stay."""
    if due.kind is DataKind.FORM_SAMPLES:
        removed = removal.remove_sample(session, due.subject)
        return removed if removed.rows else None
    row = session.get(DossierRow, due.subject, with_for_update=True, populate_existing=True)
    if row is None:
        return None
    why = retention.obstacle(session, row, due, now=now)
    if why is not None:
        done.stayed[why] += 1
        return None
    if due.kind in PARTS:
        return removal.remove_part(session, due.subject, due.kind, now=now)
    return removal.remove_dossier(session, due.subject)


def _remove_objects(
    database: Database, objects: ObjectStore, clock: Clock, done: Run, progress: Progress
) -> None:
    with database.read() as session:
        names = condemned.waiting(session, limit=100_000)
    for sha256 in names:
        try:
            with database.write() as session:
                outcome = _remove_object(session, objects, sha256, clock())
        except StorageUnavailable:
            # Locked against removal, or the store is away: the others may still go.
            done.unremoved += 1
            continue
        if outcome == OBJECT:
            done.removed[OBJECT] += 1
            progress(OBJECT, done.removed[OBJECT])


def _remove_object(
    session: Session, objects: ObjectStore, sha256: str, now: datetime
) -> str | None:
    condemned.hold(session, sha256)
    row = session.get(CondemnedRow, sha256, populate_existing=True)
    if row is None or row.removed is not None:
        return None
    what = OBJECT_KEPT if condemned.is_needed(session, sha256) else OBJECT
    if what == OBJECT:
        objects.remove(sha256)
        row.removed = now
    else:
        session.delete(row)
    append(
        session,
        at=now,
        actor=row.actor,
        what=what,
        subject=sha256,
        branch=row.branch,
        rule="",
        confirmed="",
        rows={},
        digests={},
    )
    return what


def _anchor(database: Database, actor: str, clock: Clock, done: Run) -> None:
    with database.write() as session:
        newest = session.scalars(select(PurgeRow).order_by(PurgeRow.seq.desc()).limit(1)).one()
        done.head = f"{newest.seq}:{newest.hash}"
        audit.append(session, actor=actor, action=HEAD, subject=done.head, branch=None, now=clock())


def _as_entry(row: PurgeRow) -> Purged:
    return Purged.model_validate(row, from_attributes=True)
