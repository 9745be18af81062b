"""This version's tables, made once in a process and then used again: what most tests begin with.

SQLite: the file is copied. PostgreSQL: a schema goes back to the shelf without rows, but those that
the migrations wrote, if it has the tables that it was given out with; else it is dropped.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from dossier.store.database import Database
from dossier.store.settings import StoreSettings

_FILE: Final = "sohoa.db"
_SHAPE: Final = """
    SELECT md5(string_agg(told, E'\\n' ORDER BY told)) FROM (
        SELECT format('%s %s %s %s %s', table_name, column_name, data_type, is_nullable,
                      replace(column_default, :schema, '')) AS told
          FROM information_schema.columns WHERE table_schema = :schema
        UNION ALL SELECT replace(indexdef, :schema, '') FROM pg_indexes WHERE schemaname = :schema
        UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE connamespace = CAST(:schema AS regnamespace)
        UNION ALL SELECT format('%s %s', tgrelid::regclass, tgname) FROM pg_trigger
          JOIN pg_class ON pg_class.oid = tgrelid
         WHERE relnamespace = CAST(:schema AS regnamespace) AND NOT tgisinternal
    ) AS of_this_schema
"""


def migrate(names: dict[str, str]) -> None:
    database = Database.from_settings(StoreSettings(**names))  # type: ignore[arg-type]
    database.migrate()
    database.dispose()


@cache
def _sqlite_template() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="sohoa-tables-")
    atexit.register(folder.cleanup)
    migrate({"data": folder.name})
    return Path(folder.name) / _FILE


def copy_sqlite(folder: Path) -> None:
    """Lay a migrated `sohoa.db` into a data folder that has none."""
    StoreSettings(data=folder).make_data_folder()
    shutil.copy(_sqlite_template(), folder / _FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    name: str
    url: str
    """With the schema as its search path."""
    shape: str
    """A digest of its tables, columns, indexes, constraints and triggers."""
    rows: dict[str, list[dict[str, Any]]]
    """Table -> what the migrations wrote into it; empty for most."""


@dataclass
class Shelf:
    """Schemas that nobody uses. `make` and `drop` create and remove one of that URL and name."""

    make: Callable[[], tuple[str, str]]
    drop: Callable[[str], None]
    _free: list[Schema] = field(default_factory=list)

    @contextmanager
    def borrowed(self) -> Iterator[str]:
        """The URL of a schema with empty tables."""
        schema = self._free.pop() if self._free else self._new()
        try:
            yield schema.url
        finally:
            if _emptied(schema):
                self._free.append(schema)
            else:
                self.drop(schema.name)

    def close(self) -> None:
        while self._free:
            self.drop(self._free.pop().name)

    def _new(self) -> Schema:
        name, url = self.make()
        with tempfile.TemporaryDirectory() as data:
            migrate({"data": data, "database_url": url})
        with _connected(url) as connection:
            rows = {
                table: [
                    dict(row)
                    for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()
                ]
                for table in _tables(connection)
            }
            return Schema(name=name, url=url, shape=_shape(connection, name), rows=rows)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _emptied(schema: Schema) -> bool:
    """Bring a schema back to where it began. False where that cannot be done."""
    try:
        with _connected(schema.url) as connection:
            # Somebody who still writes would be waited for without end.
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            if _shape(connection, schema.name) != schema.shape:
                return False
            _remove_rows(connection, schema)
    except DBAPIError:
        return False
    return True


def _remove_rows(connection: Connection, schema: Schema) -> None:
    holds = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in schema.rows
    )
    filled = list(connection.scalars(text(holds)))
    if filled:
        connection.execute(text(f"TRUNCATE {', '.join(filled)} CASCADE"))
    for table, rows in schema.rows.items():
        if rows:
            columns = list(rows[0])
            values = ", ".join(f":{column}" for column in columns)
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"
            connection.execute(text(insert), rows)
    # Also of numbers that were drawn and rolled back.
    drawn = "SELECT sequencename FROM pg_sequences WHERE schemaname = :s AND last_value IS NOT NULL"
    for sequence in list(connection.scalars(text(drawn), {"s": schema.name})):
        connection.execute(text(f"ALTER SEQUENCE {sequence} RESTART"))


def _tables(connection: Connection) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    return list(connection.scalars(text(query)))


def _shape(connection: Connection, schema: str) -> str:
    return str(connection.scalar(text(_SHAPE), {"schema": schema}))
