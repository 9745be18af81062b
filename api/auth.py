"""Who may call what: one table, one check. Whose papers they see then is `store.scope`'s.

A key comes as `Authorization: Bearer sk_...` or `X-Api-Key: sk_...`. A call whose operation is not
in the table is refused, so a new route is closed until somebody decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.context import ContextDep
from dossier.errors import Forbidden, Unauthenticated
from dossier.store import keys
from dossier.store.keys import KeyInfo
from dossier.store.states import Role

_BEARER: Final = HTTPBearer(auto_error=False, scheme_name="bearer", bearerFormat="sk_...")
_HEADER: Final = APIKeyHeader(name="X-Api-Key", auto_error=False, scheme_name="api_key")

ACCESS: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "register_dossier": frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        "list_dossiers": frozenset({Role.DOSSIER_SYSTEM, Role.REVIEWER, Role.ADMIN}),
        "show_dossier": frozenset(Role),
        "add_files": frozenset({Role.SCANNER, Role.ADMIN}),
        "create_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "ask_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "append_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "end_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "seal_dossier": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_record": frozenset({Role.DOSSIER_SYSTEM, Role.REVIEWER, Role.ADMIN}),
        "list_events": frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        **dict.fromkeys(
            (
                *("create_webhook", "list_webhooks", "show_webhook", "end_webhook"),
                *("rotate_webhook", "enable_webhook", "replay_webhook", "list_deliveries"),
            ),
            frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        ),
        "show_metrics": frozenset({Role.ADMIN}),
    }
)
"""Operation id to the roles that may call it."""


def authorise(
    request: Request,
    context: ContextDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    header: Annotated[str | None, Depends(_HEADER)],
) -> KeyInfo:
    """The key behind the call. Raises Unauthenticated, TooManyRequests, Forbidden."""
    secret = bearer.credentials if bearer else header
    if not secret:
        raise Unauthenticated()
    with context.database.read() as session:
        key = keys.authenticate(session, secret, now=context.clock())
    context.rates.take(key.id)
    operation = getattr(request.scope.get("route"), "operation_id", None)
    if key.role not in ACCESS.get(operation or "", frozenset()):
        raise Forbidden(role=key.role.value, operation=operation or "")
    return key


CallerDep = Annotated[KeyInfo, Depends(authorise)]
