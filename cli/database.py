"""The service's database, for commands of its operator."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dossier.store.database import Database
    from dossier.store.settings import StoreSettings

DataOption = Annotated[
    Path | None, typer.Option(help="Folder of the service. Default SOHOA_DATA, ./data.")
]


def store_settings(data: Path | None) -> StoreSettings:
    """What the environment and `--data` name."""
    from dossier.store.settings import StoreSettings

    return StoreSettings() if data is None else StoreSettings(data=data)


@contextmanager
def open_database(data: Path | None, *, prepare: bool = True) -> Iterator[Database]:
    """Open what the environment and `--data` name; with `prepare`, as every process does.

    Raises Misconfigured, StorageUnavailable.
    """
    from dossier.store.database import Database

    database = Database.from_settings(store_settings(data))
    try:
        if prepare:
            database.prepare_schema()
        yield database
    finally:
        database.dispose()


def operator() -> str:
    """Who typed the command, for what is written down about it."""
    return f"operator:{getpass.getuser()}"


def note(session: Session, action: str, subject: str) -> None:
    """Write into the audit log what the operator did, in the same transaction."""
    from dossier.store import audit

    audit.append(
        session,
        actor=operator(),
        action=action,
        subject=subject,
        branch=None,
        now=datetime.now(UTC),
    )
