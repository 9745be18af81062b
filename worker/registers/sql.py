"""A register in a database: one query, read-only, with a limit on its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dossier.errors import Misconfigured
from dossier.registers.port import Entry, RegisterUnavailable
from dossier.store.settings import with_shipped_driver
from worker.registers.base import Adapter
from worker.registers.definition import SqlSource, read_secret


class SqlRegister(Adapter[SqlSource]):
    """Opens a connection for each question: a worker asks a few in a minute."""

    def __init__(self, source: SqlSource) -> None:
        """Raises Misconfigured for a URL that is none or a query without `:key`."""
        if ":key" not in source.query:
            raise Misconfigured(f"{source.name}: query: thiếu / lacks :key")
        super().__init__(source)
        self._query = text(source.query)
        self._engine = _open(source)

    def find(self, key: str) -> Sequence[Entry]:
        """The rows under `key`. Raises RegisterUnavailable."""
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(self._query, {"key": key}).mappings().all()
        except SQLAlchemyError as exc:
            raise RegisterUnavailable(type(exc).__name__) from exc
        return self._entries_in(map(dict, rows))


def _open(source: SqlSource) -> Engine:
    address = read_secret(source.url_file) if source.url_file else source.url
    try:
        url = with_shipped_driver(address)
        if url.get_backend_name() == "postgresql":
            return _postgres(create_engine(url, poolclass=NullPool, connect_args=_pg(source, url)))
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": source.timeout_s})
    except (ArgumentError, TypeError) as exc:
        # The message would quote the URL, and with it the password.
        raise Misconfigured(f"{source.name}: url") from exc
    event.listen(engine, "connect", _only_read_sqlite)
    return engine


def _pg(source: SqlSource, url: URL) -> dict[str, Any]:
    """Its own limits beside the options that the URL may carry."""
    own = url.query.get("options", "")
    limit_ms = int(source.timeout_s * 1000)
    return {
        "connect_timeout": max(1, round(source.timeout_s)),
        "options": f"{own} -c statement_timeout={limit_ms} -c default_transaction_read_only=on",
    }


def _postgres(engine: Engine) -> Engine:
    return engine.execution_options(postgresql_readonly=True)


def _only_read_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only = on")
