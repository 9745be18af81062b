"""Column types for what tells of a citizen: encrypted on the way in, clear on the way out.

A sealed value is the text `$sealed:<key id>:<base64>`, in a JSON column a JSON string, so the
columns' types stay as they are and rows written in clear (before, or by choice) are still read.
The value is bound to its column: moved to another one it does not open.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Dialect, Text
from sqlalchemy.types import TypeDecorator

from dossier.store.keyring import Keyring, Tampered

_SEALED: Final = "$sealed:"
_CLEAR: Final = "$clear:"
"""Before clear text that looks as if it were marked: nobody can type something unreadable."""
_AS_IS, _ZLIB = b"\0", b"\1"
_WORTH_PACKING: Final = 512
"""Bytes. Databases pack long values, but cannot pack what is encrypted."""

_KEYRINGS: Final[WeakKeyDictionary[Dialect, Keyring]] = WeakKeyDictionary()


def use_keyring(dialect: Dialect, keyring: Keyring) -> None:
    """Let the sealed columns of an engine's dialect be read and written with `keyring`."""
    _KEYRINGS[dialect] = keyring


def keyring_of(dialect: Dialect) -> Keyring | None:
    return _KEYRINGS.get(dialect)


def marks_of(key_id: str) -> tuple[str, str]:
    """What a column as text begins with under that key (''; any key): a text, a JSON string."""
    mark = f"{_SEALED}{key_id}:" if key_id else _SEALED
    return mark, f'"{mark}'


class SealedText(TypeDecorator[str]):
    """A text. `place` is `table.column`."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _close(value, _KEYRINGS.get(dialect), self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _open(value, _KEYRINGS.get(dialect), self.place)


class SealedJson(TypeDecorator[Any]):
    """Any JSON value; None is no value. `place` is `table.column`."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__(none_as_null=True)
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        keyring = _KEYRINGS.get(dialect)
        if value is None:
            return None
        if keyring is not None and keyring.active is not None:
            return _close(json.dumps(value, ensure_ascii=False), keyring, self.place)
        return _close(value, None, self.place) if isinstance(value, str) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if not isinstance(value, str):
            return value
        clear = _open(value, _KEYRINGS.get(dialect), self.place)
        return json.loads(clear) if value.startswith(_SEALED) else clear


def _close(clear: str, keyring: Keyring | None, place: str) -> str:
    key_id = None if keyring is None else keyring.active
    if keyring is None or key_id is None:
        return _CLEAR + clear if clear.startswith((_SEALED, _CLEAR)) else clear
    plain = clear.encode()
    packed = _ZLIB + zlib.compress(plain, 1) if len(plain) >= _WORTH_PACKING else _AS_IS + plain
    sealed = base64.b64encode(keyring.seal(packed, place, key_id)).decode()
    return f"{_SEALED}{key_id}:{sealed}"


def _open(stored: str, keyring: Keyring | None, place: str) -> str:
    if stored.startswith(_CLEAR):
        return stored.removeprefix(_CLEAR)
    if not stored.startswith(_SEALED):
        return stored
    key_id, _, encoded = stored.removeprefix(_SEALED).partition(":")
    try:
        sealed = base64.b64decode(encoded, validate=True)
    except binascii.Error as exc:
        raise Tampered(place) from exc
    packed = (keyring or Keyring({}, in_clear=True)).open(key_id, sealed, place)
    plain = zlib.decompress(packed[1:]) if packed[:1] == _ZLIB else packed[1:]
    return plain.decode()
