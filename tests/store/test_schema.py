"""Migrations on both databases: the same tables as the models, and no row lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, TextClause, text

from dossier.errors import Misconfigured
from dossier.store import (
    account_tables,
    archive_tables,
    form_tables,
    key_tables,
    lifecycle_tables,
    migrations,
    outcome_tables,
    quality_tables,
    rates,
    schema,
)
from dossier.store.database import Database
from dossier.store.settings import StoreSettings
from dossier.store.tables import Base
from tests.fakes.databases import BACKENDS, bare_database
from tests.store.rows_of_first_release import ROWS, insert_rows

MODELS = (
    *(account_tables, archive_tables, form_tables, key_tables),
    *(lifecycle_tables, outcome_tables, quality_tables, rates),
)
"""Modules with tables of their own: known to the models once they are imported."""
FOLDER = Path(migrations.__file__).parent
VERSIONS = [
    entry.revision
    for entry in reversed(
        list(ScriptDirectory(FOLDER, version_locations=[FOLDER]).walk_revisions())
    )
]


@pytest.fixture(params=BACKENDS)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with bare_database(request.param, tmp_path) as names:
        opened = Database.from_settings(StoreSettings(**names))  # type: ignore[arg-type]
        yield opened
        opened.dispose()


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """What the first release would read of its tables."""
    with database.read() as session:
        return {
            table: list(map(tuple, session.execute(_first_columns(table)).all())) for table in ROWS
        }


def _first_columns(table: str) -> TextClause:
    columns = ", ".join(f'"{name}"' for name in ROWS[table])
    return text(f"SELECT {columns} FROM {table} ORDER BY 1")


def version(database: Database) -> str | None:
    with database.read() as session:
        return schema.current(session.connection())


def test_head_is_the_newest_file() -> None:
    assert sorted(VERSIONS) == VERSIONS
    assert VERSIONS[-1] == schema.HEAD


def test_the_models_are_what_the_migrations_make(bare: Database) -> None:
    bare.migrate()
    with bare.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_rows_live_through_every_step_up_and_down(bare: Database) -> None:
    bare.migrate(VERSIONS[0])
    insert_rows(bare)
    before = rows_of(bare)
    assert all(before.values()), "every table needs a row, or nothing is shown"
    for target in VERSIONS[1:] + VERSIONS[-2::-1] + [schema.HEAD]:
        bare.migrate(target)
        assert version(bare) == target
        assert rows_of(bare) == before, target


def test_down_to_nothing_leaves_nothing(bare: Database) -> None:
    bare.migrate()
    bare.migrate(schema.BASE)
    assert version(bare) is None
    with bare.read() as session:
        left = MetaData()
        left.reflect(session.connection())
    assert set(left.tables) == {"alembic_version"}
    bare.migrate()


def test_a_database_of_the_first_release_is_taken_over(bare: Database) -> None:
    bare.migrate("0001")
    insert_rows(bare)
    before = rows_of(bare)
    with bare.write() as session:
        session.execute(text("DROP TABLE alembic_version"))
        session.execute(text("CREATE TABLE schema_version (version INTEGER, applied TIMESTAMP)"))
    assert version(bare) == "0001"
    bare.migrate()
    assert (version(bare), rows_of(bare)) == (schema.HEAD, before)


def test_the_tables_are_made_once_by_many(bare: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: bare.migrate(), range(4)))
    assert version(bare) == schema.HEAD


def test_only_one_machine_changes_its_tables_by_itself(bare: Database) -> None:
    if bare.dialect == "sqlite":
        bare.prepare_schema()
    else:
        with pytest.raises(Misconfigured, match="sohoa admin migrate"):
            bare.prepare_schema()
        bare.migrate()
    bare.prepare_schema()
    assert version(bare) == schema.HEAD


def test_a_newer_database_is_refused_and_left_alone(bare: Database) -> None:
    bare.migrate()
    with bare.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (bare.migrate, bare.prepare_schema):
        with pytest.raises(Misconfigured):
            act()
    assert version(bare) == "9999"


def test_a_migration_that_would_orphan_rows_changes_nothing(tmp_path: Path) -> None:
    """SQLite alone: PostgreSQL keeps its references during the change."""
    database = Database.from_settings(StoreSettings(data=tmp_path))
    database.migrate("0001")
    insert_rows(database)
    with database.write() as session:
        session.execute(text("CREATE TABLE orphan (x REFERENCES dossiers(code))"))
    with database._engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("INSERT INTO orphan VALUES ('no-such-dossier')")
        cursor.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(Misconfigured):
        database.migrate(schema.BASE)
    assert version(database) == "0001"
    database.dispose()
