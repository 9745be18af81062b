"""What the calls about retention and legal holds do."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.context import Context
from api.repeat import Keep
from api.wire.privacy import (
    DueKind,
    DueList,
    DueThing,
    HoldList,
    HoldView,
    PlaceHold,
    PurgeDone,
    ReleaseHold,
    RetentionRules,
    RuleView,
)
from dossier.lifecycle.masking import mask_ids
from dossier.lifecycle.rules import Retention, load_retention
from dossier.lifecycle.statement import Statement
from dossier.store import audit, holds, purging
from dossier.store.idempotency import Answer
from dossier.store.keys import KeyInfo
from dossier.store.lifecycle_tables import HoldRow


def rules_of(context: Context) -> Retention:
    """The rules in force. Raises Misconfigured when the office's file cannot be understood."""
    return load_retention(context.settings.retention_file)


def show_rules(context: Context) -> RetentionRules:
    rules = rules_of(context)
    return RetentionRules(
        confirmed=rules.confirmed,
        scheduled=rules.schedule.on,
        hour=rules.schedule.hour,
        rules=[
            RuleView(
                kind=rule.kind,
                procedure=rule.procedure,
                keep=rule.keep,
                counted_from=rule.counted_from,
                source=rule.source,
            )
            for rule in rules.in_order()
        ],
    )


def show_due(context: Context, who: KeyInfo, *, limit: int) -> DueList:
    """What a purge would remove, of the caller's own."""
    rules = rules_of(context)
    purging.classify(context.database, rules, context.clock)
    with context.database.read() as session:
        planned = purging.plan(session, rules, who.scope, now=context.clock(), limit=limit)
    kinds = [
        DueKind(
            kind=one.kind,
            may_go=one.may_go,
            stays=one.stays,
            first=[
                DueThing(
                    subject=due.subject, branch=due.branch, closed=due.closed, rule=due.rule.key
                )
                for due in one.first
            ],
        )
        for one in planned
    ]
    return DueList(confirmed=rules.confirmed, kinds=kinds)


def purge(context: Context, who: KeyInfo, *, limit: int) -> PurgeDone:
    """Raises Conflict where nobody has confirmed the rules, StorageUnavailable."""
    done = purging.run(
        context.database,
        context.objects,
        rules_of(context),
        who.scope,
        actor=who.id,
        clock=context.clock,
        limit=limit,
    )
    return PurgeDone(
        removed=dict(done.removed),
        stayed=dict(done.stayed),
        unremoved=done.unremoved,
        head=done.head,
    )


def statement(context: Context, who: KeyInfo, *, after: int, limit: int) -> Statement:
    """What was removed, of the caller's own branch where it has one."""
    with context.database.read() as session:
        found = list(purging.entries(session, who.scope, after=after, limit=limit))
    return Statement(made=context.clock(), branch=who.branch, entries=found)


def list_holds(
    context: Context, who: KeyInfo, *, dossier: str | None, with_released: bool, limit: int
) -> HoldList:
    with context.database.read() as session:
        rows = holds.list_holds(
            session, who.scope, dossier=dossier, with_released=with_released, limit=limit
        )
        return HoldList(holds=[_view(row) for row in rows])


def place_hold(context: Context, who: KeyInfo, body: PlaceHold, keep: Keep) -> Answer:
    """Raises NotFound."""
    with context.database.write() as session:
        row = holds.place(
            session,
            body.dossier,
            who.scope,
            reason=body.reason,
            by=who.id,
            now=context.clock(),
        )
        answer = Answer(status=201, body=_view(row).model_dump(mode="json"))
        keep(session, answer)
        _note(context, session, who, "hold_placed", body.dossier)
    return answer


def release_hold(context: Context, who: KeyInfo, hold: str, body: ReleaseHold) -> HoldView:
    """Raises NotFound, Conflict."""
    with context.database.write() as session:
        row = holds.release(
            session, hold, who.scope, reason=body.reason, by=who.id, now=context.clock()
        )
        _note(context, session, who, "hold_released", row.dossier)
        return _view(row)


def _note(context: Context, session: Session, who: KeyInfo, action: str, subject: str) -> None:
    """The call itself is written down by its address alone: this names the dossier."""
    audit.append(
        session,
        actor=who.id,
        action=action,
        subject=subject,
        branch=who.branch,
        now=context.clock(),
    )


def _view(row: HoldRow) -> HoldView:
    return HoldView(
        id=row.id,
        dossier=row.dossier,
        reason=mask_ids(row.reason),
        placed=row.placed,
        placed_by=row.placed_by,
        released=row.released,
        released_by=row.released_by,
        release_reason=None if row.release_reason is None else mask_ids(row.release_reason),
    )
