"""The keys that what is stored is encrypted with: by id, the first one encrypts, all decrypt.

    SOHOA_ENCRYPTION_KEYS = "2026b:<base64 of 32 bytes> 2026a:<base64 of 32 bytes>"
    SOHOA_ENCRYPTION_KEYS = "off"              clear text, by explicit choice
    (not set)                                  the file `encryption.keys` in the data folder

A key is never used on data itself. A column's value gets a key of its own, derived with a fresh
salt (HKDF, RFC 5869), so that no number of values wears a key out; an object gets a random key
that is wrapped. All of it is AES-256-GCM, bound to the place where it stands.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dossier.errors import Misconfigured, StorageUnavailable
from dossier.store.settings import StoreSettings

OFF: Final = "off"
MAX_ID: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
LOOK_EVERY_S: Final = 10.0
"""How long a process may go on with the key before the one that was put into its file."""

_ID: Final = re.compile(rf"[a-z0-9-]{{1,{MAX_ID}}}")


class KeyMissing(Misconfigured):
    """What is stored was encrypted with a key that this process was not given."""

    code = "encryption_key_missing"
    title_vi = "Thiếu khóa mã hóa dữ liệu"
    title_en = "An encryption key is missing"


class Tampered(StorageUnavailable):
    """What was read is not what was written."""

    code = "tampered"
    title_vi = "Dữ liệu đã mã hóa bị thay đổi"
    title_en = "Encrypted data was changed"


class Keyring:
    """Keys by id. It looks at its source again now and then, and when it meets an id that it does
    not know: a key made for a rotation reaches processes that run. Safe to share between threads.
    """

    def __init__(
        self,
        keys: Mapping[str, bytes],
        *,
        in_clear: bool = False,
        reload: Callable[[], Mapping[str, bytes]] | None = None,
    ) -> None:
        """`keys`: the first one encrypts. `in_clear`: by choice nothing is encrypted any more."""
        self._keys = dict(keys)
        self._in_clear = in_clear
        self._reload = reload
        self._looked = monotonic()
        self._lock = Lock()

    @property
    def ready(self) -> bool:
        """Whether it is settled how to write: with a key, or in clear by choice."""
        return self._in_clear or bool(self._keys)

    @property
    def active(self) -> str | None:
        """Id of the key that encrypts; None: clear text, by choice.

        Raises KeyMissing while no key was made: nothing is written in clear by accident.
        """
        if self._in_clear:
            return None
        if self._reload is not None and monotonic() - self._looked >= LOOK_EVERY_S:
            self._look(self._reload)
        if not self._keys:
            raise KeyMissing("SOHOA_ENCRYPTION_KEYS")
        return next(iter(self._keys))

    def check_of(self, key_id: str) -> str:
        """What tells a key from another one of the same id, and gives nothing of it away."""
        return self._derive(key_id, b"", "check", KEY_BYTES).hex()

    def seal(self, plain: bytes, place: str, key_id: str) -> bytes:
        """`plain` encrypted with a key for `place`: salt, ciphertext and tag. Raises KeyMissing."""
        salt = secrets.token_bytes(SALT_BYTES)
        key, nonce = self._value_key(key_id, salt, place)
        return salt + AESGCM(key).encrypt(nonce, plain, None)

    def open(self, key_id: str, sealed: bytes, place: str) -> bytes:
        """What was sealed with the key `key_id` for `place`. Raises KeyMissing, Tampered."""
        key, nonce = self._value_key(key_id, sealed[:SALT_BYTES], place)
        try:
            return AESGCM(key).decrypt(nonce, sealed[SALT_BYTES:], None)
        except InvalidTag as exc:
            raise Tampered(place) from exc

    def _value_key(self, key_id: str, salt: bytes, place: str) -> tuple[bytes, bytes]:
        made = self._derive(key_id, salt, f"value {place}", KEY_BYTES + NONCE_BYTES)
        return made[:KEY_BYTES], made[KEY_BYTES:]

    def _derive(self, key_id: str, salt: bytes, purpose: str, length: int) -> bytes:
        info = f"sohoa v1 {purpose}".encode()
        return HKDF(SHA256(), length, salt or None, info).derive(self._key(key_id))

    def _key(self, key_id: str) -> bytes:
        found = self._keys.get(key_id)
        if found is None and self._reload is not None:
            found = self._look(self._reload).get(key_id)
        if found is None:
            raise KeyMissing(
                "Thêm khóa vào SOHOA_ENCRYPTION_KEYS hoặc encryption.keys / add the key there",
                key=key_id,
            )
        return found

    def _look(self, reload: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """Ask the source again; keys that it has no more are still there for this process."""
        told = reload()
        with self._lock:
            self._keys = {**told, **{i: k for i, k in self._keys.items() if i not in told}}
            self._looked = monotonic()
            return self._keys


def load_keyring(settings: StoreSettings) -> Keyring:
    """The keys that a process was given; none before the first start. Raises Misconfigured."""
    told, file = settings.encryption_keys, settings.key_file
    if told is None:
        return Keyring(read_key_file(file), reload=partial(read_key_file, file))
    text = told.get_secret_value()
    # What was encrypted before is still read.
    if text.strip() == OFF:
        return Keyring(read_key_file(file), in_clear=True)
    return Keyring(parse_keys(text))


def parse_keys(text: str) -> dict[str, bytes]:
    """`id:base64` words in order. Raises Misconfigured, naming the word by its place alone."""
    keys: dict[str, bytes] = {}
    for place, word in enumerate(text.split(), start=1):
        key_id, _, encoded = word.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not _ID.fullmatch(key_id) or len(key) != KEY_BYTES or key_id in keys:
            raise Misconfigured(
                "SOHOA_ENCRYPTION_KEYS: id:base64 của / of 32 byte, id khác nhau / ids apart",
                place=place,
            )
        keys[key_id] = key
    return keys


def read_key_file(path: Path) -> dict[str, bytes]:
    """The keys of a file; none when it is not there. Raises Misconfigured."""
    try:
        return parse_keys(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as exc:
        raise Misconfigured(f"{path.name}: {type(exc).__name__}") from exc


def new_key_id(now: datetime) -> str:
    return f"k{now:%Y%m%d}-{secrets.token_hex(4)}"


def add_to_key_file(path: Path, key_id: str) -> None:
    """Put a new random key before those of the file (mode 0600), whole or not at all."""
    others = "".join(
        f"{old}:{base64.b64encode(key).decode()}\n" for old, key in read_key_file(path).items()
    )
    fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as written:
        written.write(f"{key_id}:{fresh}\n{others}")
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).replace(path)


def make_key_file(path: Path, key_id: str) -> None:
    """Make a file with one new key (mode 0600), unless somebody is faster."""
    fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as written:
        written.write(f"{key_id}:{fresh}\n")
        written.flush()
        os.fsync(written.fileno())
        try:
            path.hardlink_to(written.name)
        except FileExistsError:
            return
