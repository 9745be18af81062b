"""Bodies of the calls about webhooks."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from dossier.messages import EventKind
from dossier.store.states import DeliveryState


class NewWebhook(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"url": "https://dvc.example.gov.vn/sohoa", "events": ["dossier.completed"]}
            ]
        },
    )

    url: str = Field(
        max_length=2000,
        description="Phải có trong SOHOA_WEBHOOK_TARGETS / must be in SOHOA_WEBHOOK_TARGETS",
    )
    events: list[EventKind] = Field(
        default_factory=lambda: list(EventKind), min_length=1, max_length=20
    )


class WebhookView(BaseModel):
    id: str
    url: str
    events: list[EventKind]
    created: datetime
    disabled: datetime | None = Field(description="Bên nhận trả 410 / the receiver said 410")
    disabled_why: str | None
    failures: int = Field(description="Lần lỗi liên tiếp / failures in a row")
    paused_until: datetime | None


class WebhookSecret(WebhookView):
    """The only answers that show a secret."""

    secret: str = Field(description="`whsec_...`: chỉ hiện một lần / shown only once")


class WebhookList(BaseModel):
    webhooks: list[WebhookView]


class Replay(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"after": 41}]})

    after: int = Field(ge=0, le=2**63 - 1, description="`seq` của sự kiện / of an event")
    until: int | None = Field(default=None, ge=1, le=2**63 - 1)


class Replayed(BaseModel):
    events: int


class TryView(BaseModel):
    at: datetime
    status: int | None = Field(description="HTTP; null: không trả lời / no answer")
    reason: str = Field(description="Rỗng: đã nhận / empty: taken")


class DeliveryView(BaseModel):
    id: int
    event: str = Field(description="`webhook-id`")
    seq: int
    state: DeliveryState
    next_at: datetime | None
    delivered_at: datetime | None
    tries: list[TryView]


class DeliveryPage(BaseModel):
    deliveries: list[DeliveryView]
    next: int = Field(description="Giá trị `after` của lần gọi sau / `after` of the next call")
