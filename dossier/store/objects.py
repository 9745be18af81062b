"""Originals, stored under their SHA-256 and never overwritten.

An object's name is its content, so storing it again changes nothing and a reader can always prove
that it got what was stored. `FolderObjects` is for one machine; `s3.S3Objects` for any S3 store.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from dossier.errors import NotFound, StorageUnavailable
from dossier.store.settings import StoreSettings

_CHUNK = 1 << 20
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRef:
    sha256: str
    """64 lower-case hex digits."""
    size: int
    """Bytes."""


class ObjectStore(Protocol):
    """Create-only, content-addressed. Safe to share between threads."""

    def put(self, source: Path, expected: ObjectRef) -> bool:
        """Store the file `source`, whose content is `expected`; durable when this returns.

        Returns whether it was new. `source` may be moved away. Raises StorageUnavailable when the
        store does not answer or what it took is not what was sent.
        """
        ...

    def open(self, sha256: str) -> AbstractContextManager[IO[bytes]]:
        """Read an object. Raises NotFound, StorageUnavailable."""
        ...

    def path(self, sha256: str) -> AbstractContextManager[Path]:
        """An object as a local file to read, for as long as the context lasts.

        Raises NotFound, StorageUnavailable (also when the bytes are not those that were stored).
        """
        ...

    def check(self) -> None:
        """Raises StorageUnavailable when the store cannot be used now."""
        ...


def open_objects(settings: StoreSettings) -> ObjectStore:
    """The object store that the settings name: S3, or a folder under the data folder.

    Raises StorageUnavailable when it does not answer.
    """
    if settings.s3_url is None:
        return FolderObjects(settings.objects_folder)
    # Only here: the S3 client costs half a second to load, which one machine never needs.
    from dossier.store.s3 import S3Objects

    return S3Objects.from_settings(settings)


def object_name(sha256: str) -> str:
    """`sha256/aa/bb/<hex>`. Raises NotFound for anything that is not a SHA-256 in hex."""
    if not _HEX.fullmatch(sha256):
        raise NotFound("Không phải mã SHA-256 / not a SHA-256")
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def measure(path: Path) -> ObjectRef:
    """Size and SHA-256 of a file."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256")
        return ObjectRef(sha256=digest.hexdigest(), size=handle.tell())


class FolderObjects:
    """Objects as read-only files under one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, source: Path, expected: ObjectRef) -> bool:
        target = self._root / object_name(expected.sha256)
        if target.exists():
            return False
        try:
            return self._create(source, target, expected)
        except OSError as exc:
            raise StorageUnavailable(
                "Không ghi được vào kho / the store cannot be written",
                cause=exc.strerror or type(exc).__name__,
            ) from exc

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        with self.path(sha256) as path, path.open("rb") as handle:
            yield handle

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        path = self._root / object_name(sha256)
        if not path.is_file():
            raise NotFound("Không có tệp gốc này / there is no such original", sha256=sha256)
        yield path

    def check(self) -> None:
        try:
            with tempfile.TemporaryFile(dir=self._incoming) as probe:
                probe.write(b"ok")
        except OSError as exc:
            raise StorageUnavailable(cause=exc.strerror or type(exc).__name__) from exc

    def _create(self, source: Path, target: Path, expected: ObjectRef) -> bool:
        target.parent.mkdir(parents=True, exist_ok=True)
        # The copy is made and checked beside the target, so that the last step is one atomic link
        # that fails when somebody else was first: a reader sees all of it or nothing.
        with tempfile.NamedTemporaryFile(dir=self._incoming) as copy:
            with source.open("rb") as handle:
                shutil.copyfileobj(handle, copy, _CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
            if measure(Path(copy.name)) != expected:
                raise StorageUnavailable("Nội dung ghi không khớp / what was written differs")
            Path(copy.name).chmod(0o440)
            try:
                target.hardlink_to(copy.name)
            except FileExistsError:
                return False
        for folder in (target.parent, *target.parents[1:4]):
            sync_folder(folder)
        return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: flushing a file does not flush its name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
