"""What the calls of the review desk do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from api.context import Context
from api.services import review_view
from api.services.review_letters import doubts
from api.services.review_pictures import PictureOf
from api.services.review_view import Doubts, Standing
from api.wire.review import (
    Act,
    Completed,
    HeldDossier,
    NextDossier,
    PastAction,
    QueuedDossier,
    Reviewer,
    ReviewHistory,
    ReviewQueue,
    ReviewView,
    TakeDossier,
)
from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.messages import EventKind
from dossier.record import Decision, FieldReading, PageState, Record
from dossier.review import (
    ON_FIELD,
    Action,
    ActionKind,
    Reviewed,
    Target,
    apply,
    can_redo,
    close,
    read_value,
    standing,
    undone_next,
)
from dossier.store import dossiers, events, pages, records
from dossier.store import review as desk
from dossier.store.keys import KeyInfo
from dossier.store.review import Lease, Waiting
from dossier.store.states import READY_STATES, DossierState
from dossier.store.tables import DossierRow, RecordRow, ReviewRow

LEASE: Final = timedelta(minutes=2)
"""A desk that says nothing for so long may be followed by another without asking."""


class Unfinished(Conflict):
    """Something must still be looked at."""

    code = "review_unfinished"
    title_vi = "Chưa soát xong"
    title_en = "The review is not finished"


def show_queue(context: Context, who: KeyInfo, *, limit: int) -> ReviewQueue:
    with context.database.read() as session:
        found = desk.queue(session, who, now=context.clock(), limit=limit)
        waiting = desk.count_waiting(session, who)
    reviewer = Reviewer(name=who.name, role=who.role, branch=who.branch)
    return ReviewQueue(reviewer=reviewer, waiting=waiting, dossiers=[_queued(d) for d in found])


def take_next(context: Context, who: KeyInfo, skip: list[str]) -> NextDossier:
    with context.database.write() as session:
        found = desk.hold_next(session, who, skip=skip, now=context.clock(), lease=LEASE)
    return NextDossier(held=None if found is None else _held(*found))


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
    return _held(code, lease)


def keep(context: Context, code: str, who: KeyInfo, lock: str) -> HeldDossier:
    """Say that the desk is still there. Raises NotFound, NotReady, Locked."""
    now = context.clock()
    with context.database.write() as session:
        row = desk.require(session, code, who, lock, now=now, lease=LEASE)
        return _held(code, Lease(lock=lock, until=now + LEASE, revision=row.revision))


def put_back(context: Context, code: str, who: KeyInfo, lock: str) -> None:
    with context.database.write() as session:
        desk.release(session, code, who, lock)


def show(context: Context, code: str, who: KeyInfo) -> ReviewView:
    """Raises NotFound, NotReady."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        found = _record_of(session, row)
        stored = pages.pages_with_readings(session, code)
        readings = {place: page.reading for place, (page, _, _) in enumerate(stored, start=1)}
        return _view(context, session, row, found, _doubts_in(readings))


def picture_of(
    context: Context,
    code: str,
    who: KeyInfo,
    *,
    page: int,
    width_px: int,
    box: tuple[float, float, float, float] | None,
) -> PictureOf:
    """Which picture a caller means. Raises NotFound, NotReady."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        record = Record.model_validate(_record_of(session, row).body)
    found = next((p for p in record.pages if p.page == page), None)
    if found is None or found.state not in (PageState.READ, PageState.BLANK):
        raise NotFound("Không có ảnh của trang này / there is no picture of that page", page=page)
    return PictureOf(
        sha256=found.sha256,
        file_page=found.file_page,
        rotation=found.rotation,
        width_px=width_px,
        box=box,
    )


def act(context: Context, code: str, who: KeyInfo, body: Act) -> ReviewView:
    """Do one thing to a field, a document or a page.

    Raises NotFound, NotReady, Locked, MovedOn, InvalidRequest with the reason of the field's kind.
    """
    with context.database.write() as session:
        review, row, found = _open(context, session, code, who, body.lock, body.version)
        now = _reviewed(session, row, found)
        target = Target(document=body.document, field=body.field, page=body.page)
        _require_target(now.record, body.kind, target)
        value = typed = None
        if body.kind is ActionKind.CORRECT:
            value, typed = _typed(now.record, target, body)
        desk.append(
            session,
            review,
            body.kind,
            who,
            now=context.clock(),
            target=target,
            value=value,
            typed=typed or "",
            before=_before(now.record, target) if body.kind in ON_FIELD else None,
            record_version=found.version,
        )
        return _view(context, session, row, found, None)


def change_history(
    context: Context, code: str, who: KeyInfo, kind: ActionKind, *, lock: str, version: int
) -> ReviewView:
    """Undo or redo. Raises NotFound, NotReady, Locked, MovedOn, Conflict where nothing is left."""
    with context.database.write() as session:
        review, row, found = _open(context, session, code, who, lock, version)
        past = desk.history(session, code, record_version=found.version)
        about = undone_next(past, kind)
        if about is None:
            raise Conflict("Không còn gì để làm lại / nothing is left to undo or redo")
        desk.append(
            session,
            review,
            kind,
            who,
            now=context.clock(),
            target=about.target,
            before={"version": about.revision},
            record_version=found.version,
        )
        return _view(context, session, row, found, None)


def complete(context: Context, code: str, who: KeyInfo, *, lock: str, version: int) -> Completed:
    """Let a dossier go: its record, and the event that says so.

    Raises NotFound, NotReady, Locked, MovedOn, Unfinished.
    """
    with context.database.write() as session:
        review, row, found = _open(context, session, code, who, lock, version)
        reviewed = _reviewed(session, row, found)
        _require_finished(reviewed)
        now = context.clock()
        desk.append(
            session, review, ActionKind.COMPLETE, who, now=now, record_version=found.version
        )
        record = close(reviewed)
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
        events.append(session, kind, code, payload, now=now)
        desk.release(session, code, who, lock)
        return Completed(dossier=code, state=row.state, record_version=made)


def show_history(context: Context, code: str, who: KeyInfo) -> ReviewHistory:
    """Raises NotFound."""
    with context.database.read() as session:
        dossiers.find(session, code, who.scope)
        past = desk.history(session, code)
        unbroken = desk.is_unbroken(session, code)
    return ReviewHistory(dossier=code, unbroken=unbroken, actions=[_past(a) for a in past])


def _open(
    context: Context, session: Session, code: str, who: KeyInfo, lock: str, version: int
) -> tuple[ReviewRow, DossierRow, RecordRow]:
    review = desk.require(
        session, code, who, lock, now=context.clock(), lease=LEASE, revision=version
    )
    row = dossiers.find(session, code, who.scope)
    return review, row, _record_of(session, row)


def _record_of(session: Session, row: DossierRow) -> RecordRow:
    found = records.latest(session, row.code)
    if found is None or row.state not in READY_STATES:
        raise Conflict(
            "Hồ sơ chưa có bản ghi / the dossier has no record yet",
            dossier=row.code,
            state=row.state.value,
        )
    return found


def _reviewed(session: Session, row: DossierRow, found: RecordRow) -> Reviewed:
    past = desk.history(session, row.code, record_version=found.version)
    return apply(Record.model_validate(found.body), past, row.submitted)


def _view(
    context: Context,
    session: Session,
    row: DossierRow,
    found: RecordRow,
    seen_letters: Doubts | None,
) -> ReviewView:
    past = desk.history(session, row.code, record_version=found.version)
    read = Record.model_validate(found.body)
    review = desk.find(session, row.code)
    held = desk.is_held(review, context.clock())
    return review_view.show(
        Standing(
            code=row.code,
            state=row.state,
            version=review.revision if review else 0,
            due=_due(row.submitted),
            holder=(review.holder_name or "") if review and held else "",
            can_undo=bool(standing(past)),
            can_redo=can_redo(past),
            read=read,
            reviewed=apply(read, past, row.submitted),
            doubts=seen_letters,
        )
    )


def _doubts_in(readings: Mapping[int, dict[str, Any] | None]) -> Doubts:
    def find(field: FieldReading, shown: str) -> list[tuple[int, int]]:
        reading = readings.get(field.page or 0)
        if reading is None or field.box is None or not shown:
            return []
        return doubts(reading, field.box, field.raw, shown)

    return find


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


def _before(record: Record, target: Target) -> dict[str, object]:
    reading = record.documents[(target.document or 1) - 1].fields[target.field]
    return {
        "value": reading.value,
        "state": reading.state.value,
        "source": reading.source.value,
        "confidence": reading.confidence,
    }


def _require_finished(reviewed: Reviewed) -> None:
    if reviewed.rescans:
        return  # What is scanned again is reviewed again.
    waiting, unverified = reviewed.waiting(), reviewed.unverified()
    if waiting or unverified:
        raise Unfinished(
            f"Còn {len(waiting)} trường chưa xem, {len(unverified)} giấy tờ chưa đối chiếu / "
            f"{len(waiting)} fields to look at, {len(unverified)} documents to verify",
            fields=len(waiting),
            documents=len(unverified),
        )


def _due(submitted: Mapping[str, Any] | None) -> str:
    receipt = (submitted or {}).get("dossier_receipt") or {}
    return str(receipt.get("due_at") or "")


def _queued(found: Waiting) -> QueuedDossier:
    return QueuedDossier(
        code=found.code,
        branch=found.branch,
        due=found.due,
        since=found.since,
        holder=found.holder,
    )


def _held(code: str, lease: Lease) -> HeldDossier:
    return HeldDossier(dossier=code, lock=lease.lock, until=lease.until, version=lease.revision)


def _past(action: Action) -> PastAction:
    return PastAction(
        version=action.revision,
        kind=action.kind,
        document=action.target.document,
        field=action.target.field,
        page=action.target.page,
        value=action.value,
        before=None if action.before is None else dict(action.before),
        by=action.actor_name,
        at=action.at,
    )
