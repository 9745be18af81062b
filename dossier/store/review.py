"""Who holds which dossier on the review desk, and the history of actions.

Two guards keep reviewers from overwriting each other. The lock names one open desk: whoever lost
it (a takeover, another window) may write nothing more. The revision names what the desk has seen:
a call made from an older view changes nothing. Both are checked under the dossier's row lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, NotReady, RequestRefused
from dossier.review_history import REVERSIBLE, Action, ActionKind, Target, chain
from dossier.store import dossiers, review_entries
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.keys import KeyInfo
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, ReviewActionRow, ReviewRow


class Locked(RequestRefused):
    """Somebody else has the dossier on the desk."""

    status = 423
    code = "locked"
    title_vi = "Người khác đang soát hồ sơ này"
    title_en = "Somebody else is reviewing this dossier"


class MovedOn(Conflict):
    """The call was made from an older view."""

    code = "review_moved_on"
    title_vi = "Hồ sơ đã thay đổi sau khi mở"
    title_en = "The dossier has changed since it was opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to write, until it runs out or is taken over."""

    lock: str
    until: datetime
    revision: int


def hold(
    session: Session,
    code: str,
    who: KeyInfo,
    *,
    now: datetime,
    lease: timedelta,
    lock: str | None = None,
    take_over: bool = False,
) -> Lease:
    """Take a dossier to a desk, or go on at the desk that has `lock`.

    Raises NotFound, NotReady when it waits for no reviewer, Locked when another desk has it and it
    is not to be taken over, OwnWork and Forbidden where it waits for somebody else. A takeover
    stands in the history.
    """
    row = _open(session, code, who)
    entry = review_entries.enter(session, session.get_one(DossierRow, code), now=now)
    review_entries.require_free_for(session, entry, who)
    if _is_held(row, now) and row.lock != lock:
        if not take_over:
            raise _locked(row)
        append(
            session,
            row,
            ActionKind.TAKE_OVER,
            who,
            before={"holder": row.holder_name or ""},
            now=now,
            record_version=entry.record_version,
        )
    if row.lock is None or row.lock != lock:
        row.lock = new_id("lck", now)
    row.holder, row.holder_name, row.lease_until = who.id, who.name, now + lease
    # A dossier on a desk is put aside no longer.
    entry.aside_until, entry.aside_why = None, ""
    return Lease(lock=row.lock, until=row.lease_until, revision=row.revision)


def require(
    session: Session,
    code: str,
    who: KeyInfo,
    lock: str,
    *,
    now: datetime,
    lease: timedelta,
    revision: int | None = None,
) -> ReviewRow:
    """The right to write, renewed. Raises NotFound, NotReady, Locked, MovedOn.

    A lease that ran out while nobody else came is taken up again: a laptop was asleep.
    """
    row = _open(session, code, who)
    if row.lock != lock or row.holder != who.id:
        raise _locked(row)
    if revision is not None and revision != row.revision:
        raise MovedOn(
            "Tải lại hồ sơ rồi làm lại thao tác / load the dossier again and repeat the action",
            dossier=code,
            version=row.revision,
        )
    row.lease_until = now + lease
    return row


def release(session: Session, code: str, who: KeyInfo, lock: str) -> None:
    """Put a dossier back; nothing happens when another desk has it by now. Raises NotFound."""
    dossiers.lock(session, code, who.scope)
    row = session.get(ReviewRow, code)
    if row is not None and row.lock == lock:
        row.lock = row.holder = row.holder_name = row.lease_until = None


def append(
    session: Session,
    row: ReviewRow,
    kind: ActionKind,
    who: KeyInfo,
    *,
    now: datetime,
    target: Target | None = None,
    value: str | list[dict[str, str]] | None = None,
    typed: str = "",
    before: dict[str, object] | None = None,
    record_version: int = 0,
) -> Action:
    """Add one action to the history of a dossier that the caller holds locked."""
    row.revision += 1
    action = Action(
        revision=row.revision,
        kind=kind,
        target=target or Target(),
        value=value,
        typed=typed,
        before=before,
        actor=who.id,
        actor_name=who.name,
        at=now,
    )
    _add(session, row.dossier, action, record_version)
    return action


def append_carried(
    session: Session, code: str, actions: Sequence[Action], *, record_version: int
) -> None:
    """Add what was done to an earlier record to the history of a new one, in a locked dossier.

    Each keeps its actor and time, because nobody did anything now; `before` names the revision
    that it was carried from.
    """
    if not actions:
        return
    row = session.get_one(ReviewRow, code, populate_existing=True)
    for action in actions:
        row.revision += 1
        before = {**(action.before or {}), "carried_from": action.revision}
        carried = replace(action, revision=row.revision, before=before)
        _add(session, code, carried, record_version)


def newest_reviewed(session: Session, code: str) -> int | None:
    """The newest version of the record that somebody did something to."""
    acted = ReviewActionRow.kind.in_([kind.value for kind in REVERSIBLE])
    return session.scalar(
        select(func.max(ReviewActionRow.record_version)).where(
            ReviewActionRow.dossier == code, acted
        )
    )


def history(session: Session, code: str, *, record_version: int | None = None) -> list[Action]:
    """Every action on a dossier in order; of one record version where that is given."""
    query = select(ReviewActionRow).where(ReviewActionRow.dossier == code)
    if record_version is not None:
        query = query.where(ReviewActionRow.record_version == record_version)
    return [_as_action(row) for row in session.scalars(query.order_by(ReviewActionRow.revision))]


def is_unbroken(session: Session, code: str) -> bool:
    """Whether the history is what was written: every hash follows from the one before."""
    rows: Sequence[ReviewActionRow] = session.scalars(
        select(ReviewActionRow)
        .where(ReviewActionRow.dossier == code)
        .order_by(ReviewActionRow.revision)
    ).all()
    previous = ""
    for place, row in enumerate(rows, start=1):
        if row.revision != place:
            return False
        # Of one whose values were removed by the rules of retention only its link can be held.
        if row.erased is None and row.hash != chain(previous, _as_action(row)):
            return False
        previous = row.hash
    return True


def find(session: Session, code: str) -> ReviewRow | None:
    return session.get(ReviewRow, code)


def is_held(row: ReviewRow | None, now: datetime) -> bool:
    """Whether a desk has the dossier and still answers."""
    return row is not None and _is_held(row, now)


def _add(session: Session, code: str, action: Action, record_version: int) -> None:
    previous = session.scalar(
        select(ReviewActionRow.hash).where(
            ReviewActionRow.dossier == code, ReviewActionRow.revision == action.revision - 1
        )
    )
    session.add(_as_row(code, action, record_version, chain(previous or "", action)))
    session.flush()


def _open(session: Session, code: str, who: KeyInfo) -> ReviewRow:
    dossier = dossiers.lock(session, code, who.scope)
    if dossier.state is not DossierState.NEEDS_REVIEW:
        raise NotReady(
            f"Hồ sơ không chờ soát / the dossier waits for no reviewer: {dossier.state.value}",
            dossier=code,
            state=dossier.state.value,
        )
    insert_once(session, ReviewRow, dossier=code, revision=0)
    return session.get_one(ReviewRow, code, populate_existing=True)


def _is_held(row: ReviewRow, now: datetime) -> bool:
    return row.lock is not None and row.lease_until is not None and row.lease_until > now


def _locked(row: ReviewRow) -> Locked:
    holder = row.holder_name or "?"
    return Locked(
        f"Đang do {holder} giữ; chỉ xem, hoặc tiếp quản nếu đã trao đổi / "
        f"held by {holder}; look only, or take it over once you have spoken",
        dossier=row.dossier,
        holder=holder,
    )


def _as_row(code: str, action: Action, record_version: int, digest: str) -> ReviewActionRow:
    return ReviewActionRow(
        dossier=code,
        revision=action.revision,
        record_version=record_version,
        kind=action.kind.value,
        document=action.target.document,
        field=action.target.field,
        page=action.target.page,
        value=action.value,
        typed=action.typed,
        before=None if action.before is None else dict(action.before),
        actor=action.actor,
        actor_name=action.actor_name,
        at=action.at,
        hash=digest,
    )


def _as_action(row: ReviewActionRow) -> Action:
    return Action(
        revision=row.revision,
        kind=ActionKind(row.kind),
        target=Target(document=row.document, field=row.field, page=row.page),
        value=row.value,
        typed=row.typed,
        before=row.before,
        actor=row.actor,
        actor_name=row.actor_name,
        at=row.at,
    )
