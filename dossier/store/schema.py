"""The version of the tables: which one is there, and the way to the one this program needs.

Everything runs in one transaction, also on SQLite: a migration that fails leaves what was there.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from dossier.errors import Misconfigured

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

HEAD: Final = "0021"
"""The version that this program works with: the newest file in `migrations/`."""
BASE: Final = "base"
"""No tables at all."""

_FOLDER: Final = Path(__file__).parent / "migrations"
_VERSIONS: Final = "alembic_version"
_FIRST_RELEASE: Final = "schema_version"
"""The table by which the first release told its version; its tables are those of 0001."""


def current(connection: Connection) -> str | None:
    """The version of the tables; None when there are none."""
    there = inspect(connection)
    if there.has_table(_VERSIONS):
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))
        return found
    return "0001" if there.has_table(_FIRST_RELEASE) else None


def require_head(connection: Connection) -> None:
    """Raises Misconfigured, naming the command to type, when the tables are of another version."""
    found = current(connection)
    if found != HEAD:
        raise Misconfigured(
            "Cơ sở dữ liệu thuộc phiên bản khác, hãy chạy / the database is of another version, "
            "run: sohoa admin migrate",
            found=found or BASE,
            expected=HEAD,
        )


def migrate(connection: Connection, target: str = HEAD) -> None:
    """Bring the tables to `target`, up or down, inside the caller's transaction.

    Raises Misconfigured when they are of a version that this program does not know (it is older
    than its database), or when a row would be left pointing nowhere.
    """
    # Only here: a start that finds the tables as they should be has no need of it.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)
    script = ScriptDirectory(_FOLDER, version_locations=[str(_FOLDER)])
    _require_known(script, current(connection), target)
    _adopt_first_release(connection)
    with EnvironmentContext(Config(), script) as environment:
        environment.configure(
            connection=connection,
            transactional_ddl=True,
            fn=lambda found, _: _way(script, found, target),
        )
        environment.run_migrations()
    _require_references(connection)


def _way(script: ScriptDirectory, found: tuple[str, ...], target: str) -> list[Any]:
    """The migrations between two versions, in the order to run them. Versions sort as text."""
    start = found[0] if found else BASE
    if target != BASE and (start == BASE or start < target):
        return list(script._upgrade_revs(target, start))
    return list(script._downgrade_revs(target, start))


def _require_known(script: ScriptDirectory, found: str | None, target: str) -> None:
    known = {BASE, *(entry.revision for entry in script.walk_revisions())}
    if target not in known:
        raise Misconfigured("Không có phiên bản này / there is no such version", version=target)
    if found is not None and found not in known:
        raise Misconfigured(
            "Cơ sở dữ liệu mới hơn chương trình này / the database is newer than this program",
            found=found,
            expected=HEAD,
        )


def _adopt_first_release(connection: Connection) -> None:
    if inspect(connection).has_table(_FIRST_RELEASE):
        connection.execute(text(f"DROP TABLE {_FIRST_RELEASE}"))
        connection.execute(text(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text(f"INSERT INTO {_VERSIONS} VALUES ('0001')"))


def _require_references(connection: Connection) -> None:
    """SQLite cannot hold its references while a table is made anew, so they are counted after."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise Misconfigured(
            "Dữ liệu trỏ tới dòng không có / rows point to rows that are not there",
            rows=len(broken),
        )
