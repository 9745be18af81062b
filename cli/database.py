"""The service's database, for commands of its operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dossier.store.database import Database

DataOption = Annotated[
    Path | None, typer.Option(help="Folder of the service. Default SOHOA_DATA, ./data.")
]


@contextmanager
def open_database(data: Path | None, *, prepare: bool = True) -> Iterator[Database]:
    """Open what the environment and `--data` name; with `prepare`, as every process does.

    Raises Misconfigured, StorageUnavailable.
    """
    from dossier.store.database import Database
    from dossier.store.settings import StoreSettings

    settings = StoreSettings() if data is None else StoreSettings(data=data)
    database = Database.from_settings(settings)
    try:
        if prepare:
            database.prepare_schema()
        yield database
    finally:
        database.dispose()
