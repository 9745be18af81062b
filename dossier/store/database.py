"""The one way to the database: short transactions, `read()` or `write()`, on SQLite or PostgreSQL.

SQLite runs in WAL mode with one writer at a time. A transaction that reads first and writes later
can fail there without waiting (the snapshot is stale), so `write()` takes the writer's place at
once with BEGIN IMMEDIATE and waits for it up to the busy timeout.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, Table, create_engine, event, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from dossier.errors import InvalidRequest, StorageUnavailable
from dossier.store import encryption, schema
from dossier.store.keyring import load_keyring
from dossier.store.sealed import keyring_of, use_keyring
from dossier.store.settings import StoreSettings
from dossier.store.tables import Base

_BUSY_TIMEOUT_MS = 20_000
_NAMES_SEALED = "0014"
"""The version of the tables from which on file names are encrypted."""


class Database:
    """A pool of connections. Safe to share between threads, not between processes."""

    def __init__(self, url: URL) -> None:
        self._engine = _make_engine(url)
        self._write_engine = self._engine.execution_options(sohoa_begin="BEGIN IMMEDIATE")
        self._settings: StoreSettings | None = None

    @classmethod
    def from_settings(cls, settings: StoreSettings) -> Self:
        """Raises Misconfigured when the encryption keys cannot be understood."""
        if settings.database_url is None:
            settings.make_data_folder()
        database = cls(settings.sqlalchemy_url())
        database._settings = settings
        use_keyring(database._engine.dialect, load_keyring(settings))
        return database

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def active_key(self) -> str | None:
        """Id of the key that encrypts now; None: all is written in clear, by choice."""
        keyring = keyring_of(self._engine.dialect)
        return None if keyring is None else keyring.active

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look. Raises StorageUnavailable when the database does not answer."""
        with _translated(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """All or nothing: commits at the end, rolls back on any exception.

        Raises StorageUnavailable when the database does not answer or is locked too long.
        """
        with (
            _translated(),
            Session(self._write_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def prepare_schema(self) -> None:
        """At the start of a process: SQLite is brought to this program's version at once.

        A database with several machines around it is changed by `sohoa admin migrate`, when its
        operator says so. Raises Misconfigured, naming that command, when it has another version;
        KeyMissing when this process lacks a key that the data needs (`store.encryption`).
        """
        self._prepare_tables()
        if self._settings is not None:
            self._prepare_keys(self._settings)

    def migrate(self, target: str = schema.HEAD) -> None:
        """Bring the tables to `target`, up or down; all or nothing, one process at a time.

        Raises Misconfigured as `schema.migrate`, StorageUnavailable.
        """
        with (
            _translated(),
            self._write_engine.connect() as connection,
            _references_off(connection),
            connection.begin(),
        ):
            _wait_for_turn(connection, Turn.SCHEMA)
            before = schema.current(connection)
            schema.migrate(connection, target)
        if before is not None and before < _NAMES_SEALED <= target:
            self._seal_names()

    def dispose(self) -> None:
        self._engine.dispose()

    def _prepare_tables(self) -> None:
        with self.read() as session:
            if schema.current(session.connection()) == schema.HEAD:
                return
        if self.dialect == "sqlite":
            self.migrate()
        with self.read() as session:
            schema.require_head(session.connection())

    def _seal_names(self) -> None:
        """Encrypt file names that were written in clear.

        In small transactions after the tables have changed: one that is stopped leaves names that
        can be read all the same, for the next `sohoa admin keys rotate`.
        """
        # Only here: the rotation works on this class.
        from dossier.store import rotation

        keyring = keyring_of(self._engine.dialect)
        if keyring is not None and keyring.ready and keyring.active is not None:
            rotation.seal_rows(self, ("files", "uploads", "pages", "form_samples"))

    def _prepare_keys(self, settings: StoreSettings) -> None:
        keyring, now = load_keyring(settings), datetime.now(UTC)
        if not keyring.ready:
            with self.read() as session:
                encryption.make_first_key(session, settings.key_file, now=now)
            keyring = load_keyring(settings)
        use_keyring(self._engine.dialect, keyring)
        with self.read() as session:
            noted = encryption.require_keys(session, keyring)
        if not noted:
            with self.write() as session:
                encryption.note_key(session, keyring, now=now)


class Turn(IntEnum):
    """What only one transaction at a time may do. The numbers are advisory lock keys."""

    SCHEMA = 0x50_48_4F_41_01
    EVENTS = 0x50_48_4F_41_02
    AUDIT = 0x50_48_4F_41_03
    PURGES = 0x50_48_4F_41_04


def take_turn(session: Session, turn: Turn) -> None:
    """Wait until no other transaction holds `turn`; held until this one ends.

    Nothing to do on SQLite, where `write()` already means being the only writer.
    """
    _wait_for_turn(session.connection(), turn)


def hold_name(session: Session, name: str) -> None:
    """Wait until no other transaction holds `name` (hex digits); held until this one ends.

    On SQLite `write()` holds every name.
    """
    if session.get_bind().dialect.name == "postgresql":
        # 60 bits of it: two names that share them wait for each other, and nothing worse.
        session.execute(select(func.pg_advisory_xact_lock(int(name[:15], 16))))


def _wait_for_turn(connection: Connection, turn: Turn) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(turn))))


def insert_once(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same key is there. Returns whether it was inserted.

    Waits for a rival that inserts the same key at the same time, then gives way to it.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # A row comes back only if one was inserted; the count of rows is not told for an INSERT.
    statement = insert(table_of(table)).on_conflict_do_nothing().returning(literal(1))
    return session.execute(statement, values).first() is not None


def table_of(rows: type[Base]) -> Table:
    """Their table itself: a statement on it goes past the unit of work, which costs as much again.

    For what every call writes; its columns' types are the same.
    """
    return Base.metadata.tables[rows.__tablename__]


@contextmanager
def _references_off(connection: Connection) -> Iterator[None]:
    """A table that SQLite cannot alter is made anew, which its references would forbid.

    `schema.migrate` counts them afterwards. The pragma works only outside of a transaction, so it
    goes to the driver's connection, past SQLAlchemy's own beginning of one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError):
        # A broken rule or statement is a bug or a race of ours, never the database being away.
        raise
    except (DataError, UnicodeEncodeError) as exc:
        raise _cannot_be_kept() from exc
    except (DBAPIError, PoolTimeout) as exc:
        raise StorageUnavailable(
            "Cơ sở dữ liệu không trả lời / the database does not answer", cause=type(exc).__name__
        ) from exc
    except StatementError as exc:
        # Raised while a value is made ready for its column, before the database is asked.
        if isinstance(exc.orig, UnicodeEncodeError):
            raise _cannot_be_kept() from exc
        raise


def _cannot_be_kept() -> InvalidRequest:
    # JSON can write them, and the database would refuse them each time anew: asking again later,
    # as for a database that is away, would never end.
    return InvalidRequest(
        "Có ký tự không lưu được (NUL, nửa ký tự) / a letter that cannot be kept (NUL, half of one)"
    )


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would open transactions by itself, and deferred; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power fails, and an
    # upload that was confirmed must not be lost.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sohoa_begin", "BEGIN"))
