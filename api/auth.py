"""Who may call what: one table, one check. Whose papers they see then is `store.scope`'s.

A key comes as `Authorization: Bearer sk_...` or `X-Api-Key: sk_...`, a person's session as a
cookie; a change by cookie needs the session's request token too, which no other site knows. A call
whose operation is not in the table is refused, so a new route is closed until somebody decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.context import Context, ContextDep
from api.services.session import CrossSite, require_request_token
from api.signin import cookies
from dossier.errors import Forbidden, Unauthenticated
from dossier.store import audit, keys, sessions
from dossier.store.audit import AuditOutcome
from dossier.store.keys import KeyInfo
from dossier.store.sessions import Found, SessionEnded
from dossier.store.states import Role

_BEARER: Final = HTTPBearer(auto_error=False, scheme_name="bearer", bearerFormat="sk_...")
_HEADER: Final = APIKeyHeader(name="X-Api-Key", auto_error=False, scheme_name="api_key")

_DESK: Final = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER, Role.ADMIN})
_READERS: Final = _DESK | {Role.DOSSIER_SYSTEM}

ACCESS: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "register_dossier": frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        "list_dossiers": _READERS,
        "show_dossier": frozenset(Role),
        "add_files": frozenset({Role.SCANNER, Role.ADMIN}),
        "create_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "ask_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "append_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "end_upload": frozenset({Role.SCANNER, Role.ADMIN}),
        "seal_dossier": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_advice": frozenset({Role.SCANNER, Role.ADMIN}),
        "print_separators": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_receipt": frozenset({Role.SCANNER, Role.ADMIN}),
        "show_record": _READERS,
        **dict.fromkeys(
            ("import_document", "show_document", "change_document", "download_document"),
            frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        ),
        "list_events": frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        **dict.fromkeys(
            (
                *("create_webhook", "list_webhooks", "show_webhook", "end_webhook"),
                *("rotate_webhook", "enable_webhook", "replay_webhook", "list_deliveries"),
            ),
            frozenset({Role.DOSSIER_SYSTEM, Role.ADMIN}),
        ),
        **dict.fromkeys(
            (
                *("review_queue", "review_next", "review_lock", "review_heartbeat"),
                *("review_unlock", "review_show", "review_history", "review_picture"),
                *("review_words", "review_read_spot", "review_show_spot"),
                *("review_act", "review_undo", "review_redo", "review_complete"),
                *("review_comment", "review_put_aside", "review_sheets", "review_mark_sheet"),
            ),
            _DESK,
        ),
        **dict.fromkeys(
            ("quality_samples", "quality_key", "quality_settle", "quality_report"),
            _DESK,
        ),
        **dict.fromkeys(
            (
                *("list_forms", "show_form", "save_form", "withdraw_form", "check_form"),
                *("add_form_sample", "show_form_sample", "form_sample_picture"),
                *("try_form", "show_form_trial"),
            ),
            frozenset({Role.ADMIN}),
        ),
        **dict.fromkeys(
            ("review_figures", "review_figures_csv"),
            frozenset({Role.SENIOR_REVIEWER, Role.ADMIN}),
        ),
        **dict.fromkeys(
            (
                *("retention_rules", "retention_due", "retention_purge", "list_purges"),
                *("print_purges", "list_holds", "place_hold", "release_hold"),
                *("export_person", "incident_pack", "print_incident", "export_corrections"),
            ),
            frozenset({Role.ADMIN}),
        ),
        **dict.fromkeys(("list_sessions", "end_session"), frozenset(Role)),
        "show_metrics": frozenset({Role.ADMIN}),
    }
)
"""Operation id to the roles that may call it."""

UNAUDITED: Final = frozenset({"show_metrics", "ask_upload", "append_upload"})
"""Calls that show nothing of a citizen, and the parts of an upload, whose opening is audited."""

_ASKED_BY_ITSELF: Final = frozenset({"review_queue", "review_heartbeat"})
"""What a page asks with nobody there: it keeps no session alive."""
_TOKEN: Final = "X-Sohoa-Request-Token"
_CHANGES_NOTHING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ID: Final = re.compile(r"[A-Za-z0-9._-]*")


def authorise(
    request: Request,
    context: ContextDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    header: Annotated[str | None, Depends(_HEADER)],
) -> KeyInfo:
    """The key or person behind the call.

    Raises Unauthenticated, SessionEnded, CrossSite, TooManyRequests, Forbidden.
    """
    operation = str(getattr(request.scope.get("route"), "operation_id", ""))
    secret = bearer.credentials if bearer else header
    if secret:
        with context.database.read() as session:
            key = keys.authenticate(session, secret, now=context.clock())
            context.forms.refresh(session)
    else:
        key = _by_cookie(request, context, operation)
    context.rates.take(key.id)
    allowed = key.role in ACCESS.get(operation, frozenset())
    if operation not in UNAUDITED or not allowed:
        _audit(request, context, key, operation, allowed=allowed)
    if not allowed:
        raise Forbidden(role=key.role.value, operation=operation)
    return key


def session_of(context: Context, secret: str | None) -> Found | None:
    """The session of a cookie that still holds."""
    if secret is None:
        return None
    try:
        with context.database.read() as session:
            idle = context.settings.session_idle
            return sessions.authenticate(session, secret, idle=idle, now=context.clock())
    except SessionEnded:
        return None


def require_own_page(request: Request, context: Context) -> None:
    """Raises CrossSite when a browser says that another site's page makes this call."""
    own = f"{request.url.scheme}://{request.url.netloc}".lower()
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", own).lower()
    if site not in ("same-origin", "none") or origin not in (own, context.settings.public_origin):
        raise CrossSite()


def _by_cookie(request: Request, context: Context, operation: str) -> KeyInfo:
    secret = cookies.read(request, context.settings, cookies.SESSION)
    if secret is None:
        raise Unauthenticated()
    now = context.clock()
    with context.database.read() as session:
        idle = context.settings.session_idle
        found = sessions.authenticate(session, secret, idle=idle, now=now)
        context.forms.refresh(session)
    if request.method not in _CHANGES_NOTHING:
        require_own_page(request, context)
        require_request_token(secret, request.headers.get(_TOKEN))
    if operation not in _ASKED_BY_ITSELF and now - found.row.seen >= sessions.NOTED_EVERY:
        with context.database.write() as session:
            sessions.note_seen(session, found.row.id, now=now)
    return found.caller


def _audit(
    request: Request, context: Context, key: KeyInfo, operation: str, *, allowed: bool
) -> None:
    # Before the call is done, so that nothing is seen or changed without its entry.
    subject = "".join(str(value) for value in request.path_params.values())
    with context.database.write() as session:
        audit.append(
            session,
            actor=key.id,
            action=operation,
            subject=subject if _ID.fullmatch(subject) else "",
            branch=key.branch,
            outcome=AuditOutcome.ALLOWED if allowed else AuditOutcome.FORBIDDEN,
            now=context.clock(),
        )


CallerDep = Annotated[KeyInfo, Depends(authorise)]
