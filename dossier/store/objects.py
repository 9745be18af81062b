"""Originals, stored under their SHA-256 and never overwritten.

An object's name is its content, so storing it again changes nothing and a reader can always prove
that it got what was stored. `FolderObjects` is for one machine; `s3.S3Objects` for any S3 store.
With a key they are encrypted at rest (`object_cipher`); the name stays that of the clear content,
and those that were stored in clear are still read.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from dossier.errors import NotFound, StorageUnavailable
from dossier.store.kept import KeptFiles
from dossier.store.keyring import load_keyring
from dossier.store.object_cipher import ObjectCipher
from dossier.store.sealed_files import (
    IN_CLEAR,
    holds,
    key_of,
    reseal_file,
    seal_file,
    unsealed,
)
from dossier.store.settings import StoreSettings

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

        Returns whether it was new. `source` stays where it is. Raises StorageUnavailable when the
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

    def reseal(self, sha256: str) -> bool:
        """Keep an object under the key that encrypts now, or in clear where none does.

        Its content does not change, and it can be read all the while. Returns whether there was
        anything to do. Raises NotFound, StorageUnavailable, KeyMissing.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Whether there is an object of that name. Raises StorageUnavailable."""
        ...

    def remove(self, sha256: str) -> bool:
        """Remove an object for good, all versions of it; for `store.purging` alone.

        Returns whether there was one: removing it again changes nothing. Raises StorageUnavailable.
        """
        ...

    def check(self) -> None:
        """Raises StorageUnavailable when the store cannot be used now."""
        ...


def open_objects(settings: StoreSettings, kept: KeptFiles | None = None) -> ObjectStore:
    """The object store that the settings name: S3, or a folder under the data folder.

    `kept` is for those who soon ask for an object again, where it comes over a line. Its keys must
    be prepared (`Database.prepare_schema`). Raises StorageUnavailable when it does not answer.
    """
    cipher = ObjectCipher(load_keyring(settings))
    if settings.s3_url is None:
        return FolderObjects(settings.objects_folder, cipher)
    # Only here: the S3 client costs half a second to load, which one machine never needs.
    from dossier.store.s3 import S3Objects

    return S3Objects.from_settings(settings, cipher, kept)


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

    def __init__(self, root: Path, cipher: ObjectCipher = IN_CLEAR) -> None:
        self._root = root
        self._cipher = cipher
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, source: Path, expected: ObjectRef) -> bool:
        target = self._root / object_name(expected.sha256)
        if target.exists():
            return False
        try:
            return self._create(source, target, expected)
        except OSError as exc:
            raise _unwritable(exc) from exc

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        with self.path(sha256) as path, path.open("rb") as handle:
            yield handle

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        with unsealed(self._cipher, self._stored(sha256), sha256) as path:
            yield path

    def reseal(self, sha256: str) -> bool:
        stored = self._stored(sha256)
        if key_of(stored, sha256) == self._cipher.key_id:
            return False
        try:
            with tempfile.NamedTemporaryFile(dir=self._incoming) as copy:
                reseal_file(self._cipher, stored, copy, sha256)
                self._finish_copy(copy, sha256)
                # Over the old one in one step: who reads it meanwhile has one or the other.
                renamed = Path(f"{copy.name}.sealed")
                renamed.hardlink_to(copy.name)
                renamed.replace(stored)
            sync_folder(stored.parent)
        except OSError as exc:
            raise _unwritable(exc) from exc
        return True

    def has(self, sha256: str) -> bool:
        return (self._root / object_name(sha256)).is_file()

    def remove(self, sha256: str) -> bool:
        path = self._root / object_name(sha256)
        try:
            path.unlink()
            sync_folder(path.parent)
        except FileNotFoundError:
            return False
        except OSError as exc:
            raise _unwritable(exc) from exc
        return True

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
            seal_file(self._cipher, source, copy, expected.sha256)
            self._finish_copy(copy, expected.sha256)
            try:
                target.hardlink_to(copy.name)
            except FileExistsError:
                return False
        for folder in (target.parent, *target.parents[1:4]):
            sync_folder(folder)
        return True

    def _finish_copy(self, copy: IO[bytes], sha256: str) -> None:
        """Make a copy durable and read it back: only what can be given back counts as stored."""
        copy.flush()
        os.fsync(copy.fileno())
        written = Path(copy.name)
        if not holds(self._cipher, written, sha256):
            raise StorageUnavailable("Nội dung ghi không khớp / what was written differs")
        written.chmod(0o440)

    def _stored(self, sha256: str) -> Path:
        path = self._root / object_name(sha256)
        if not path.is_file():
            raise NotFound("Không có tệp gốc này / there is no such original", sha256=sha256)
        return path


def _unwritable(exc: OSError) -> StorageUnavailable:
    return StorageUnavailable(
        "Không ghi được vào kho / the store cannot be written",
        cause=exc.strerror or type(exc).__name__,
    )


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: flushing a file does not flush its name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
