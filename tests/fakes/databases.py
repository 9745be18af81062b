"""An empty database for one test: SQLite in a folder, PostgreSQL in a schema of its own."""

from __future__ import annotations

import atexit
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from dossier.store.database import Database
from dossier.store.settings import StoreSettings
from tests.fakes.migrated import Shelf, copy_sqlite

BACKENDS = ("sqlite", "postgresql")

_POSTGRES = os.environ.get("SOHOA_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")


@contextmanager
def database_settings(backend: str, folder: Path) -> Iterator[dict[str, str]]:
    """As `bare_database`, with this version's tables, all of them empty."""
    with _migrated(backend, folder) as names:
        database = Database.from_settings(StoreSettings(**names))  # type: ignore[arg-type]
        database.prepare_schema()
        database.dispose()
        yield names


@contextmanager
def _migrated(backend: str, folder: Path) -> Iterator[dict[str, str]]:
    if backend == "sqlite":
        copy_sqlite(folder)
        yield {"data": str(folder)}
        return
    with _shelf().borrowed() as url:
        yield {"data": str(folder), "database_url": url}


@cache
def _shelf() -> Shelf:
    shelf = new_shelf()
    atexit.register(shelf.close)
    return shelf


def new_shelf() -> Shelf:
    """Of schemas on the tests' PostgreSQL; who makes it closes it."""
    return Shelf(_make_schema, _drop_schema)


@contextmanager
def bare_database(backend: str, folder: Path) -> Iterator[dict[str, str]]:
    """Settings that name a database of `backend` without tables, as keyword arguments.

    Where PostgreSQL or its driver is missing the test is skipped, but fails where CI is set.
    """
    if backend == "sqlite":
        yield {"data": str(folder)}
        return
    schema, url = _make_schema()
    try:
        yield {"data": str(folder), "database_url": url}
    finally:
        _drop_schema(schema)


def _make_schema() -> tuple[str, str]:
    """Name and URL of a schema without tables."""
    schema = f"test_{uuid.uuid4().hex}"
    _run_on_postgres(f"CREATE SCHEMA {schema}")
    url = make_url(_POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    return schema, url.render_as_string(hide_password=False)


def _drop_schema(schema: str) -> None:
    _run_on_postgres(f"DROP SCHEMA {schema} CASCADE")


@contextmanager
def open_database(backend: str, folder: Path) -> Iterator[Database]:
    """A database with this version's tables, all of them empty."""
    with database_settings(backend, folder) as names:
        database = Database.from_settings(StoreSettings(**names))  # type: ignore[arg-type]
        try:
            yield database
        finally:
            database.dispose()


def _run_on_postgres(statement: str) -> None:
    if find_spec("psycopg") is None:
        missing("the PostgreSQL driver `psycopg` is not installed")
    engine = create_engine(_POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except OperationalError:
        missing("no PostgreSQL answers at SOHOA_TEST_POSTGRES")
    finally:
        engine.dispose()


def missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
