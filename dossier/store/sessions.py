"""Sessions of people in a browser, and the way to their organisation's sign-in and back.

A session's secret is 256 random bits in a cookie; only its SHA-256 is kept. Each sign-in makes a
new one, so whoever planted a cookie in a browser before knows nothing of the session after. A
session ends by signing out, when nobody does anything for a while, and at the latest after some
hours, when the claims of the person are asked for again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dossier.errors import NotFound, Unauthenticated
from dossier.store.account_tables import AccountRow, SessionRow, SignInRow
from dossier.store.columns import new_id
from dossier.store.keys import KeyInfo

NOTED_EVERY: Final = timedelta(minutes=1)
"""How exact `seen` is: not every call is worth a write."""
_ON_THE_WAY: Final = timedelta(minutes=10)
"""For signing in at the organisation."""
_KEPT: Final = timedelta(days=90)
"""How long an ended session stays in the list."""


class SessionEnded(Unauthenticated):
    code = "session_ended"
    title_vi = "Phiên đăng nhập đã hết, hãy đăng nhập lại"
    title_en = "The session has ended, sign in again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session just opened: the only time that its secret is known."""

    id: str
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A session that holds, and whose it is."""

    row: SessionRow
    caller: KeyInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Where a session was opened from."""

    address: str
    agent: str


def open_session(
    session: Session,
    account: AccountRow,
    *,
    way: str,
    origin: From,
    lasts: timedelta,
    now: datetime,
    id_token: str | None = None,
) -> Opened:
    """Let a person in for at most `lasts`."""
    secret = secrets.token_urlsafe(32)
    row = SessionRow(
        id=new_id("ses", now),
        secret_hash=_hash(secret),
        account=account.id,
        way=way,
        address=origin.address[:45],
        agent=origin.agent[:200],
        created=now,
        seen=now,
        expires=now + lasts,
        id_token=id_token,
    )
    session.add(row)
    session.flush()
    return Opened(id=row.id, secret=secret, expires=row.expires)


def authenticate(session: Session, secret: str, *, idle: timedelta, now: datetime) -> Found:
    """Raises SessionEnded when it is unknown, over, unused for `idle`, or its account disabled."""
    query = select(SessionRow, AccountRow).join(AccountRow, AccountRow.id == SessionRow.account)
    found = session.execute(query.where(SessionRow.secret_hash == _hash(secret))).one_or_none()
    if found is None:
        raise SessionEnded()
    row, account = found
    over = row.ended is not None or row.expires <= now or row.seen + idle <= now
    if over or account.disabled is not None:
        raise SessionEnded()
    caller = KeyInfo(
        id=account.id,
        name=account.name,
        role=account.role,
        branch=account.branch,
        created=account.created,
        expires=row.expires,
        revoked=None,
    )
    return Found(row=row, caller=caller)


def note_seen(session: Session, session_id: str, *, now: datetime) -> None:
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen=now))


def request_token(secret: str) -> str:
    """What the session's own pages send with every change; another site cannot know it (CSRF)."""
    return hashlib.sha256(f"request token of {secret}".encode()).hexdigest()


def end(session: Session, secret: str, *, now: datetime) -> SessionRow | None:
    """End the session of a cookie. Returns it as it was, None when there was none to end."""
    query = select(SessionRow).where(SessionRow.secret_hash == _hash(secret))
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None or row.ended is not None:
        return None
    row.ended = now
    return row


def end_by_id(session: Session, session_id: str, *, now: datetime) -> None:
    """Ending it again changes nothing. Raises NotFound."""
    row = session.get(SessionRow, session_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có phiên này / there is no such session")
    row.ended = row.ended or now


def end_all_of(session: Session, account_id: str, *, now: datetime) -> None:
    which = (SessionRow.account == account_id, SessionRow.ended.is_(None))
    session.execute(update(SessionRow).where(*which).values(ended=now))


def list_open(session: Session, *, now: datetime) -> Sequence[tuple[SessionRow, AccountRow]]:
    """Sessions that may still be used, the newest first."""
    query = select(SessionRow, AccountRow).join(AccountRow, AccountRow.id == SessionRow.account)
    query = query.where(SessionRow.ended.is_(None), SessionRow.expires > now)
    found = session.execute(query.order_by(SessionRow.created.desc(), SessionRow.id))
    return [(row, account) for row, account in found]


def begin_sign_in(
    session: Session,
    *,
    state: str,
    browser: str,
    verifier: str,
    nonce: str,
    page: str,
    now: datetime,
) -> None:
    """Remember a browser that is sent to the organisation."""
    session.add(
        SignInRow(
            state_hash=_hash(state),
            browser_hash=_hash(browser),
            verifier=verifier,
            nonce=nonce,
            page=page,
            expires=now + _ON_THE_WAY,
        )
    )


def take_sign_in(session: Session, *, state: str, browser: str, now: datetime) -> SignInRow | None:
    """What began with `state` in the browser with that cookie; once, and only in time."""
    row = session.get(SignInRow, _hash(state), with_for_update=True)
    if row is None or not secrets.compare_digest(row.browser_hash, _hash(browser)):
        return None
    session.delete(row)
    session.flush()
    return row if row.expires > now else None


def forget_old(session: Session, *, now: datetime) -> None:
    """Drop sign-ins that were not finished, and sessions that ended long ago."""
    session.execute(delete(SignInRow).where(SignInRow.expires < now))
    session.execute(delete(SessionRow).where(SessionRow.expires < now - _KEPT))
    # An ID token names a person: no longer than it can be of use.
    over = (SessionRow.id_token.is_not(None), SessionRow.expires < now)
    session.execute(update(SessionRow).where(*over).values(id_token=None))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
