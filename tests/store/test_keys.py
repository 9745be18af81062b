"""API keys: only their hash is kept, and a key that ended opens nothing."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dossier.errors import Conflict, InvalidRequest, NotFound, Unauthenticated
from dossier.store import keys
from dossier.store.database import Database
from dossier.store.keys import NewKey
from dossier.store.states import Role
from dossier.store.tables import ApiKey


def make_key(database: Database, now: datetime, expires: datetime | None = None) -> NewKey:
    with database.write() as session:
        return keys.create_key(
            session, role=Role.SCANNER, name="quầy 1", branch="H26.01", now=now, expires=expires
        )


def test_a_key_opens_and_its_secret_is_nowhere(database: Database, now: datetime) -> None:
    made = make_key(database, now)
    with database.read() as session:
        found = keys.authenticate(session, made.secret, now=now)
        row = session.scalars(select(ApiKey)).one()
    assert (found.id, found.role, found.branch) == (made.id, Role.SCANNER, "H26.01")
    assert made.secret.startswith("sk_")
    assert len(made.secret) > 40
    assert made.secret not in str(vars(row))


@pytest.mark.parametrize("secret", ["", "sk_", "sk_wrong", "Bearer"])
def test_an_unknown_key_opens_nothing(database: Database, now: datetime, secret: str) -> None:
    make_key(database, now)
    with database.read() as session, pytest.raises(Unauthenticated):
        keys.authenticate(session, secret, now=now)


def test_a_revoked_key_opens_nothing(database: Database, now: datetime) -> None:
    made = make_key(database, now)
    with database.write() as session:
        keys.revoke_key(session, made.id, now=now)
        keys.revoke_key(session, made.id, now=now + timedelta(days=1))
    with database.read() as session, pytest.raises(Unauthenticated):
        keys.authenticate(session, made.secret, now=now)
    with database.read() as session:
        (info,) = keys.list_keys(session)
    assert info.revoked == now


def test_a_key_ends_at_its_hour(database: Database, now: datetime) -> None:
    made = make_key(database, now, expires=now + timedelta(hours=1))
    with database.read() as session:
        keys.authenticate(session, made.secret, now=now + timedelta(minutes=59))
        with pytest.raises(Unauthenticated):
            keys.authenticate(session, made.secret, now=now + timedelta(hours=1))


def test_revoking_what_is_not_there(database: Database, now: datetime) -> None:
    with pytest.raises(NotFound), database.write() as session:
        keys.revoke_key(session, "key_none", now=now)


def test_a_scanner_belongs_to_a_branch(database: Database, now: datetime) -> None:
    with pytest.raises(InvalidRequest), database.write() as session:
        keys.create_key(session, role=Role.SCANNER, name="x", now=now)


def test_the_first_start_leaves_one_admin_key(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "admin.key"
    with database.write() as session:
        assert keys.ensure_admin_key(session, file, now=now)
        assert not keys.ensure_admin_key(session, file, now=now)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with database.read() as session:
        found = keys.authenticate(session, file.read_text().strip(), now=now)
    assert found.role is Role.ADMIN


def test_while_a_key_is_renewed_both_open(database: Database, now: datetime) -> None:
    old = make_key(database, now, expires=now + timedelta(days=90))
    later = now + timedelta(days=30)
    with database.write() as session:
        new = keys.renew_key(session, old.id, overlap=timedelta(hours=24), now=later)
    last = later + timedelta(hours=23, minutes=59)
    with database.read() as session:
        told = [keys.authenticate(session, key.secret, now=last) for key in (old, new)]
        assert [(key.role, key.name, key.branch) for key in told] == [
            (Role.SCANNER, "quầy 1", "H26.01")
        ] * 2
        assert told[1].expires == later + timedelta(days=90)
        with pytest.raises(Unauthenticated):
            keys.authenticate(session, old.secret, now=later + timedelta(hours=24))
        keys.authenticate(session, new.secret, now=later + timedelta(days=89))


def test_a_renewal_lengthens_no_key(database: Database, now: datetime) -> None:
    old = make_key(database, now, expires=now + timedelta(hours=1))
    with database.write() as session:
        keys.renew_key(session, old.id, overlap=timedelta(days=7), now=now)
    with database.read() as session, pytest.raises(Unauthenticated):
        keys.authenticate(session, old.secret, now=now + timedelta(hours=1))


def test_what_has_ended_is_not_renewed(database: Database, now: datetime) -> None:
    revoked, ended = make_key(database, now), make_key(database, now, expires=now)
    with database.write() as session:
        keys.revoke_key(session, revoked.id, now=now)
    for key in (revoked, ended):
        with database.write() as session, pytest.raises(Conflict):
            keys.renew_key(session, key.id, overlap=timedelta(hours=1), now=now)
    with database.write() as session, pytest.raises(NotFound):
        keys.renew_key(session, "key_none", overlap=timedelta(hours=1), now=now)
