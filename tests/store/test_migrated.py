"""Schemas that tests use one after the other: nothing of one test is there for the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from dossier.store import keys
from dossier.store.database import Database
from dossier.store.settings import StoreSettings
from dossier.store.states import Role
from tests.fakes.databases import new_shelf
from tests.fakes.migrated import Shelf, copy_sqlite, migrate


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = new_shelf()
    yield made
    made.close()


def run(url: str, statement: str) -> object:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        found = result.scalar() if result.returns_rows else None
    engine.dispose()
    return found


def test_nothing_of_one_test_is_there_for_the_next(shelf: Shelf, tmp_path: Path) -> None:
    with shelf.borrowed() as first:
        whole = run(first, "SELECT version_num FROM alembic_version")
        settings = StoreSettings(data=tmp_path, database_url=SecretStr(first))
        database = Database.from_settings(settings)
        database.prepare_schema()
        with database.write() as session:
            now = datetime.now(UTC)
            keys.create_key(session, role=Role.ADMIN, name="Lan", branch=None, now=now)
        database.dispose()
        assert run(first, "SELECT nextval(pg_get_serial_sequence('events', 'seq'))") == 1
    with shelf.borrowed() as second:
        assert second == first, "the same schema again"
        assert run(second, "SELECT count(*) FROM api_keys") == 0
        assert run(second, "SELECT nextval(pg_get_serial_sequence('events', 'seq'))") == 1
        assert run(second, "SELECT version_num FROM alembic_version") == whole


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE events ADD COLUMN more text",
        "DROP INDEX ix_review_actions_at",
        "DROP TABLE uploads CASCADE",
    ],
)
def test_a_schema_that_was_changed_is_not_used_again(shelf: Shelf, change: str) -> None:
    with shelf.borrowed() as first:
        run(first, change)
    with shelf.borrowed() as second:
        assert second != first


def test_a_copied_file_is_what_the_migrations_make(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    migrate({"data": str(tmp_path / "made")})
    copy_sqlite(tmp_path / "copied")
    schemas = []
    for name in ("made", "copied"):
        url = StoreSettings(data=tmp_path / name).sqlalchemy_url()
        told = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)"
        # A table that was altered has its constraints in no certain order.
        schemas.append(sorted(str(run(url.render_as_string(), told)).replace(",", " ").split()))
    assert schemas[0] == schemas[1]
