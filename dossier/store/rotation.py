"""Encrypting anew what is stored, under the key that encrypts now, or in clear where none does.

It goes part by part in small transactions, in the order of the primary keys, and notes how far it
has come: a rotation that was stopped goes on there. Everything can be read all the while, because
readers have the old keys and the new one. Writers learn of the new key a little later, so old keys
are given up only by a round that began at the start and found nothing left under them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    and_,
    cast,
    delete,
    literal,
    or_,
    select,
    tuple_,
    union,
    update,
)
from sqlalchemy.orm import Session

from dossier.errors import NotFound
from dossier.store import (
    account_tables,
    archive_tables,
    encryption,
    lifecycle_tables,
    spot_tables,
)
from dossier.store.database import Database
from dossier.store.form_tables import FormSampleRow
from dossier.store.key_tables import EncryptionKeyRow, RotationRow
from dossier.store.objects import ObjectStore
from dossier.store.sealed import SealedJson, SealedText, marks_of
from dossier.store.tables import Base, FileRow

TABLES_APART: Final = (account_tables, archive_tables, lifecycle_tables, spot_tables)
"""Modules with sealed columns of their own: known to the models once they are imported."""
_BATCH: Final = 100
_OBJECTS: Final = "objects"
_LEARNED_AFTER: Final = timedelta(minutes=1)
"""By then every process that has the key file writes with a new key (`keyring`)."""

Progress = Callable[[str, int], None]
"""Called with a part (a table, or `objects`) and how many of it were encrypted anew by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    changed: int
    """Rows and objects that were encrypted anew."""
    retired: tuple[str, ...]
    """Keys that nothing needs any more."""
    done: bool
    """Whether nothing is left under another key. If not: once more, in a minute."""


def rotate(
    database: Database, objects: ObjectStore, *, now: Callable[[], datetime], progress: Progress
) -> Rotated:
    """Encrypt anew what is under another key than the active one, then look once more.

    Raises StorageUnavailable, KeyMissing; what was done until then stays done.
    """
    changed = _round(database, objects, progress)
    left = _round(database, objects, progress)
    with database.write() as session:
        if left or not _is_learned(session, database.active_key, now()):
            return Rotated(changed=changed + left, retired=(), done=False)
        retired = encryption.retire_others(session, database.active_key, now=now())
    return Rotated(changed=changed, retired=tuple(retired), done=True)


def seal_rows(database: Database, tables: Iterable[str]) -> int:
    """Encrypt what stands in `tables` in clear, or under another key. Returns how many rows.

    For columns that were sealed by a later version of the product than the one that filled them.
    """
    changed, quiet = 0, lambda _part, _changed: None
    for name in tables:
        changed += _rotate_table(database, Base.metadata.tables[name], quiet)
        with database.write() as session:
            # A rotation that begins later has to look at all of it.
            session.execute(delete(RotationRow).where(RotationRow.part == name))
    return changed


def sealed_columns(table: Table) -> list[Column[Any]]:
    return [c for c in table.columns if isinstance(c.type, (SealedJson, SealedText))]


def _round(database: Database, objects: ObjectStore, progress: Progress) -> int:
    """Go through everything from where the last round was stopped. Returns how many changed."""
    changed = 0
    for table in Base.metadata.sorted_tables:
        if sealed_columns(table):
            changed += _rotate_table(database, table, progress)
    changed += _rotate_objects(database, objects, progress)
    with database.write() as session:
        session.execute(delete(RotationRow))
    return changed


def _rotate_table(database: Database, table: Table, progress: Progress) -> int:
    changed = 0
    while True:
        with database.write() as session:
            after = _place(session, table.name, database.active_key)
            keys = _reseal_rows(session, table, after, database.active_key)
            _note_place(session, table.name, database.active_key, keys[-1] if keys else after)
        changed += len(keys)
        if keys:
            progress(table.name, changed)
        if len(keys) < _BATCH:
            return changed


def _reseal_rows(
    session: Session, table: Table, after: Sequence[Any], key_id: str | None
) -> list[Sequence[Any]]:
    """One batch of rows that are under another key; returns their primary keys."""
    key, sealed = list(table.primary_key.columns), sealed_columns(table)
    wanted = or_(*(_is_under_another(column, key_id) for column in sealed))
    query = select(*key, *sealed).where(wanted).order_by(*key).limit(_BATCH).with_for_update()
    if after:
        query = query.where(tuple_(*key) > tuple_(*(literal(part) for part in after)))
    rows = session.execute(query).all()
    for row in rows:
        # Read in clear and written again: the column's type does the rest.
        which = and_(*(column == part for column, part in zip(key, row, strict=False)))
        values = dict(zip((c.name for c in sealed), row[len(key) :], strict=True))
        session.execute(update(table).where(which).values(values))
    return [tuple(row[: len(key)]) for row in rows]


def _is_under_another(column: Column[Any], key_id: str | None) -> ColumnElement[bool]:
    text = cast(column, Text)
    if key_id is None:
        return or_(*(text.like(f"{mark}%") for mark in marks_of("")))
    return and_(column.is_not(None), *(text.not_like(f"{mark}%") for mark in marks_of(key_id)))


def _rotate_objects(database: Database, objects: ObjectStore, progress: Progress) -> int:
    changed = 0
    while True:
        with database.read() as session:
            after = _place(session, _OBJECTS, database.active_key)
            kept = union(
                select(FileRow.sha256).where(FileRow.purged.is_(None)), select(FormSampleRow.sha256)
            ).subquery()
            query = select(kept.c.sha256).order_by(kept.c.sha256).limit(_BATCH)
            names = session.scalars(query.where(kept.c.sha256 > (after or [""])[0])).all()
        changed += sum(_reseal_object(objects, name) for name in names)
        if names:
            with database.write() as session:
                _note_place(session, _OBJECTS, database.active_key, [names[-1]])
            progress(_OBJECTS, changed)
        if len(names) < _BATCH:
            return changed


def _reseal_object(objects: ObjectStore, sha256: str) -> bool:
    try:
        return objects.reseal(sha256)
    except NotFound:
        return False  # purged: its row tells of it


def _is_learned(session: Session, key_id: str | None, now: datetime) -> bool:
    row = None if key_id is None else session.get(EncryptionKeyRow, key_id)
    return row is None or now - row.created >= _LEARNED_AFTER


def _place(session: Session, part: str, key_id: str | None) -> Sequence[Any]:
    """Where the last batch ended; nothing where this rotation has not begun on the part."""
    row = session.get(RotationRow, part)
    if row is None or row.key != (key_id or ""):
        return ()
    place: list[Any] = json.loads(row.after)
    return place


def _note_place(session: Session, part: str, key_id: str | None, place: Sequence[Any]) -> None:
    told = {"key": key_id or "", "after": json.dumps(list(place))}
    session.merge(RotationRow(part=part, **told))
