"""Webhooks by Standard Webhooks 1.0.0: register, rotate, look at the ledger, replay."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.repeat import OnceDep
from api.services import webhooks
from api.wire.webhooks import (
    DeliveryPage,
    NewWebhook,
    Replay,
    Replayed,
    WebhookList,
    WebhookSecret,
    WebhookView,
)
from dossier.store.states import DeliveryState

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

WebhookId = Annotated[str, Path(pattern=r"^whk_[0-9a-f]{32}$")]


@router.post(
    "",
    operation_id="create_webhook",
    summary="Đăng ký nơi nhận sự kiện / Register a receiver of events",
    status_code=201,
    response_model=WebhookSecret,
    responses=problem_responses(409, 413, 422),
)
def create_webhook(
    body: NewWebhook, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """Every event from now on is sent until a 2xx comes: ten tries over three days, the same
    `webhook-id` each time. The secret is shown here and never again.
    """
    return once.run(
        [body.model_dump(mode="json")],
        lambda keep: webhooks.create(context, body, caller.scope, keep),
    )


@router.get(
    "",
    operation_id="list_webhooks",
    summary="Các nơi nhận / The receivers",
    responses=problem_responses(),
)
def list_webhooks(context: ContextDep, caller: CallerDep) -> WebhookList:
    return webhooks.list_own(context, caller.scope)


@router.get(
    "/{webhook_id}",
    operation_id="show_webhook",
    summary="Một nơi nhận / One receiver",
    responses=problem_responses(404, 422),
)
def show_webhook(webhook_id: WebhookId, context: ContextDep, caller: CallerDep) -> WebhookView:
    return webhooks.show(context, webhook_id, caller.scope)


@router.delete(
    "/{webhook_id}",
    operation_id="end_webhook",
    summary="Thôi báo / Send nothing more",
    status_code=204,
    response_model=None,
    responses=problem_responses(404, 422),
)
def end_webhook(webhook_id: WebhookId, context: ContextDep, caller: CallerDep) -> Response:
    webhooks.end(context, webhook_id, caller.scope)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/rotate",
    operation_id="rotate_webhook",
    summary="Đổi khóa ký / Give a new secret",
    response_model=WebhookSecret,
    responses=problem_responses(404, 409, 422),
)
def rotate_webhook(
    webhook_id: WebhookId, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """For 24 hours the old secret signs too, so that the receiver can change at its own time."""
    return once.run(
        [webhook_id], lambda keep: webhooks.rotate(context, webhook_id, caller.scope, keep)
    )


@router.post(
    "/{webhook_id}/enable",
    operation_id="enable_webhook",
    summary="Báo lại sau khi bị tắt / Go on after a 410",
    response_model=WebhookView,
    responses=problem_responses(404, 409, 422),
)
def enable_webhook(
    webhook_id: WebhookId, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """What waited is sent. What happened while it was disabled is sent by a replay."""
    return once.run(
        [webhook_id], lambda keep: webhooks.enable(context, webhook_id, caller.scope, keep)
    )


@router.post(
    "/{webhook_id}/replay",
    operation_id="replay_webhook",
    summary="Gửi lại sự kiện / Send events again",
    response_model=Replayed,
    responses=problem_responses(404, 409, 413, 422),
)
def replay_webhook(
    webhook_id: WebhookId, body: Replay, context: ContextDep, caller: CallerDep, once: OnceDep
) -> Response:
    """Those with a `seq` above `after`, whether they were taken before or not."""
    return once.run(
        [webhook_id, body.model_dump(mode="json")],
        lambda keep: webhooks.replay(context, webhook_id, body, caller.scope, keep),
    )


@router.get(
    "/{webhook_id}/deliveries",
    operation_id="list_deliveries",
    summary="Sổ gửi: từng lần thử / The ledger with every try",
    responses=problem_responses(404, 422),
)
def list_deliveries(
    webhook_id: WebhookId,
    context: ContextDep,
    caller: CallerDep,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    state: Annotated[DeliveryState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DeliveryPage:
    return webhooks.list_deliveries(
        context, webhook_id, caller.scope, after=after, state=state, limit=limit
    )
