"""Standard Webhooks 1.0.0: the three headers by which a receiver knows us.

webhook-id          the same for every try and every replay of an event
webhook-timestamp   seconds since 1970 of this try
webhook-signature   `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`, one for each secret
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime

from dossier.store.tables import EventRow

_PREFIX = "whsec_"


def body_of(event: EventRow) -> bytes:
    """The JSON that is sent: thin, so that papers are read only through calls that are audited."""
    body = {
        "type": event.kind.value,
        "timestamp": event.created.isoformat().replace("+00:00", "Z"),
        "data": {"dossier": event.dossier, "seq": event.seq, **event.payload},
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(
    event: EventRow, body: bytes, secrets: Sequence[str], *, now: datetime
) -> dict[str, str]:
    timestamp = int(now.timestamp())
    signatures = [sign(secret, event.id, timestamp, body) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": "sohoa",
        "webhook-id": event.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One `v1` signature. `secret` is `whsec_` and base64."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
