"""Objects of a store far away, kept here for the pages that follow.

A file of 200 pages is read in 200 steps, and each needs all of it. What is kept is what the store
gave, so it is encrypted here as it is there; every use is checked as if it had just been fetched.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from dossier.errors import StorageUnavailable
from dossier.store.scratch import scratch_folder

Fetch = Callable[[Path, Callable[[int], None]], None]
"""Writes an object to a path; tells its size before, so that there is room."""
_IDLE_S: Final = 300.0
"""Longer than from one page of a file to the next; what was purged meanwhile is not here longer."""


@contextmanager
def fetched_once(fetch: Fetch) -> Iterator[Path]:
    """An object as a file that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        path = Path(folder) / "object"
        fetch(path, lambda _size: None)
        yield path


@dataclass(slots=True)
class _Kept:
    path: Path
    size: int
    used: float


class KeptFiles:
    """The files used last, of `most_bytes` together; a larger one is kept alone.

    Safe to share between threads: one of them uses what is kept, the others fetch for themselves.
    """

    def __init__(self, most_bytes: int, *, clock: Callable[[], float] = monotonic) -> None:
        self._most = most_bytes
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    @contextmanager
    def use(self, name: str, fetch: Fetch) -> Iterator[Path]:
        """The object `name` as a file, for as long as the context lasts. Raises what `fetch` does.

        What turns out to be no good (StorageUnavailable in the context) is not kept.
        """
        if not self._lock.acquire(blocking=False):
            with fetched_once(fetch) as path:
                yield path
            return
        try:
            yield self._find(name, fetch)
        except StorageUnavailable:
            self._drop(name)
            raise
        finally:
            self._note_use(name)
            self._lock.release()

    def drop_idle(self) -> None:
        """Remove what nobody used for a while; nothing while something is used."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            since = self._clock() - _IDLE_S
            for name in [name for name, kept in self._kept.items() if kept.used < since]:
                self._drop(name)
        finally:
            self._lock.release()

    def _find(self, name: str, fetch: Fetch) -> Path:
        kept = self._kept.get(name)
        if kept is not None and kept.path.is_file():
            return kept.path
        self._drop(name)
        path = scratch_folder() / f"kept-{secrets.token_hex(8)}"
        self._kept[name] = _Kept(path=path, size=0, used=self._clock())
        try:
            fetch(path, lambda size: self._make_room(name, size))
        except BaseException:
            self._drop(name)
            raise
        return path

    def _make_room(self, name: str, size: int) -> None:
        self._kept[name].size = size
        # In the order of their last use.
        for other in [other for other in self._kept if other != name]:
            if sum(kept.size for kept in self._kept.values()) <= self._most:
                return
            self._drop(other)

    def _note_use(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            kept.used = self._clock()
            self._kept[name] = kept

    def _drop(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            kept.path.unlink(missing_ok=True)
