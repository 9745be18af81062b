"""Whether a process has the keys that the data needs, and the first key of an installation.

The first process makes a key, unless it was given some or told `off`. Every key that ever encrypted
is noted in the database by its id and a check value, until a rotation has left nothing under it. A
process that lacks one, or has another one of that id, does not start: it would not read what is
there, or write what the others cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dossier.store.key_tables import EncryptionKeyRow
from dossier.store.keyring import KeyMissing, Keyring, make_key_file, new_key_id


def require_keys(session: Session, keyring: Keyring) -> bool:
    """Whether the key that encrypts is noted already, or none is needed. Raises KeyMissing."""
    known = session.scalars(select(EncryptionKeyRow).where(_in_use())).all()
    for row in known:
        if keyring.check_of(row.id) != row.check:
            raise KeyMissing("Khóa khác cùng tên / another key of that id", key=row.id)
    return keyring.active is None or keyring.active in {row.id for row in known}


def note_key(session: Session, keyring: Keyring, *, now: datetime) -> None:
    """Write down that the active key encrypts from now on. Again changes nothing."""
    # Only here: the database itself asks this module when it starts.
    from dossier.store.database import insert_once

    if keyring.active is None:
        return
    check = keyring.check_of(keyring.active)
    row = {"id": keyring.active, "check": check, "created": now}
    if not insert_once(session, EncryptionKeyRow, **row):
        session.get_one(EncryptionKeyRow, keyring.active).retired = None


def make_first_key(session: Session, file: Path, *, now: datetime) -> None:
    """Make the key file of a new installation.

    Raises KeyMissing when the data was written with keys already: a new one would not read it.
    """
    known = session.scalars(select(EncryptionKeyRow.id).where(_in_use())).all()
    if known:
        raise KeyMissing(
            f"Dữ liệu cần khóa cũ, hãy trả lại {file.name} hoặc đặt SOHOA_ENCRYPTION_KEYS / "
            f"the data needs its keys: put {file.name} back or set SOHOA_ENCRYPTION_KEYS",
            keys=" ".join(known),
        )
    make_key_file(file, new_key_id(now))


def retire_others(session: Session, active: str | None, *, now: datetime) -> Iterable[str]:
    """Nothing is left under any key but `active`: the others may be thrown away. Returns them."""
    others = session.scalars(
        select(EncryptionKeyRow).where(_in_use(), EncryptionKeyRow.id != (active or ""))
    ).all()
    for row in others:
        row.retired = now
    return [row.id for row in others]


def _in_use() -> ColumnElement[bool]:
    return EncryptionKeyRow.retired.is_(None)
