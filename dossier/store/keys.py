"""API keys: `sk_` and 256 random bits, of which only a SHA-256 is kept.

A plain hash is enough: the secret is not a password a person chose, it cannot be guessed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from dossier.errors import Conflict, InvalidRequest, NotFound, Unauthenticated
from dossier.store.columns import new_id
from dossier.store.scope import Scope
from dossier.store.states import Role
from dossier.store.tables import ApiKey

_PREFIX = "sk_"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key just made: the only time that its secret is known."""

    id: str
    secret: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInfo:
    """What may be shown of a key."""

    id: str
    name: str
    role: Role
    branch: str | None
    created: datetime
    expires: datetime | None
    revoked: datetime | None

    @property
    def scope(self) -> Scope:
        """Whose papers the holder may see."""
        return Scope(branch=self.branch)


def create_key(
    session: Session,
    *,
    role: Role,
    name: str,
    now: datetime,
    branch: str | None = None,
    expires: datetime | None = None,
) -> NewKey:
    """Make a key. A scanner's key belongs to a branch; raises InvalidRequest without one."""
    if role is Role.SCANNER and not branch:
        raise InvalidRequest("Khóa máy quét phải có chi nhánh / a scanner's key needs a branch")
    secret = _PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        id=new_id("key", now),
        secret_hash=_hash(secret),
        name=name,
        role=role,
        branch=branch,
        created=now,
        expires=expires,
    )
    session.add(row)
    session.flush()
    return NewKey(id=row.id, secret=secret, role=role)


def list_keys(session: Session) -> list[KeyInfo]:
    """All keys, oldest first, revoked ones too."""
    return [_info(row) for row in session.scalars(select(ApiKey).order_by(ApiKey.created))]


def revoke_key(session: Session, key_id: str, *, now: datetime) -> None:
    """End a key at once. Ending it again changes nothing. Raises NotFound."""
    if session.get(ApiKey, key_id) is None:
        raise NotFound("Không có khóa này / there is no such key", key=key_id)
    session.execute(
        update(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked.is_(None)).values(revoked=now)
    )


def renew_key(session: Session, key_id: str, *, overlap: timedelta, now: datetime) -> NewKey:
    """Make another key of the same role, name and branch; both open until `overlap` is over.

    The new key lasts as long as the old one was to last. An old key that ends sooner still ends
    then. Raises NotFound, Conflict when it was revoked or has ended: nothing goes on that is over.
    """
    row = session.get(ApiKey, key_id)
    if row is None:
        raise NotFound("Không có khóa này / there is no such key", key=key_id)
    if row.revoked is not None or (row.expires is not None and row.expires <= now):
        raise Conflict("Khóa đã hết hiệu lực / the key has ended", key=key_id)
    expires = None if row.expires is None else now + (row.expires - row.created)
    made = create_key(
        session, role=row.role, name=row.name, branch=row.branch, expires=expires, now=now
    )
    ends = now + overlap
    row.expires = ends if row.expires is None else min(row.expires, ends)
    return made


def authenticate(session: Session, secret: str, *, now: datetime) -> KeyInfo:
    """The key that `secret` belongs to.

    Raises Unauthenticated when it is unknown, revoked or expired; the caller is not told which.
    """
    # Columns, no object: every call of the API comes through here.
    row = session.execute(
        select(*ApiKey.__table__.columns).where(ApiKey.secret_hash == _hash(secret))
    ).one_or_none()
    if row is None or row.revoked is not None or (row.expires is not None and row.expires <= now):
        raise Unauthenticated()
    return _info(row)


def ensure_admin_key(session: Session, file: Path, *, now: datetime) -> bool:
    """On the very first start, make an admin key and leave it in `file` (mode 0600).

    Returns whether one was made: never when the database already holds a key.
    """
    if session.scalars(select(ApiKey.id).limit(1)).first() is not None:
        return False
    key = create_key(session, role=Role.ADMIN, name="first start", now=now)
    # Written before the commit: a crash leaves a useless file, never a key that nobody has.
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key.secret + "\n")
    return True


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _info(row: ApiKey | Row[Any]) -> KeyInfo:
    return KeyInfo(
        id=row.id,
        name=row.name,
        role=row.role,
        branch=row.branch,
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
    )
