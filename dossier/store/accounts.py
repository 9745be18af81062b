"""People who sign in: made by an operator with a login, or by their organisation's ID token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.store import passwords, sessions
from dossier.store.account_tables import AccountRow
from dossier.store.columns import new_id
from dossier.store.states import Role

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_TRIES: Final = 5
"""Wrong passwords in a row before an account is left alone for a while."""
_PAUSE: Final = timedelta(seconds=30)
_LONGEST_PAUSE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person may do, as an issuer's claims or an operator say it."""

    name: str
    role: Role
    branch: str | None
    """None: every branch."""


def create_local(
    session: Session, login: str, password: str, standing: Standing, *, now: datetime
) -> AccountRow:
    """An account of this machine. Raises InvalidRequest, Conflict when the login is taken."""
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise InvalidRequest(
            "Tên đăng nhập: a-z, 0-9, dấu chấm, gạch / a login is a-z, 0-9, dot, dash"
        )
    if find_login(session, login) is not None:
        raise Conflict("Tên đăng nhập đã có / the login is taken", login=login)
    row = _new(standing, now=now)
    row.login, row.password_hash = login, passwords.hash_password(password, login)
    session.add(row)
    session.flush()
    return row


def find_login(session: Session, login: str) -> AccountRow | None:
    query = select(AccountRow).where(AccountRow.login == login.strip().casefold())
    return session.scalars(query).one_or_none()


def any_login(session: Session) -> bool:
    """Whether anybody has a login of this machine."""
    query = select(AccountRow.id).where(AccountRow.login.is_not(None)).limit(1)
    return session.scalars(query).first() is not None


def keep_foreign(
    session: Session, issuer: str, subject: str, standing: Standing, *, now: datetime
) -> AccountRow:
    """The account of an issuer's subject, made at its first sign-in, with today's standing."""
    query = select(AccountRow).where(AccountRow.issuer == issuer, AccountRow.subject == subject)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        row = _new(standing, now=now)
        row.issuer, row.subject = issuer, subject
        session.add(row)
    row.name, row.role, row.branch = standing.name[:200], standing.role, standing.branch
    session.flush()
    return row


def is_paused(row: AccountRow, *, now: datetime) -> bool:
    """Whether too many wrong passwords came of late."""
    return row.locked_until is not None and row.locked_until > now


def note_try(session: Session, account_id: str, *, right: bool, now: datetime) -> None:
    """Count a wrong password, longer pauses after each; a right one forgives them."""
    row = session.get_one(AccountRow, account_id, with_for_update=True)
    if right:
        row.failures, row.locked_until = 0, None
        return
    row.failures += 1
    if row.failures >= _TRIES:
        pause = min(_PAUSE * (1 << min(row.failures - _TRIES, 10)), _LONGEST_PAUSE)
        row.locked_until = now + pause


def set_password(session: Session, account_id: str, password: str, *, now: datetime) -> None:
    """A new password; all sessions end. Raises NotFound, InvalidRequest."""
    row = find(session, account_id)
    if row.login is None:
        raise InvalidRequest("Tài khoản của cơ quan / the organisation keeps this account")
    row.password_hash = passwords.hash_password(password, row.login)
    row.failures, row.locked_until = 0, None
    sessions.end_all_of(session, row.id, now=now)


def disable(session: Session, account_id: str, *, now: datetime) -> None:
    """Let somebody in no more, and end what they have open. Raises NotFound."""
    row = find(session, account_id)
    row.disabled = row.disabled or now
    sessions.end_all_of(session, row.id, now=now)


def find(session: Session, account_id: str) -> AccountRow:
    """By id or login. Raises NotFound."""
    row = session.get(AccountRow, account_id) or find_login(session, account_id)
    if row is None:
        raise NotFound("Không có tài khoản này / there is no such account")
    return row


def list_all(session: Session) -> Sequence[AccountRow]:
    """Oldest first, disabled ones too."""
    return session.scalars(select(AccountRow).order_by(AccountRow.created, AccountRow.id)).all()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AccountRow)) or 0


def _new(standing: Standing, *, now: datetime) -> AccountRow:
    if standing.role is Role.SCANNER and not standing.branch:
        raise InvalidRequest("Người quét phải có chi nhánh / who scans needs a branch")
    return AccountRow(
        id=new_id("acc", now),
        name=standing.name[:200],
        role=standing.role,
        branch=standing.branch,
        created=now,
        failures=0,
    )
