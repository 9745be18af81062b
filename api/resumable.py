"""The bytes of resumable uploads, in one folder: a file an upload, its size is the offset.

What was acknowledged has been flushed to the disk. What came in before a process or the machine
was killed is there up to some byte, and its size says to which; nothing else has to agree with it.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.tus import Checksum, ChecksumMismatch, UploadBusy
from dossier.errors import StorageUnavailable, TooLarge
from dossier.store.objects import sync_folder

_CHUNK: Final = 1 << 20
PATIENCE_S: Final = 30.0
"""A sender that is silent for longer is gone; it may come back with another call."""
_ASIDE: Final = ".chunk"


class UploadFolder:
    """Names are ids that we made; nothing a sender wrote becomes part of a path."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, upload_id: str) -> Path:
        return self._root / upload_id

    def create(self, upload_id: str) -> None:
        """Raises StorageUnavailable."""
        with _translated():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path(upload_id).touch(mode=0o600, exist_ok=True)
            sync_folder(self._root)

    def size(self, upload_id: str) -> int:
        """Bytes that have come. Raises StorageUnavailable when the file is not there."""
        with _translated():
            return self.path(upload_id).stat().st_size

    def room(self) -> int:
        """Free bytes on this disk."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free

    def remove(self, upload_id: str) -> None:
        """Gone already: nothing to do."""
        self.path(upload_id).unlink(missing_ok=True)
        self.path(upload_id).with_suffix(_ASIDE).unlink(missing_ok=True)

    def untouched_since(self, then: datetime) -> list[str]:
        """Ids of uploads whose bytes were last added to before `then`."""
        if not self._root.is_dir():
            return []
        with _translated():
            return [p.stem for p in self._root.iterdir() if p.stat().st_mtime < then.timestamp()]

    @contextmanager
    def hold(self, upload_id: str) -> Iterator[Path]:
        """Keep other writers out, of this process and of others. Raises UploadBusy."""
        with _translated():
            descriptor = os.open(self.path(upload_id), os.O_RDWR)
        try:
            _lock(descriptor)
            yield self.path(upload_id)
        finally:
            os.close(descriptor)


async def append(
    path: Path,
    body: AsyncIterator[bytes],
    *,
    room: int,
    checksum: Checksum | None,
    patience_s: float = PATIENCE_S,
) -> None:
    """Add a request's body to the end of `path`; on the disk when this returns.

    A body that is cut keeps what came of it, unless it had a checksum: then all of it counts or
    nothing. Raises TooLarge (nothing is kept) when more than `room` bytes come, ChecksumMismatch,
    StorageUnavailable.
    """
    patient = _patient(body, patience_s)
    with _translated():
        if checksum is None:
            await _append_plain(path, patient, room)
        else:
            await _append_checked(path, patient, room, checksum)


async def _append_plain(path: Path, body: AsyncIterator[bytes], room: int) -> None:
    start = path.stat().st_size
    with path.open("ab") as handle:
        try:
            await _receive(handle, body, room, None)
        except TooLarge:
            handle.flush()
            handle.truncate(start)
            raise
        await run_in_threadpool(_flush, handle)


async def _append_checked(
    path: Path, body: AsyncIterator[bytes], room: int, checksum: Checksum
) -> None:
    # Aside first: were it written in place, a kill would leave bytes that nobody has checked.
    aside, hasher = path.with_suffix(_ASIDE), checksum.hasher()
    try:
        with aside.open("wb") as handle:
            whole = await _receive(handle, body, room, hasher)
        if not whole:
            return
        if hasher.digest() != checksum.digest:
            raise ChecksumMismatch()
        await run_in_threadpool(_move_over, aside, path)
    finally:
        aside.unlink(missing_ok=True)


async def _receive(
    handle: IO[bytes], body: AsyncIterator[bytes], room: int, hasher: hashlib._Hash | None
) -> bool:
    """Write what comes. Returns whether it came to its end."""
    seen = 0
    try:
        async for chunk in body:
            seen += len(chunk)
            if seen > room:
                raise TooLarge("Dài hơn Upload-Length / longer than Upload-Length", room=room)
            # From the event loop, as in api.multipart.
            handle.write(chunk)
            if hasher is not None:
                hasher.update(chunk)
    except (ClientDisconnect, TimeoutError):
        return False
    return True


async def _patient(body: AsyncIterator[bytes], patience_s: float) -> AsyncIterator[bytes]:
    """The same chunks. Raises TimeoutError when none comes for `patience_s`."""
    chunks = aiter(body)
    while True:
        try:
            async with asyncio.timeout(patience_s):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        raise UploadBusy(retry_after_s=1) from exc


def _move_over(aside: Path, path: Path) -> None:
    with aside.open("rb") as source, path.open("ab") as handle:
        shutil.copyfileobj(source, handle, _CHUNK)
        _flush(handle)


def _flush(handle: IO[bytes]) -> None:
    handle.flush()
    os.fsync(handle.fileno())


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable(
            "Không ghi được tệp tải lên / the upload cannot be written",
            cause=exc.strerror or type(exc).__name__,
        ) from exc
