"""What a batch is made of and how far each file is, in SQLite beside the spool.

The server is asked for everything that it knows (how many bytes of an upload have come, which files
a dossier holds); the journal only keeps what nobody else does: which file is at which place, what
was measured, which upload is its. It may lag behind the server by one answer, whatever is killed
when, and never be ahead of it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from cli.branch.measure import MeasuredScan
from cli.branch.settled import Signature
from dossier.errors import Conflict, StorageUnavailable

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY, server TEXT NOT NULL, dossier TEXT NOT NULL, UNIQUE (server, dossier)
);
CREATE TABLE IF NOT EXISTS items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch TEXT NOT NULL REFERENCES batches (id),
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    state TEXT NOT NULL,
    upload TEXT NOT NULL DEFAULT '',
    opened INTEGER NOT NULL DEFAULT 0,
    UNIQUE (batch, path, size, mtime_ns)
);
"""


class Busy(Conflict):
    code = "spool_busy"
    title_vi = "Một tiến trình sohoa khác đang làm việc trong thư mục này"
    title_en = "Another sohoa is at work in this folder"


class ItemState(StrEnum):
    FOUND = "found"
    """Measured; not known to be on the server."""
    SAFE = "safe"
    """The server has answered with the same hash."""
    REMOVED = "removed"
    """Safe, and its spool file was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of a batch; ids grow in the order of the batch."""

    id: int
    path: Path
    signature: Signature
    sha256: str
    pages: int
    state: ItemState
    upload: str
    """Id of its upload; '' for none yet."""
    opened: int
    """How many uploads were opened for it."""


class Journal:
    """One process at a time: a second one is told so. Safe to share between threads.

    Paths are kept as bytes: names need not be valid Unicode.
    """

    def __init__(self, path: Path) -> None:
        """Raises Busy, StorageUnavailable."""
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, check_same_thread=False, isolation_level=None, timeout=0
            )
        except (OSError, sqlite3.OperationalError) as exc:
            raise StorageUnavailable(f"{path}: {exc}") from exc
        try:
            # Held until this process ends, however it ends.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            # Not WAL: its shared memory does not work on network drives. EXTRA: the folder is
            # flushed too, so that a power cut takes no answered step back.
            self._db.execute("PRAGMA journal_mode = DELETE")
            self._db.execute("PRAGMA synchronous = EXTRA")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as exc:
            self._db.close()
            raise Busy(str(path.parent)) from exc

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def batch(self, server: str, dossier: str) -> str:
        """Id of the batch for a dossier on a server, made when there is none."""
        values = (str(uuid.uuid4()), server, dossier)
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO batches VALUES (?, ?, ?)", values)
            found = db.execute(
                "SELECT id FROM batches WHERE server = ? AND dossier = ?", values[1:]
            ).fetchone()
        return str(found[0])

    def dossiers(self, server: str) -> list[str]:
        """Codes whose batches are not closed."""
        with self._lock:
            rows = self._db.execute("SELECT dossier FROM batches WHERE server = ?", (server,))
            return [str(row[0]) for row in rows]

    def add(self, batch: str, new: Sequence[MeasuredScan]) -> None:
        """Append files in this order; one that is there already stays where it is."""
        rows = [
            (batch, os.fsencode(n.path), n.signature.size, n.signature.mtime_ns, n.sha256, n.pages)
            for n in new
        ]
        with self._writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO items (batch, path, size, mtime_ns, sha256, pages, state)"
                " VALUES (?, ?, ?, ?, ?, ?, 'found')",
                rows,
            )

    def items(self, batch: str) -> list[Item]:
        """In the order of the batch."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, path, size, mtime_ns, sha256, pages, state, upload, opened FROM items"
                " WHERE batch = ? ORDER BY id",
                (batch,),
            ).fetchall()
        return [_item(row) for row in rows]

    def note_upload(self, item: Item, upload: str) -> Item:
        """`upload` is where this file goes ('': nowhere any more, another one must be opened)."""
        opened = item.opened + (not upload)
        with self._writing() as db:
            db.execute(
                "UPDATE items SET upload = ?, opened = ? WHERE id = ?", (upload, opened, item.id)
            )
        return replace(item, upload=upload, opened=opened)

    def note_state(self, items: Sequence[Item], state: ItemState) -> None:
        with self._writing() as db:
            db.executemany(
                "UPDATE items SET state = ? WHERE id = ?", [(state.value, i.id) for i in items]
            )

    def drop(self, item: Item) -> None:
        """A file that was not sent and is not there any more as it was measured."""
        with self._writing() as db:
            db.execute("DELETE FROM items WHERE id = ?", (item.id,))

    def close_batch(self, batch: str) -> None:
        """Forget a batch whose receipt is written and whose spool files are gone."""
        with self._writing() as db:
            db.execute("DELETE FROM items WHERE batch = ?", (batch,))
            db.execute("DELETE FROM batches WHERE id = ?", (batch,))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Raises StorageUnavailable."""
        try:
            with self._lock, self._db:  # commits, or takes all of it back
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
        except sqlite3.OperationalError as exc:  # the disk is full, or gone
            raise StorageUnavailable(str(exc)) from exc


def _item(row: tuple[int, bytes, int, int, str, int, str, str, int]) -> Item:
    number, path, size, mtime_ns, sha256, pages, state, upload, opened = row
    return Item(
        id=number,
        path=Path(os.fsdecode(path)),
        signature=Signature(size, mtime_ns),
        sha256=sha256,
        pages=pages,
        state=ItemState(state),
        upload=upload,
        opened=opened,
    )
