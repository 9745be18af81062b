"""Originals at rest: each under a random key of its own, which is wrapped by a key of the keyring.

    8   bytes   `sohoaE1` and a line feed
    32          id of the wrapping key, filled up with zeros
    64          the wrapped key, bound to the original's SHA-256 (`Keyring.seal`)
    7           what the nonces of the chunks begin with
    ...         chunks of 1 MiB, each encrypted with AES-256-GCM; the nonce holds their number and
                whether it is the last, so none can be moved, left out or cut off (STREAM)

A rotation wraps the key anew; the chunks stay as they were first written.
"""

from __future__ import annotations

import secrets
import shutil
import struct
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dossier.store.keyring import KEY_BYTES, MAX_ID, SALT_BYTES, Keyring, Tampered

MAGIC: Final = b"sohoaE1\n"
CHUNK_BYTES: Final = 1 << 20

_TAG_BYTES: Final = 16
_PREFIX_BYTES: Final = 7
_HEADER: Final = struct.Struct(
    f"{len(MAGIC)}s{MAX_ID}s{SALT_BYTES + KEY_BYTES + _TAG_BYTES}s{_PREFIX_BYTES}s"
)
HEADER_BYTES: Final = _HEADER.size


class ObjectCipher:
    """Encrypts and decrypts streams. Safe to share between threads."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    @property
    def key_id(self) -> str | None:
        """Of the key that wraps what is written now; None: originals are kept in clear."""
        return self._keyring.active

    def seal(self, source: IO[bytes], target: IO[bytes], sha256: str, key_id: str) -> None:
        """Encrypt `source`, the original of that SHA-256. Raises KeyMissing."""
        key, prefix = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(_PREFIX_BYTES)
        target.write(self._header(key, prefix, sha256, key_id))
        cipher = AESGCM(key)
        for number, chunk, last in _chunks(source, CHUNK_BYTES):
            target.write(cipher.encrypt(_nonce(prefix, number, last), chunk, None))

    def open(self, source: IO[bytes], sha256: str) -> Iterator[bytes]:
        """The original, piece by piece. Raises KeyMissing, Tampered when it is not what was sealed.

        What came before a Tampered is genuine, but not all there was.
        """
        key, prefix = self._read_header(source, sha256)
        cipher = AESGCM(key)
        for number, chunk, last in _chunks(source, CHUNK_BYTES + _TAG_BYTES):
            try:
                yield cipher.decrypt(_nonce(prefix, number, last), chunk, None)
            except InvalidTag as exc:
                raise Tampered(sha256=sha256) from exc

    def rewrap(self, source: IO[bytes], target: IO[bytes], sha256: str, key_id: str) -> None:
        """The same chunks, their key wrapped by another one. Raises KeyMissing, Tampered."""
        key, prefix = self._read_header(source, sha256)
        target.write(self._header(key, prefix, sha256, key_id))
        shutil.copyfileobj(source, target, CHUNK_BYTES)

    def _header(self, key: bytes, prefix: bytes, sha256: str, key_id: str) -> bytes:
        wrapped = self._keyring.seal(key, _place(sha256), key_id)
        return _HEADER.pack(MAGIC, key_id.encode(), wrapped, prefix)

    def _read_header(self, source: IO[bytes], sha256: str) -> tuple[bytes, bytes]:
        head = source.read(HEADER_BYTES)
        key_id = wrapping_key(head)
        if key_id is None:
            raise Tampered(sha256=sha256)
        _, _, wrapped, prefix = _HEADER.unpack(head)
        return self._keyring.open(key_id, wrapped, _place(sha256)), prefix


def wrapping_key(head: bytes) -> str | None:
    """Id of the key that wraps an object's own, from its first `HEADER_BYTES`; None: in clear."""
    if len(head) < HEADER_BYTES or not head.startswith(MAGIC):
        return None
    key_id: bytes = _HEADER.unpack(head[:HEADER_BYTES])[1]
    return key_id.rstrip(b"\0").decode("ascii", "replace")


def sealed_size(size: int) -> int:
    """Bytes of an encrypted original of `size` bytes."""
    chunks = max(1, -(-size // CHUNK_BYTES))
    return HEADER_BYTES + size + chunks * _TAG_BYTES


def _chunks(source: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, bytes, whether it is the last); an empty stream is one empty chunk."""
    number, chunk = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


def _place(sha256: str) -> str:
    return f"object {sha256}"
