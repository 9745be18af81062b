"""Who signs in gets a session, who signs out loses it; by a password of this machine.

The way by the organisation is in `api.services.organisation`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.orm import Session

from api.context import Context
from api.wire.session import DeskPerson, SessionLine, SessionList
from dossier.errors import Forbidden, NotFound, Unauthenticated
from dossier.store import accounts, audit, passwords, sessions
from dossier.store.account_tables import AccountRow, SessionRow
from dossier.store.audit import AuditOutcome
from dossier.store.keys import KeyInfo
from dossier.store.sessions import From, Opened
from dossier.store.states import Role

PASSWORD: Final = "password"
ORGANISATION: Final = "organisation"
_NOBODY: Final = "nobody"
_log = structlog.get_logger(__name__)


class SignInRefused(Unauthenticated):
    """Never says which of them it was."""

    code = "sign_in_refused"
    title_vi = "Sai tên đăng nhập hoặc mật khẩu, hoặc tài khoản đang tạm khóa vì sai nhiều lần"
    title_en = "Wrong login or password, or too many wrong ones came of late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody is in."""

    opened: Opened
    account: AccountRow


def by_password(context: Context, login: str, password: str, origin: From) -> Entered:
    """Raises SignInRefused, TooManyRequests."""
    require_few(context, origin)
    with context.database.read() as session:
        found = accounts.find_login(session, login)
    now = context.clock()
    paused = found is not None and accounts.is_paused(found, now=now)
    # Outside of any transaction: it takes a tenth of a second by design.
    kept = None if found is None or paused or found.disabled else found.password_hash
    right = passwords.matches(kept, password)
    if found is not None and not paused:
        with context.database.write() as session:
            accounts.note_try(session, found.id, right=right, now=now)
    if found is None or not right:
        note_refused(context, SignInRefused.code, None if found is None else found.id)
        raise SignInRefused()
    return enter(context, found, PASSWORD, origin)


def enter(
    context: Context, account: AccountRow, way: str, origin: From, *, id_token: str | None = None
) -> Entered:
    """Open a session, and write it into the audit log."""
    with context.database.write() as session:
        opened = sessions.open_session(
            session,
            account,
            way=way,
            origin=origin,
            lasts=context.settings.session_lasts,
            id_token=id_token,
            now=context.clock(),
        )
        note(context, session, "sign_in", account, opened.id)
    _log.info("signed in", account=account.id, session=opened.id, way=way)
    return Entered(opened=opened, account=account)


def leave(context: Context, secret: str) -> SessionRow | None:
    """End the session of a cookie; None when there was none to end."""
    with context.database.write() as session:
        row = sessions.end(session, secret, now=context.clock())
        if row is not None:
            note(context, session, "sign_out", accounts.find(session, row.account), row.id)
    if row is not None:
        _log.info("signed out", account=row.account, session=row.id)
    return row


def list_open(context: Context, caller: KeyInfo, own: str | None) -> SessionList:
    """Sessions of the caller; for an admin, of everybody in the admin's scope."""
    with context.database.read() as session:
        found = sessions.list_open(session, now=context.clock())
    idle, now = context.settings.session_idle, context.clock()
    return SessionList(
        sessions=[
            _line(row, account, own)
            for row, account in found
            if _may_see(caller, account) and row.seen + idle > now
        ]
    )


def end_one(context: Context, caller: KeyInfo, session_id: str) -> None:
    """End a session that the caller sees in the list. Raises NotFound."""
    with context.database.write() as session:
        found: Sequence[AccountRow] = [
            account
            for row, account in sessions.list_open(session, now=context.clock())
            if row.id == session_id and _may_see(caller, account)
        ]
        if not found:
            raise NotFound("Không có phiên này / there is no such session")
        sessions.end_by_id(session, session_id, now=context.clock())
    _log.info("session ended", session=session_id, by=caller.id)


def require_few(context: Context, origin: From) -> None:
    """Count an attempt from this address. Raises TooManyRequests."""
    # Hashed: an IPv6 address with a prefix is longer than the bucket's name may be.
    context.rates.take(f"in:{hashlib.sha256(origin.address.encode()).hexdigest()[:32]}")


def note_refused(context: Context, code: str, account_id: str | None) -> None:
    """Write into audit log and log that somebody was not let in, and why; never who they said."""
    with context.database.write() as session:
        audit.append(
            session,
            actor=account_id or _NOBODY,
            action="sign_in",
            subject=code,
            branch=None,
            outcome=AuditOutcome.FORBIDDEN,
            now=context.clock(),
        )
    _log.warning("sign-in refused", reason=code, account=account_id)


def note(
    context: Context, session: Session, action: str, account: AccountRow, subject: str
) -> None:
    """Write into the audit log what a person did about their own session."""
    audit.append(
        session,
        actor=account.id,
        action=action,
        subject=subject,
        branch=account.branch,
        now=context.clock(),
    )


def person(account: AccountRow | KeyInfo) -> DeskPerson:
    return DeskPerson(id=account.id, name=account.name, role=account.role, branch=account.branch)


def require_request_token(secret: str, sent: str | None) -> None:
    """Raises CrossSite unless the session's own page sent it."""
    if sent is None or not _same(sessions.request_token(secret), sent):
        raise CrossSite()


class CrossSite(Forbidden):
    code = "cross_site"
    title_vi = "Yêu cầu không đến từ trang của hệ thống này"
    title_en = "The request does not come from a page of this service"


def _same(ours: str, sent: str) -> bool:
    # Compared as digests: `compare_digest` takes no text beyond ASCII.
    return hashlib.sha256(ours.encode()).digest() == hashlib.sha256(sent.encode()).digest()


def _may_see(caller: KeyInfo, account: AccountRow) -> bool:
    if account.id == caller.id:
        return True
    return caller.role is Role.ADMIN and (caller.branch is None or caller.branch == account.branch)


def _line(row: SessionRow, account: AccountRow, own: str | None) -> SessionLine:
    return SessionLine(
        id=row.id,
        person=person(account),
        way="organisation" if row.way == ORGANISATION else "password",
        address=row.address,
        agent=row.agent,
        created=row.created,
        seen=row.seen,
        expires=row.expires,
        own=row.id == own,
    )
