"""`Idempotency-Key`: a writing call that is made again gets its first answer again.

A client that did not hear the answer cannot know whether it was heard. With the key it may ask
again as often as it likes: the same call is done once. `store.idempotency` keeps the answers.

    def seal(..., once: OnceDep) -> Response:
        return once.run([code, pages], lambda keep: intake.seal(context, code, pages, caller, keep))
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from api.auth import CallerDep
from api.context import Context, ContextDep
from dossier.errors import SohoaError
from dossier.store import idempotency
from dossier.store.idempotency import Answer

Keep = Callable[[Session, Answer], None]
"""Stores the answer in the transaction of what the call changed: both are there, or neither."""

REPLAYED: Final = "Idempotency-Replayed"
"""A header of an answer that is given again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One call and its key, if it has one."""

    context: Context
    caller: str
    operation: str
    key: str | None

    def run(self, request: list[Any], work: Callable[[Keep], Answer]) -> Response:
        """The HTTP response that `answer` gives."""
        return respond(self.answer(request, work))

    def answer(self, request: list[Any], work: Callable[[Keep], Answer]) -> Answer:
        """The answer of `work`, or the one it gave to the same `request` before.

        A refusal is no answer to keep: once its cause is gone the same call may succeed. Raises
        InvalidRequest when the key came with another request, Conflict while the first call is in
        flight, and what `work` raises.
        """
        if self.key is None:
            return work(keep_nothing)
        which, now = {"caller": self.caller, "key": self.key}, self.context.clock()
        digest = _fingerprint([self.operation, *request])
        with self.context.database.write() as session:
            kept = idempotency.begin(session, **which, request_hash=digest, now=now)
        if kept is not None:
            return kept
        try:
            return work(lambda s, answer: idempotency.keep(s, **which, answer=answer))
        except SohoaError:
            with self.context.database.write() as session:
                idempotency.abandon(session, **which)
            raise


async def _once(
    request: Request,
    context: ContextDep,
    caller: CallerDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=255,
            min_length=1,
            description="Gọi lại với cùng khóa nhận lại câu trả lời đầu tiên / "
            "a call again with the same key gets the first answer again, for seven days",
        ),
    ] = None,
) -> Once:
    operation = str(getattr(request.scope.get("route"), "operation_id", ""))
    return Once(context=context, caller=caller.id, operation=operation, key=idempotency_key)


OnceDep = Annotated[Once, Depends(_once)]


def respond(answer: Answer) -> Response:
    """The HTTP response for `answer`."""
    headers = {REPLAYED: "true"} if answer.replayed else {}
    return JSONResponse(answer.body, answer.status, headers=headers)


def keep_nothing(_session: Session, _answer: Answer) -> None:
    """Without a key there is nothing to keep the answer under."""


def _fingerprint(request: list[Any]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
