"""`Idempotency-Key`: the first answer is kept and given again.

Two short transactions: `begin` notes that the call is being worked on, `keep` stores its answer,
in the same transaction as what the call changed. A process that dies in between leaves a note that
counts for a minute; then the same call may be made again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dossier.errors import Conflict, InvalidRequest
from dossier.store.database import insert_once
from dossier.store.tables import IdempotencyRow

_IN_FLIGHT_FOR = timedelta(minutes=1)
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: dict[str, Any]
    replayed: bool = False
    """Whether it was given before."""


def begin(
    session: Session, *, caller: str, key: str, request_hash: str, now: datetime
) -> Answer | None:
    """The kept answer, or None when the caller shall go on.

    Raises InvalidRequest when the key was used for another request, Conflict while the first call
    is in flight.
    """
    values = {"caller": caller, "key": key, "request_hash": request_hash, "created": now}
    if insert_once(session, IdempotencyRow, **values):
        return None
    row = session.get_one(IdempotencyRow, (caller, key), with_for_update=True)
    if row.created <= now - KEPT_FOR:
        # Its time is over and nobody has tidied yet: the key is free.
        row.request_hash, row.created, row.status, row.body = request_hash, now, None, None
        return None
    if row.request_hash != request_hash:
        raise InvalidRequest(
            "Idempotency-Key đã dùng cho yêu cầu khác / was used for another request"
        )
    if row.status is not None:
        return Answer(status=row.status, body=row.body or {}, replayed=True)
    if row.created > now - _IN_FLIGHT_FOR:
        raise Conflict(
            "Yêu cầu đầu tiên với khóa này đang được xử lý / the first call is still in flight"
        )
    row.created = now
    return None


def keep(session: Session, *, caller: str, key: str, answer: Answer) -> None:
    """Store the answer to be given from now on."""
    row = session.get(IdempotencyRow, (caller, key))
    if row is not None:
        row.status, row.body = answer.status, answer.body


def abandon(session: Session, *, caller: str, key: str) -> None:
    """Forget a call that was refused before it changed anything."""
    row = session.get(IdempotencyRow, (caller, key))
    if row is not None and row.status is None:
        session.delete(row)


def forget_old(session: Session, *, now: datetime) -> None:
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created < now - KEPT_FOR))
