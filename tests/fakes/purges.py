"""Runs of the purge, and what they left behind, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dossier.lifecycle.rules import Retention
from dossier.lifecycle.statement import Purged
from dossier.store import audit, purge_proof, purging
from dossier.store.database import Database
from dossier.store.objects import FolderObjects
from dossier.store.scope import EVERYWHERE, Scope

SOURCE = "Quyết định 12/QĐ ngày 05/01/2026"
LONG_AGO = timedelta(days=365 * 30)


def run(
    database: Database,
    objects: FolderObjects,
    rules: Retention,
    now: datetime,
    *,
    scope: Scope = EVERYWHERE,
    clock: Callable[[], datetime] | None = None,
    limit: int = 1000,
) -> purging.Run:
    return purging.run(
        database,
        objects,
        rules,
        scope,
        actor="operator:test",
        clock=clock or (lambda: now),
        limit=limit,
    )


def told(database: Database) -> list[Purged]:
    with database.read() as session:
        return list(purging.entries(session, EVERYWHERE))


def faults(database: Database, objects: FolderObjects) -> tuple[str, ...]:
    with database.read() as session:
        assert audit.verify(session).broken == ""
        return purge_proof.verify(session, objects).faults
