"""Passwords of local accounts: what is asked of a new one, and argon2id for keeping it.

The parameters are RFC 9106's for little memory (64 MiB, three passes), argon2-cffi's defaults; a
hash made with others is still checked by its own.
"""

from __future__ import annotations

from itertools import pairwise
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dossier.errors import InvalidRequest

SHORTEST: Final = 12
LONGEST: Final = 128
_FEWEST_LETTERS: Final = 6
"""Different ones: `aaaaaaaaaaaa` is long and no password."""

_HASHER: Final = PasswordHasher()
_TURN: Final = BoundedSemaphore(2)
"""Each check takes 64 MiB: many at once must not take the machine's memory."""
_NOBODYS: Final = _HASHER.hash("nobody has this password")
"""Checked where there is no account, so that the time an answer takes does not tell."""


def hash_password(password: str, login: str) -> str:
    """The text to keep. Raises InvalidRequest, saying what is asked of a password."""
    plain = password.casefold()
    fits = SHORTEST <= len(password) <= LONGEST and len(set(plain)) >= _FEWEST_LETTERS
    if not fits or login.casefold() in plain or _is_a_row(plain):
        raise InvalidRequest(
            f"Mật khẩu từ {SHORTEST} đến {LONGEST} ký tự, ít nhất {_FEWEST_LETTERS} ký tự khác "
            "nhau, không chứa tên đăng nhập, không phải dãy liền nhau / a password has "
            f"{SHORTEST} to {LONGEST} characters, {_FEWEST_LETTERS} of them different, without "
            "the login, and is no row such as 1234567890ab"
        )
    with _TURN:
        return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that `kept` was made of; never for None, in the same time."""
    with _TURN:
        try:
            _HASHER.verify(kept or _NOBODYS, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def _is_a_row(plain: str) -> bool:
    """Whether most letters follow the one before: 123456..., abcdef..., 987654..."""
    steps = [ord(b) - ord(a) for a, b in pairwise(plain)]
    return any(steps.count(step) * 3 >= len(steps) * 2 for step in (-1, 0, 1))
