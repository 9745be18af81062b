"""Stored originals as files: in clear, or as `object_cipher` encrypts them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from dossier.store.keyring import Keyring, Tampered
from dossier.store.object_cipher import CHUNK_BYTES, HEADER_BYTES, ObjectCipher, wrapping_key
from dossier.store.scratch import scratch_folder

IN_CLEAR: Final = ObjectCipher(Keyring({}, in_clear=True))
"""Encrypts nothing, and has no key for what is encrypted."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def key_of(stored: Path, sha256: str) -> str | None:
    """Id of the key that a stored object is encrypted with; None: it is there in clear.

    An original may begin like an encrypted one: then its SHA-256 tells.
    """
    with stored.open("rb") as handle:
        key_id = wrapping_key(handle.read(HEADER_BYTES))
    return None if key_id is None or sha256_of(stored) == sha256 else key_id


def seal_file(cipher: ObjectCipher, clear: Path, target: IO[bytes], sha256: str) -> None:
    """Write the original `clear` as it is to be kept now. Raises KeyMissing."""
    with clear.open("rb") as source:
        if cipher.key_id is None:
            shutil.copyfileobj(source, target, CHUNK_BYTES)
        else:
            cipher.seal(source, target, sha256, cipher.key_id)


def reseal_file(cipher: ObjectCipher, stored: Path, target: IO[bytes], sha256: str) -> None:
    """Write a stored object as it is to be kept now. Raises KeyMissing, Tampered."""
    if key_of(stored, sha256) is None:
        seal_file(cipher, stored, target, sha256)
        return
    with stored.open("rb") as source:
        if cipher.key_id is None:
            target.writelines(cipher.open(source, sha256))
        else:
            cipher.rewrap(source, target, sha256, cipher.key_id)


@contextmanager
def unsealed(cipher: ObjectCipher, stored: Path, sha256: str) -> Iterator[Path]:
    """A file with the clear content: `stored` itself, or a decrypted copy for as long as it lasts.

    Raises KeyMissing, Tampered when the encrypted object is not what was stored.
    """
    if key_of(stored, sha256) is None:
        yield stored
        return
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        clear = Path(folder) / sha256
        with stored.open("rb") as source, clear.open("wb") as target:
            target.writelines(cipher.open(source, sha256))
        if sha256_of(clear) != sha256:
            raise Tampered(sha256=sha256)
        yield clear


def holds(cipher: ObjectCipher, written: Path, sha256: str) -> bool:
    """Whether a stored object gives back the original of that SHA-256."""
    if key_of(written, sha256) is None:
        return sha256_of(written) == sha256
    digest = hashlib.sha256()
    with written.open("rb") as source:
        for piece in cipher.open(source, sha256):
            digest.update(piece)
    return digest.hexdigest() == sha256
