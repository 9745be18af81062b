"""Webhooks: who is told, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from api.context import Context
from api.repeat import Keep
from api.wire.webhooks import (
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    Replay,
    Replayed,
    TryView,
    WebhookList,
    WebhookSecret,
    WebhookView,
)
from dossier.messages import EventKind
from dossier.store import webhooks
from dossier.store.idempotency import Answer
from dossier.store.scope import Scope
from dossier.store.states import DeliveryState
from dossier.store.tables import TryRow, WebhookRow
from dossier.targets import TargetRefused


def create(context: Context, wanted: NewWebhook, scope: Scope, keep: Keep) -> Answer:
    """Tell a receiver from now on; the only answer but a rotation's that shows the secret.

    Raises TargetRefused.
    """
    try:
        context.targets.check(wanted.url, context.resolve)
    except OSError as exc:
        raise TargetRefused("Không phân giải được tên / the name has no address") from exc
    kinds = [kind for kind in EventKind if kind in wanted.events]
    with context.database.write() as session:
        row = webhooks.create(session, wanted.url, kinds, scope, now=context.clock())
        answer = Answer(status=201, body=_with_secret(row))
        keep(session, answer)
    return answer


def list_own(context: Context, scope: Scope) -> WebhookList:
    with context.database.read() as session:
        return WebhookList(webhooks=[_view(row) for row in webhooks.list_own(session, scope)])


def show(context: Context, webhook_id: str, scope: Scope) -> WebhookView:
    """Raises NotFound."""
    with context.database.read() as session:
        return _view(webhooks.find(session, webhook_id, scope))


def end(context: Context, webhook_id: str, scope: Scope) -> None:
    """Send nothing more; the ledger stays. Raises NotFound."""
    with context.database.write() as session:
        webhooks.find(session, webhook_id, scope).ended = context.clock()


def rotate(context: Context, webhook_id: str, scope: Scope, keep: Keep) -> Answer:
    """Raises NotFound."""
    with context.database.write() as session:
        row = webhooks.find(session, webhook_id, scope)
        webhooks.rotate(row, now=context.clock())
        answer = Answer(status=200, body=_with_secret(row))
        keep(session, answer)
    return answer


def enable(context: Context, webhook_id: str, scope: Scope, keep: Keep) -> Answer:
    """Raises NotFound."""
    with context.database.write() as session:
        row = webhooks.find(session, webhook_id, scope)
        webhooks.enable(row)
        answer = Answer(status=200, body=_view(row).model_dump(mode="json"))
        keep(session, answer)
    return answer


def replay(context: Context, webhook_id: str, wanted: Replay, scope: Scope, keep: Keep) -> Answer:
    """Raises NotFound."""
    with context.database.write() as session:
        row = webhooks.find(session, webhook_id, scope)
        count = webhooks.replay(
            session, row, after=wanted.after, until=wanted.until, now=context.clock()
        )
        answer = Answer(status=200, body=Replayed(events=count).model_dump())
        keep(session, answer)
    return answer


def list_deliveries(
    context: Context,
    webhook_id: str,
    scope: Scope,
    *,
    after: int,
    state: DeliveryState | None,
    limit: int,
) -> DeliveryPage:
    """The ledger, a page at a time. Raises NotFound."""
    with context.database.read() as session:
        webhooks.find(session, webhook_id, scope)
        found = webhooks.list_deliveries(session, webhook_id, after=after, state=state, limit=limit)
        tries = _by_delivery(webhooks.tries_of(session, [delivery.id for delivery, _ in found]))
    views = [
        DeliveryView(
            id=delivery.id,
            event=event.id,
            seq=event.seq,
            state=delivery.state,
            next_at=delivery.next_at if delivery.state is DeliveryState.PENDING else None,
            delivered_at=delivery.delivered_at,
            tries=tries[delivery.id],
        )
        for delivery, event in found
    ]
    return DeliveryPage(deliveries=views, next=views[-1].id if views else after)


def _by_delivery(rows: Sequence[TryRow]) -> dict[int, list[TryView]]:
    tries: dict[int, list[TryView]] = defaultdict(list)
    for row in rows:
        tries[row.delivery].append(TryView(at=row.at, status=row.status, reason=row.reason or ""))
    return tries


def _view(row: WebhookRow) -> WebhookView:
    return WebhookView(
        id=row.id,
        url=row.url,
        events=[EventKind(kind) for kind in row.kinds],
        created=row.created,
        disabled=row.disabled,
        disabled_why=row.disabled_why,
        failures=row.failures,
        paused_until=row.paused_until,
    )


def _with_secret(row: WebhookRow) -> dict[str, object]:
    shown = WebhookSecret(**_view(row).model_dump(), secret=row.secret)
    return shown.model_dump(mode="json")
