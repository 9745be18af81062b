"""What the calls of the review desk do to one dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from api.context import Context
from api.services import review_standing, review_view
from api.services.review_standing import Standing
from api.wire.review import (
    Act,
    Comment,
    Completed,
    HeldDossier,
    PutAside,
    ReviewView,
    TakeDossier,
)
from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.messages import EventKind
from dossier.record import Decision, FieldReading, Record
from dossier.review import close, read_value
from dossier.review_entry import SkipReason, aside_until
from dossier.review_history import ON_FIELD, Action, ActionKind, Stage, Target, undone_next
from dossier.second_look import next_stage, waiting
from dossier.store import dossiers, events, records, review_entries
from dossier.store import review as desk
from dossier.store.keys import KeyInfo
from dossier.store.review import Lease
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow, ReviewEntryRow, ReviewRow

LEASE: Final = timedelta(minutes=2)
"""A desk that says nothing for so long may be followed by another without asking."""


class Unfinished(Conflict):
    """Something must still be looked at."""

    code = "review_unfinished"
    title_vi = "Chưa soát xong"
    title_en = "The review is not finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A dossier that the caller holds locked for writing."""

    desk: ReviewRow
    row: DossierRow
    entry: ReviewEntryRow
    standing: Standing


def take(context: Context, code: str, who: KeyInfo, body: TakeDossier) -> HeldDossier:
    """Raises NotFound, NotReady, Locked."""
    with context.database.write() as session:
        lease = desk.hold(
            session,
            code,
            who,
            now=context.clock(),
            lease=LEASE,
            lock=body.lock,
            take_over=body.take_over,
        )
    return held(code, lease)


def keep(context: Context, code: str, who: KeyInfo, lock: str) -> HeldDossier:
    """Say that the desk is still there. Raises NotFound, NotReady, Locked."""
    now = context.clock()
    with context.database.write() as session:
        row = desk.require(session, code, who, lock, now=now, lease=LEASE)
        return held(code, Lease(lock=lock, until=now + LEASE, revision=row.revision))


def put_back(context: Context, code: str, who: KeyInfo, lock: str) -> None:
    with context.database.write() as session:
        desk.release(session, code, who, lock)


def act(context: Context, code: str, who: KeyInfo, body: Act) -> ReviewView:
    """Do one thing to a field, a document or a page.

    Raises NotFound, NotReady, Locked, MovedOn, InvalidRequest with the reason of the field's kind.
    """
    with context.database.write() as session:
        opened = _open(context, session, code, who, body.lock, body.version)
        standing, target = opened.standing, _target(body)
        blind = standing.stage is Stage.SECOND
        record = standing.reviewed.record
        _require_stage(standing, body.kind, target)
        _require_target(record, body.kind, target)
        value = typed = None
        if body.kind is ActionKind.CORRECT:
            value, typed = _typed(record, target, body)
        _append(
            context,
            session,
            opened,
            who,
            body.kind,
            target=target,
            value=value,
            typed=typed or "",
            # Who keys blind does not act on what stands there.
            before=stood(_field(record, target)) if body.kind in ON_FIELD and not blind else None,
        )
        return _show_again(context, session, opened)


def change_history(
    context: Context, code: str, who: KeyInfo, kind: ActionKind, *, lock: str, version: int
) -> ReviewView:
    """Undo or redo. Raises NotFound, NotReady, Locked, MovedOn, Conflict where nothing is left."""
    with context.database.write() as session:
        opened = _open(context, session, code, who, lock, version)
        about = undone_next(opened.standing.history, kind)
        if about is None:
            raise Conflict("Không còn gì để làm lại / nothing is left to undo or redo")
        before: dict[str, object] = {"version": about.revision}
        _append(context, session, opened, who, kind, target=about.target, before=before)
        return _show_again(context, session, opened)


def comment(context: Context, code: str, who: KeyInfo, body: Comment) -> ReviewView:
    """Say something to whoever comes next. Raises NotFound, NotReady, Locked, MovedOn."""
    with context.database.write() as session:
        opened = _open(context, session, code, who, body.lock, body.version)
        _append(context, session, opened, who, ActionKind.COMMENT, typed=body.text)
        return _show_again(context, session, opened)


def put_aside(context: Context, code: str, who: KeyInfo, body: PutAside) -> None:
    """Back to a queue, unfinished, for a reason. Raises NotFound, NotReady, Locked, MovedOn."""
    with context.database.write() as session:
        opened = _open(context, session, code, who, body.lock, body.version)
        reason: dict[str, object] = {"reason": body.reason.value}
        kind = ActionKind.SKIP
        _append(context, session, opened, who, kind, typed=body.note, before=reason)
        if body.reason is SkipReason.ASK_SENIOR and opened.entry.stage is not Stage.SENIOR:
            _hand_on(context, session, opened, who, Stage.SENIOR)
        else:
            until = aside_until(body.reason, context.clock())
            review_entries.put_aside(opened.entry, body.reason, until)
        desk.release(session, code, who, body.lock)


def complete(context: Context, code: str, who: KeyInfo, *, lock: str, version: int) -> Completed:
    """Let a dossier go: to the next person, or off the desk with its record and its event.

    Raises NotFound, NotReady, Locked, MovedOn, Unfinished.
    """
    with context.database.write() as session:
        opened = _open(context, session, code, who, lock, version)
        standing = opened.standing
        _require_finished(standing)
        onward = None if standing.reviewed.rescans else next_stage(standing.looks)
        if onward is not None:
            _hand_on(context, session, opened, who, onward)
            made = standing.record_version
        else:
            made = _close(context, session, opened, who)
        desk.release(session, code, who, lock)
        return Completed(
            dossier=code, state=opened.row.state, record_version=made, handed_on=onward
        )


def _hand_on(
    context: Context, session: Session, opened: _Opened, who: KeyInfo, stage: Stage
) -> None:
    to: dict[str, object] = {"stage": stage.value}
    action = _append(context, session, opened, who, ActionKind.HAND_ON, before=to)
    review_entries.move(opened.entry, stage, revision=action.revision)


def _close(context: Context, session: Session, opened: _Opened, who: KeyInfo) -> int:
    """Returns the version of the record that leaves the desk."""
    _append(context, session, opened, who, ActionKind.COMPLETE)
    now, row = context.clock(), opened.row
    record = close(opened.standing.reviewed)
    again = record.decision is Decision.RESCAN
    row.state = DossierState.RESCAN if again else DossierState.COMPLETED
    row.updated = now
    made = records.add_record(session, record, now=now)
    payload: dict[str, Any] = {
        "state": row.state.value,
        "decision": record.decision.value,
        "reasons": record.reasons,
        "record_version": made,
        "pages": len(record.pages),
        "reviewed": True,
    }
    kind = EventKind.FAILED if again else EventKind.COMPLETED
    events.append(session, kind, row.code, payload, now=now)
    return made


def _open(
    context: Context, session: Session, code: str, who: KeyInfo, lock: str, version: int
) -> _Opened:
    now = context.clock()
    held_row = desk.require(session, code, who, lock, now=now, lease=LEASE, revision=version)
    row = dossiers.find(session, code, who.scope)
    entry = review_entries.enter(session, row, now=now)
    standing = review_standing.load(session, row, now=now)
    return _Opened(desk=held_row, row=row, entry=entry, standing=standing)


def _append(
    context: Context,
    session: Session,
    opened: _Opened,
    who: KeyInfo,
    kind: ActionKind,
    *,
    target: Target | None = None,
    value: Any = None,
    typed: str = "",
    before: dict[str, object] | None = None,
) -> Action:
    return desk.append(
        session,
        opened.desk,
        kind,
        who,
        now=context.clock(),
        target=target,
        value=value,
        typed=typed,
        before=before,
        record_version=opened.standing.record_version,
    )


def _show_again(context: Context, session: Session, opened: _Opened) -> ReviewView:
    """As it stands now. The doubtful letters are left out: the desk has them."""
    return review_view.show(review_standing.load(session, opened.row, now=context.clock()))


def _target(body: Act) -> Target:
    return Target(document=body.document, field=body.field, page=body.page)


def _require_stage(standing: Standing, kind: ActionKind, target: Target) -> None:
    """Raises InvalidRequest where an action is not this stage's to do."""
    place = (target.document or 0, target.field)
    look = standing.looks.get(place)
    keys = kind in ON_FIELD and kind is not ActionKind.CONFIRM
    if standing.stage is Stage.SECOND and not (keys and look):
        raise InvalidRequest(
            "Bước này chỉ gõ lại các trường trọng yếu / at this stage critical fields are keyed"
        )
    disputed = standing.stage is Stage.SENIOR and look is not None and look.open
    if disputed and kind is ActionKind.CONFIRM:
        raise InvalidRequest(
            "Hai người gõ khác nhau: lấy một giá trị hoặc gõ theo giấy / "
            "two people keyed it differently: take a value, or key what the paper says"
        )


def _require_target(record: Record, kind: ActionKind, target: Target) -> None:
    """Raises NotFound unless what the action is about is there."""
    if kind is ActionKind.RESCAN:
        if not any(page.page == target.page for page in record.pages):
            raise NotFound("Không có trang này / there is no such page")
        return
    if target.document is None or target.document > len(record.documents):
        raise NotFound("Không có giấy tờ này / there is no such document")
    fields = record.documents[target.document - 1].fields
    if kind in ON_FIELD and target.field not in fields:
        raise NotFound("Không có trường này / there is no such field")


def _typed(record: Record, target: Target, body: Act) -> tuple[Any, str]:
    """(normal form, what was typed). Raises InvalidRequest."""
    if body.value is None:
        raise InvalidRequest("Thiếu giá trị / a correction needs a value")
    form = record.documents[(target.document or 1) - 1].form
    typed = body.value if isinstance(body.value, str) else ""
    return read_value(form, target.field, body.value), typed


def _field(record: Record, target: Target) -> FieldReading:
    return record.documents[(target.document or 1) - 1].fields[target.field]


def stood(reading: FieldReading) -> dict[str, object]:
    """A field as it stands, for the history."""
    return {
        "value": reading.value,
        "state": reading.state.value,
        "source": reading.source.value,
        "confidence": reading.confidence,
    }


def _require_finished(standing: Standing) -> None:
    if standing.reviewed.rescans:
        return  # What is scanned again is reviewed again.
    left = waiting(standing.stage, standing.reviewed, standing.looks)
    # What is keyed blind changes nothing that was held against the paper.
    unverified = [] if standing.stage is Stage.SECOND else standing.reviewed.unverified()
    if left or unverified:
        raise Unfinished(
            f"Còn {len(left)} trường chưa xem, {len(unverified)} giấy tờ chưa đối chiếu / "
            f"{len(left)} fields to look at, {len(unverified)} documents to verify",
            fields=len(left),
            documents=len(unverified),
        )


def held(code: str, lease: Lease) -> HeldDossier:
    """The right to write, as the desk is told of it."""
    return HeldDossier(dossier=code, lock=lease.lock, until=lease.until, version=lease.revision)
